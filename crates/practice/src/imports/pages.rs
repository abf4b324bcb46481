//! The import dialog, and the page of an import with its live progress.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{Id, text::fold};
use despacho_organizations::Organization;
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InPractice, Outcome, Path,
    assets::icon,
    components::{self, application_tags, button, card, country_name, head, role_name},
    format,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions,
    import::{Import, Wanted},
    store,
};
use crate::{
    clients::store::{self as clients, Known},
    practices::frame::framed,
};

/// Most organizations that the dialog lists at once.
const LISTED: i64 = 2000;
/// Most lines of an import's page.
const SHOWN: i64 = 200;

/// The dialog that lists what may be imported.
pub async fn dialog(platform: &Platform, who: &InPractice, search: &str) -> Result<Markup> {
    let (lang, now) = (who.lang(), platform.clock.now());
    let mut importable = store::importable(platform.db.read(), who.practice, who.user.id, search, None, LISTED + 1).await?;
    let cut = despacho_ui::paging::cut(&mut importable, LISTED);
    let known = known(platform, who.practice, &importable).await?;
    let tip = tip(who);
    Ok(html! {
        dialog #import-dialog aria-labelledby="import-title" data-dialog-target="dialog" {
            form method="post" action=(who.path("/client-imports")) data-controller="select" {
                header {
                    h2 #import-title { (lang.t("import-title")) }
                    button.btn.quiet type="button" aria-label=(lang.t("close")) data-action="dialog#close" { (icon("x")) }
                }
                div.inside {
                    @if importable.is_empty() && search.is_empty() {
                        p { (lang.t("import-empty")) }
                        (tip)
                    } @else {
                        div.field {
                            div.label { label for="import-search" { (lang.t("import-search")) } }
                            input #import-search type="search" autocomplete="off" autofocus data-select-target="filter" data-action="input->select#filter";
                        }
                        @if cut { p.note { (t!(lang, "import-cut", max = format::number(lang, LISTED))) } }
                        @if cut || !search.is_empty() {
                            div.row { input.grow type="search" name="q" form="import-look" value=(search) aria-label=(lang.t("import-search-all"));
                                button.btn type="submit" form="import-look" { (lang.t("search")) } }
                        }
                        div.scroll tabindex="0" role="region" aria-label=(lang.t("organizations")) { table {
                            thead { tr {
                                th.box { input type="checkbox" aria-label=(lang.t("select-all")) data-select-target="all" data-action="select#toggleAll"; }
                                th { (lang.t("organization")) } th.hide-s { (lang.t("applications")) } th.hide-s { (lang.t("field-country")) }
                                th.hide-s { (lang.t("field-currency")) } th.hide-s { (lang.t("organization-your-role")) } th.hide-s { (lang.t("last-activity")) }
                            } }
                            tbody { @for i in &importable {
                                @let o = &i.organization;
                                tr data-select-target="row" {
                                    td.box { input type="checkbox" name="organization_ids" value=(o.id) id=(format!("import-{}", o.id)) data-select-target="box" data-action="select#update"; }
                                    td {
                                        label for=(format!("import-{}", o.id)) { b { (o.name) } }
                                        @if let Some(known) = known.get(&o.id) { (known_as(lang, o, known)) }
                                    }
                                    td.hide-s { (application_tags(lang, &o.applications)) }
                                    td.hide-s { (country_name(lang, &o.country)) }
                                    td.hide-s { (o.currency) }
                                    td.hide-s { (i.own_role.clone().unwrap_or_else(|| role_name(lang, "organization", &i.role, &HashMap::new()))) }
                                    td.hide-s.muted { (format::ago(lang, &who.user.time_zone, o.updated_at, now)) }
                                }
                            } }
                        } }
                        p.muted data-select-target="none" hidden[!importable.is_empty()] { (lang.t("import-none")) }
                        details { summary.muted { (lang.t("import-missing")) } (tip) }
                    }
                }
                footer {
                    @if importable.is_empty() {
                        span.grow {} button.btn type="button" data-action="dialog#close" { (lang.t("close")) }
                    } @else {
                        p.muted aria-live="polite" { (components::selected(lang)) }
                        button.btn type="button" data-action="dialog#close" { (lang.t("cancel")) }
                        button.btn.primary type="submit" data-select-target="submit" { (lang.t("import-title")) }
                    }
                }
            }
        }
    })
}

/// The client that an organization seems to be: the one with its tax id, or else with its name.
async fn known(platform: &Platform, practice: Id, importable: &[store::Importable]) -> Result<HashMap<Id, Known>> {
    let of = importable.iter().map(|i| &i.organization);
    let names: Vec<String> = of.clone().map(|o| fold(&o.name)).collect();
    let tax_ids: Vec<String> = of.clone().map(|o| o.tax_id.clone()).filter(|id| !id.is_empty()).collect();
    let found = clients::known(platform.db.read(), practice, &names, &tax_ids).await?;
    let mut by_tax_id: HashMap<&str, &Known> = HashMap::new();
    let mut by_name: HashMap<&str, &Known> = HashMap::new();
    for client in &found {
        if !client.tax_id.is_empty() {
            by_tax_id.entry(&client.tax_id).or_insert(client);
        }
        by_name.entry(&client.name_key).or_insert(client);
    }
    let one = |o: &Organization| by_tax_id.get(o.tax_id.as_str()).or_else(|| by_name.get(fold(&o.name).as_str())).copied().cloned();
    Ok(of.filter_map(|o| Some((o.id, one(o)?))).collect())
}

/// That there is such a client, and the choice between linking to it and making another.
fn known_as(lang: Lang, o: &Organization, known: &Known) -> Markup {
    // One tax id is one company; a name may be two's.
    let same = !o.tax_id.is_empty() && known.tax_id == o.tax_id;
    let key = if same { "import-known-tax-id" } else { "import-known-name" };
    html! {
        div.known {
            small { (t!(lang, key, name = known.display_name.as_str())) }
            select name=(format!("link.{}", o.id)) aria-label=(t!(lang, "import-known-choice", name = o.name.as_str())) {
                option value=(known.id) selected[same] { (t!(lang, "import-known-link", name = known.display_name.as_str())) }
                option value="" selected[!same] { (lang.t("import-known-create")) }
            }
        }
    }
}

fn tip(who: &InPractice) -> Markup {
    let lang = who.lang();
    html! {
        div.note.stack data-controller="copy" {
            p { (lang.t("import-tip")) }
            p #import-text data-copy-target="source" { (t!(lang, "import-tip-text", name = who.user.name.as_str(), email = who.user.email.as_str())) }
            div.row {
                button.btn.small type="button" data-action="copy#copy" { (icon("copy")) (lang.t("import-tip-copy")) }
                span role="status" data-copy-target="done" hidden { (lang.t("copied")) }
            }
        }
    }
}

/// The practice's latest imports, with links.
pub async fn recent(platform: &Platform, who: &InPractice) -> Result<Markup> {
    let (lang, now) = (who.lang(), platform.clock.now());
    let imports = store::recent(platform.db.read(), who.practice, 5).await?;
    Ok(html! {
        @if !imports.is_empty() {
            div.apart-top { (card(&lang.t("imports-recent"), html! { ul.list { @for import in &imports {
                li {
                    a.grow href=(who.path(&format!("/client-imports/{}", import.id))) { (t!(lang, "import-summary", done = import.done, total = import.total, failed = import.failed)) }
                    span.muted { (format::ago(lang, &who.user.time_zone, import.created_at, now)) }
                }
            } } })) }
        }
    })
}

pub(super) async fn start(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let ids: Vec<Id> = data.all("organization_ids").iter().map(|id| id.parse().map_err(|_| Error::NotFound)).collect::<Result<_>>()?;
    let target = |id: &Id| match data.get(&format!("link.{id}")) {
        "" => Ok(None),
        client => client.parse().map(Some).map_err(|_| Error::NotFound),
    };
    let wanted: Vec<Wanted> = ids.iter().map(|id| Ok(Wanted { organization: *id, link_to: target(id)? })).collect::<Result<_>>()?;
    let tx = platform.db.begin().await?;
    let import = actions::start(&tx, who.practice, &who.user, &wanted, platform.clock.now()).await?;
    tx.commit().await?;
    platform.wake_workers();
    // Its page tells how far it is.
    Ok(layout::see(&platform, &who.path(&format!("/client-imports/{}", import.id)), ""))
}

#[derive(Deserialize)]
pub(super) struct OfImport {
    import: Id,
}

/// The part of the page that moves on.
async fn progress(platform: &Platform, who: &InPractice, import: &Import) -> Result<Markup> {
    let lang: Lang = who.lang();
    let finished = import.status == "completed";
    let failed = store::items(platform.db.read(), who.practice, import.id, "failed", SHOWN).await?;
    let done = if finished { store::items(platform.db.read(), who.practice, import.id, "done", SHOWN).await? } else { vec![] };
    let at = import.done + import.failed;
    Ok(html! {
        div.stack data-finished[finished] {
            section.card { div.body.stack {
                p { b { (lang.t(&format!("import-status-{}", import.status))) } @if !finished { " " (lang.t("import-may-leave")) } }
                progress max=(import.total.max(1)) value=(at) aria-label=(lang.t("import-progress")) {}
                p.muted role="status" { (t!(lang, "import-summary", done = import.done, total = import.total, failed = import.failed)) }
                @if finished { div.row {
                    a.btn.primary href=(who.path("/clients")) { (lang.t("import-see-clients")) }
                    @if import.failed > 0 { (button(&who.path(&format!("/client-imports/{}/retries", import.id)), "btn", &lang.t("import-retry"))) }
                } }
            } }
            @if !failed.is_empty() {
                (card(&lang.t("import-failed"), html! { ul.list { @for item in &failed {
                    li { (icon("circle-alert")) span.grow { b { (item.name) } br; span.muted { (lang.t(&format!("import-error-{}", item.error.replace('_', "-")))) } } }
                } } }))
            }
            @if !done.is_empty() {
                (card(&lang.t("import-done"), html! { ul.list { @for item in &done {
                    li { (icon("check")) @match item.client_id {
                        // By the name that it got, which may have a number.
                        Some(client) => { a.grow href=(who.path(&format!("/clients/{client}"))) { (item.client_name.as_ref().unwrap_or(&item.name)) } }
                        None => { span.grow { (item.name) } }
                    } }
                } } }))
            }
        }
    })
}

pub(super) async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let lang = who.lang();
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    let finished = import.status == "completed";
    let fragment = who.path(&format!("/client-imports/{}/progress", of.import));
    let title = lang.t("import-title");
    let body = html! {
        div.medium {
            (head(&title, html! { a.btn.quiet href=(who.path("/clients/add")) { (lang.t("back")) } }))
            div data-controller=[(!finished).then_some("progress")] data-progress-url-value=(fragment) data-progress-id-value=(of.import) {
                (progress(&platform, &who, &import).await?)
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "clients", &title, &body).await?))
}

/// The progress alone, which the page asks for whenever it hears that the import moved on.
pub(super) async fn look(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    Ok(layout::page(progress(&platform, &who, &import).await?))
}

pub(super) async fn retry(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::retry(&tx, who.practice, &who.user, of.import, platform.clock.now()).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, &who.path(&format!("/client-imports/{}", of.import)), ""))
}
