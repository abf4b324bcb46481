//! From what is typed to a document: contact, series, lines and taxes looked up, everything computed; every fault at its place.

use std::collections::HashMap;

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id, Invalid,
    money::{Money, plain},
    number::{Notation, decimal},
    place::{self, Currency},
};
use despacho_ledger::accounts::{Account, store as accounts};
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{
    document::{self as computing, Computed, Discount, Fault, LineKind, MAX_LINES, Prices, Rounding},
    plan::TaxAccounts,
    supplier::Verdict,
    tax::{Direction, Effect, Tax},
};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    document::{Document, DocumentLine, DocumentTax, Whole},
    ground::Ground,
    items::{item::Item, store as items},
    kind::Kind,
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

/// What lines name, by what names it.
struct Named {
    items: HashMap<Id, Item>,
    accounts: HashMap<String, Account>,
    by_id: HashMap<Id, Account>,
}

async fn named(db: &dyn Connection, organization: Id, lines: &[TypedLine]) -> Result<Named> {
    let mut ids: Vec<Id> = lines.iter().filter_map(|line| line.item_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let items: HashMap<Id, Item> = items::of_ids(db, organization, &ids).await?.into_iter().map(|item| (item.id, item)).collect();
    let mut codes: Vec<&str> = lines.iter().map(|line| line.account_code.trim()).filter(|code| !code.is_empty()).collect();
    codes.sort_unstable();
    codes.dedup();
    let found = if codes.is_empty() { vec![] } else { accounts::of_codes(db, organization, &codes).await? };
    let of_items: Vec<Id> = items.values().flat_map(|item| [item.sale_account_id, item.purchase_account_id]).flatten().collect();
    let by_id = if of_items.is_empty() { vec![] } else { accounts::of_ids(db, organization, &of_items).await? };
    Ok(Named {
        items,
        accounts: found.into_iter().map(|account| (account.code.clone(), account)).collect(),
        by_id: by_id.into_iter().map(|account| (account.id, account)).collect(),
    })
}

/// A contact that documents may name.
async fn contact_of(db: &dyn Connection, organization: Id, id: Option<Id>, errors: &mut Invalid) -> Result<Option<Contact>> {
    let Some(id) = id else {
        errors.push("contact_id", "required");
        return Ok(None);
    };
    let found = contacts::of_ids(db, organization, &[id]).await?.pop();
    match &found {
        None => errors.push("contact_id", "contact_unknown"),
        Some(contact) if !contact.active => errors.push("contact_id", "contact_inactive"),
        Some(_) => {}
    }
    Ok(found)
}

/// The taxes of a document, those of its lines by their places among them.
#[derive(Default)]
struct Taxes {
    /// Places in the organization's.
    own: Vec<usize>,
    /// Amounts that the paper has, by place here.
    typed: Vec<(usize, i64)>,
}

impl Taxes {
    fn place(&mut self, own: usize) -> usize {
        self.own.iter().position(|at| *at == own).unwrap_or_else(|| {
            self.own.push(own);
            self.own.len() - 1
        })
    }
}

struct Reader<'a> {
    ground: &'a Ground,
    kind: Kind,
    currency: &'static Currency,
    date: Date,
    contact: &'a Contact,
    named: &'a Named,
    taxes: Taxes,
}

impl Reader<'_> {
    fn amount(&self, field: &str, text: &str, errors: &mut Invalid) -> Option<i64> {
        errors.take(field, Money::parse(text.trim(), self.currency, Notation::Plain)).map(|money| money.minor)
    }

    /// The taxes of a line by their places among the document's.
    fn taxes_of(&mut self, at: usize, line: &TypedLine, item: Option<&Item>, errors: &mut Invalid) -> Vec<usize> {
        let direction = self.kind.direction();
        let Some(typed) = &line.taxes else {
            let proposed = self.ground.proposed(direction, self.contact, item, self.date);
            return proposed.into_iter().map(|own| self.taxes.place(own)).collect();
        };
        let mut found = vec![];
        for (nth, tax) in typed.iter().enumerate() {
            let field = format!("lines[{at}].taxes[{nth}]");
            let own = self.ground.taxes.iter().position(|own| own.tax.code.eq_ignore_ascii_case(tax.code()));
            let Some(own) = own else {
                errors.push(&field, "tax_unknown");
                continue;
            };
            let of = &self.ground.taxes[own].tax;
            if of.direction != direction {
                errors.push(&field, "tax_direction");
            } else if !of.is_valid_on(self.date) {
                errors.push(&field, "tax_not_valid");
            }
            let place = self.taxes.place(own);
            if found.contains(&place) {
                errors.push(&field, "repeated");
                continue;
            }
            found.push(place);
            if let crate::typed::TypedTax::Amount(amount) = tax {
                self.typed(&format!("{field}.amount"), place, &amount.amount, errors);
            }
        }
        found
    }

    /// Notes the amount that the paper has of a tax.
    fn typed(&mut self, field: &str, place: usize, text: &str, errors: &mut Invalid) {
        if text.trim().is_empty() {
            return;
        }
        if self.kind.direction() == Direction::Sale {
            return errors.push(field, "tax_amount_of_bills");
        }
        let Some(amount) = self.amount(field, text, errors) else { return };
        match self.taxes.typed.iter_mut().find(|(at, _)| *at == place) {
            Some((_, sum)) => *sum += amount.abs(),
            None => self.taxes.typed.push((place, amount.abs())),
        }
    }

    fn account(&self, at: usize, line: &TypedLine, item: Option<&Item>, errors: &mut Invalid) -> Result<Option<Account>> {
        let code = line.account_code.trim();
        if !code.is_empty() {
            let found = self.named.accounts.get(code);
            if found.is_none() {
                errors.push(&format!("lines[{at}].account_code"), "account_unknown");
            }
            return Ok(found.cloned());
        }
        let sale = self.kind.direction() == Direction::Sale;
        let own = item.and_then(|item| if sale { item.sale_account_id } else { item.purchase_account_id });
        if let Some(account) = own.and_then(|id| self.named.by_id.get(&id)) {
            return Ok(Some(account.clone()));
        }
        let goods = item.is_some_and(|item| item.kind == "goods");
        let role = match (sale, goods) {
            (true, true) => "sales_goods",
            (true, false) => "sales_services",
            (false, true) => "purchases_goods",
            (false, false) => "expenses",
        };
        Ok(Some(self.ground.roles.account(role, &format!("lines[{at}].account_code"))?.clone()))
    }

    fn line(&mut self, at: usize, line: &TypedLine, errors: &mut Invalid) -> Result<Option<(DocumentLine, computing::Line, Account)>> {
        let field = |name: &str| format!("lines[{at}].{name}");
        let item = match line.item_id {
            Some(id) => {
                let found = self.named.items.get(&id);
                match found {
                    None => errors.push(&field("item_id"), "item_unknown"),
                    Some(item) if !item.active => errors.push(&field("item_id"), "item_inactive"),
                    Some(_) => {}
                }
                found
            }
            None => None,
        };
        let sale = self.kind.direction() == Direction::Sale;
        let own = |of: fn(&Item) -> (&String, &String)| item.map_or("", |item| if sale { of(item).0 } else { of(item).1 });
        let or = |text: &str, usual: &str| if text.trim().is_empty() { usual.to_owned() } else { text.trim().to_owned() };
        let described = or(&line.description, &or(own(|item| (&item.sale_description, &item.purchase_description)), item.map_or("", |item| &item.name)));
        let price = or(&line.unit_price, own(|item| (&item.sale_price, &item.purchase_price)));
        let mut number = |name: &str, text: &str, scale: u32| errors.take(&field(name), decimal(text, Notation::Plain, scale));
        let quantity = number("quantity", &or(&line.quantity, "1"), 6);
        let unit_price = if price.is_empty() { None } else { number("unit_price", &price, 6) };
        let discount = number("discount_percent", &or(&line.discount_percent, "0"), 4);
        if price.is_empty() {
            errors.push(&field("unit_price"), "required");
        }
        let description = errors.optional_long(&field("description"), &described, 2000);
        let taxes = self.taxes_of(at, line, item, errors);
        let account = self.account(at, line, item, errors)?;
        let (Some(quantity), Some(unit_price), Some(discount), Some(account)) = (quantity, unit_price, discount, account) else { return Ok(None) };
        let codes: Vec<&str> = taxes.iter().map(|place| self.ground.taxes[self.taxes.own[*place]].tax.code.as_str()).collect();
        let stored = DocumentLine {
            position: i64::try_from(at).unwrap_or(i64::MAX),
            item_id: item.map(|item| item.id),
            description,
            quantity: quantity.to_string(),
            unit_price: unit_price.to_string(),
            discount_percent: discount.to_string(),
            taxes: codes.join("\n"),
            account_id: account.id,
            ..DocumentLine::default()
        };
        let discount = if discount.is_zero() { Discount::None } else { Discount::Percent(discount) };
        let computing = computing::Line { kind: LineKind::Normal, quantity, unit_price, discount, taxes };
        Ok(Some((stored, computing, account)))
    }
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

/// The rate of a document in another currency: as it is typed, or of its day.
async fn rate_of(
    db: &dyn Connection,
    ground: &Ground,
    typed: &TypedDocument,
    currency: &Currency,
    date: Date,
    errors: &mut Invalid,
) -> Result<Option<Decimal>> {
    if currency.code == ground.currency.code {
        return Ok(Some(Decimal::ONE));
    }
    if !typed.rate.trim().is_empty() {
        let rate = errors.take("rate", decimal(&typed.rate, Notation::Plain, 10));
        if rate.is_some_and(|rate| rate <= Decimal::ZERO) {
            errors.push("rate", "number");
        }
        return Ok(rate.filter(|rate| *rate > Decimal::ZERO));
    }
    let found = ground.rate(db, &currency.code, date).await?;
    if found.is_none() {
        errors.push_with("currency", "no_rate", vec![("currency", currency.code.clone()), ("date", date.to_string())]);
    }
    Ok(found)
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
    let contact = contact_of(db, organization, typed.contact_id, &mut errors).await?;
    let date: Option<Date> = match typed.date.trim() {
        "" => Some(ground.today),
        text => errors.take("date", text.parse().map_err(|_| "date")),
    };
    let due: Option<Date> = match typed.due_date.trim() {
        "" => date.map(|date| ground.due_on(date)),
        text => errors.take("due_date", text.parse().map_err(|_| "date")),
    };
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
        word @ ("differences" | "substitution") if kind.is_credit() => word,
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
        None => rate_of(db, ground, typed, currency, date, &mut errors).await?,
    };
    let lines: &[TypedLine] = &typed.lines[..typed.lines.len().min(MAX_LINES)];
    let named = named(db, organization, lines).await?;
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
        simplified: typed.simplified && kind == Kind::Invoice,
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
