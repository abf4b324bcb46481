//! The page of a recurring invoice: what the next one will say, when it comes, and what it made.

use axum::extract::State as Shared;
use despacho_contacts::store as contacts;
use despacho_documents::{
    document::Document,
    ground::Ground,
    kind::Kind,
    open::store as open,
    pages::{rows, totals, view as documents},
    read, store as stored,
    typed::TypedDocument,
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang, sql::Connection, t, users};
use despacho_recurrence::{fault::Fault, form as recurrence};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{button, head},
    confirm::Confirm,
    error::message,
    format, layout,
};
use maud::{Markup, html};

use super::{
    list::{does, fault, payable, tag},
    path::{OfRecurring, path_to},
};
use crate::{
    making,
    recurring::{ACTIVE, ENDED, RecurringInvoice, Rule},
    store,
};

/// Days that the page foretells, and times that it tells of; the API has all.
const COMING: usize = 6;
const TOLD: i64 = 12;

/// What the next one would say if it were made today, or what stands against it.
async fn next(db: &dyn Connection, ground: &Ground, of: &RecurringInvoice, rule: &Rule) -> Result<std::result::Result<read::Drafted, Invalid>> {
    let day = of.course().next.or(of.course().last).unwrap_or(rule.schedule.starts_on);
    let typed = TypedDocument { date: ground.today.to_string(), ..making::said(ground, rule, day) };
    match read::read(db, ground, Kind::Invoice, &typed, Document::default()).await {
        Ok(drafted) => Ok(Ok(drafted)),
        Err(Error::Invalid(errors)) => Ok(Err(errors)),
        Err(error) => Err(error),
    }
}

/// What it made, the last first.
async fn made(db: &dyn Connection, who: &InOrganization, of: &RecurringInvoice, today: &str) -> Result<Markup> {
    let lang = who.lang();
    let times = store::times(db, who.organization, of.id, None, TOLD).await?;
    let ids: Vec<Id> = times.iter().filter_map(|time| time.document_id).collect();
    let invoices = stored::of_ids(db, who.organization, &ids).await?;
    let left = open::left(db, who.organization, &ids).await?;
    let invoice = |id: Option<Id>| id.and_then(|id| invoices.iter().find(|invoice| invoice.id == id));
    Ok(html! {
        section.card { header.line { h2 { (lang.t("recurring-invoice-made")) } } div.body {
            @if times.is_empty() { p.muted { (lang.t("recurring-invoice-not-yet")) } }
            @else { ul.list { @for time in &times { li {
                span.grow {
                    (format::stored_date(lang, &time.date)) " · "
                    @match invoice(time.document_id) {
                        Some(invoice) => { a.link href=(rows::path_of(who, Kind::Invoice, invoice.id)) { (rows::name(lang, invoice)) } }
                        None => { span.muted { (lang.t(if time.document_id.is_some() { "recurring-invoice-gone" } else { "recurring-invoice-left-out" })) } }
                    }
                    @if let (Some(fault), Some(invoice)) = (Fault::kept(&time.unsent), invoice(time.document_id)) {
                        p.help.bad { (t!(lang, "recurring-invoice-unsent", why = fault.message(lang))) " "
                            @if who.may(R::PostEntries) { a.link href=(format!("{}/email", rows::path_of(who, Kind::Invoice, invoice.id))) { (lang.t("recurring-invoice-send")) } } }
                    }
                }
                @if let Some(invoice) = invoice(time.document_id) {
                    span { (rows::tag(lang, Kind::Invoice, invoice, left.get(&invoice.id).copied().unwrap_or(0), today)) " " (rows::money(lang, invoice, invoice.payable)) }
                }
            } } } }
        } }
    })
}

async fn facts(db: &dyn Connection, who: &InOrganization, of: &RecurringInvoice, rule: &Rule) -> Result<Markup> {
    let lang = who.lang();
    let customer = contacts::find(db, who.organization, of.contact_id).await?;
    let by = users::find(db, of.created_by).await?.map(|user| user.name).unwrap_or_default();
    let coming = if of.state == ACTIVE { of.course().coming(&rule.schedule, COMING) } else { vec![] };
    Ok(html! {
        div.stack {
            section.card { div.body { dl.facts {
                div { dt { (lang.t("document-contact")) } dd { a.link href=(who.path(&format!("/contacts/{}", customer.id))) { (customer.name) } } }
                div { dt { (lang.t("recurring-invoice-when")) } dd { (recurrence::told(lang, &rule.schedule)) } }
                div { dt { (lang.t("recurring-invoice-does")) } dd { (does(lang, of)) } }
                div { dt { (lang.t("recurring-invoice-payable")) } dd { (payable(lang, of)) } }
                @if let Some(until) = rule.schedule.ends_on { div { dt { (lang.t("recurring-until")) } dd { (format::stored_date(lang, &until.to_string())) } } }
                @if rule.schedule.times > 0 { div { dt { (lang.t("recurring-count")) } dd { (of.made) " / " (rule.schedule.times) } } }
                div { dt { (lang.t("recurring-invoice-saved-by")) } dd { (by) } }
            } } }
            @if !coming.is_empty() { section.card { header.line { h2 { (lang.t("recurring-invoice-dates")) } } div.body { ul.plain { @for day in &coming { li { (format::stored_date(lang, &day.to_string())) } } } } } }
        }
    })
}

/// What can be done with it; what takes nothing away last.
fn actions(lang: Lang, who: &InOrganization, of: &RecurringInvoice) -> Markup {
    let path = |rest: &str| format!("{}{rest}", path_to(who, of.id));
    let day = format::stored_date(lang, &of.next_on);
    let (deletion, skip, make) = (path("/deletion"), path("/skip"), path("/make"));
    html! {
        @if who.may(R::PostEntries) {
            (Confirm::new(lang, &deletion, lang.t("delete"), t!(lang, "recurring-invoice-delete-question", name = of.name.as_str())).about(lang.t("recurring-invoice-delete-about")).class("btn danger"))
            @if of.status() != ENDED {
                (Confirm::new(lang, &skip, lang.t("recurring-invoice-skip"), t!(lang, "recurring-invoice-skip-question", day = day.as_str())).about(lang.t("recurring-invoice-skip-about")).field("day", &of.next_on).harmless("btn"))
                @if of.state == ACTIVE { (button(&path("/stop"), "btn", &lang.t("recurring-invoice-stop"))) } @else { (button(&path("/resume"), "btn", &lang.t("recurring-invoice-resume"))) }
                (Confirm::new(lang, &make, lang.t("recurring-invoice-make"), t!(lang, "recurring-invoice-make-question", day = day.as_str())).about(t!(lang, "recurring-invoice-make-about", does = of.does().word())).field("day", &of.next_on).harmless("btn"))
            }
            a.btn.primary href=(path("/edit")) { (lang.t("edit")) }
        }
    }
}

/// Its page, with what stood against making the next one, where that was just asked for.
pub async fn page(platform: &Platform, who: &InOrganization, id: Id, refused: Option<&Invalid>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let of = store::find(db, who.organization, id).await?;
    let rule = of.rule()?;
    let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
    let next = next(db, &ground, &of, &rule).await?;
    let accounts = documents::accounts_of(db, who.organization, next.as_ref().map_or(&[][..], |next| &next.whole.lines)).await?;
    let against = match refused.and_then(|errors| errors.0.first()) {
        Some(error) => Some(t!(lang, "recurring-invoice-fault", day = format::stored_date(lang, &of.next_on), why = message(lang, error))),
        None => fault(lang, &of),
    };
    let body = html! {
        p.crumbs { a href=(who.path("/recurring-invoices")) { (lang.t("recurring-invoices")) } }
        (head(&of.name, actions(lang, who, &of)))
        p.lead { (recurrence::told(lang, &rule.schedule)) " " (tag(lang, &of)) }
        @if let Some(against) = &against {
            div.notice.bad role="alert" {
                p { (against) }
                @if who.may(R::PostEntries) {
                    form.inline method="post" action=(format!("{}/make", path_to(who, id))) { input type="hidden" name="day" value=(of.next_on); button.btn.small type="submit" { (lang.t("recurring-invoice-retry")) } }
                }
            }
        }
        div.split {
            div.stack {
                section.card {
                    header.line { h2 { (lang.t("recurring-invoice-next-says")) } }
                    @match &next {
                        Ok(next) => {
                            (documents::lines(lang, Kind::Invoice, &next.whole, &accounts))
                            div.body { (totals::sums(lang, &next.whole.document, &next.whole.taxes, None)) }
                            @if !next.whole.document.notes.is_empty() { div.body { p.letter { (next.whole.document.notes) } } }
                        }
                        Err(errors) => div.body { p.muted { (t!(lang, "recurring-invoice-cannot", why = errors.0.first().map(|error| message(lang, error)).unwrap_or_default())) } },
                    }
                }
                (made(db, who, &of, &ground.today.to_string()).await?)
            }
            (facts(db, who, &of, &rule).await?)
        }
    };
    framed(platform, who, "recurring-invoices", &of.name, &body).await
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.recurring, None).await?))
}
