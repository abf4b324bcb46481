//! Keeping recurring invoices.

use despacho_documents::{
    desk::Desk,
    document::Document,
    issue,
    kind::Kind,
    read::{self, Drafted},
    store as documents,
    typed::TypedDocument,
    typing,
};
use despacho_kernel::{Difference, Id, Invalid, new_id, text::fold};
use despacho_ledger::journal::Allowed;
use despacho_platform::{Error, Result, Tx, activity::Change, memberships, sql::Connection};
use despacho_recurrence::{due, schedule::Course};
use jiff::civil::Date;

use crate::{
    job::Invoicer,
    log::recorded,
    making,
    recurring::{ACTIVE, Does, MAX, RecurringInvoice, Rule, STOPPED, Time, undated},
    store,
};

/// What the next invoice would be if it were made today.
///
/// Errors: what reading an invoice refuses; where it is to be issued, what stands against that; `contact_without_email` where it is to be sent.
async fn drafted(desk: &Desk<'_>, rule: &Rule, course: Course) -> Result<Drafted> {
    let ground = &desk.ground;
    let day = course.next.unwrap_or(rule.schedule.starts_on);
    let typed = TypedDocument { date: ground.today.to_string(), ..making::said(ground, rule, day) };
    let drafted = read::read(desk.tx, ground, Kind::Invoice, &typed, Document::default()).await?;
    let mut errors = Invalid::new();
    if rule.does == Does::Draft {
        if drafted.lines.is_empty() {
            errors.push("lines", "required");
        }
    } else {
        issue::fit(ground, Kind::Invoice, &drafted, &mut errors);
    }
    if rule.does == Does::Send && drafted.contact.email.is_empty() {
        errors.push("contact_id", "contact_without_email");
    }
    errors.finish()?;
    Ok(drafted)
}

/// What a rule names, by list and id: what it names by its own words, not what is usual.
fn names(desk: &Desk<'_>, rule: &Rule, drafted: &Drafted) -> Vec<(&'static str, Id)> {
    let document = &drafted.whole.document;
    let mut all = vec![("contacts", document.contact_id)];
    all.extend(document.series_id.filter(|_| !rule.body.series.is_empty()).map(|id| ("number_series", id)));
    for ((line, stored), account) in rule.body.lines.iter().zip(&drafted.whole.lines).zip(&drafted.line_accounts) {
        all.extend(stored.item_id.map(|id| ("items", id)));
        all.extend((!line.account_code.trim().is_empty()).then_some(("accounts", account.id)));
        let codes = line.taxes.iter().flatten().map(|tax| tax.code());
        let taxes = codes.filter_map(|code| desk.ground.taxes.iter().find(|own| own.tax.code.eq_ignore_ascii_case(code)));
        all.extend(taxes.map(|own| ("taxes", own.id)));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// A rule over a stored one, with what it names: what came already stays.
async fn over(desk: &Desk<'_>, before: RecurringInvoice, rule: &Rule) -> Result<(RecurringInvoice, Vec<(&'static str, Id)>)> {
    let mut rule = Rule { body: undated(rule.body.clone()), ..rule.clone() };
    let mut errors = Invalid::new();
    let name = errors.required("name", &rule.name, 100);
    rule.schedule.check(&mut errors);
    // What is missed is made up for, but nothing of before it was there, of what was over, or of while it was stopped.
    let today = desk.ground.today;
    let resumed = rule.active && before.state == STOPPED;
    let since = before.course().next.filter(|_| !resumed).map_or(today, |next| next.min(today));
    let course = if errors.0.is_empty() { before.course().by(&rule.schedule, Some(since)) } else { before.course() };
    let drafted = match drafted(desk, &rule, course).await {
        Ok(drafted) => drafted,
        Err(Error::Invalid(more)) => {
            errors.0.extend(more.0);
            return Err(errors.into());
        }
        Err(error) => return Err(error),
    };
    let (document, by) = (&drafted.whole.document, desk.allowed);
    if !rule.body.series.trim().is_empty() {
        rule.body.series = document.series_id.map(|id| id.to_string()).unwrap_or_default();
    }
    let schedule = &rule.schedule;
    let after = RecurringInvoice {
        name_key: fold(&name),
        name,
        contact_id: document.contact_id,
        unit: schedule.unit.word().into(),
        every: schedule.every,
        day: if schedule.unit.has_day() { schedule.day } else { 0 },
        starts_on: schedule.starts_on.to_string(),
        ends_on: schedule.ends_on.map(|day| day.to_string()).unwrap_or_default(),
        times: schedule.times,
        action: rule.does.word().into(),
        state: if rule.active { ACTIVE } else { STOPPED }.into(),
        body: serde_json::to_string(&rule.body).map_err(|e| Error::Other(e.to_string()))?,
        currency: document.currency.clone(),
        payable: document.payable,
        created_by: by.by.id,
        created_at: if before.created_at == 0 { by.now } else { before.created_at },
        ..before
    }
    .at(course);
    if store::named(desk.tx, &after).await?.is_some() {
        errors.push("name", "taken");
    }
    errors.finish()?;
    let names = names(desk, &rule, &drafted);
    Ok((after, names))
}

/// Has what is due already made soon after the transaction.
async fn called(tx: &Tx, of: &RecurringInvoice, now: i64) -> Result<()> {
    if of.state == ACTIVE { due::call::<Invoicer>(tx, of.organization_id, &of.next_on, now).await } else { Ok(()) }
}

/// Keeps a new recurring invoice. Call [`Platform::wake_workers`](despacho_platform::Platform::wake_workers) after the commit, as after what follows.
///
/// Errors, each at its field: those of a schedule, `taken` at `name`, and what stands against the invoice as it would be today.
pub async fn create(tx: &Tx, organization: Id, rule: &Rule, allowed: Allowed<'_>) -> Result<RecurringInvoice> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let new = RecurringInvoice { organization_id: organization, id: new_id(), state: ACTIVE.into(), version: 1, ..RecurringInvoice::default() };
    let (new, names) = over(&desk, new, rule).await?;
    if store::count(tx, organization).await? >= MAX {
        return Err(Invalid::too_many("name", MAX).into());
    }
    store::insert(tx, &new).await?;
    store::set_names(tx, &new, &names).await?;
    recorded(tx, &new, "recurring_invoice_created", vec![], (Some(allowed.by), allowed.now)).await?;
    called(tx, &new, allowed.now).await?;
    Ok(new)
}

/// Changes one of the version that was `seen`, whatever its version where none is told.
///
/// Errors: as of [`create`]; stale where another version is there.
pub async fn change(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), rule: &Rule, allowed: Allowed<'_>) -> Result<RecurringInvoice> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let before = store::find(tx, organization, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![Difference { field: "name".into(), label: String::new(), stored: before.name, typed: rule.name.clone() }]));
    }
    let (changed, names) = over(&desk, before, rule).await?;
    if !store::update(tx, &changed).await? {
        return Err(Error::Conflict("stale"));
    }
    store::set_names(tx, &changed, &names).await?;
    recorded(tx, &changed, "recurring_invoice_changed", vec![], (Some(allowed.by), allowed.now)).await?;
    called(tx, &changed, allowed.now).await?;
    store::find(tx, organization, id).await
}

/// Stops one, or has it go on from today; what it would have done meanwhile is not made up for.
pub async fn set_active(tx: &Tx, organization: Id, id: Id, active: bool, allowed: Allowed<'_>) -> Result<RecurringInvoice> {
    memberships::hold(tx, organization).await?;
    let before = store::find(tx, organization, id).await?;
    if (before.state == ACTIVE) == active {
        return Ok(before);
    }
    let today = due::today(tx, organization, allowed.now).await?;
    let course = before.course();
    let course = if active && course.next.is_some() { course.by(&before.schedule()?, Some(today)) } else { course };
    let state = if active { ACTIVE } else { STOPPED };
    let changed = RecurringInvoice { state: state.into(), ..before }.at(course);
    store::put(tx, &changed).await?;
    let action = if active { "recurring_invoice_resumed" } else { "recurring_invoice_stopped" };
    recorded(tx, &changed, action, vec![], (Some(allowed.by), allowed.now)).await?;
    called(tx, &changed, allowed.now).await?;
    Ok(changed)
}

/// Removes one; its invoices stay.
pub async fn delete(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<RecurringInvoice> {
    memberships::hold(tx, organization).await?;
    let gone = store::find(tx, organization, id).await?;
    store::delete(tx, organization, id).await?;
    recorded(tx, &gone, "recurring_invoice_deleted", vec![], (Some(allowed.by), allowed.now)).await?;
    Ok(gone)
}

/// One whose next time is asked for, by its day where one was seen: asked twice, the one after it is left alone.
///
/// Errors: conflict `recurring_ended`; stale where the next day is another.
async fn next(tx: &Tx, organization: Id, (id, seen): (Id, Option<Date>)) -> Result<(RecurringInvoice, Date)> {
    let of = store::find(tx, organization, id).await?;
    let day = of.course().next.ok_or(Error::Conflict("recurring_ended"))?;
    if seen.is_some_and(|seen| seen != day) {
        return Err(Error::Stale(vec![]));
    }
    Ok((of, day))
}

/// Leaves the next time out, by its day where one was seen.
///
/// Errors: conflict `recurring_ended`; stale where the next day is another.
pub async fn skip(tx: &Tx, organization: Id, of: (Id, Option<Date>), allowed: Allowed<'_>) -> Result<RecurringInvoice> {
    memberships::hold(tx, organization).await?;
    let (of, _) = next(tx, organization, of).await?;
    let (recurring_id, date, made_at) = (of.id, of.next_on.clone(), allowed.now);
    store::insert_time(tx, &Time { organization_id: organization, recurring_id, date, made_at, ..Time::default() }).await?;
    let change = Change { field: "date".into(), before: String::new(), after: of.next_on.clone() };
    let course = of.course().came(&of.schedule()?);
    let skipped = of.at(course);
    store::put(tx, &skipped).await?;
    recorded(tx, &skipped, "recurring_invoice_skipped", vec![change], (Some(allowed.by), allowed.now)).await?;
    called(tx, &skipped, allowed.now).await?;
    Ok(skipped)
}

/// Makes the next one now, whether its day has come or not, in one's own name; by its day where one was seen.
///
/// Errors: conflict `recurring_ended`; stale where the next day is another; what making and issuing an invoice refuses.
pub async fn make(tx: &Tx, organization: Id, of: (Id, Option<Date>), allowed: Allowed<'_>) -> Result<(RecurringInvoice, Document)> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let (of, day) = next(tx, organization, of).await?;
    let (after, document, _) = making::make(&desk, of, day).await?;
    called(tx, &after, allowed.now).await?;
    Ok((after, document))
}

/// What the invoice of another would say each time.
pub async fn body_of(db: &dyn Connection, organization: Id, invoice: Id) -> Result<(Document, TypedDocument)> {
    let whole = documents::whole(db, documents::find_of(db, organization, Kind::Invoice.word(), invoice).await?).await?;
    let body = undated(typing::typed(db, &whole).await?);
    // Their order was of that one alone.
    Ok((whole.document, TypedDocument { reference: String::new(), ..body }))
}
