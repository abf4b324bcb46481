//! A sample of a document, made from the organization's own preferences: what they change shows.

use despacho_kernel::{
    Id,
    place::{self, Currency},
    tax_id,
};
use despacho_ledger::TAXES;
use despacho_organizations::{Organization, fields};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, i18n::Lang};
use despacho_settings::{
    lists::{ListRow, MasterList, store as lists},
    preferences::logo,
};
use despacho_ui::format;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::{LineColumn, Party, Sheet, Total};
use crate::preferences::{CUSTOM_FIELDS, DOCUMENT_TEMPLATES, NUMBER_SERIES, PAYMENT_TERMS, document_templates::SHOWN, key, number_series, payment_terms};

/// A line of the sample: code, text's key, quantity, price in units of the currency, discount in percent.
const LINES: [(&str, &str, i64, i64, i64); 3] =
    [("A-100", "sample-line-1", 2, 450, 0), ("A-205", "sample-line-2", 5, 38, 10), ("B-010", "sample-line-3", 1, 120, 0)];

/// Tax identifiers of nobody, with the right control digit (RD 1065/2007, art. 22): of an organization that has told none, and of the customer.
const SELLER: &str = "B00000000";
const BUYER: &str = "B00000018";

/// What a sample is made of.
pub(super) struct Sample {
    pub lang: Lang,
    pub organization: Organization,
    pub today: Date,
    pub due: Date,
    pub number: String,
    /// Minor units.
    pub total: i64,
    discounts: bool,
    currency: Option<&'static Currency>,
    taxes: Vec<(String, Decimal)>,
    custom: Vec<(String, String)>,
}

/// Reads what a sample of a document needs.
/// `discounts` is whether lines are discounted: only where a column tells it.
pub(super) async fn sample(db: &dyn Connection, organization: Organization, document: &str, discounts: bool, now: i64) -> Result<Sample> {
    let id = organization.id;
    let lang = Lang::of(&organization.language);
    let rows = async |list: &MasterList| lists::list(db, list, id, lists::MAX).await.map(|rows| rows.into_iter().filter(|row| row.active).collect::<Vec<_>>());
    let series = rows(&NUMBER_SERIES).await?;
    let series = series.iter().map(|row| NUMBER_SERIES.values(row)).find(|row| row.get("document") == document);
    let number = series.map_or("1".into(), |row| number_series::number(row.get("prefix"), row.get("next_number"), row.get("digits")));
    let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
    let today = Timestamp::from_millisecond(now).map_err(|e| Error::Other(e.to_string()))?.to_zoned_datetime(zone).date();
    let terms = rows(&PAYMENT_TERMS).await?;
    let terms = terms.first().map(|row| PAYMENT_TERMS.values(row));
    let due = terms.map_or(today, |row| payment_terms::due_on(today, row.get("days").parse().unwrap_or(0), row.get("due_from")));
    let kind = if document == "bill" { "purchase" } else { "sale" };
    let taxes = rows(&TAXES).await?;
    let taxes = taxes.iter().map(|row| TAXES.values(row)).filter(|row| row.get("kind") == kind).take(2);
    let taxes: Vec<(String, Decimal)> = taxes.map(|row| (row.get("name").to_owned(), row.get("rate").parse().unwrap_or_default())).collect();
    let custom = rows(&CUSTOM_FIELDS).await?;
    let of = if document == "bill" { "bill" } else { "invoice" };
    let printed = custom.iter().map(|row| CUSTOM_FIELDS.values(row)).filter(|row| row.get("printed") == "yes" && row.get("record") == of);
    let custom = printed.take(4).map(|row| (row.get("label").to_owned(), lang.t(&key("sample-value", row.get("kind"))))).collect();
    let currency = place::currency(&organization.currency).ok();
    let mut sample = Sample { lang, organization, today, due, number, total: 0, discounts, currency, taxes, custom };
    sample.total = sample.bases().iter().map(|(_, base)| base).sum::<i64>() + sample.tax_amounts().iter().map(|(_, tax)| tax).sum::<i64>();
    Ok(sample)
}

impl Sample {
    fn digits(&self) -> u8 {
        self.currency.map_or(2, |currency| currency.digits)
    }

    fn unit(&self) -> i64 {
        10i64.pow(self.digits().into())
    }

    fn line_amount(&self, line: usize) -> i64 {
        let (_, _, quantity, price, discount) = LINES[line];
        let discount = if self.discounts { discount } else { 0 };
        quantity * price * self.unit() * (100 - discount) / 100
    }

    /// The tax of a line: the first for most, the second for the last.
    fn tax_of(&self, line: usize) -> Option<usize> {
        if self.taxes.is_empty() { None } else { Some(if line == LINES.len() - 1 { self.taxes.len() - 1 } else { 0 }) }
    }

    fn bases(&self) -> Vec<(Option<usize>, i64)> {
        (0..LINES.len()).map(|line| (self.tax_of(line), self.line_amount(line))).collect()
    }

    /// Each tax on the sum of its lines, rounded once to the minor unit, halves away from zero.
    fn tax_amounts(&self) -> Vec<(String, i64)> {
        let of = |at: usize| self.bases().iter().filter(|(tax, _)| *tax == Some(at)).map(|(_, base)| base).sum::<i64>();
        let tax = |(at, (name, rate)): (usize, &(String, Decimal))| {
            let exact = Decimal::from(of(at)) * rate / Decimal::from(100);
            let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            (name.clone(), rounded.to_i64().unwrap_or(0))
        };
        self.taxes.iter().enumerate().filter(|(at, _)| of(*at) != 0).map(tax).collect()
    }

    /// An amount without its currency.
    fn amount(&self, minor: i64) -> String {
        format::amount(self.lang, minor, self.digits())
    }

    /// An amount with its currency.
    pub fn money(&self, minor: i64) -> String {
        self.currency.map_or_else(|| self.amount(minor), |currency| format::money(self.lang, minor, currency))
    }

    /// A date as the organization writes it.
    pub fn date(&self, date: Date) -> String {
        format::calendar_date(self.lang, &self.organization.date_format, date)
    }

    pub fn customer(&self) -> String {
        self.lang.t("sample-customer")
    }

    fn cell(&self, line: usize, column: &str) -> String {
        let (code, text, quantity, price, discount) = LINES[line];
        match column {
            "code" => code.into(),
            "description" => self.lang.t(text),
            "quantity" => format::number(self.lang, quantity),
            "unit" => self.lang.t("sample-unit"),
            "price" => self.amount(price * self.unit()),
            "discount" => {
                if discount == 0 {
                    String::new()
                } else {
                    format::percent(self.lang, &discount.to_string())
                }
            }
            "tax" => self.tax_of(line).map_or(String::new(), |at| format::percent(self.lang, &self.taxes[at].1.to_string())),
            _ => self.amount(self.line_amount(line)),
        }
    }

    /// A tax identifier with its name, as every Spanish invoice carries it; elsewhere only what the organization has.
    fn identifier(&self, id: &str) -> String {
        let country = &self.organization.country;
        if country != "ES" && id != self.organization.tax_id {
            return String::new();
        }
        format!("{} {}", fields::tax_label(self.lang, country), tax_id::show(id, country))
    }

    fn seller(&self) -> Party {
        let o = &self.organization;
        let town = format!("{} {}", o.address.postal_code, o.address.city);
        let own = if o.tax_id.is_empty() { SELLER } else { &o.tax_id };
        let lines = [self.identifier(own), o.address.street1.clone(), o.address.street2.clone(), town.trim().to_owned(), o.email.clone()];
        Party { name: o.printed_name().to_owned(), lines: lines.into_iter().filter(|line| !line.is_empty()).collect() }
    }

    /// The sheet that a template makes of it; `logo` is the file of the organization's.
    pub fn sheet(&self, template: &ListRow, logo: Option<&str>) -> Sheet {
        let lang = self.lang;
        let template = DOCUMENT_TEMPLATES.values(template);
        let value = |name: &str| template.get(name);
        let document = value("document");
        let shown: Vec<&str> = SHOWN.iter().copied().filter(|column| value("shown").split(',').any(|word| word == *column)).collect();
        let column = |name: &&str| LineColumn {
            label: lang.t(&key("choice-document-templates-shown", name)),
            number: !matches!(*name, "code" | "description" | "unit"),
            wide: *name == "description",
        };
        let mut columns: Vec<LineColumn> = shown.iter().map(column).collect();
        // Without a description the first column takes the room.
        if !columns.iter().any(|c| c.wide)
            && let Some(first) = columns.first_mut()
        {
            first.wide = true;
        }
        let mut facts = vec![(lang.t("document-date"), self.date(self.today))];
        if matches!(document, "invoice" | "bill") {
            facts.push((lang.t("document-due"), self.date(self.due)));
        }
        facts.extend(self.custom.iter().cloned());
        let base = self.bases().iter().map(|(_, base)| base).sum();
        let plain = |label: String, minor: i64| Total { label, value: self.amount(minor), strong: false };
        let mut totals = vec![plain(lang.t("document-base"), base)];
        totals.extend(self.tax_amounts().into_iter().map(|(name, tax)| plain(name, tax)));
        totals.push(Total { label: lang.t("document-total"), value: self.money(self.total), strong: true });
        let own = self.seller();
        let other = Party {
            name: self.customer(),
            lines: [self.identifier(BUYER), lang.t("sample-street"), lang.t("sample-town")]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect(),
        };
        // A bill is the supplier's: there the organization buys.
        let (seller, buyer) = if document == "bill" { (other, own) } else { (own, other) };
        Sheet {
            lang: lang.code().into(),
            design: value("design").into(),
            paper: value("paper").into(),
            accent: value("accent").into(),
            logo: logo.filter(|_| value("show_logo") == "yes").unwrap_or("").into(),
            title: lang.t(&key("choice-document-templates-document", document)),
            number: self.number.clone(),
            seller_label: lang.t("document-from"),
            seller,
            buyer_label: lang.t("document-to"),
            buyer,
            facts,
            header: value("header").replace('\r', ""),
            columns,
            lines: (0..LINES.len()).map(|line| shown.iter().map(|column| self.cell(line, column)).collect()).collect(),
            totals,
            footer: value("footer").replace('\r', ""),
            landscape: false,
            strong: vec![],
        }
    }
}

/// The logo's file and bytes.
pub(super) async fn logo(db: &dyn Connection, organization: Id) -> Result<Option<(&'static str, Vec<u8>)>> {
    let logo = logo::logo(db, organization).await?;
    Ok(logo.map(|(media_type, bytes)| (if media_type == "image/png" { "logo.png" } else { "logo.jpg" }, bytes.to_vec())))
}
