//! From what is typed to a document: contact, series, lines and taxes looked up, everything computed; every fault at its place.

use despacho_contacts::Contact;
use despacho_kernel::{Id, Invalid, money::plain, place};
use despacho_ledger::accounts::Account;
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{
    document::{self as computing, Computed, Discount, Fault, MAX_LINES, Prices, Rounding},
    plan::TaxAccounts,
    supplier::Verdict,
    tax::{Effect, Tax},
};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    common,
    document::{Document, DocumentTax, Whole},
    ground::Ground,
    kind::Kind,
    lines::{Named, Reader, Taxes},
    store,
    typed::{TypedDocument, TypedLine},
};

/// A typed amount of a tax that stands although it differs from what is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub code: String,
    /// Decimal texts in the document's currency.
    pub typed: String,
    pub computed: String,
}

/// A document that was read and computed.
pub struct Drafted {
    pub whole: Whole,
    pub day: Date,
    pub contact: Contact,
    pub lines: Vec<computing::Line>,
    /// In its own currency, and in the organization's.
    pub computed: Computed,
    pub in_base: Computed,
    /// The account of each line.
    pub line_accounts: Vec<Account>,
    pub tax_accounts: Vec<TaxAccounts<Id>>,
    pub warnings: Vec<Warning>,
}

/// Notes why a document can't be computed.
fn fault(fault: Fault, taxes: &[&Tax], typed: &TypedDocument, digits: u8, errors: &mut Invalid) {
    match fault {
        Fault::TooManyLines => errors.push_with("lines", "too_many_rows", vec![("max", MAX_LINES.to_string())]),
        Fault::TooManyGroups => errors.push_with("lines", "too_many_taxes", vec![("max", computing::MAX_GROUPS.to_string())]),
        Fault::Number { line, field } => {
            let name = if field == "discount" { "discount_percent" } else { field };
            errors.push(&format!("lines[{line}].{name}"), "number");
        }
        Fault::Taxes { line } => errors.push(&format!("lines[{line}].taxes"), "repeated"),
        Fault::Rate { .. } | Fault::Discount => errors.push("lines", "number"),
        Fault::TooLarge => errors.push("lines", "amount_too_large"),
        Fault::Typed { tax, typed: amount, computed } => {
            let code = taxes.get(tax).map_or("", |tax| tax.code.as_str());
            let at = typed.taxes.iter().position(|own| own.code.trim().eq_ignore_ascii_case(code));
            let field = at.map_or_else(|| "lines".to_owned(), |at| format!("taxes[{at}].amount"));
            errors.push_with(&field, "tax_mismatch", vec![("typed", plain(amount, digits)), ("computed", plain(computed, digits))]);
        }
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Charged => "charged",
        Effect::SelfAssessed => "self_assessed",
        Effect::Withheld => "withheld",
    }
}

/// The document that it corrects, if it names one: of the right kind, contact and currency, and issued.
async fn corrected(db: &dyn Connection, ground: &Ground, kind: Kind, typed: &TypedDocument, errors: &mut Invalid) -> Result<Option<Document>> {
    let Some(id) = typed.corrects_id else { return Ok(None) };
    let found = store::of_ids(db, ground.organization.id, &[id]).await?.pop();
    let fault = match &found {
        None => Some("document_unknown"),
        Some(of) if Some(of.kind.as_str()) != kind.corrects().map(Kind::word) => Some("document_unknown"),
        Some(of) if of.stage != "issued" => Some("document_not_issued"),
        Some(of) if Some(of.contact_id) != typed.contact_id => Some("different_contact"),
        Some(of) if !typed.currency.trim().is_empty() && of.currency != typed.currency.trim() => Some("different_currency"),
        Some(_) => None,
    };
    if let Some(code) = fault {
        errors.push("corrects_id", code);
    }
    Ok(found)
}

/// Reads a document as it is typed over `before`, whose id, stage and number it keeps.
///
/// Errors, each at its place: `required`, `date`, `due_before_date`, `contact_unknown`, `contact_inactive`, `series_unknown`, `no_rate`,
/// `item_unknown`, `account_unknown`, `tax_unknown`, `tax_direction`, `tax_not_valid`, `tax_mismatch`, `role_account_missing` and those of
/// numbers and lengths.
pub async fn read(db: &dyn Connection, ground: &Ground, kind: Kind, typed: &TypedDocument, before: Document) -> Result<Drafted> {
    let organization = ground.organization.id;
    let mut errors = Invalid::new();
    let contact = common::contact(db, organization, typed.contact_id, &mut errors).await?;
    let date = common::day("date", &typed.date, Some(ground.today), &mut errors);
    let due = common::day("due_date", &typed.due_date, date.map(|date| ground.due_on(date)), &mut errors);
    if date.zip(due).is_some_and(|(date, due)| due < date) {
        errors.push("due_date", "due_before_date");
    }
    let corrects = corrected(db, ground, kind, typed, &mut errors).await?;
    let currency = match (typed.currency.trim(), &corrects) {
        ("", Some(of)) => errors.take("currency", place::currency(&of.currency)),
        ("", None) => Some(ground.currency),
        (code, _) => errors.take("currency", place::currency(code)),
    };
    let series = ground.series_of(kind.series(), &typed.series);
    if series.is_none() {
        errors.push("series", "series_unknown");
    }
    if typed.lines.len() > MAX_LINES {
        errors.push_with("lines", "too_many_rows", vec![("max", MAX_LINES.to_string())]);
    }
    let texts = Document {
        reference: errors.optional("reference", &typed.reference, 100),
        notes: errors.optional_long("notes", &typed.notes, 2000),
        vendor_number: errors.optional("vendor_number", &typed.vendor_number, 60),
        reason: errors.optional("reason", &typed.reason, 300),
        ..before
    };
    let method = match typed.method.trim() {
        "" if kind.is_credit() => "differences",
        word @ "differences" if kind.is_credit() => word,
        "" => "",
        _ => {
            errors.push("method", "choice");
            ""
        }
    };
    let (Some(date), Some(due), Some(currency), Some(contact)) = (date, due, currency, contact) else { return Err(errors.into()) };
    // What corrects is worth what it corrects was.
    let rate = match corrects.as_ref().filter(|of| typed.rate.trim().is_empty() && !of.rate.is_empty()) {
        Some(of) => of.rate.parse().ok(),
        None => common::rate(db, ground, &typed.rate, (currency, date), &mut errors).await?,
    };
    let lines: &[TypedLine] = &typed.lines[..typed.lines.len().min(MAX_LINES)];
    let named = Named::of(db, organization, lines).await?;
    let mut reader = Reader { ground, kind, currency, date, contact: &contact, named: &named, taxes: Taxes::default() };
    let (mut stored, mut computing_lines, mut line_accounts) = (vec![], vec![], vec![]);
    for (at, line) in lines.iter().enumerate() {
        if let Some((line, computing, account)) = reader.line(at, line, &mut errors)? {
            stored.push(line);
            computing_lines.push(computing);
            line_accounts.push(account);
        }
    }
    for (at, tax) in typed.taxes.iter().enumerate() {
        let own = ground.taxes.iter().position(|own| own.tax.code.eq_ignore_ascii_case(tax.code.trim()));
        match own.and_then(|own| reader.taxes.own.iter().position(|at| *at == own)) {
            Some(place) => reader.typed(&format!("taxes[{at}].amount"), place, &tax.amount, &mut errors),
            None => errors.push(&format!("taxes[{at}].code"), "tax_unknown"),
        }
    }
    let Taxes { own, typed: typed_amounts } = reader.taxes;
    errors.clone().finish()?;
    let taxes: Vec<Tax> = own.iter().map(|at| ground.taxes[*at].tax.clone()).collect();
    let document = computing::Document {
        lines: &computing_lines,
        taxes: &taxes,
        discount: Discount::None,
        prices: if typed.prices_include_tax { Prices::TaxIncluded } else { Prices::Net },
        rounding: texts.rounding.parse().unwrap_or(Rounding::PerTax),
        typed: &typed_amounts,
        digits: currency.digits,
    };
    let computed = document.compute().map_err(|found| {
        fault(found, &taxes.iter().collect::<Vec<_>>(), typed, currency.digits, &mut errors);
        errors.clone()
    })?;
    let in_base = match rate {
        _ if currency.code == ground.currency.code => computed.clone(),
        Some(rate) => computed
            .in_currency(&computing_lines, rate, (currency.digits, ground.currency.digits))
            .ok_or_else(|| Invalid::one("rate", "amount_too_large"))?,
        None => return Err(Invalid::one("currency", "no_rate").into()),
    };
    for (line, found) in stored.iter_mut().zip(&computed.lines) {
        (line.net, line.base) = (found.net, found.base);
    }
    let id = texts.id;
    for line in &mut stored {
        (line.organization_id, line.document_id) = (organization, id);
    }
    let tax_row = |(at, (row, base)): (usize, (&computing::TaxRow, &computing::TaxRow))| {
        let of = &ground.taxes[own[row.tax]];
        DocumentTax {
            organization_id: organization,
            document_id: id,
            position: i64::try_from(at).unwrap_or(i64::MAX),
            tax_id: of.id,
            code: of.tax.code.clone(),
            rate: of.tax.rate.normalize().to_string(),
            effect: effect(row.effect).into(),
            base: row.base,
            amount: row.amount,
            deductible: row.deductible,
            base_base: base.base,
            base_amount: base.amount,
            base_deductible: base.deductible,
            // Of a tax that several groups bear, the paper has one amount.
            typed: typed_amounts.iter().find(|(place, _)| *place == row.tax).filter(|_| first_of(&computed, at)).map(|(_, amount)| *amount),
        }
    };
    let tax_rows: Vec<DocumentTax> = computed.taxes.iter().zip(&in_base.taxes).enumerate().map(tax_row).collect();
    let warning = |of: &computing::Mismatch| Warning {
        code: taxes[of.tax].code.clone(),
        typed: plain(of.typed, currency.digits),
        computed: plain(of.computed, currency.digits),
    };
    let totals = computed.totals;
    let document = Document {
        organization_id: organization,
        kind: kind.word().into(),
        simplified: typed.simplified && matches!(kind, Kind::Invoice | Kind::CreditNote),
        series_id: series.map(|row| row.id),
        date: date.to_string(),
        due_on: due.to_string(),
        contact_id: contact.id,
        contact_name: contact.name.clone(),
        contact_tax_id: contact.tax_id.clone(),
        contact_country: contact.country.clone(),
        currency: currency.code.clone(),
        rate: if currency.code == ground.currency.code { String::new() } else { rate.unwrap_or(Decimal::ONE).normalize().to_string() },
        prices: document.prices.word().into(),
        rounding: document.rounding.word().into(),
        corrects_id: corrects.map(|of| of.id),
        method: method.into(),
        net: totals.net,
        taxes: totals.taxes,
        total: totals.total,
        withheld: totals.withheld,
        payable: totals.payable,
        base_payable: in_base.totals.payable,
        ..texts
    }
    .searchable();
    Ok(Drafted {
        whole: Whole { document, lines: stored, taxes: tax_rows },
        day: date,
        contact,
        warnings: computed.mismatches.iter().filter(|of| of.verdict == Verdict::Warned).map(warning).collect(),
        lines: computing_lines,
        computed,
        in_base,
        line_accounts,
        tax_accounts: own.iter().map(|at| ground.taxes[*at].accounts()).collect(),
    })
}

/// Whether a row is the first of its tax.
fn first_of(computed: &Computed, at: usize) -> bool {
    !computed.taxes[..at].iter().any(|row| row.tax == computed.taxes[at].tax)
}
