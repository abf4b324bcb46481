//! Pages of blueprints, in the practice's settings: the list, one with what it holds and how its followers differ, and what an application came to.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_practice::{
    clients::filter::visible_to,
    cloning::{
        actions::{MOST, sources},
        source::{Asked as AskedSources, Eyes, Source as Lender},
    },
    practices::{frame::framed, store as practices},
};
use despacho_settings::{
    door::Apps,
    preferences::{PreferenceGroup, pages::group_label},
};
use despacho_ui::{
    InPractice, Outcome, Path,
    components::{card, empty, head},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{self, Asked, DEFAULTS, New, Source},
    blueprint::{self, Blueprint, listed},
    drift::{self, Drift},
    store,
};

/// Organizations that a page lists.
const SHOWN: usize = 500;

#[derive(Deserialize)]
pub struct OfBlueprint {
    blueprint: Id,
}

#[derive(Deserialize)]
pub struct OfApplication {
    blueprint_application: Id,
}

async fn lenders(platform: &Platform, who: &InPractice) -> Result<Vec<Lender>> {
    let eyes = Eyes { practice: who.practice, user: who.user.id, visible_to: visible_to(who) };
    Ok(sources(platform.db.read(), eyes, &AskedSources::default(), MOST).await?.0)
}

fn named(lang: Lang, groups: &[&'static PreferenceGroup], name: &str) -> String {
    groups.iter().find(|group| group.name == name).map_or_else(|| name.to_owned(), |group| group_label(lang, group))
}

async fn list_page(platform: &Platform, apps: &Apps, who: &InPractice, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let all = store::all(db, who.practice).await?;
    let form = Form::new(lang, data, errors);
    let country = practices::find(db, who.practice).await?.country;
    let mut from = vec![(format!("country:{country}"), t!(lang, "blueprint-from-country", country = despacho_ui::components::country_name(lang, &country)))];
    from.extend(all.iter().map(|one| (format!("blueprint:{}", one.id), t!(lang, "blueprint-from-blueprint", name = one.name.as_str()))));
    from.extend(
        lenders(platform, who)
            .await?
            .into_iter()
            .map(|one| (format!("organization:{}", one.organization), one.organization_name)),
    );
    let groups: Vec<(String, String)> = apps.groups().iter().map(|group| (group.name.to_owned(), group_label(lang, group))).collect();
    let kinds = DEFAULTS
        .iter()
        .map(|word| ((*word).to_owned(), lang.t(&format!("blueprint-default-{}", if word.is_empty() { "none" } else { word }))))
        .collect();
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("practice-settings")) } }
            (head(&lang.t("blueprints"), html! {}))
            p.muted { (lang.t("blueprints-about")) }
            section.card { div.body {
                @if all.is_empty() { (empty(&lang.t("blueprints-none"), html! {})) } @else {
                    ul.list { @for one in &all { li {
                        a.grow href=(who.path(&format!("/blueprints/{}", one.id))) { b { (one.name) } }
                        span.muted { @if one.published > 0 { (t!(lang, "blueprint-version", number = one.published)) } @else { (lang.t("blueprint-draft")) } }
                        @if one.published > 0 && !one.draft.is_empty() { span.tag.warn { (lang.t("blueprint-changed")) } }
                    } } }
                }
            } }
            @if who.may(R::ManagePractice) {
                form.stack method="post" action=(who.path("/blueprints")) novalidate {
                    (form.summary())
                    (card(&lang.t("blueprint-new"), html! { div.grid {
                        (form.field("name").label(lang.t("field-name")).span(3))
                        (form.field("default_for").label(lang.t("blueprint-default-for")).select(kinds).span(3))
                        (form.field("source").label(lang.t("blueprint-source")).select(from))
                        (form.checks("groups", &lang.t("blueprint-groups"), &groups, Some(&lang.t("blueprint-groups-help"))))
                        (form.field("description").label(lang.t("blueprint-description")).area().optional())
                    } }))
                    div.foot { button.btn.primary type="submit" { (lang.t("blueprint-create")) } }
                }
            }
        }
    };
    framed(platform, who, "settings", &lang.t("blueprints"), &body).await
}

pub async fn list(State(platform): State<Platform>, apps: Apps, who: InPractice) -> Outcome {
    let mut data = FormData::default();
    for group in apps.groups().iter().filter(|group| group.proposed) {
        data.set("groups", group.name);
    }
    Ok(layout::page(list_page(&platform, &apps, &who, &data, &Invalid::new()).await?))
}

fn source_of(text: &str) -> Option<Source> {
    match text.split_once(':')? {
        ("country", code) => Some(Source::Country(code.to_owned())),
        ("blueprint", id) => id.parse().ok().map(Source::Blueprint),
        ("organization", id) => id.parse().ok().map(Source::Organization),
        _ => None,
    }
}

pub async fn create(State(platform): State<Platform>, apps: Apps, who: InPractice, data: FormData) -> Outcome {
    let done = async {
        let source = source_of(data.get("source")).ok_or_else(|| Invalid::one("source", "choice"))?;
        let groups = data.all("groups");
        if groups.is_empty() {
            return Err(Error::from(Invalid::one("groups", "choose_one")));
        }
        let new = New { name: data.text("name"), description: data.text("description"), source, groups, default_for: data.text("default_for") };
        let tx = platform.db.begin().await?;
        let made = actions::create(&tx, &apps, who.practice, new, (&who.user, platform.clock.now())).await?;
        tx.commit().await?;
        Ok(made)
    };
    match done.await {
        Ok(made) => Ok(layout::see(&platform, &who.path(&format!("/blueprints/{}", made.id)), "")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(list_page(&platform, &apps, &who, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

fn matrix(lang: Lang, who: &InPractice, one: &Blueprint, found: &[Drift], groups: &[&'static PreferenceGroup], names: &[String]) -> Markup {
    html! { div.scroll { table.dense {
        caption.vh { (t!(lang, "blueprint-drift-of", name = one.name.as_str(), number = one.published)) }
        thead { tr {
            th scope="col" { (lang.t("column-blueprint-organization")) } th scope="col" { (lang.t("column-blueprint-number")) }
            @for name in names { th scope="col" { (named(lang, groups, name)) } }
        } }
        tbody { @for drift in found.iter().take(SHOWN) { tr {
            th scope="row" { a href=(format!("/organizations/{}/settings", drift.follower.organization_id)) { (drift.follower.organization_name) } }
            td { @match drift.state {
                "behind" => { span.tag.warn { (t!(lang, "blueprint-behind", number = drift.follower.number)) } }
                "differs" => { span.tag { (lang.t("blueprint-differs")) } }
                _ => { span.tag.ok { (lang.t("blueprint-same")) } }
            } }
            @for name in names { td {
                @match drift.groups.iter().find(|(group, ..)| group == name) {
                    None => { span.muted { "—" } }
                    Some((_, 0, _)) => { span.muted { (lang.t("blueprint-same")) } }
                    Some((_, rows, Some(accepted))) => { span.muted title=(accepted.reason) { (t!(lang, "blueprint-rows", count = *rows)) ", " (lang.t("blueprint-accepted")) } }
                    Some((_, rows, None)) => {
                        b { (t!(lang, "blueprint-rows", count = *rows)) }
                        @if who.may(R::ManagePractice) {
                            details { summary { (lang.t("blueprint-accept")) }
                                form.row method="post" action=(who.path(&format!("/blueprints/{}/acceptances", one.id))) {
                                    input type="hidden" name="organization_id" value=(drift.follower.organization_id);
                                    input type="hidden" name="group" value=(name);
                                    input type="text" name="reason" maxlength="500" required aria-label=(lang.t("column-blueprint-reason")) placeholder=(lang.t("column-blueprint-reason"));
                                    button.btn.small type="submit" { (lang.t("blueprint-accept")) }
                                }
                            }
                        }
                    }
                }
            } }
        } } }
    } } }
}

async fn one_page(platform: &Platform, apps: &Apps, who: &InPractice, one: &Blueprint, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let (content, names) = actions::content(db, one).await?;
    let (groups, names) = (apps.groups(), listed(&names));
    let chosen = blueprint::chosen(apps, &names.join(","))?;
    let snapshot = blueprint::read(&content, &chosen)?;
    let versions = store::versions(db, who.practice, one.id).await?;
    let found = drift::drift(platform, apps, one, visible_to(who)).await?;
    let lenders = lenders(platform, who).await?;
    let count = |state: &str| found.iter().filter(|drift| drift.state == state).count();
    let form = Form::new(lang, data, errors);
    let organizations: Vec<(String, String)> = lenders.iter().take(SHOWN).map(|one| (one.organization.to_string(), one.organization_name.clone())).collect();
    let path = who.path(&format!("/blueprints/{}", one.id));
    let body = html! {
        div.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("practice-settings")) } " › " a href=(who.path("/blueprints")) { (lang.t("blueprints")) } }
            (head(&one.name, html! {
                @if !one.draft.is_empty() && who.may(R::ManagePractice) {
                    form method="post" action=(format!("{path}/versions")) { button.btn.primary type="submit" { (t!(lang, "blueprint-publish", number = one.published + 1)) } }
                }
            }))
            @if !one.description.is_empty() { p.muted { (one.description) } }
            (form.summary())
            (card(&lang.t("blueprint-content"), html! { ul.list { @for c in &chosen {
                @let rows = c.group.sets.iter().map(|set| snapshot.items(set.name()).len()).sum::<usize>();
                li { span.grow { (group_label(lang, c.group)) } span.muted { (t!(lang, "blueprint-rows", count = rows)) } }
            } } }))
            @if one.published > 0 {
                (card(&lang.t("blueprint-drift"), html! {
                    @if found.is_empty() { (empty(&lang.t("blueprint-nobody"), html! {})) } @else {
                        p.muted { (t!(lang, "blueprint-drift-sum", all = found.len(), same = count("same"), differs = count("differs"), behind = count("behind"))) }
                        (matrix(lang, who, one, &found, &groups, &names))
                        @if found.len() > SHOWN { p.muted { (t!(lang, "blueprint-more", max = SHOWN)) } }
                    }
                }))
                @if who.may(R::ManageClients) {
                    form.stack method="post" action=(format!("{path}/applications")) {
                        (card(&lang.t("blueprint-apply"), html! {
                            p.muted { (lang.t("blueprint-apply-about")) }
                            (form.checks("organization_ids", &lang.t("column-blueprint-organizations"), &organizations, None))
                            @if lenders.len() > SHOWN { p.muted { (t!(lang, "blueprint-more", max = SHOWN)) } }
                        }))
                        div.foot {
                            button.btn.primary type="submit" name="dry_run" value="yes" { (t!(lang, "blueprint-try", number = one.published)) }
                            @if count("behind") > 0 { button.btn type="submit" name="behind" value="yes" { (t!(lang, "blueprint-try-behind", number = one.published, count = count("behind"))) } }
                        }
                    }
                }
            }
            @if !versions.is_empty() {
                (card(&lang.t("blueprint-versions"), html! { ul.list { @for version in &versions { li {
                    b { (t!(lang, "blueprint-version", number = version.number)) } span.grow { (version.notes) }
                    span.muted { (format::date(lang, &who.user.time_zone, version.published_at)) }
                } } } }))
            }
        }
    };
    framed(platform, who, "settings", &one.name, &body).await
}

pub async fn show(State(platform): State<Platform>, apps: Apps, who: InPractice, Path(of): Path<OfBlueprint>) -> Outcome {
    let one = store::find(platform.db.read(), who.practice, of.blueprint).await?;
    Ok(layout::page(one_page(&platform, &apps, &who, &one, &FormData::default(), &Invalid::new()).await?))
}

pub async fn publish(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfBlueprint>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::publish(&tx, who.practice, of.blueprint, "", (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path(&format!("/blueprints/{}", of.blueprint)), "flash-blueprint-published"))
}

pub async fn accept(State(platform): State<Platform>, apps: Apps, who: InPractice, Path(of): Path<OfBlueprint>, data: FormData) -> Outcome {
    let done = async {
        let organization: Id = data.get("organization_id").parse().map_err(|_| Error::NotFound)?;
        let tx = platform.db.begin().await?;
        let by = (&who.user, platform.clock.now());
        drift::accept(&tx, &apps, (who.practice, of.blueprint), organization, data.get("group"), data.get("reason"), by).await?;
        tx.commit().await
    };
    match done.await {
        Ok(()) => Ok(layout::see(&platform, &who.path(&format!("/blueprints/{}", of.blueprint)), "flash-blueprint-accepted")),
        Err(Error::Invalid(errors)) => {
            let one = store::find(platform.db.read(), who.practice, of.blueprint).await?;
            Ok(layout::unprocessable(one_page(&platform, &apps, &who, &one, &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Tries the latest version on organizations: those that were ticked, or everyone who is behind.
pub async fn apply(State(platform): State<Platform>, apps: Apps, who: InPractice, Path(of): Path<OfBlueprint>, data: FormData) -> Outcome {
    let one = store::find(platform.db.read(), who.practice, of.blueprint).await?;
    let done = async {
        let organizations: Vec<Id> = if data.has("behind") {
            let found = drift::drift(&platform, &apps, &one, visible_to(&who)).await?;
            found.into_iter().filter(|drift| drift.state == "behind").map(|drift| drift.follower.organization_id).collect()
        } else {
            data.all("organization_ids").iter().filter_map(|id| id.parse().ok()).collect()
        };
        let tx = platform.db.begin().await?;
        let asked = Asked { blueprint: of.blueprint, number: None, organizations, groups: None, dry_run: true };
        let started = actions::start(&tx, &apps, who.practice, asked, (&who.user, platform.clock.now())).await?;
        tx.commit().await?;
        Ok(started)
    };
    match done.await {
        Ok(started) => {
            platform.wake_workers();
            Ok(layout::see(&platform, &who.path(&format!("/blueprint-applications/{}", started.id)), ""))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(one_page(&platform, &apps, &who, &one, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

async fn outcome(platform: &Platform, who: &InPractice, id: Id) -> Result<(Markup, bool, String)> {
    let (lang, db) = (who.lang(), platform.db.read());
    let one = store::application(db, who.practice, id).await?;
    let blueprint = store::find(db, who.practice, one.blueprint_id).await?;
    let results = store::results(db, who.practice, id).await?;
    let names: HashMap<Id, String> = {
        let ids: Vec<Id> = results.iter().map(|result| result.organization_id).collect();
        despacho_organizations::store::find_many(db, &ids).await?.into_iter().map(|one| (one.id, one.name)).collect()
    };
    let (path, busy) = (who.path(&format!("/blueprint-applications/{id}")), one.status != "completed");
    let changing = results.iter().filter(|result| result.error.is_empty() && result.added + result.replaced > 0).count();
    let told = match (busy, one.dry_run, one.reverting) {
        (true, ..) => "blueprint-running",
        (_, true, _) => "blueprint-tried",
        (_, _, true) => "blueprint-reverted",
        _ => "blueprint-done",
    };
    let body = html! { div.stack data-finished[!busy] {
        section.card { div.body.stack {
            p role="status" { b { (lang.t(told)) } " " (t!(lang, "blueprint-progress", done = one.done, all = one.total, failed = one.failed)) }
            @if busy { progress max=(one.total.max(1)) value=(one.done + one.failed) aria-label=(lang.t("blueprint-running")) {} }
            @else { div.row {
                @if one.dry_run && changing > 0 { form method="post" action=(format!("{path}/run")) { button.btn.primary type="submit" { (t!(lang, "blueprint-run", number = one.number, count = changing)) } } }
                @if !one.dry_run && !one.reverting && one.done > 0 {
                    (Confirm::new(lang, &format!("{path}/reversal"), lang.t("blueprint-undo"), t!(lang, "blueprint-undo-sure", count = one.done)).about(lang.t("blueprint-undo-about")).class("btn"))
                }
                a.btn.quiet href=(who.path(&format!("/blueprints/{}", one.blueprint_id))) { (lang.t("back")) }
            } }
        } }
        section.card { div.body.tight { div.scroll { table.dense {
            caption.vh { (lang.t("column-blueprint-organizations")) }
            thead { tr {
                th scope="col" { (lang.t("column-blueprint-organization")) } th.num scope="col" { (lang.t("blueprint-added")) }
                th.num scope="col" { (lang.t("blueprint-replaced")) } th.num scope="col" { (lang.t("blueprint-left")) } th scope="col" { (lang.t("field-status")) }
            } }
            tbody { @for result in results.iter().filter(|result| result.status != "pending").take(SHOWN) { tr {
                td { (names.get(&result.organization_id).map_or("", String::as_str)) }
                td.num { (result.added) } td.num { (result.replaced) } td.num { (result.left_alone) }
                td { @if result.error.is_empty() { (lang.t(&format!("blueprint-result-{}", result.status))) } @else { span.tag.bad { (why(lang, &result.error)) } } }
            } } }
        } } } }
    } };
    Ok((body, busy, blueprint.name))
}

/// Why an organization was left as it was.
fn why(lang: Lang, code: &str) -> String {
    let key = format!("blueprint-error-{}", code.replace('_', "-"));
    if lang.has(&key) { lang.t(&key) } else { lang.t("blueprint-error-refused") }
}

pub async fn application(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfApplication>) -> Outcome {
    let lang = who.lang();
    let (inside, busy, name) = outcome(&platform, &who, of.blueprint_application).await?;
    let fragment = who.path(&format!("/blueprint-applications/{}/progress", of.blueprint_application));
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("practice-settings")) } " › " a href=(who.path("/blueprints")) { (lang.t("blueprints")) } }
            (head(&name, html! {}))
            div data-controller=[busy.then_some("progress")] data-progress-url-value=(fragment) data-progress-id-value=(of.blueprint_application) { (inside) }
        }
    };
    Ok(layout::page(framed(&platform, &who, "settings", &name, &body).await?))
}

/// The outcome alone, which the page asks for whenever it hears that the application moved on.
pub async fn look(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfApplication>) -> Outcome {
    Ok(layout::page(outcome(&platform, &who, of.blueprint_application).await?.0))
}

/// Applies what was tried.
pub async fn run(State(platform): State<Platform>, apps: Apps, who: InPractice, Path(of): Path<OfApplication>) -> Outcome {
    let tx = platform.db.begin().await?;
    let tried = store::application(&tx, who.practice, of.blueprint_application).await?;
    let results = store::results(&tx, who.practice, tried.id).await?;
    let organizations = results.into_iter().filter(|result| result.error.is_empty()).map(|result| result.organization_id).collect();
    let asked = Asked { blueprint: tried.blueprint_id, number: Some(tried.number), organizations, groups: Some(listed(&tried.group_names)), dry_run: false };
    let started = actions::start(&tx, &apps, who.practice, asked, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, &who.path(&format!("/blueprint-applications/{}", started.id)), ""))
}

pub async fn revert(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfApplication>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::revert(&tx, who.practice, of.blueprint_application, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, &who.path(&format!("/blueprint-applications/{}", of.blueprint_application)), Flash::new("flash-blueprint-reverting")))
}
