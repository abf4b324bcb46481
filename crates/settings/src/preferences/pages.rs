//! Pages of preferences: the index of settings, the preview of a cloning, what was applied and its undoing.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::{Organization, frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships::Tenant, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    activity::{field_label, value_label},
    assets::icon,
    components::{button, card, empty, head},
    format,
    forms::{Form, FormData},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::{self, Wanted},
    compare::{Effect, GroupPreview, ItemChange, Preview, Target, preview},
    logo,
    set::{Chosen, PreferenceGroup, choose},
    store::{self, Lender},
};
use crate::door::Apps;

/// Rows of a group that a page lists; the rest is told as a number.
const SHOWN: usize = 40;

/// A group's name.
pub fn group_label(lang: Lang, group: &PreferenceGroup) -> String {
    lang.t(&group.label())
}

/// `312 cuentas`.
pub fn count_label(lang: Lang, group: &PreferenceGroup, count: i64) -> String {
    let key = format!("{}-count", group.label());
    t!(lang, &key, count = count, number = format::number(lang, count))
}

/// The groups of an organization, each a link to its page.
pub async fn index(State(platform): State<Platform>, apps: Apps, who: InOrganization) -> Outcome {
    let lang = who.lang();
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    // The logo stands on the profile's page.
    let groups: Vec<&'static PreferenceGroup> = apps.groups_of(&organization.applications).into_iter().filter(|g| g.name != logo::LOGO_GROUP.name).collect();
    let counts = store::counts(platform.db.read(), who.organization, &groups).await?;
    let tile = |(group, count): (&&'static PreferenceGroup, i64)| {
        (who.path(group.page), group_label(lang, group), lang.t(&format!("{}-about", group.label())), count_label(lang, group, count))
    };
    let tiles: Vec<_> = groups.iter().zip(counts).map(tile).collect();
    let title = lang.t("organization-settings");
    let action = html! {
        @if actions::carries(&organization) && who.may(R::EditSettings) { a.btn.primary href=(who.path("/preference-applications")) { (lang.t("preferences-apply")) } }
    };
    let body = html! {
        (head(&title, action))
        div.tiles { @for (link, name, about, count) in tiles {
            a.tile href=(link) { b { (name) } span.muted { (about) } @if !count.is_empty() { span.tag { (count) } } }
        }
            a.tile href=(who.path("/exchange-rates")) { b { (lang.t("exchange-rates")) } span.muted { (lang.t("settings-exchange-rates-about")) } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "settings", &title, &body).await?))
}

/// Boxes to choose groups with, each with how many rows it has and what it needs.
pub fn group_picks(lang: Lang, groups: &[(&'static PreferenceGroup, i64)], chosen: &[Chosen], name: &str) -> Markup {
    html! {
        fieldset.picks {
            legend { (lang.t("clone-groups")) }
            @for (group, count) in groups {
                @let pick = chosen.iter().find(|c| c.group.name == group.name);
                @let id = format!("{}-{}", name.replace('.', "-"), group.name);
                div.check {
                    input type="checkbox" id=(id) name=(name) value=(group.name) checked[pick.is_some()] disabled[*count == 0]
                        data-clone-target="group" data-needs=(group.needs.join(" ")) data-action="clone#toggle";
                    div {
                        label for=(id) { (group_label(lang, group)) @if !count_label(lang, group, *count).is_empty() { " · " (count_label(lang, group, *count)) } }
                        @if let Some(puller) = pick.and_then(|c| c.pulled_in_by) {
                            p.help { (t!(lang, "clone-pulled-in", group = lang.t(&format!("preferences-{}", puller.replace('_', "-"))))) }
                        } @else if !group.needs.is_empty() {
                            @let needed = group.needs.iter().map(|need| lang.t(&format!("preferences-{}", need.replace('_', "-")))).collect::<Vec<_>>().join(", ");
                            p.help { (t!(lang, "clone-needs", groups = needed)) }
                        }
                    }
                }
            }
        }
    }
}

/// The beginning of a value as a person reads it; rows that it names stand on a line each.
fn value_start(lang: Lang, set: &str, field: &str, value: &str) -> String {
    let text = value_label(lang, Tenant::Organization, set, field, value).replace('\n', ", ");
    if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
}

/// What a row is called; a set of a single row goes by the set's name.
fn item_label(lang: Lang, change: &ItemChange) -> String {
    if change.item.name.is_empty() { lang.t(&format!("preferences-{}", change.set.replace('_', "-"))) } else { change.item.name.clone() }
}

fn differences(lang: Lang, group: &PreferenceGroup, change: &ItemChange) -> Markup {
    let fields = group.sets.iter().find(|set| set.name() == change.set).map(|set| set.fields()).unwrap_or_default();
    let Some(before) = &change.before else { return html! {} };
    let pairs = fields
        .iter()
        .zip(before.values.iter().zip(&change.item.values))
        .filter(|(field, (old, new))| old != new && **field != "data");
    html! {
        @for (field, (old, new)) in pairs {
            span.change {
                (field_label(lang, change.set, field)) ": "
                del { @if old.is_empty() { "—" } @else { (value_start(lang, change.set, field, old)) } } " → "
                ins { @if new.is_empty() { "—" } @else { (value_start(lang, change.set, field, new)) } }
            }
        }
        @if before.active != change.item.active {
            span.change { (lang.t("field-status")) ": " del { (lang.t(state(before.active))) } " → " ins { (lang.t(state(change.item.active))) } }
        }
    }
}

fn state(active: bool) -> &'static str {
    if active { "state-active" } else { "state-inactive" }
}

/// What is added, replaced and left of each group.
pub fn preview_list(lang: Lang, preview: &Preview) -> Markup {
    let number = |count: usize| format::number(lang, i64::try_from(count).unwrap_or(i64::MAX));
    html! {
        div.preview {
            @if let Some(currency) = &preview.other_currency { p.note { (t!(lang, "clone-other-currency", currency = currency.as_str())) } }
            @for missing in preview.missing.iter().take(5) {
                p.note.warn { (t!(lang, "error-clone-missing", name = missing.name.as_str(), needed = missing.needed.as_str())) }
            }
            @for group in &preview.groups { (foreign(lang, group)) }
            @for group in &preview.groups {
                @let told: Vec<&ItemChange> = group.changes.iter().filter(|c| c.effect != Effect::Same).collect();
                details {
                    summary { (icon("chevron-right")) span.grow { (group_label(lang, group.group)) }
                        span.counts {
                            @for word in ["added", "replaced", "left"] {
                                @let count = group.number(word);
                                @if count > 0 { span class=(format!("tag {word}")) { (t!(lang, &format!("clone-{word}"), count = count, number = number(count))) } }
                            }
                        }
                    }
                    @if told.is_empty() { p.muted { (lang.t("clone-all-same")) } } @else {
                        ul.changes {
                            @for change in told.iter().take(SHOWN) {
                                li {
                                    span class=(format!("tag {}", change.effect.word())) { (lang.t(&format!("clone-effect-{}", effect(change.effect)))) } " "
                                    (item_label(lang, change)) (differences(lang, group.group, change))
                                }
                            }
                        }
                        @if told.len() > SHOWN { p.muted { (t!(lang, "clone-more", number = number(told.len() - SHOWN))) } }
                    }
                }
            }
        }
    }
}

fn effect(effect: Effect) -> String {
    match effect.reason() {
        "" => effect.word().into(),
        reason => reason.replace('_', "-"),
    }
}

/// What stays behind for its currency.
fn foreign(lang: Lang, group: &GroupPreview) -> Markup {
    let behind: Vec<&ItemChange> = group.changes.iter().filter(|c| c.effect == Effect::OtherCurrency).collect();
    let currency = |change: &&&ItemChange| {
        let set = group.group.sets.iter().find(|set| set.name() == change.set)?;
        change.item.values.get(set.fields().iter().position(|field| *field == "currency")?).cloned()
    };
    let mut currencies: Vec<String> = behind.iter().filter_map(|change| currency(&change)).collect();
    currencies.sort_unstable();
    currencies.dedup();
    html! {
        @if !behind.is_empty() {
            p.note.warn { (t!(lang, "clone-foreign-accounts", count = behind.len(), currencies = currencies.join(", "))) }
        }
    }
}

/// Most organizations that the form offers at once.
const OFFERED: i64 = 1000;

/// What was applied, the latest first, and where to apply more.
pub async fn applications(State(platform): State<Platform>, apps: Apps, who: InOrganization) -> Outcome {
    let lang = who.lang();
    let (db, now) = (platform.db.read(), platform.clock.now());
    let applied = store::list(db, who.organization, None, 50).await?;
    // What was applied last is undone first: only there is it worth looking whether it can be.
    let latest = applied.iter().find(|a| a.undone_at.is_none());
    let undoable = match latest {
        Some(application) => actions::can_undo(db, &apps, who.organization, application).await?,
        None => false,
    };
    let title = lang.t("preferences-apply");
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } }
            (head(&title, html! { a.btn.primary href=(who.path("/preference-applications/new")) { (lang.t("preferences-apply-new")) } }))
            p.muted { (lang.t("preferences-apply-about")) }
            section.card { div.body {
                @if applied.is_empty() { (empty(&lang.t("preferences-applied-none"), html! {})) } @else { ul.list { @for a in &applied {
                    li {
                        span.grow {
                            b { (a.groups.split(',').map(|g| lang.t(&format!("preferences-{}", g.replace('_', "-")))).collect::<Vec<_>>().join(", ")) } br;
                            @let (added, replaced) = a.counts();
                            span.muted {
                                (t!(lang, "clone-added", count = added, number = format::number(lang, added))) " · "
                                (t!(lang, "clone-replaced", count = replaced, number = format::number(lang, replaced))) " · "
                                (a.applied_by_name) " · " (format::ago(lang, &who.user.time_zone, a.applied_at, now))
                            }
                        }
                        @if a.undone_at.is_some() { span.tag { (lang.t("preferences-undone")) } }
                        @else if latest.is_some_and(|latest| latest.id == a.id) && undoable { (button(&who.path(&format!("/preference-applications/{}/reversal", a.id)), "btn small", &lang.t("undo"))) }
                        @else if latest.is_some_and(|latest| latest.id == a.id) { span.muted { (lang.t("preferences-in-use")) } }
                    }
                } } }
            } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "settings", &title, &body).await?))
}

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    source: String,
    /// What is looked for in the names of sources, where they are too many for one list.
    #[serde(default)]
    q: String,
}

/// The form that applies preferences: the source first, then the groups with their preview.
pub async fn new(
    State(platform): State<Platform>,
    apps: Apps,
    who: InOrganization,
    Query(asked): Query<Asked>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Outcome {
    let wanted = Wanted { source: asked.source.parse().unwrap_or_else(|_| Id::nil()), groups: FormData(pairs).all("groups"), fingerprint: String::new() };
    Ok(layout::page(form(&platform, &apps, &who, &wanted, &asked.q, &Invalid::new()).await?))
}

async fn form(platform: &Platform, apps: &Apps, who: &InOrganization, wanted: &Wanted, search: &str, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let db = platform.db.read();
    let title = lang.t("preferences-apply-new");
    let mut sources = store::lenders(db, who.user.id, who.organization, search, OFFERED + 1).await?;
    let cut = paging::cut(&mut sources, OFFERED);
    let chosen = match actions::source(db, wanted.source, who.user.id).await {
        Ok(source) => Some(source).filter(|source| source.id != who.organization),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let source = chosen.as_ref();
    // One that was chosen stays, also where it is beyond what is listed.
    if let Some(source) = source.filter(|source| !sources.iter().any(|o| o.id == source.id)) {
        sources.push(Lender { id: source.id, name: source.name.clone() });
    }
    let mut data = FormData::default();
    data.set("source", wanted.source.to_string());
    let form = Form::new(lang, &data, errors);
    let chosen_form = match source {
        Some(source) => Some(groups_form(platform, apps, who, source, wanted).await?),
        None => None,
    };
    let options = std::iter::once((String::new(), lang.t("choose"))).chain(sources.iter().map(|o| (o.id.to_string(), o.name.clone())));
    let organization = organizations::find(db, who.organization).await?;
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } " › " a href=(who.path("/preference-applications")) { (lang.t("preferences-apply")) } }
            (head(&title, html! {}))
            p.muted { (t!(lang, "preferences-apply-to", name = organization.name.as_str())) }
            (form.summary())
            @if sources.is_empty() && search.is_empty() { (card(&lang.t("clone-source"), empty(&lang.t("preferences-no-source"), html! {}))) } @else {
                (card(&lang.t("clone-source"), html! {
                    @if cut || !search.is_empty() {
                        @if cut { p.note { (t!(lang, "preferences-sources-cut", max = format::number(lang, OFFERED))) } }
                        form.row role="search" method="get" action=(who.path("/preference-applications/new")) {
                            input.grow type="search" name="q" value=(search) aria-label=(lang.t("search"));
                            button.btn type="submit" { (lang.t("search")) }
                        }
                    }
                    form.row method="get" action=(who.path("/preference-applications/new")) {
                        div.grow { (form.field("source").label(lang.t("organization")).combobox(options.collect())) }
                        button.btn type="submit" { (lang.t("continue")) }
                    }
                }))
            }
            @if let Some(markup) = chosen_form { (markup) }
        }
    };
    framed(platform, who, "settings", &title, &body).await
}

async fn groups_form(platform: &Platform, apps: &Apps, who: &InOrganization, source: &Organization, wanted: &Wanted) -> Result<Markup> {
    let lang = who.lang();
    let db = platform.db.read();
    let target = organizations::find(db, who.organization).await?;
    let (groups, names) = offered(platform, apps, source, &wanted.groups).await?;
    let chosen = choose(&apps.groups(), &names)?;
    let preview = preview(db, source, &chosen, Target::Existing(&target)).await?;
    let path = who.path("/preference-applications");
    let nothing = preview.groups.iter().all(|g| g.number("added") + g.number("replaced") == 0);
    Ok(html! {
        form.stack method="post" action=(path) data-controller="clone" {
            input type="hidden" name="source" value=(source.id);
            input type="hidden" name="fingerprint" value=(preview.fingerprint);
            section.card { div.body.stack {
                (group_picks(lang, &groups, &chosen, "groups"))
                div { button.btn type="submit" formmethod="get" formaction=(format!("{path}/new")) data-clone-target="refresh" { (lang.t("clone-refresh")) } }
            } }
            (card(&lang.t("clone-preview"), html! { @if nothing { p.note { (lang.t("problem-preferences-same")) } } (preview_list(lang, &preview)) }))
            div.foot { button.btn.primary type="submit" disabled[nothing || !preview.missing.is_empty()] { (lang.t("apply")) } a.btn href=(path) { (lang.t("cancel")) } }
        }
    })
}

/// The groups that a source has, with their counts, and the names of those chosen: the proposed ones at first.
pub async fn offered(platform: &Platform, apps: &Apps, source: &Organization, names: &[String]) -> Result<(Vec<(&'static PreferenceGroup, i64)>, Vec<String>)> {
    let groups = apps.groups_of(&source.applications);
    let counts = store::counts(platform.db.read(), source.id, &groups).await?;
    let groups: Vec<_> = groups.into_iter().zip(counts).collect();
    let known = |name: &String| groups.iter().any(|(group, _)| group.name == *name);
    let mut chosen: Vec<String> = names.iter().filter(|name| known(name)).cloned().collect();
    if chosen.is_empty() {
        chosen = groups.iter().filter(|(group, count)| group.proposed && *count > 0).map(|(group, _)| group.name.to_owned()).collect();
    }
    Ok((groups, chosen))
}

/// What a form asks for, its fields named with `prefix`.
pub fn read_wanted(data: &FormData, prefix: &str) -> Wanted {
    Wanted {
        source: data.get(&format!("{prefix}source")).parse().unwrap_or_else(|_| Id::nil()),
        groups: data.all(&format!("{prefix}groups")),
        fingerprint: data.text(&format!("{prefix}fingerprint")),
    }
}

pub async fn apply(State(platform): State<Platform>, apps: Apps, who: InOrganization, data: FormData) -> Outcome {
    let wanted = read_wanted(&data, "");
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let applied = async {
        let tx = platform.db.begin().await?;
        actions::apply(&tx, &apps, &organization, &wanted, &who.user, platform.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    };
    match applied.await {
        Ok(()) => Ok(layout::see(&platform, &who.path("/preference-applications"), "flash-preferences-applied")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(form(&platform, &apps, &who, &wanted, "", &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct OfApplication {
    preference_application: Id,
}

pub async fn undo(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfApplication>) -> Outcome {
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let tx = platform.db.begin().await?;
    actions::undo(&tx, &apps, &organization, of.preference_application, &who.user, platform.clock.now()).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/preference-applications"), "flash-preferences-undone"))
}

/// The logo itself.
pub async fn logo(State(platform): State<Platform>, who: InOrganization) -> Outcome<Response> {
    let (media_type, bytes) = logo::logo(platform.db.read(), who.organization).await?.ok_or(Error::NotFound)?;
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "private, no-cache".into())], bytes).into_response())
}
