//! What the address of a report asks for: the address is the report.

use despacho_kernel::{Invalid, place::Currency};
use despacho_ledger::{
    dimensions::Tagging,
    fiscal_years::store::{self as years, FiscalYear},
    journal::list::Slice,
    reports::{
        periods::{self, Chosen, FIRST, LAST},
        sums::Period,
    },
};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{InOrganization, format, forms::FormData, layout};
use form_urlencoded::Serializer;
use jiff::civil::Date;
use serde::Deserialize;

/// The parameters of every report; each takes those that it knows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    pub from: String,
    pub to: String,
    /// A [`Chosen`] period, which the address then says by its days.
    pub period: String,
    /// Digits, or `account`.
    pub level: String,
    pub zero: String,
    pub closing: String,
    pub compare: String,
    pub account: String,
    /// Whether the account is meant alone, without those whose code it begins.
    pub only: String,
    /// The code that the account was chosen from, where it is one of several below it.
    pub within: String,
    /// Whose postings of a control account: a contact by its number, or `none`.
    pub contact: String,
    /// Only postings that are matched, `yes`, or that are not, `open`.
    pub matched: String,
    pub after: String,
    /// `project:NAVE2`: only what has that value.
    pub tag: String,
    /// The code of the dimension whose values are columns.
    pub dimension: String,
    /// The official model of a statement; empty for the chart's own accounts.
    pub model: String,
    /// Whether the accounts of a model's lines are shown.
    pub accounts: String,
    /// The id of a budget.
    pub budget: String,
    pub format: String,
}

/// What every report stands on.
pub struct Ground {
    pub organization: Organization,
    pub currency: &'static Currency,
    pub years: Vec<FiscalYear>,
    pub today: Date,
}

impl Ground {
    pub async fn of(platform: &Platform, who: &InOrganization) -> Result<Self> {
        let db = platform.db.read();
        let organization = organizations::find(db, who.organization).await?;
        let currency = organization.own_currency()?;
        let today = format::local_date(&organization.time_zone, platform.clock.now()).ok_or_else(|| Error::Other("no day".into()))?;
        Ok(Self { years: years::list(db, who.organization).await?, organization, currency, today })
    }

    /// An amount with all its decimals.
    pub fn amount(&self, lang: Lang, minor: i64) -> String {
        format::amount(lang, minor, self.currency.digits)
    }

    /// The same, nothing for zero.
    pub fn some(&self, lang: Lang, minor: i64) -> String {
        if minor == 0 { String::new() } else { self.amount(lang, minor) }
    }

    /// How many digits gather accounts where nobody says: Spain's accounts have three, elsewhere charts differ.
    fn usual_level(&self) -> &'static str {
        if self.organization.country == "ES" { "3" } else { "account" }
    }
}

/// A day of the address.
pub fn day(field: &str, text: &str, usual: Date, errors: &mut Invalid) -> Date {
    if text.trim().is_empty() {
        return usual;
    }
    let read = text.trim().parse().map_err(|_| "date");
    let read = errors.take(field, read.and_then(|day| if (FIRST..=LAST).contains(&day) { Ok(day) } else { Err("date") }));
    read.unwrap_or(usual)
}

impl Params {
    fn pairs(&self) -> [(&'static str, &str); 17] {
        [
            ("account", &self.account),
            ("only", &self.only),
            ("within", &self.within),
            ("contact", &self.contact),
            ("matched", &self.matched),
            ("from", &self.from),
            ("to", &self.to),
            ("compare", &self.compare),
            ("level", &self.level),
            ("zero", &self.zero),
            ("closing", &self.closing),
            ("after", &self.after),
            ("tag", &self.tag),
            ("dimension", &self.dimension),
            ("model", &self.model),
            ("accounts", &self.accounts),
            ("budget", &self.budget),
        ]
    }

    /// The address of a report with these parameters changed; what is empty is left out.
    pub fn address(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in self.pairs() {
            let value = changes.iter().find(|(changed, _)| *changed == name).map_or(value, |(_, value)| *value);
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The period that is asked for.
    pub fn period(&self, ground: &Ground, errors: &mut Invalid) -> Period {
        let usual = periods::usual(&ground.years, ground.today);
        let (from, to) = (day("from", &self.from, usual.from, errors), day("to", &self.to, usual.to, errors));
        if errors.0.is_empty() && to < from {
            errors.push("to", "date_order");
        }
        Period { from, to }
    }

    /// Where a period that is chosen by a word leads: to the address that says its days.
    pub fn chosen(&self, ground: &Ground, path: &str) -> Option<String> {
        let word: Chosen = self.period.parse().ok()?;
        let shown = self.period(ground, &mut Invalid::new());
        let Period { from, to } = periods::chosen(word, shown, &ground.years, ground.today);
        Some(self.address(path, &[("from", &from.to_string()), ("to", &to.to_string()), ("after", "")]))
    }

    /// The postings that are asked for: all of them, or those of a value; one that is not there is noted at `tag`.
    pub async fn slice(&self, platform: &Platform, who: &InOrganization, errors: &mut Invalid) -> Result<(Slice, Tagging)> {
        let tagging = Tagging::of(platform.db.read(), who.organization, true).await?;
        let found = tagging.named(&self.tag).map(|(_, value)| value.id);
        if found.is_none() && !self.tag.is_empty() {
            errors.push_with("tag", "tag_unknown", vec![("value", self.tag.clone())]);
        }
        Ok((Slice { tag: found, ..who.organization.into() }, tagging))
    }

    /// The level as the form shows it.
    pub fn level_word<'a>(&'a self, ground: &Ground) -> &'a str {
        if LEVELS.contains(&self.level.as_str()) { &self.level } else { ground.usual_level() }
    }

    /// The digits that accounts are gathered under; none for the accounts themselves.
    pub fn level(&self, ground: &Ground) -> Option<usize> {
        // The API's files may ask for any.
        self.level.parse().ok().filter(|digits| *digits > 0).or_else(|| self.level_word(ground).parse().ok())
    }

    /// The form as it is asked for.
    pub fn data(&self, period: Period) -> FormData {
        let mut data = FormData::default();
        let shown = |typed: &str, day: Date| if typed.is_empty() { day.to_string() } else { typed.to_owned() };
        data.set("from", shown(&self.from, period.from)).set("to", shown(&self.to, period.to));
        data.set("account", self.account.as_str()).set("contact", self.contact.as_str());
        data
    }
}

/// The levels that one may choose.
pub const LEVELS: [&str; 5] = ["1", "2", "3", "4", "account"];

/// A period as a person reads it: `1 ene 2026 – 31 dic 2026`.
pub fn named(lang: Lang, period: Period) -> String {
    let day = |day: Date| format::calendar_date(lang, "", day);
    t!(lang, "reports-period-of", from = day(period.from), to = day(period.to))
}

/// The general ledger of an account over a period, where a value of a dimension is named only of what has it.
pub fn ledger_with(who: &InOrganization, code: &str, alone: bool, period: Period, tag: &str) -> String {
    let params = Params {
        tag: tag.to_owned(),
        account: code.to_owned(),
        only: if alone { "1".into() } else { String::new() },
        from: period.from.to_string(),
        to: period.to.to_string(),
        ..Params::default()
    };
    params.address(&who.path("/reports/general-ledger"), &[])
}

/// Leads to an address without a message.
pub fn lead(platform: &Platform, address: &str) -> axum::response::Response {
    layout::see(platform, address, "")
}
