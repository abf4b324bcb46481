//! The line that a document proposes: what was read of it, and for the rest how the vendor's last bill was.

use despacho_bill_files::{Charged, Read};
use despacho_contacts::Contact;
use despacho_documents::ground::Ground;
use despacho_kernel::{Id, place::Currency};
use despacho_platform::{Result, i18n::Lang, sql::Connection};
use despacho_taxes::tax::{Direction, Effect, Nature, Treatment};
use despacho_ui::format;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use crate::{
    days,
    last::{self, Last},
    line::{Line, Rate, cell},
    vendor,
};

/// A line, and the cells that are proposed.
pub struct Proposed {
    pub line: Line,
    pub cells: Vec<String>,
    /// Whom the document is of, where nobody is known by it.
    pub seller: String,
}

/// An amount in minor units.
fn minor(amount: &str, currency: &Currency) -> Option<i64> {
    let scaled = amount.parse::<Decimal>().ok()? * Decimal::from(10i64.checked_pow(u32::from(currency.digits))?);
    scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
}

/// The vendor whose tax id it is, with or without its country; or of that name, where no other tax id is known of it.
async fn seller(db: &dyn Connection, organization: Id, read: &Read) -> Result<Option<Contact>> {
    let bare = read.seller_tax_id.get(2..).filter(|_| read.seller_tax_id.chars().take(2).all(|c| c.is_ascii_alphabetic()));
    for text in [Some(read.seller_tax_id.as_str()), bare].into_iter().flatten().filter(|text| text.len() > 4) {
        let (mut found, exact) = vendor::search(db, organization, text, 5).await?;
        if exact {
            return Ok(Some(found.swap_remove(0)));
        }
    }
    if read.seller_name.is_empty() {
        return Ok(None);
    }
    let (found, exact) = vendor::search(db, organization, &read.seller_name, 5).await?;
    Ok(found.into_iter().next().filter(|contact| exact && contact.tax_id.is_empty()))
}

/// The code of a tax of that percentage: that of last time, or the usual one.
fn tax(ground: &Ground, charged: &Charged, last: Option<&Last>, day: Date) -> String {
    let before = last.map(Last::tax).unwrap_or_default();
    let fits = |own: &&despacho_ledger::taxes::OwnTax| {
        own.active
            && own.tax.direction == Direction::Purchase
            && own.tax.treatment != Treatment::Withholding
            && own.tax.is_valid_on(day)
            && Ok(own.tax.rate) == charged.rate.parse::<Decimal>()
            && (own.tax.effect() == Effect::SelfAssessed) == charged.self_assessed
    };
    let mut all: Vec<_> = ground.taxes.iter().filter(fits).collect();
    let usual = |own: &despacho_ledger::taxes::OwnTax| {
        own.tax.treatment == Treatment::Standard && own.tax.nature == Nature::Any && own.tax.deductible == Decimal::ONE_HUNDRED
    };
    all.sort_by_key(|own| (own.tax.code != before, !usual(own)));
    all.first().map(|own| own.tax.code.clone()).unwrap_or_default()
}

/// Proposes a line of what was read, over an empty one of the batch.
pub async fn of(db: &dyn Connection, ground: &Ground, read: &Read, empty: Line, lang: Lang) -> Result<Proposed> {
    let organization = ground.organization.id;
    let contact = seller(db, organization, read).await?;
    let last = match &contact {
        Some(contact) => last::of(db, organization, contact.id).await?,
        None => None,
    };
    let last = last.as_ref();
    // Amounts of another currency are nobody's to propose.
    let own = read.currency.is_empty() || read.currency == ground.currency.code;
    let amount = |of: &str| {
        minor(of, ground.currency)
            .filter(|_| own)
            .map(|minor| format::amount(lang, minor, ground.currency.digits).replace('−', "-"))
            .unwrap_or_default()
    };
    let of_day = read.date.parse().unwrap_or(ground.today);
    let rate = |charged: &Charged| Rate {
        base: amount(&charged.base),
        tax: tax(ground, charged, last, of_day),
        quota: if charged.amount == "0" { String::new() } else { amount(&charged.amount) },
    };
    let mut rates: Vec<Rate> = read.charged.iter().take(crate::line::RATES).map(rate).collect();
    if rates.is_empty() {
        rates = empty.rates.clone();
    }
    let vendor = match &contact {
        Some(contact) => {
            let usual = ground.roles.account("payable", "vendor")?.code.clone();
            let controls = vendor::controls(db, organization, std::slice::from_ref(contact), &usual).await?;
            vendor::label(controls.get(&contact.id).map_or("", String::as_str), contact)
        }
        None if read.seller_tax_id.is_empty() => read.seller_name.clone(),
        None => read.seller_tax_id.clone(),
    };
    let withheld = read.withheld.as_ref().filter(|_| own);
    let line = Line {
        vendor,
        number: read.number.clone(),
        date: days::shown(&read.date, &empty.month),
        account: last.map(|last| last.account.label()).unwrap_or_default(),
        withholding: withheld.map(|(rate, _)| format::decimal(lang, rate)).unwrap_or_default(),
        withheld: withheld.map(|(_, of)| amount(of)).unwrap_or_default(),
        total: read.payable.as_deref().map(amount).unwrap_or_default(),
        description: if read.lines.len() == 1 { read.lines[0].0.clone() } else { String::new() },
        due_date: days::shown(&read.due, &empty.month),
        rates,
        ..empty
    };
    let told = [
        ("vendor", &line.vendor),
        ("number", &line.number),
        ("date", &line.date),
        ("account", &line.account),
        ("withholding", &line.withholding),
        ("withheld", &line.withheld),
        ("total", &line.total),
    ];
    let mut cells: Vec<String> = told
        .into_iter()
        .filter(|(name, text)| !text.is_empty() && (*name != "vendor" || contact.is_some()))
        .map(|(name, _)| name.to_owned())
        .collect();
    if !read.charged.is_empty() {
        for (at, rate) in line.rates.iter().enumerate() {
            let all = [("base", &rate.base), ("tax", &rate.tax), ("quota", &rate.quota)];
            cells.extend(all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, _)| cell(at, field)));
        }
    }
    let seller = if contact.is_none() { read.seller_name.clone() } else { String::new() };
    Ok(Proposed { line, cells, seller })
}
