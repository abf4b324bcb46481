//! The page of reminders, what a message will say, and what an invoice's page tells of its own.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang, t, users};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    components::{button, empty, head},
    confirm::Confirm,
    format,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::{self, Next, Subject, Upcoming},
    store::{self, NamedStop, Stop},
};
use crate::{document::Document, kind::Kind, mailing, store as documents};

/// Stops that are told.
const STOPS: i64 = 100;

#[derive(Deserialize)]
struct OfInvoice {
    document: Id,
}

#[derive(Deserialize)]
struct OfReminder {
    document: Id,
    record: Id,
}

pub fn routes(platform: &Platform) -> Routes {
    let (read, post, edit) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries), Access::Organization(R::EditSettings));
    Routes::new(platform)
        .get("/organizations/{organization}/reminders", read, show)
        .post("/organizations/{organization}/reminders/switch", edit, switch)
        .post("/organizations/{organization}/reminders/resumption", post, resume)
        .post("/organizations/{organization}/invoices/{document}/reminders", post, change)
        .get("/organizations/{organization}/invoices/{document}/reminders/{record}", read, preview)
}

fn amount(lang: Lang, of: &Upcoming) -> String {
    despacho_kernel::place::currency(&of.of.currency).map_or_else(|_| String::new(), |currency| format::money(lang, of.of.remaining, currency))
}

fn table(who: &InOrganization, upcoming: &[Upcoming]) -> Markup {
    let lang = who.lang();
    html! {
        div.scroll tabindex="0" role="region" aria-label=(lang.t("reminders-upcoming")) { table.dense {
            caption.vh { (lang.t("reminders-upcoming")) }
            thead { tr {
                th scope="col" { (lang.t("reminders-day")) } th scope="col" { (lang.t("document-number")) } th scope="col" { (lang.t("document-contact")) }
                th scope="col" { (lang.t("reminders-rule")) } th scope="col" { (lang.t("document-due-on")) } th.num scope="col" { (lang.t("document-open")) }
            } }
            tbody { @for of in upcoming { tr {
                td.code { (format::calendar_date(lang, "", of.day)) }
                th.code scope="row" { a.link href=(who.path(&format!("/invoices/{}", of.of.document_id))) { (of.of.number) } }
                td { (of.of.contact_name) @if of.of.email.is_empty() { " " span.tag.warn { (lang.t("reminders-no-address")) } } }
                td { a.link href=(who.path(&format!("/invoices/{}/reminders/{}", of.of.document_id, of.rule.id))) { (of.rule.name) } }
                td.code { (format::stored_date(lang, &of.of.due_on)) }
                td.num { (amount(lang, of)) }
            } } }
        } }
    }
}

fn stopped(who: &InOrganization, stops: &[NamedStop]) -> Markup {
    let lang = who.lang();
    html! { @if !stops.is_empty() {
        section.card { header.line { h2 { (lang.t("reminders-stops")) } } div.body { ul.list { @for stop in stops { li {
            span.grow {
                @let path = if stop.subject == "contact" { "contacts" } else { "invoices" };
                a.link href=(who.path(&format!("/{path}/{}", stop.subject_id))) { (stop.name) }
                @if stop.reason == "disputed" { " " span.tag.warn { (lang.t("reminders-disputed")) } }
            }
            @if who.may(R::PostEntries) {
                form method="post" action=(who.path("/reminders/resumption")) {
                    input type="hidden" name="subject" value=(stop.subject); input type="hidden" name="id" value=(stop.subject_id);
                    button.btn.small type="submit" aria-label=(t!(lang, "reminders-resume-named", name = stop.name.as_str())) { (lang.t("reminders-resume")) }
                }
            }
        } } } } }
    } }
}

async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let settings = store::settings(db, who.organization).await?.filter(|settings| settings.enabled);
    let today = actions::today(db, who.organization, platform.clock.now()).await?;
    let rules = actions::rules(db, who.organization).await?;
    let upcoming = match &settings {
        Some(settings) => actions::upcoming(db, who.organization, settings, today).await?,
        None => vec![],
    };
    let by = match &settings {
        Some(settings) => users::find(db, settings.set_by).await?.map(|user| user.name).unwrap_or_default(),
        None => String::new(),
    };
    let stops = store::latest_stops(db, who.organization, STOPS).await?;
    let title = lang.t("reminders-title");
    let path = who.path("/reminders/switch");
    let body = html! {
        (head(&title, html! {
            @if who.may(R::ReadSettings) { a.btn href=(who.path("/records/reminders")) { (lang.t("reminders-rules")) } }
            @if who.may(R::EditSettings) {
                @match &settings {
                    Some(_) => { (button(&path, "btn", &lang.t("reminders-switch-off"))) }
                    None => { (Confirm::new(lang, &path, lang.t("reminders-switch-on"), lang.t("reminders-switch-on-question")).about(lang.t("reminders-switch-on-about")).field("enabled", "yes").harmless("btn primary")) }
                }
            }
        }))
        p.lead.muted { @match &settings {
            Some(settings) => (t!(lang, "reminders-on", since = format::stored_date(lang, &settings.since), name = by)),
            None => (lang.t("reminders-off")),
        } }
        div.stack {
            section.card {
                header.line { h2 { (lang.t("reminders-upcoming")) } }
                @if rules.is_empty() { (empty(&lang.t("reminders-no-rules"), html! { a.btn href=(who.path("/records/reminders")) { (lang.t("reminders-rules")) } })) }
                @else if upcoming.is_empty() { (empty(&lang.t(if settings.is_some() { "reminders-none" } else { "reminders-none-off" }), html! {})) }
                @else { (table(&who, &upcoming)) @if upcoming.len() == actions::TOLD { div.body { p.muted { (t!(lang, "reminders-first", max = actions::TOLD)) } } } }
            }
            (stopped(&who, &stops))
        }
    };
    Ok(layout::page(framed(&platform, &who, "reminders", &title, &body).await?))
}

async fn switch(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let enabled = data.get("enabled") == "yes";
    let tx = platform.db.begin().await?;
    actions::switch(&tx, who.organization, enabled, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/reminders"), if enabled { "flash-reminders-on" } else { "flash-reminders-off" }))
}

async fn resume(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let id: Id = data.get("id").parse().map_err(|_| Invalid::one("id", "choice"))?;
    let subject = if data.get("subject") == "contact" { Subject::Contact(id) } else { Subject::Document(id) };
    let tx = platform.db.begin().await?;
    actions::stop(&tx, who.organization, subject, None, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/reminders"), "flash-reminders-resumed"))
}

/// Stops an invoice's reminders, or its contact's, or lets them go again.
async fn change(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfInvoice>, data: FormData) -> Outcome {
    let db = platform.db.read();
    let document = documents::find_of(db, who.organization, Kind::Invoice.word(), of.document).await?;
    let (one, all) = (Subject::Document(document.id), Subject::Contact(document.contact_id));
    let deeds: &[(Subject, Option<&str>)] = match data.get("deed") {
        "pause" => &[(one, Some("paused"))],
        "dispute" => &[(one, Some("disputed"))],
        "contact" => &[(all, Some("paused"))],
        "resume" => &[(one, None), (all, None)],
        _ => return Err(Invalid::one("deed", "choice").into()),
    };
    let tx = platform.db.begin().await?;
    for (subject, reason) in deeds {
        actions::stop(&tx, who.organization, *subject, *reason, (&who.user, platform.clock.now())).await?;
    }
    tx.commit().await?;
    let flash = if data.get("deed") == "resume" { "flash-reminders-resumed" } else { "flash-reminders-stopped" };
    Ok(layout::see(&platform, &who.path(&format!("/invoices/{}", document.id)), flash))
}

/// What a reminder of an invoice would say now.
async fn preview(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfReminder>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let rule = actions::rules(db, who.organization).await?.into_iter().find(|rule| rule.id == of.record).ok_or(Error::NotFound)?;
    let told = mailing::actions::draft_as(db, who.organization, (Kind::Invoice, of.document), Some(rule.template), platform.clock.now()).await?;
    let (document, draft) = told;
    let title = format!("{} · {}", rule.name, document.number);
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/reminders")) { (lang.t("reminders-title")) } }
            (head(&title, html! { a.btn href=(who.path(&format!("/invoices/{}", document.id))) { (document.number) } }))
            p.lead.muted { @if draft.to.is_empty() { (lang.t("reminders-no-address-about")) } @else { (t!(lang, "reminders-goes-to", address = draft.to.as_str())) } }
            section.card { header.line { h2 { (draft.subject) } } div.body { p.letter { (draft.body) } } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "reminders", &title, &body).await?))
}

fn deed(lang: Lang, path: &str, word: &str) -> Markup {
    html! { form.inline method="post" action=(path) { input type="hidden" name="deed" value=(word); button.btn.small type="submit" { (lang.t(&format!("reminders-deed-{word}"))) } } }
}

fn why(lang: Lang, stops: &[Stop]) -> String {
    let disputed = stops.iter().any(|stop| stop.reason == "disputed");
    let contact = stops.iter().any(|stop| stop.subject == "contact");
    lang.t(if disputed {
        "reminders-stopped-disputed"
    } else if contact {
        "reminders-stopped-contact"
    } else {
        "reminders-stopped-document"
    })
}

/// What becomes of the reminders of an issued invoice of which something is left; nothing of any other.
pub(crate) async fn card(platform: &Platform, who: &InOrganization, document: &Document, left: i64) -> Result<Markup> {
    if document.kind != Kind::Invoice.word() || document.stage != "issued" || left == 0 {
        return Ok(html! {});
    }
    let (lang, db) = (who.lang(), platform.db.read());
    let today = actions::today(db, who.organization, platform.clock.now()).await?;
    let next = actions::next(db, document, today).await?;
    let path = who.path(&format!("/invoices/{}/reminders", document.id));
    let may = who.may(R::PostEntries);
    Ok(html! {
        section.card {
            header.line { h2 { (lang.t("reminders-title")) } a.edit-link href=(who.path("/reminders")) { (lang.t("reminders-all")) } }
            div.body {
                @match &next {
                    Next::Off => { p.muted { (lang.t("reminders-off")) } }
                    Next::Stopped(stops) => { p { (why(lang, stops)) } @if may { div.row { (deed(lang, &path, "resume")) } } }
                    Next::On(None) => { p.muted { (lang.t("reminders-no-next")) } @if may { div.row { (deed(lang, &path, "dispute")) } } }
                    Next::On(Some((day, rule))) => {
                        p { (lang.t("reminders-next")) " " b { (format::calendar_date(lang, "", *day)) } " · " a.link href=(format!("{path}/{}", rule.id)) { (rule.name) } }
                        @if may { div.row { (deed(lang, &path, "pause")) (deed(lang, &path, "dispute")) (deed(lang, &path, "contact")) } }
                    }
                }
            }
        }
    })
}
