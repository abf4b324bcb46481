//! Issuing: a draft gets its number, is posted, and leaves its open item, all in one transaction.

use despacho_kernel::{Id, Invalid, money::plain};
use despacho_ledger::journal::{Allowed, Posted, post};
use despacho_platform::{Error, Result, Tx, i18n::Lang, jobs, t};
use despacho_taxes::{
    tax::{Direction, Effect},
    union,
};
use jiff::civil::Date;
use serde_json::json;

use crate::{
    desk::Desk,
    document::{Document, Whole},
    ground::Ground,
    kind::{Action, Kind, Stage},
    mailing::message::PrintDocument,
    open::{item::OpenItem, settle, store as open},
    paper, posting,
    read::{self, Drafted},
    store, typing,
};

/// Notes what a contact lacks for a full invoice where the law asks for it: its tax id where it is established at home, is supplied without tax in the
/// Union, or owes the tax itself (Spain: RD 1619/2012, art. 6.1.d).
fn complete(ground: &Ground, kind: Kind, drafted: &Drafted, errors: &mut Invalid) {
    let document = &drafted.whole.document;
    if !ground.rules().names_tax_id || !kind.is_own_paper() || document.simplified || !document.contact_tax_id.is_empty() {
        return;
    }
    let self_assessed = drafted.computed.taxes.iter().any(|row| row.effect == Effect::SelfAssessed);
    let home = document.contact_country == ground.organization.country;
    if home || (self_assessed && union::has(&document.contact_country, drafted.day)) {
        errors.push_with("contact_id", "contact_incomplete", vec![("fields", "tax_id".to_owned())]);
    }
}

/// Notes what stands against issuing it by itself.
pub fn fit(ground: &Ground, kind: Kind, drafted: &Drafted, errors: &mut Invalid) {
    let document = &drafted.whole.document;
    if drafted.lines.is_empty() {
        errors.push("lines", "required");
    }
    if document.total < 0 || document.payable < 0 {
        errors.push("lines", "total_negative");
    }
    complete(ground, kind, drafted, errors);
    if kind.is_own_paper() && document.date > ground.today.to_string() {
        errors.push("date", "date_future");
    }
    if kind.is_vendors() && document.vendor_number.is_empty() {
        errors.push("vendor_number", "required");
    }
    if ground.is_final() && kind == Kind::CreditNote && document.reason.is_empty() {
        errors.push("reason", "required");
    }
    if let Some(most) = ground.most_simplified(drafted.day)
        && document.simplified
        && drafted.in_base.totals.total > most
    {
        errors.push_with("simplified", "simplified_too_large", vec![("max", plain(most, ground.currency.digits))]);
    }
}

/// Notes what stands against issuing it beside others: its day in the series, what it corrects.
async fn beside(tx: &Tx, kind: Kind, document: &Document, errors: &mut Invalid) -> Result<()> {
    let organization = document.organization_id;
    if let Some(series) = document.series_id.filter(|_| kind.is_own_paper())
        && let Some(last) = store::last_day(tx, organization, series).await?
        && document.date < last
    {
        errors.push_with("date", "number_out_of_order", vec![("last", last)]);
    }
    if let Some(id) = document.corrects_id {
        let of = store::find(tx, organization, id).await?;
        // What was given up is a loss already.
        let left = of.total - of.written_off - store::credited(tx, organization, id).await?;
        if document.date < of.date {
            errors.push_with("date", "before_corrected", vec![("date", of.date.clone())]);
        }
        if document.total > left {
            let digits = document.own_currency()?.digits;
            errors.push_with("lines", "credit_exceeds_invoice", vec![("remaining", plain(left, digits))]);
        }
    }
    Ok(())
}

/// The control account that it leaves something open on: that of what it corrects, else by what is bought or sold.
async fn control(&Desk { tx, ref ground, .. }: &Desk<'_>, kind: Kind, drafted: &Drafted) -> Result<Id> {
    if let Some(id) = drafted.whole.document.corrects_id
        && let Some(item) = open::of_sources(tx, ground.organization.id, &[id]).await?.first()
    {
        return Ok(item.account_id);
    }
    if kind.direction() == Direction::Sale {
        return Ok(ground.roles.account("receivable", "lines")?.id);
    }
    // Goods for resale are owed to vendors, anything else to creditors.
    let goods = ground.roles.account("purchases_goods", "lines")?.code.chars().take(2).collect::<String>();
    let trade = drafted.line_accounts.iter().all(|account| account.code.starts_with(&goods));
    Ok(ground.roles.account(if trade { "payable" } else { "creditor" }, "lines")?.id)
}

/// Posts it; nothing of a document whose amounts are all zero.
async fn posted(desk: &Desk<'_>, kind: Kind, drafted: &Drafted, document: &Document) -> Result<Option<(Posted, Option<OpenItem>)>> {
    let organization = desk.organization();
    let control = control(desk, kind, drafted).await?;
    let postings = posting::postings(kind, drafted, control).map_err(|missing| {
        let code = drafted
            .whole
            .taxes
            .iter()
            .find(|row| row.position == i64::try_from(missing.tax).unwrap_or(-1))
            .map_or("", |row| row.code.as_str());
        let mut errors = Invalid::new();
        errors.push_with("lines", "role_account_missing", vec![("role", code.to_owned())]);
        errors
    })?;
    if postings.len() < 2 {
        return Ok(None);
    }
    let first = postings.first().filter(|posting| posting.contact.is_some()).cloned();
    let lang = Lang::of(&desk.ground.organization.language);
    let name = lang.t(&format!("document-kind-{}", kind.word().replace('_', "-")));
    let own: String = if kind.is_own_paper() { document.number.clone() } else { document.vendor_number.clone() };
    let description = t!(lang, "document-entry-text", kind = name, number = own, contact = document.contact_name.as_str());
    let entry = posting::entry(document, kind, drafted.day, description.chars().take(500).collect(), postings);
    let made = post::post(desk.tx, organization, &entry, desk.allowed).await.map_err(at_lines)?;
    let item = first.map(|posting| OpenItem {
        organization_id: organization,
        id: despacho_kernel::new_id(),
        source: kind.word().into(),
        source_id: document.id,
        label: document.number.clone(),
        reference: if kind.is_own_paper() { document.reference.clone() } else { document.vendor_number.clone() },
        account_id: control,
        contact_id: document.contact_id,
        currency: document.currency.clone(),
        amount: kind.sign() * document.payable,
        base_amount: posting.amount,
        remaining: kind.sign() * document.payable,
        base_remaining: posting.amount,
        date: document.date.clone(),
        due_on: document.due_on.clone(),
        entry_id: made.id,
        position: 0,
        void: false,
    });
    Ok(Some((made, item)))
}

/// Faults of postings, which nobody typed, are the lines'.
pub(crate) fn at_lines(error: Error) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for fault in errors.0.iter_mut().filter(|fault| fault.field.starts_with("postings")) {
                fault.field = "lines".into();
            }
            Error::Invalid(errors)
        }
        other => other,
    }
}

/// The number that it gets: the next of its series.
async fn numbered(tx: &Tx, ground: &Ground, document: Document) -> Result<Document> {
    let organization = document.organization_id;
    let series = document.series_id.ok_or_else(|| Invalid::one("series", "series_unknown"))?;
    let sequence = store::draw(tx, organization, series).await?;
    if store::numbered(tx, organization, series, sequence).await?.is_some() {
        // Somebody set the series back.
        return Err(Invalid::one("series", "duplicate_number").into());
    }
    Ok(Document { number: ground.number(series, sequence), sequence: Some(sequence), ..document })
}

/// Issues a draft: checks it whole, gives it the next number of its series, posts it, leaves its open item and freezes what its paper says.
/// Everything or nothing.
///
/// Errors: conflict `not_draft`; what reading it refuses; `required`, `total_negative`, `contact_incomplete` (fields), `date_future`,
/// `number_out_of_order` (last), `before_corrected` (date), `duplicate_bill` (id), `credit_exceeds_invoice` (remaining), `simplified_too_large`, `role_account_missing` (role), and
/// what posting refuses, each at its field.
pub async fn issue(tx: &Tx, organization: Id, (kind, id, seen): (Kind, Id, Option<i64>), allowed: Allowed<'_>) -> Result<Document> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let before = desk.take((kind, id), Action::Issue, seen).await?;
    issued(&desk, before).await
}

/// Issues a draft that may be.
pub async fn issued(desk: &Desk<'_>, before: Document) -> Result<Document> {
    let (tx, ground, kind) = (desk.tx, &desk.ground, before.kind()?);
    let whole = store::whole(tx, before.clone()).await?;
    let typed = typing::typed(tx, &whole).await?;
    let drafted = read::read(tx, ground, kind, &typed, before).await?;
    desk.single(kind, &drafted.whole.document).await?;
    let mut errors = Invalid::new();
    fit(ground, kind, &drafted, &mut errors);
    beside(tx, kind, &drafted.whole.document, &mut errors).await?;
    errors.finish()?;
    let o = &ground.organization;
    let issuer = json!({ "name": o.printed_name(), "tax_id": o.tax_id, "address": o.address }).to_string();
    let document = Document {
        stage: Stage::Issued.word().into(),
        issuer,
        issued_by: Some(desk.allowed.by.id),
        issued_at: Some(desk.allowed.now),
        ..numbered(tx, ground, drafted.whole.document.clone()).await?
    };
    let made = if kind.posts() { posted(desk, kind, &drafted, &document).await? } else { None };
    let document = Document { entry_id: made.as_ref().map(|(posted, _)| posted.id), ..document }.searchable();
    let sheet = paper::sheet(tx, ground, &Whole { document: document.clone(), ..drafted.whole.clone() }).await?;
    let document = Document { sheet: serde_json::to_string(&sheet).map_err(|e| Error::Other(e.to_string()))?, ..document };
    let whole = Whole { document, ..drafted.whole };
    store::replace(tx, &whole).await?;
    desk.record(&whole.document, "document_issued").await?;
    if kind.is_printed() {
        let job = PrintDocument { organization_id: desk.organization(), document_id: whole.document.id };
        jobs::enqueue(tx, &job, desk.allowed.now).await?;
    }
    if let Some(item) = made.and_then(|(_, item)| item) {
        open::insert(tx, std::slice::from_ref(&item)).await?;
        apply(desk, &whole.document, drafted.day, &item).await?;
    }
    store::find(tx, desk.organization(), whole.document.id).await
}

/// What corrects another settles it, as far as both reach.
async fn apply(desk: &Desk<'_>, document: &Document, day: Date, item: &OpenItem) -> Result<()> {
    let Some(id) = document.corrects_id else { return Ok(()) };
    let Some(other) = open::of_sources(desk.tx, document.organization_id, &[id]).await?.into_iter().next() else { return Ok(()) };
    let amount = item.remaining.abs().min(other.remaining.abs());
    if amount == 0 || other.remaining.signum() == item.remaining.signum() {
        return Ok(());
    }
    settle::allocate(desk.tx, (&other, item), amount, day, "corrects_id", desk.allowed).await
}
