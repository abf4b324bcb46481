//! Pages of lists of master data.

use axum::{extract::State, http::StatusCode};
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    api::json,
    assets::icon,
    components::{self, button, empty, head},
    fields,
    flash::Flash,
    format,
    forms::{self, Form, FormData},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions::{self, Hand, choice, edits, key},
    list::{Column, Kind, ListRow, MasterList},
    offer::{self, By, Offered},
    reference::{self, Names},
    store, travel,
};
use crate::{
    door::Apps,
    preferences::{actions as preferences, set::PreferenceSet},
};

#[derive(Deserialize)]
pub struct OfSet {
    set: String,
}

#[derive(Deserialize)]
pub struct OfRecord {
    set: String,
    record: Id,
}

fn path(who: &InOrganization, set: &MasterList, rest: &str) -> String {
    who.path(&format!("/records/{}{rest}", set.name))
}

fn values(rows: &[ListRow]) -> impl Iterator<Item = &[String]> {
    rows.iter().map(|row| row.values.as_slice())
}

/// A value as it is read.
fn shown(lang: Lang, set: &MasterList, at: usize, record: &ListRow, names: &Names) -> Markup {
    let column = &set.columns[at];
    let value = &record.values[at];
    let text = match column.kind {
        Kind::Choice(_) | Kind::Settled(_) => choice(lang, set, column.name, value),
        Kind::Words(_) => value.split(',').map(|word| choice(lang, set, column.name, word)).collect::<Vec<_>>().join(", "),
        Kind::Decimal { .. } => format::decimal(lang, value),
        Kind::Percent { .. } => format::percent(lang, value),
        Kind::Date => format::stored_date(lang, value),
        Kind::Reference { to, .. } => names.shown(to.kind(), value),
        Kind::Long { .. } => value.lines().next().unwrap_or("").chars().take(80).collect(),
        Kind::Flag => lang.t(if value.is_empty() { "no" } else { "yes" }),
        Kind::Color => return html! { svg.swatch viewBox="0 0 16 16" aria-hidden="true" { rect width="16" height="16" rx="3" fill=(value) {} } " " (value) },
        _ => value.clone(),
    };
    html! { (text) }
}

/// Amounts of an organization as they are read.
async fn with_amounts(platform: &Platform, who: &InOrganization, set: &MasterList, records: Vec<ListRow>, code: bool) -> Result<Vec<ListRow>> {
    actions::with_amounts(platform.db.read(), who.organization, who.lang(), set, records, code).await
}

fn table(lang: Lang, who: &InOrganization, set: &MasterList, records: &[ListRow], names: &Names, full: bool) -> Markup {
    let numeric = |kind: Kind| matches!(kind, Kind::Decimal { .. } | Kind::Percent { .. } | Kind::Whole { .. } | Kind::Counter { .. } | Kind::Money);
    // The first column that says what the row is, is the link.
    let columns: Vec<usize> = (0..set.columns.len()).filter(|at| !matches!(set.columns[*at].kind, Kind::Long { .. })).take(6).collect();
    let edits = edits(who, set);
    html! {
        div.scroll { table.lines {
            thead { tr {
                @for (nth, at) in columns.iter().enumerate() {
                    th.num[numeric(set.columns[*at].kind)].hide-s[nth > 1] { (lang.t(&format!("column-{}-{}", set.name, set.columns[*at].name).replace('_', "-"))) }
                }
                @if full { th { (lang.t("field-status")) } }
                @if full && (edits || set.preview.is_some()) { th { span.vh { (lang.t("actions")) } } }
            } }
            tbody { @for (row, record) in records.iter().enumerate() { tr {
                @for (nth, at) in columns.iter().enumerate() {
                    @let text = shown(lang, set, *at, record, names);
                    td.num[numeric(set.columns[*at].kind)].hide-s[nth > 1].nowrap[set.columns[*at].name == "code"] {
                        @if nth == 0 && edits { a.edit-link href=(path(who, set, &format!("/{}", record.id))) { (text) } } @else { (text) }
                    }
                }
                @if full { td {
                    @if record.active { span.tag.ok { (lang.t("state-active")) } } @else { span.tag { (lang.t("state-inactive")) } }
                } }
                @if full && (edits || set.preview.is_some()) { td.num { span.actions {
                    @let name = set.name_of(&record.values);
                    @if let Some(preview) = set.preview {
                        a.btn.small href=(who.path(&format!("/{preview}/{}/preview", record.id))) aria-label=(t!(lang, "preview-named", name = name.as_str())) { (lang.t("preview")) }
                    }
                    @if edits {
                        form.inline method="post" action=(path(who, set, &format!("/{}/position", record.id))) {
                            button.btn.small.quiet name="move" value="up" disabled[row == 0] aria-label=(t!(lang, "move-up-named", name = name.as_str())) { (icon("arrow-up")) }
                            button.btn.small.quiet name="move" value="down" disabled[row + 1 == records.len()] aria-label=(t!(lang, "move-down-named", name = name.as_str())) { (icon("arrow-down")) }
                        }
                        @let word = if record.active { "deactivation" } else { "activation" };
                        (button(&path(who, set, &format!("/{}/{word}", record.id)), "btn small", &lang.t(if record.active { "deactivate" } else { "activate" })))
                    }
                } } }
            } } }
        } }
    }
}

/// Cards of several lists: how many rows, the first of them, a link to all.
pub async fn overview(platform: &Platform, who: &InOrganization, sets: &[&'static MasterList]) -> Result<Markup> {
    const FIRST: i64 = 6;
    let lang = who.lang();
    let mut cards = vec![];
    for set in sets {
        let records = store::list(platform.db.read(), set, who.organization, FIRST).await?;
        let records = with_amounts(platform, who, set, records, true).await?;
        let count = store::count(platform.db.read(), set, who.organization).await?;
        let names = set.names(platform.db.read(), who.organization, values(&records)).await?;
        let link = who.may(R::ReadSettings).then(|| path(who, set, ""));
        cards.push(html! {
            section.card {
                header {
                    h2 { (lang.t(&key(set, ""))) }
                    span.tag { (format::number(lang, count)) }
                    @if let Some(link) = link { a.btn.small.quiet href=(link) aria-label=(format!("{}: {}", lang.t("see-all"), lang.t(&key(set, "")))) { (lang.t("see-all")) } }
                }
                div.body.tight {
                    @if records.is_empty() { (empty(&lang.t("records-empty"), html! {})) } @else { (table(lang, who, set, &records, &names, false)) }
                }
            }
        });
    }
    Ok(html! { div.stack { @for card in cards { (card) } } })
}

pub async fn list(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfSet>) -> Outcome {
    let lang = who.lang();
    let set = apps.list(&of.set).ok_or(Error::NotFound)?;
    let records = store::list(platform.db.read(), set, who.organization, store::MAX).await?;
    let records = with_amounts(&platform, &who, set, records, true).await?;
    let names = set.names(platform.db.read(), who.organization, values(&records)).await?;
    let title = lang.t(&key(set, ""));
    let lacking = if set.completes && edits(&who, set) {
        let organization = organizations::find(platform.db.read(), who.organization).await?;
        travel::lacking(platform.db.read(), set, &organization).await?.len()
    } else {
        0
    };
    let add = html! {
        @if lacking > 0 { (button(&path(&who, set, "/completion"), "btn", &t!(lang, "records-complete", count = lacking))) }
        @if edits(&who, set) { a.btn.primary href=(path(&who, set, "/new")) { (icon("plus")) (lang.t("add")) } }
    };
    let about = key(set, "-about");
    // Lists that are set up together stand on each other's page.
    let groups = apps.groups();
    let group = groups.iter().find(|g| g.sets.iter().any(|s| s.name() == set.name));
    let related: Vec<&str> = group.into_iter().flat_map(|g| g.sets).map(|s| s.name()).filter(|name| apps.list(name).is_some()).collect();
    let body = html! {
        p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } }
        (head(&title, add))
        @if lang.has(&about) { p.muted.lead { (lang.t(&about)) } }
        @if related.len() > 1 {
            nav.tabs aria-label=(lang.t("related-lists")) {
                @for name in related { a href=(who.path(&format!("/records/{name}"))) aria-current=[(name == set.name).then_some("page")] { (lang.t(&format!("records-{}", name.replace('_', "-")))) } }
            }
        }
        section.card { div.body.tight {
            @if records.is_empty() { (empty(&lang.t("records-empty"), html! {})) } @else { (table(lang, &who, set, &records, &names, true)) }
        } }
    };
    Ok(layout::page(framed(&platform, &who, "settings", &title, &body).await?))
}

async fn form_page(
    platform: &Platform,
    who: &InOrganization,
    set: &MasterList,
    record: Option<(Id, i64)>,
    data: &FormData,
    errors: &Invalid,
    conflict: &[Difference],
) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let title = lang.t(&key(set, if record.is_some() { "-edit" } else { "-new" }));
    let mut inputs = vec![];
    for column in set.columns {
        let offered = match column.kind {
            Kind::Reference { to, many: true, .. } => offer::rows_of(platform, who, to, By::Id, &data.all(column.name), store::MAX).await?,
            Kind::Reference { to, .. } => offer::rows(platform, who, to, By::Id, &data.all(column.name)).await?,
            _ => Offered::default(),
        };
        inputs.push(while_shown(set, column, input(&form, set, column, offered)));
    }
    let action = path(who, set, &record.map_or(String::new(), |(id, _)| format!("/{id}")));
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } " › " a href=(path(who, set, "")) { (lang.t(&key(set, ""))) } }
            (head(&title, html! {}))
            form.stack method="post" action=(action) data-controller=(if set.shown.is_empty() { "unsaved" } else { "unsaved shown" })
                data-action=[(!set.shown.is_empty()).then_some("change->shown#tell")] data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some((_, version)) = record { (components::version(version)) }
                (components::conflict(lang, conflict))
                (form.summary())
                section.card { div.body.grid { @for input in inputs { (input) } } }
                div.foot {
                    button.btn.primary type="submit" { (lang.t("save")) }
                    // As it is typed, in a tab of its own: nothing is saved, and nothing typed is lost.
                    @if let Some(preview) = set.preview {
                        button.btn type="submit" formaction=(who.path(&format!("/{preview}/preview"))) formtarget="_blank" { (lang.t("preview")) }
                    }
                    a.btn href=(path(who, set, "")) { (lang.t("cancel")) }
                }
            }
        }
    };
    framed(platform, who, "settings", &title, &body).await
}

/// A column's field, hidden by scripts while other fields say that it has no meaning.
fn while_shown(set: &MasterList, column: &Column, field: Markup) -> Markup {
    let cases: Vec<Value> = set.shown.iter().filter(|shown| shown.column == column.name).map(|shown| value!(shown.while_all)).collect();
    if cases.is_empty() {
        return field;
    }
    html! { div.c3 data-shown-target="part" data-cases=(value!(cases)) { (field) } }
}

/// The field of a column.
fn input(form: &Form<'_>, set: &MasterList, column: &Column, offered: Offered) -> Markup {
    let lang = form.lang;
    let stem = format!("column-{}-{}", set.name, column.name).replace('_', "-");
    let label = lang.t(&stem);
    let help = Some(format!("{stem}-help")).filter(|key| lang.has(key)).map(|key| lang.t(&key));
    let field = form.field(column.name).label(label.clone());
    let field = match &help {
        Some(help) => field.help(help.clone()),
        None => field,
    };
    let words = |words: &[&str]| words.iter().map(|word| ((*word).to_owned(), choice(lang, set, column.name, word))).collect::<Vec<_>>();
    match column.kind {
        Kind::Text { required: false, .. } | Kind::Decimal { required: false, .. } | Kind::Percent { required: false, .. } | Kind::Money => {
            html! { (field.optional().span(3)) }
        }
        Kind::Date => html! { (field.kind("date").optional().span(3)) },
        Kind::Text { .. } | Kind::Decimal { .. } | Kind::Percent { .. } | Kind::Whole { .. } | Kind::Counter { .. } => html! { (field.span(3)) },
        Kind::Long { required: true, .. } => html! { (field.area()) },
        Kind::Long { .. } => html! { (field.area().optional()) },
        Kind::Choice(options) | Kind::Settled(options) => html! { (field.select(words(options)).span(3)) },
        Kind::Color => html! { (field.kind("color").span(3)) },
        Kind::Flag => html! { div.c6 { (form.check(column.name, "yes", &label, help.as_deref())) } },
        Kind::Words(options) => html! { (form.checks(column.name, &label, &words(options), help.as_deref())) },
        Kind::Reference { many: true, .. } => html! { (form.checks(column.name, &label, &offered.rows, help.as_deref())) },
        Kind::Reference { required, .. } => {
            let none = if required { lang.t("choose") } else { "—".into() };
            html! { (offered.into_field(field.span(3), none)) }
        }
    }
}

#[derive(Deserialize)]
pub(super) struct OfReference {
    name: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// Rows that others may name and that a search finds, for the boxes of forms.
pub(super) async fn references(
    State(platform): State<Platform>,
    apps: Apps,
    who: InOrganization,
    Path(of): Path<OfReference>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let to = apps.referable(&of.name).ok_or(Error::NotFound)?;
    let mut found = to.search(platform.db.read(), who.organization, &asked.q, reference::FOUND + 1).await?;
    let more = paging::cut(&mut found, reference::FOUND);
    let items: Vec<Value> = found.iter().map(|row| value!({ "id": row.id, "key": row.key, "label": row.label })).collect();
    Ok(json(StatusCode::OK, &value!({ "items": items, "more": more })))
}

/// Refuses who may not change the list.
fn allow(who: &InOrganization, set: &MasterList) -> Result<()> {
    if edits(who, set) { Ok(()) } else { Err(Error::Forbidden) }
}

pub async fn new(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfSet>) -> Outcome {
    let set = apps.list(&of.set).ok_or(Error::NotFound)?;
    allow(&who, set)?;
    let mut data = FormData::default();
    for column in set.columns {
        match column.kind {
            Kind::Counter { .. } => data.set(column.name, "1"),
            Kind::Color => data.set(column.name, "#1f5c4a"),
            _ => &mut data,
        };
    }
    Ok(layout::page(form_page(&platform, &who, set, None, &data, &Invalid::new(), &[]).await?))
}

pub async fn edit(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    let set = apps.list(&of.set).ok_or(Error::NotFound)?;
    allow(&who, set)?;
    let record = store::find(platform.db.read(), set, who.organization, of.record).await?;
    let record = with_amounts(&platform, &who, set, vec![record], false).await?.pop().ok_or(Error::NotFound)?;
    let mut data = FormData::default();
    for (at, column) in set.columns.iter().enumerate() {
        let value = record.values[at].as_str();
        match column.kind {
            Kind::Decimal { .. } | Kind::Percent { .. } => data.set(column.name, format::decimal(who.lang(), value)),
            Kind::Words(_) => value.split(',').fold(&mut data, |data, word| data.set(column.name, word)),
            Kind::Reference { many: true, .. } => value.split('\n').fold(&mut data, |data, id| data.set(column.name, id)),
            _ => data.set(column.name, value),
        };
    }
    Ok(layout::page(form_page(&platform, &who, set, Some((record.id, record.version)), &data, &Invalid::new(), &[]).await?))
}

pub async fn create(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfSet>, data: FormData) -> Outcome {
    let set = apps.list(&of.set).ok_or(Error::NotFound)?;
    save(&platform, &who, set, None, &data).await
}

pub async fn update(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>, data: FormData) -> Outcome {
    let set = apps.list(&of.set).ok_or(Error::NotFound)?;
    save(&platform, &who, set, Some(of.record), &data).await
}

async fn save(platform: &Platform, who: &InOrganization, set: &MasterList, record: Option<Id>, data: &FormData) -> Outcome {
    allow(who, set)?;
    let mut typed = set.typed_in(data);
    let notation = fields::notation(who.lang());
    let tx = platform.db.begin().await?;
    // Held, so that the key stays free, the list short enough and what is named there until the row is stored.
    memberships::hold(&tx, who.organization).await?;
    for (column, typed) in set.columns.iter().zip(&mut typed) {
        // Without scripts a row beyond those that are offered is named by its key.
        let key = data.get(&forms::key_name(column.name));
        if let (Some(to), false) = (column.kind.to(), key.trim().is_empty()) {
            *typed = to.of_key(&tx, who.organization, key).await?.map_or_else(|| key.to_owned(), |row| row.id.to_string());
        }
    }
    let seen = components::version_of(data);
    let refused = match Hand::of(who, platform.clock.now()).save(&tx, set, (record, seen), &typed, notation).await {
        Ok(saved) => {
            tx.commit().await?;
            return Ok(layout::see(platform, &path(who, set, ""), Flash::new("flash-record-saved").name(&set.name_of(&saved.values))));
        }
        Err(refused) => refused,
    };
    // The form again, with what was typed; its version is that of what is stored now.
    let at = match record {
        Some(id) => Some((id, store::find(&tx, set, who.organization, id).await?.version)),
        None => None,
    };
    drop(tx);
    match refused {
        Error::Invalid(errors) => Ok(layout::unprocessable(form_page(platform, who, set, at, data, &errors, &[]).await?)),
        Error::Stale(differences) => Ok(layout::conflicting(form_page(platform, who, set, at, data, &Invalid::new(), &differences).await?)),
        other => Err(other.into()),
    }
}

async fn set_active(platform: &Platform, apps: &Apps, who: &InOrganization, of: &OfRecord, active: bool) -> Outcome {
    let set = apps.list(&of.set).ok_or(Error::NotFound)?;
    allow(who, set)?;
    let tx = platform.db.begin().await?;
    let record = Hand::of(who, platform.clock.now()).set_active(&tx, set, of.record, active).await?;
    tx.commit().await?;
    let (key, back) = if active { ("flash-activated", "deactivation") } else { ("flash-deactivated", "activation") };
    let flash = Flash::new(key).name(&set.name_of(&record.values)).undo(path(who, set, &format!("/{}/{back}", of.record)));
    Ok(layout::see(platform, &path(who, set, ""), flash))
}

pub async fn activate(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    set_active(&platform, &apps, &who, &of, true).await
}

pub async fn deactivate(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    set_active(&platform, &apps, &who, &of, false).await
}

/// Adds the rows that a new organization starts with and this one lacks.
pub async fn complete(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfSet>) -> Outcome {
    let set = apps.list(&of.set).filter(|set| set.completes).ok_or(Error::NotFound)?;
    allow(&who, set)?;
    let group = apps.groups().into_iter().find(|group| group.sets.iter().any(|of| of.name() == set.name)).ok_or(Error::NotFound)?;
    let tx = platform.db.begin().await?;
    // Held, so that of two who do the same at once one does it.
    memberships::hold(&tx, who.organization).await?;
    let organization = organizations::find(&tx, who.organization).await?;
    let items = travel::lacking(&tx, set, &organization).await?;
    let items = items.into_iter().map(|item| (set as &'static dyn PreferenceSet, item)).collect();
    let (added, _) = preferences::merge(&tx, &organization, (group, None), items, &who.user, platform.clock.now()).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path(&who, set, ""), Flash::new("flash-records-completed").count(added)))
}

/// Moves a row one place up or down.
pub async fn reposition(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>, data: FormData) -> Outcome {
    let set = apps.list(&of.set).ok_or(Error::NotFound)?;
    allow(&who, set)?;
    let tx = platform.db.begin().await?;
    let moved = Hand::of(&who, platform.clock.now()).reposition(&tx, set, of.record, data.get("move") == "up").await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path(&who, set, ""), Flash::new("flash-record-moved").name(&set.name_of(&moved.values))))
}
