//! The form of a recurring invoice: when it comes and what it does, around the form of its invoices.

use axum::{extract::State as Shared, http::HeaderMap};
use despacho_documents::{
    ground::Ground,
    kind::Kind,
    pages::form::{
        page::{around, currency_of, parts, sketched},
        saving::{contact_of, told as lines_told},
        sheet::{self, Sent},
    },
    typed::TypedDocument,
};
use despacho_kernel::{Difference, Id, Invalid, new_id, place::Currency};
use despacho_ledger::{allowed::allowed, api::common::currency};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_recurrence::{
    form as recurrence,
    schedule::{LAST, Schedule, Unit},
};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    claim::{self, Claimed},
    components::{self, head},
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;

use super::path::{OfRecurring, path_to};
use crate::{
    actions,
    recurring::{ACTIVE, Does, RecurringInvoice, Rule},
    store,
};

/// What the form shows beside what is typed.
struct Told<'a> {
    errors: &'a Invalid,
    conflict: &'a [Difference],
    key: String,
    version: i64,
    /// Whether more rows were asked for.
    more: bool,
}

impl<'a> Told<'a> {
    fn new(errors: &'a Invalid, version: i64) -> Self {
        Self { errors, conflict: &[], key: new_id().to_string(), version, more: false }
    }
}

fn does(lang: Lang) -> Vec<(String, String)> {
    Does::ALL
        .iter()
        .map(|does| (does.word().to_owned(), lang.t(&format!("recurring-invoice-does-{}", does.word().replace('_', "-")))))
        .collect()
}

/// What a form holds of a rule beside its body.
fn data_of(rule: &Rule) -> FormData {
    let mut data = FormData::default();
    recurrence::fill(&mut data, &rule.schedule);
    data.set("name", &rule.name).set("action", rule.does.word());
    data
}

/// The page; `data` and `typed` are as they were typed, in the reader's notation.
async fn page(
    platform: &Platform,
    who: &InOrganization,
    of: Option<&RecurringInvoice>,
    data: &FormData,
    typed: &TypedDocument,
    told: Told<'_>,
) -> Result<Markup> {
    let lang = who.lang();
    let errors = sheet::placed(told.errors);
    let parts = parts(platform, who, Kind::Invoice, typed, &errors, (told.more, false)).await?;
    let form = Form::new(lang, data, &errors);
    let title = of.map_or_else(|| lang.t("recurring-invoice-new"), |stored| stored.name.clone());
    let list = who.path("/recurring-invoices");
    let action = of.map_or_else(|| list.clone(), |stored| format!("{list}/{}", stored.id));
    let mut labels = sheet::labels(lang, &errors);
    labels.extend(recurrence::labels(lang));
    labels.push(("action", lang.t("recurring-invoice-does")));
    let inside = html! {
        input type="hidden" name="key" value=(told.key);
        @if of.is_some() { (components::version(told.version)) }
        (components::conflict(lang, told.conflict))
        (form.summary_as(&labels))
        section.card { div.body.grid {
            (form.field("name").help(lang.t("recurring-invoice-name-help")).span(3))
            (form.field("action").label(lang.t("recurring-invoice-does")).select(does(lang)).span(3))
            (recurrence::fields(&form, Unit::ALL))
        } }
        section.card { div.body.grid { (parts.head) } }
        (parts.lines)
        p.muted { (lang.t("recurring-invoice-marks")) }
        (parts.ends)
        div.foot {
            button.btn.primary type="submit" name="do" value="save" { (lang.t("save")) }
            a.btn.quiet href=(action) { (lang.t("cancel")) }
        }
        (parts.keys)
    };
    let body = html! {
        p.crumbs { a href=(list) { (lang.t("recurring-invoices")) } }
        (head(&title, html! {}))
        (around(who, Kind::Invoice, &action, inside))
    };
    framed(platform, who, "recurring-invoices", &title, &body).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    /// The invoice that is repeated.
    invoice: String,
    contact: String,
}

/// When the one after an invoice would come: a month later, and not before today.
fn following(date: &str, today: Date) -> Schedule {
    let date = date.parse().unwrap_or(today);
    let starts_on = date.checked_add(1.month()).unwrap_or(today).max(today);
    let day = if date == date.last_of_month() { LAST } else { date.day().into() };
    Schedule { unit: Unit::Months, every: 1, day, starts_on, ends_on: None, times: 0 }
}

pub async fn new(Shared(platform): Shared<Platform>, who: InOrganization, Query(begun): Query<Begun>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let today = Ground::of(db, who.organization, platform.clock.now()).await?.today;
    let base = currency(&platform, who.organization).await?;
    let (name, schedule, body, of_currency): (_, _, _, &'static Currency) = match begun.invoice.parse::<Id>() {
        Ok(id) => {
            let (document, body) = actions::body_of(db, who.organization, id).await?;
            (document.contact_name.clone(), following(&document.date, today), body, document.own_currency()?)
        }
        Err(_) => {
            let schedule = Schedule { unit: Unit::Months, every: 1, day: 1, starts_on: today, ends_on: None, times: 0 };
            (String::new(), schedule, TypedDocument { contact_id: begun.contact.parse().ok(), ..TypedDocument::default() }, base)
        }
    };
    let rule = Rule { name, schedule, does: Does::Draft, active: true, body };
    let typed = sheet::shown(&rule.body, lang, of_currency);
    Ok(layout::page(page(&platform, &who, None, &data_of(&rule), &typed, Told::new(&Invalid::new(), 0)).await?))
}

pub async fn edit(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.recurring).await?;
    let rule = stored.rule()?;
    let base = currency(&platform, who.organization).await?;
    let typed = sheet::shown(&rule.body, who.lang(), currency_of(&rule.body, base));
    Ok(layout::page(page(&platform, &who, Some(&stored), &data_of(&rule), &typed, Told::new(&Invalid::new(), stored.version)).await?))
}

/// The rule that a form says, with the faults of what cannot be read; what is at fault otherwise is told by whoever keeps it.
fn read(data: &FormData, body: TypedDocument, active: bool) -> Result<Rule> {
    let mut errors = Invalid::new();
    let schedule = recurrence::read(data, &mut errors);
    let does = errors.take("action", data.get("action").parse().map_err(|_| "choice"));
    match (schedule, does) {
        (Some(schedule), Some(does)) => Ok(Rule { name: data.text("name"), schedule, does, active, body }),
        _ => Err(errors.into()),
    }
}

/// What somebody saved meanwhile, field by field, against what is typed.
fn differences(lang: Lang, stored: &Rule, typed: &Rule) -> Vec<Difference> {
    let does = |rule: &Rule| lang.t(&format!("recurring-invoice-does-{}", rule.does.word().replace('_', "-")));
    let all = [
        ("name", lang.t("field-name"), stored.name.clone(), typed.name.clone()),
        ("every", lang.t("recurring-invoice-when"), recurrence::told(lang, &stored.schedule), recurrence::told(lang, &typed.schedule)),
        ("action", lang.t("recurring-invoice-does"), does(stored), does(typed)),
        ("notes", lang.t("field-notes"), stored.body.notes.clone(), typed.body.notes.clone()),
        ("lines", lang.t("document-lines"), lines_told(lang, &stored.body), lines_told(lang, &typed.body)),
    ];
    let difference = |(field, label, stored, typed): (&str, String, String, String)| Difference { field: field.into(), label, stored, typed };
    let (same, other): (Vec<Difference>, Vec<Difference>) = all.into_iter().map(difference).partition(|of| of.stored == of.typed);
    // Somebody saved the same: it is told all the same, and saved over.
    if other.is_empty() { same.into_iter().take(1).collect() } else { other }
}

/// Keeps it once, however often it is sent; answers where it leads, and its name where it was not sent before.
async fn once(platform: &Platform, who: &InOrganization, of: Option<&RecurringInvoice>, rule: &Rule, data: &FormData) -> Result<(String, Option<String>)> {
    let tx = platform.db.begin().await?;
    let claim = match claim::claimed(&tx, platform, who, "recurring_invoice", data, "lines").await? {
        Claimed::Before(path) => return Ok((path, None)),
        Claimed::Now(claim) => claim,
    };
    let allowed = allowed(platform, who);
    let saved = match of {
        Some(stored) => actions::change(&tx, who.organization, (stored.id, components::version_of(data)), rule, allowed).await?,
        None => actions::create(&tx, who.organization, rule, allowed).await?,
    };
    let path = path_to(who, saved.id);
    claim::answer(&tx, claim, &path).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok((path, Some(saved.name)))
}

async fn keep(platform: &Platform, who: &InOrganization, of: Option<&RecurringInvoice>, headers: &HeaderMap, data: &FormData) -> Outcome {
    let lang = who.lang();
    let Sent { typed, places } = sheet::sent(data);
    let typed = TypedDocument { contact_id: contact_of(platform.db.read(), who.organization, typed.contact_id, data).await?, ..typed };
    let version = components::version_of(data).unwrap_or(0);
    if data.get("do") != "save" {
        if headers.get("turbo-frame").is_some() {
            return Ok(layout::page(sketched(platform, who, Kind::Invoice, &typed, &places).await?.card(lang)));
        }
        let errors = Invalid::new();
        let told = Told { more: data.get("do") == "rows", key: data.text("key"), ..Told::new(&errors, version) };
        return Ok(layout::page(page(platform, who, of, data, &typed, told).await?));
    }
    let base = currency(platform, who.organization).await?;
    let plain = sheet::stored(&typed, lang, currency_of(&typed, base));
    let active = of.is_none_or(|stored| stored.state == ACTIVE);
    let saved = async {
        let rule = read(data, plain.clone(), active)?;
        once(platform, who, of, &rule, data).await
    };
    match (saved.await, of) {
        (Ok((path, name)), _) => {
            let flash = name.map_or_else(Flash::default, |name| Flash::new("flash-recurring-invoice-saved").name(&name));
            Ok(layout::see(platform, &path, flash))
        }
        (Err(Error::Invalid(errors)), _) => {
            // What was saved with this key said something else: saved again, it is another one.
            let key = if errors.0.iter().any(|error| error.code == "sent_before") { new_id().to_string() } else { data.text("key") };
            let told = Told { key, ..Told::new(&errors, version) };
            Ok(layout::unprocessable(page(platform, who, of, data, &typed, told).await?))
        }
        (Err(Error::Stale(_)), Some(stored)) => {
            let conflict = differences(lang, &stored.rule()?, &read(data, plain, active)?);
            let (errors, key) = (Invalid::new(), data.text("key"));
            let told = Told { conflict: &conflict, key, ..Told::new(&errors, stored.version) };
            Ok(layout::conflicting(page(platform, who, of, data, &typed, told).await?))
        }
        (Err(error), _) => Err(error.into()),
    }
}

pub async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, data: FormData) -> Outcome {
    keep(&platform, &who, None, &headers, &data).await
}

pub async fn update(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, headers: HeaderMap, data: FormData) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.recurring).await?;
    keep(&platform, &who, Some(&stored), &headers, &data).await
}
