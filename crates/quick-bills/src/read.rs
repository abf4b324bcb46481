//! From a line as it is typed to the bill that it says, every fault at its cell.

use std::str::FromStr;

use despacho_documents::{
    ground::Ground,
    typed::{TypedAmount, TypedDocument, TypedLine, TypedTax},
};
use despacho_kernel::{
    FieldError, Invalid,
    money::{Money, plain},
    number::{Notation, decimal},
};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    journal::codes,
    taxes::OwnTax,
};
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::tax::{Direction, Effect, Treatment};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    amounts::{Percent, from_total, share},
    days,
    last::{self, Last},
    line::{Line, cell},
    vendor,
};

/// A line that was read.
pub struct Read {
    pub document: TypedDocument,
    /// What the paper says is to be paid, in minor units.
    pub total: i64,
    /// Of each amount of a tax that was typed, its cell.
    amounts: Vec<String>,
    /// Of each rate, whether it has a tax.
    taxed: Vec<bool>,
}

/// What is charged on a purchase, with what it is in percent.
pub fn percent(own: &OwnTax) -> Percent {
    Percent { rate: own.tax.rate, charged: own.tax.effect() == Effect::Charged }
}

/// Whether a tax is withheld from vendors.
pub fn is_withheld(own: &OwnTax) -> bool {
    own.tax.treatment == Treatment::Withholding && own.tax.direction == Direction::Purchase
}

/// An account as it is typed: its code, perhaps without its zeros and with its name behind it, or its name.
pub async fn account(db: &dyn Connection, ground: &Ground, text: &str, errors: &mut Invalid) -> Result<Option<Account>> {
    let organization = ground.organization.id;
    let first = text.split_whitespace().next().unwrap_or_default();
    if first.is_empty() {
        errors.push("account", "required");
        return Ok(None);
    }
    let found = if first.starts_with(|c: char| c.is_ascii_digit()) {
        let code = codes::filled(first, codes::digits(db, organization).await?).unwrap_or_else(|| first.to_owned());
        accounts::find_by_code(db, organization, &code).await?
    } else {
        let mut found = accounts::search(db, organization, text, 2).await?;
        if found.len() == 1 { found.pop() } else { None }
    };
    if found.is_none() {
        errors.push("account", "account_unknown");
    }
    Ok(found)
}

/// The withholding of a percentage: that of last time, or the first that the organization has.
fn withholding<'a>(ground: &'a Ground, rate: Decimal, last: Option<&Last>, day: Date) -> Option<&'a OwnTax> {
    let fits = |own: &&OwnTax| own.active && is_withheld(own) && own.tax.is_valid_on(day) && own.tax.rate.abs() == rate;
    let before = last.and_then(|last| last.withheld.as_ref()).map(|(code, _)| code.as_str());
    let mut all: Vec<&OwnTax> = ground.taxes.iter().filter(fits).collect();
    all.sort_by_key(|own| Some(own.tax.code.as_str()) != before);
    all.into_iter().next()
}

/// Notes the percentages that the organization has, where none of them is this one.
fn no_withholding(ground: &Ground, day: Date, errors: &mut Invalid) {
    let mut rates: Vec<Decimal> = ground
        .taxes
        .iter()
        .filter(|own| own.active && is_withheld(own) && own.tax.is_valid_on(day))
        .map(|own| own.tax.rate.abs())
        .collect();
    rates.sort_unstable();
    rates.dedup();
    let known = rates.iter().map(|rate| rate.normalize().to_string()).collect::<Vec<_>>().join(", ");
    errors.push_with("withholding", "withholding_unknown", vec![("known", known)]);
}

/// What is typed of a rate.
struct Amounts {
    base: i64,
    quota: Option<i64>,
    tax: Option<usize>,
}

struct Reader<'a> {
    ground: &'a Ground,
    notation: Notation,
    day: Date,
}

impl Reader<'_> {
    fn amount(&self, field: &str, text: &str, errors: &mut Invalid) -> Option<i64> {
        if text.is_empty() {
            return None;
        }
        errors.take(field, Money::parse(text, self.ground.currency, self.notation)).map(|money| money.minor)
    }

    fn tax(&self, at: usize, code: &str, errors: &mut Invalid) -> Option<usize> {
        if code.is_empty() {
            return None;
        }
        let name = cell(at, "tax");
        let found = self
            .ground
            .taxes
            .iter()
            .position(|own| own.tax.code == code && own.tax.direction == Direction::Purchase && !is_withheld(own));
        match found {
            Some(own) if !self.ground.taxes[own].tax.is_valid_on(self.day) => errors.push(&name, "tax_not_valid"),
            Some(_) => {}
            None => errors.push(&name, "tax_unknown"),
        }
        found
    }

    fn rates(&self, line: &Line, errors: &mut Invalid) -> Vec<Amounts> {
        let rate = |(at, rate): (usize, &crate::line::Rate)| Amounts {
            base: self.amount(&cell(at, "base"), &rate.base, errors).unwrap_or(0),
            quota: self.amount(&cell(at, "quota"), &rate.quota, errors),
            tax: self.tax(at, &rate.tax, errors),
        };
        line.rates.iter().enumerate().map(rate).collect()
    }

    fn withholding(&self, line: &Line, last: Option<&Last>, errors: &mut Invalid) -> Option<&OwnTax> {
        let text = line.withholding.trim_end_matches('%').trim();
        let rate = if text.is_empty() { None } else { errors.take("withholding", decimal(text, self.notation, 4)) };
        let rate = rate.filter(|rate| !rate.is_zero())?;
        let found = withholding(self.ground, rate.abs(), last, self.day);
        if found.is_none() {
            no_withholding(self.ground, self.day, errors);
        }
        found
    }
}

/// Reads a line.
///
/// Errors at their cells: `required`, `vendor_unknown`, `vendor_several`, `date`, `account_unknown`, `tax_unknown`, `tax_not_valid`,
/// `withholding_unknown` (known) and those of amounts.
pub async fn read(db: &dyn Connection, ground: &Ground, line: &Line, notation: Notation) -> Result<Read> {
    let mut errors = Invalid::new();
    let contact = vendor::read(db, ground.organization.id, &line.vendor, &mut errors).await?;
    let last = match &contact {
        Some(contact) => last::of(db, ground.organization.id, contact.id).await?,
        None => None,
    };
    if line.number.is_empty() {
        errors.push("number", "required");
    }
    let day = days::read(&line.date, &line.month);
    if day.is_none() {
        errors.push("date", if line.date.is_empty() { "required" } else { "date" });
    }
    let due = if line.due_date.is_empty() { None } else { errors.take("due_date", days::read(&line.due_date, &line.month).ok_or("date")) };
    let account = account(db, ground, &line.account, &mut errors).await?;
    let reader = Reader { ground, notation, day: day.unwrap_or(ground.today) };
    let mut rates = reader.rates(line, &mut errors);
    let withheld_by = reader.withholding(line, last.as_ref(), &mut errors);
    let mut withheld = reader.amount("withheld", &line.withheld, &mut errors);
    let total = reader.amount("total", &line.total, &mut errors);
    if line.total.is_empty() {
        errors.push("total", "required");
    }
    let rate_of = |at: Option<usize>| at.map_or(Percent { rate: Decimal::ZERO, charged: true }, |at| percent(&ground.taxes[at]));
    let percent_withheld = withheld_by.map_or(Decimal::ZERO, |own| own.tax.rate.abs());
    // The total alone tells what it is made of.
    if let (Some(total), [only]) = (total, rates.as_mut_slice())
        && line.rates.iter().all(|rate| rate.base.is_empty())
        && let Some(parts) = from_total(total, rate_of(only.tax), percent_withheld)
    {
        (only.base, only.quota) = (parts.base, only.quota.or(Some(parts.quota)));
        withheld = withheld.or(withheld_by.map(|_| parts.withheld));
    }
    for (at, rate) in rates.iter().enumerate() {
        let (base, tax) = (cell(at, "base"), cell(at, "tax"));
        if rate.base == 0 && !errors.has(&base) {
            errors.push(&base, "required");
        }
        if rate.tax.is_none() && rate.quota.is_some_and(|quota| quota != 0) && !errors.has(&tax) {
            errors.push(&tax, "required");
        }
    }
    if withheld_by.is_none() && withheld.is_some_and(|amount| amount != 0) && !errors.has("withholding") {
        errors.push("withholding", "required");
    }
    errors.finish()?;
    let (Some(contact), Some(day), Some(account), Some(total)) = (contact, day, account, total) else { return Err(Invalid::new().into()) };
    let digits = ground.currency.digits;
    let code = |own: &OwnTax| own.tax.code.clone();
    let description = [line.description.as_str(), account.name.as_str()].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let lines = rates.iter().map(|rate| TypedLine {
        description: description.to_owned(),
        unit_price: plain(rate.base, digits),
        taxes: Some(rate.tax.map(|at| &ground.taxes[at]).into_iter().chain(withheld_by).map(|own| TypedTax::Code(code(own))).collect()),
        account_code: account.code.clone(),
        ..TypedLine::default()
    });
    // Of each tax the amount that the paper has, where it is another than what is computed.
    let (mut taxes, mut amounts) = (vec![], vec![]);
    let mut tell = |own: &OwnTax, typed: i64, base: i64, field: String| {
        if typed != share(base, own.tax.rate.abs()) {
            taxes.push(TypedAmount { code: code(own), amount: plain(typed, digits) });
            amounts.push(field);
        }
    };
    for (at, rate) in rates.iter().enumerate() {
        let Some(own) = rate.tax.filter(|tax| !rates[..at].iter().any(|before| before.tax == Some(*tax))) else { continue };
        let same = || rates.iter().filter(|other| other.tax == Some(own));
        if same().any(|rate| rate.quota.is_some()) {
            let tax = &ground.taxes[own];
            let typed = same().map(|rate| rate.quota.unwrap_or_else(|| share(rate.base, tax.tax.rate))).sum();
            tell(tax, typed, same().map(|rate| rate.base).sum(), cell(at, "quota"));
        }
    }
    if let (Some(own), Some(typed)) = (withheld_by, withheld) {
        tell(own, typed, rates.iter().map(|rate| rate.base).sum(), "withheld".into());
    }
    let document = TypedDocument {
        contact_id: Some(contact.id),
        date: day.to_string(),
        due_date: due.map(|due| due.to_string()).unwrap_or_default(),
        vendor_number: line.number.clone(),
        reference: line.reference.clone(),
        lines: lines.collect(),
        taxes,
        ..TypedDocument::default()
    };
    Ok(Read { document, total, amounts, taxed: rates.iter().map(|rate| rate.tax.is_some()).collect() })
}

impl Read {
    /// Errors of the bill at the cells of the line that it was made of.
    pub fn placed(&self, errors: Invalid) -> Invalid {
        let place = |mut error: FieldError| {
            error.field = self.place(&error.field, error.code);
            error
        };
        Invalid(errors.0.into_iter().map(place).collect())
    }

    fn place(&self, field: &str, code: &str) -> String {
        let at = |list: &str| -> Option<(usize, &str)> {
            let (at, rest) = field.strip_prefix(list)?.strip_prefix('[')?.split_once("].")?;
            Some((usize::from_str(at).ok()?, rest))
        };
        if let Some((at, _)) = at("taxes") {
            return self.amounts.get(at).cloned().unwrap_or_else(|| cell(0, "quota"));
        }
        if let Some((at, rest)) = at("lines") {
            return match rest {
                "account_code" => "account".into(),
                "description" => "description".into(),
                rest if rest.starts_with("taxes[0]") && self.taxed.get(at) == Some(&true) => cell(at, "tax"),
                rest if rest.starts_with("taxes") => "withholding".into(),
                _ => cell(at, "base"),
            };
        }
        match field {
            "contact_id" => "vendor".into(),
            "vendor_number" => "number".into(),
            "lines" if ["total_negative", "amount_too_large"].contains(&code) => cell(0, "base"),
            "lines" => "account".into(),
            other => other.into(),
        }
    }
}
