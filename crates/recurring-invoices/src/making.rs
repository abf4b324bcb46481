//! Making the invoice of a time.

use despacho_documents::{
    actions as documents,
    desk::Desk,
    document::Document,
    ground::Ground,
    issue,
    kind::Kind,
    mailing::{actions as mailing, message::TypedMessage},
    store as stored,
    typed::TypedDocument,
};
use despacho_kernel::Invalid;
use despacho_platform::{Error, Result, i18n::Lang};
use despacho_recurrence::fault::Fault;
use jiff::civil::Date;

use crate::{
    recurring::{Does, RecurringInvoice, Rule, Time},
    store,
};

/// What the invoice of a time says, in the organization's language.
pub fn said(ground: &Ground, rule: &Rule, day: Date) -> TypedDocument {
    let organization = &ground.organization;
    rule.said(day, Lang::of(&organization.language), &organization.date_format)
}

/// The date of a time's invoice. What is issued is final where it is made: it has the day on which that happens (Spain: RD 1619/2012, art. 11).
/// Elsewhere it has its own day, though none to come, and none before the last one of its series.
async fn date_of(desk: &Desk<'_>, rule: &Rule, day: Date) -> Result<Date> {
    let today = desk.ground.today;
    if desk.ground.is_final() {
        return Ok(today);
    }
    let last = match desk.ground.series_of(Kind::Invoice.series(), &rule.body.series) {
        Some(series) => stored::last_day(desk.tx, desk.organization(), series.id).await?,
        None => None,
    };
    Ok(day.min(today).max(last.and_then(|last| last.parse().ok()).unwrap_or(Date::MIN)))
}

/// Makes the invoice of one's next time, whether its day has come or not, and notes it; answers the invoice, and why it was not sent where it should be.
///
/// Errors: what making and issuing an invoice refuses, at its places.
pub async fn make(desk: &Desk<'_>, of: RecurringInvoice, day: Date) -> Result<(RecurringInvoice, Document, Option<Fault>)> {
    let rule = of.rule()?;
    let typed = TypedDocument { date: date_of(desk, &rule, day).await?.to_string(), ..said(&desk.ground, &rule, day) };
    let (mut document, _) = documents::draft(desk, Kind::Invoice, &typed).await?;
    if rule.does != Does::Draft {
        document = issue::issued(desk, document).await?;
    }
    let mut unsent = String::new();
    if rule.does == Does::Send {
        // It is issued all the same: what could not be sent is told, and sent from its page.
        match mailing::sent(desk, &document, &TypedMessage::default()).await {
            Ok(_) => {}
            // Nobody typed an address: it is the contact's that is missing.
            Err(Error::Invalid(errors)) if errors.0.iter().any(|error| error.field == "to" && error.code == "required") => {
                unsent = Fault::text(&Invalid::one("contact_id", "contact_without_email"))?;
            }
            Err(Error::Invalid(errors)) => unsent = Fault::text(&errors)?,
            Err(error) => return Err(error),
        }
    }
    let fault = Fault::kept(&unsent);
    let (organization_id, recurring_id, date) = (of.organization_id, of.id, day.to_string());
    store::insert_time(desk.tx, &Time { organization_id, recurring_id, date, document_id: Some(document.id), unsent, made_at: desk.allowed.now }).await?;
    let course = of.course().came(&rule.schedule);
    let after = RecurringInvoice { currency: document.currency.clone(), payable: document.payable, ..of.at(course) };
    store::put(desk.tx, &after).await?;
    Ok((after, document, fault))
}
