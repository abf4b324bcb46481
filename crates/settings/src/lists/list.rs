//! A list is described once by a [`MasterList`]; reading, checking, storing, pages, rights, activity and its travel from one
//! organization to another follow from it.

use despacho_kernel::{
    Id, Invalid,
    access::OrganizationRight as R,
    money::Money,
    number::{self, Notation},
    place::Currency,
    text::fold,
};
use despacho_organizations::Organization;
use despacho_platform::sql::Value;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::reference::Referable;

/// One list of master data.
pub struct MasterList {
    /// Its name in links, texts and activity (`expense_categories`).
    pub name: &'static str,
    /// Its table, which has `organization_id`, `id`, `position`, `active` and the columns below.
    pub table: &'static str,
    pub columns: &'static [Column],
    /// The columns that tell a row from the others of the list, whatever their case and accents.
    pub key: &'static [&'static str],
    /// The right that changing it takes besides that to change settings.
    pub edits: R,
    /// What follows from a row's values: columns and the values that they take, before the row is checked. What was told of a column that
    /// has no meaning there goes, and one that was left out takes what is usual, so that rows of an older shape are read as well.
    pub settled: fn(Values<'_>) -> Vec<(&'static str, String)>,
    /// Which columns a form shows only while others say so; all of them without scripts.
    pub shown: &'static [Shown],
    /// What a row's values must keep beyond each column's own rule.
    pub rule: Option<fn(&Values<'_>, &mut Invalid)>,
    /// Where a row can be seen at work: `/organizations/{organization}/{preview}/{record}/preview`.
    pub preview: Option<&'static str>,
    /// Whether the rows that a new organization starts with are offered to one that lacks them: the catalogue has more than it had.
    pub completes: bool,
    /// The rows that a new organization starts with, as they travel.
    pub defaults: fn(&Organization) -> Vec<Vec<String>>,
}

impl MasterList {
    /// What most lists are: changed by whoever may change settings, without further rules, and filled by their application.
    pub const PLAIN: Self = Self {
        name: "",
        table: "",
        columns: &[],
        key: &[],
        edits: R::EditSettings,
        settled: |_| vec![],
        shown: &[],
        rule: None,
        preview: None,
        completes: false,
        defaults: |_| vec![],
    };
}

/// A column that a form shows while each of these columns has one of its words.
pub struct Shown {
    pub column: &'static str,
    pub while_all: &'static [(&'static str, &'static [&'static str])],
}

/// A column of a list.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What a column takes.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Text of at most so many characters.
    Text { max: usize, required: bool },
    /// A text of several lines.
    Long { max: usize, required: bool },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One of these words; where none is told the list's `settled` gives it.
    Settled(&'static [&'static str]),
    /// Some of these words.
    Words(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// A colour, `#rrggbb`.
    Color,
    /// A decimal number of at most four decimals, within these bounds; may be left empty unless required.
    Decimal { min: i64, max: i64, required: bool },
    /// The same of a hundred: shown with its sign, which may be typed.
    Percent { min: i64, max: i64, required: bool },
    /// A calendar date, ISO 8601; may be left empty.
    Date,
    /// A whole number within these bounds.
    Whole { min: i64, max: i64 },
    /// A count that goes up with use, from 1 to this; it is not part of the settings, and starts at 1 in another organization.
    Counter { max: i64 },
    /// An amount in the organization's currency, stored in minor units; may be left empty.
    Money,
    /// A row of another list or of the chart of accounts, by its id; with `many`, at least one, their ids on a line each.
    Reference { to: &'static dyn Referable, required: bool, many: bool },
}

impl Kind {
    /// What it names rows of.
    pub fn to(self) -> Option<&'static dyn Referable> {
        match self {
            Self::Reference { to, .. } => Some(to),
            _ => None,
        }
    }
}

/// How values are written that a list reads.
#[derive(Clone, Copy)]
pub(super) enum Writing {
    /// As a person types them: numbers as their language writes them, amounts in units of the organization's currency.
    Typed(Notation, Option<&'static Currency>),
    /// As they are stored and travel: plain numbers, amounts in minor units.
    Stored,
}

/// The values of a row, asked for by their columns' names.
#[derive(Clone, Copy)]
pub struct Values<'v> {
    pub columns: &'static [Column],
    /// In the order of the columns.
    pub values: &'v [String],
}

impl<'v> Values<'v> {
    /// The value of a column. A name that is no column's is a fault of the program.
    pub fn get(self, name: &str) -> &'v str {
        let at = self.columns.iter().position(|column| column.name == name);
        debug_assert!(at.is_some(), "no column {name}");
        at.and_then(|at| self.values.get(at)).map_or("", String::as_str)
    }
}

/// A row: its values as text, in the order of the columns. Rows of other lists are named by id, several on a line each.
#[derive(Debug, Clone)]
pub struct ListRow {
    pub id: Id,
    pub values: Vec<String>,
    pub active: bool,
    pub version: i64,
}

impl MasterList {
    /// Where a column stands.
    pub(super) fn at(&self, name: &str) -> usize {
        self.columns.iter().position(|c| c.name == name).unwrap_or(0)
    }

    /// The folded text that tells a row from the others.
    pub(super) fn key_of(&self, values: &[String]) -> String {
        fold(&self.key.iter().map(|name| values[self.at(name)].as_str()).collect::<Vec<_>>().join(" · "))
    }

    /// What a person calls a row: its key without the words of choices and the rows of other lists, and its name.
    pub(super) fn name_of(&self, values: &[String]) -> String {
        let named = self.columns.iter().any(|c| c.name == "name") && !self.key.contains(&"name");
        let names = self.key.iter().copied().chain(named.then_some("name")).map(|name| self.at(name));
        let texts = names
            .filter(|at| !matches!(self.columns[*at].kind, Kind::Choice(_) | Kind::Reference { .. }))
            .map(|at| values[at].as_str());
        texts.collect::<Vec<_>>().join(" · ")
    }

    /// The columns that name rows of other lists, and of which.
    pub fn references(&self) -> impl Iterator<Item = (&'static Column, &'static dyn Referable)> + use<> {
        self.columns.iter().filter_map(|column| Some((column, column.kind.to()?)))
    }

    /// The values of a row by their columns' names.
    pub fn values<'v>(&self, row: &'v ListRow) -> Values<'v> {
        Values { columns: self.columns, values: &row.values }
    }

    /// Values with what follows from them; those that an older shape lacks are there.
    pub(super) fn settle(&self, mut values: Vec<String>) -> Vec<String> {
        values.resize(self.columns.len(), String::new());
        for (name, value) in (self.settled)(Values { columns: self.columns, values: &values }) {
            let at = self.at(name);
            values[at] = value;
        }
        values
    }

    /// Reads values by each column's rule and the list's; `known` finds the row of another list by its text.
    pub(super) fn parse(&self, typed: &[String], writing: Writing, known: &dyn Fn(&str, &str) -> Option<Id>) -> (Vec<Value>, Invalid) {
        let mut errors = Invalid::new();
        let mut values = Vec::with_capacity(self.columns.len());
        let typed = &self.settle(typed.to_vec());
        for (column, text) in self.columns.iter().zip(typed) {
            values.push(column.parse(text.trim(), writing, known, &mut errors));
        }
        if let Some(rule) = self.rule {
            rule(&Values { columns: self.columns, values: typed }, &mut errors);
        }
        (values, errors)
    }
}

impl Column {
    /// What was typed without the sign of a percentage.
    fn number<'t>(&self, text: &'t str) -> &'t str {
        if matches!(self.kind, Kind::Percent { .. }) { text.strip_suffix('%').unwrap_or(text).trim_end() } else { text }
    }

    fn parse(&self, text: &str, writing: Writing, known: &dyn Fn(&str, &str) -> Option<Id>, errors: &mut Invalid) -> Value {
        let field = self.name;
        match self.kind {
            Kind::Text { max, required: true } => errors.required(field, text, max).into(),
            Kind::Text { max, required: false } => errors.optional(field, text, max).into(),
            Kind::Long { max, required } => {
                if required && text.trim().is_empty() {
                    errors.push(field, "required");
                }
                errors.optional_long(field, text, max).into()
            }
            Kind::Choice(words) | Kind::Settled(words) => {
                if !words.contains(&text) {
                    errors.push(field, "choice");
                }
                text.into()
            }
            Kind::Words(words) => {
                let given: Vec<&str> = text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
                if given.iter().any(|word| !words.contains(word)) {
                    errors.push(field, "choice");
                }
                if given.is_empty() {
                    errors.push(field, "choose_one");
                }
                words.iter().filter(|word| given.contains(word)).copied().collect::<Vec<_>>().join(",").into()
            }
            Kind::Flag => matches!(text, "yes" | "on" | "true").into(),
            Kind::Color => {
                let hex = text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
                if !hex {
                    errors.push(field, "color");
                }
                text.to_lowercase().into()
            }
            Kind::Decimal { min, max, required } | Kind::Percent { min, max, required } => match decimal(self.number(text), writing, (min, max), required) {
                Ok(value) => value.into(),
                Err(code) => {
                    errors.push_with(field, code, vec![("min", min.to_string()), ("max", max.to_string())]);
                    Value::from("")
                }
            },
            Kind::Date => {
                if !text.is_empty() && text.parse::<Date>().is_err() {
                    errors.push(field, "date");
                }
                text.into()
            }
            Kind::Whole { min, max } => whole(field, text, min, max, errors),
            Kind::Counter { max } => whole(field, if text.is_empty() { "1" } else { text }, 1, max, errors),
            Kind::Money => match amount(text, writing) {
                Ok(minor) => minor.into(),
                Err(code) => {
                    errors.push(field, code);
                    Value::Int(None)
                }
            },
            Kind::Reference { to, required, many: false } => {
                let found = known(to.kind(), text);
                if found.is_none() && (required || !text.is_empty()) {
                    errors.push(field, if text.is_empty() { "required" } else { "choice" });
                }
                found.into()
            }
            Kind::Reference { to, many: true, .. } => {
                let rows: Vec<&str> = text.split('\n').map(str::trim).filter(|row| !row.is_empty()).collect();
                let mut ids: Vec<String> = vec![];
                for row in &rows {
                    match known(to.kind(), row) {
                        Some(id) if ids.contains(&id.to_string()) => {}
                        Some(id) => ids.push(id.to_string()),
                        None => errors.push(field, "choice"),
                    }
                }
                if rows.is_empty() {
                    errors.push(field, "choose_one");
                }
                ids.join("\n").into()
            }
        }
    }
}

fn whole(field: &str, text: &str, min: i64, max: i64, errors: &mut Invalid) -> Value {
    match text.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => number.into(),
        _ => {
            errors.push_with(field, "between", vec![("min", min.to_string()), ("max", max.to_string())]);
            Value::from(0i64)
        }
    }
}

/// An amount in minor units, not below zero.
fn amount(text: &str, writing: Writing) -> Result<Option<i64>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let minor = match writing {
        Writing::Typed(notation, Some(currency)) => Money::parse(text, currency, notation)?.minor,
        Writing::Typed(_, None) => return Err("amount"),
        Writing::Stored => text.parse().map_err(|_| "amount")?,
    };
    if minor < 0 { Err("amount") } else { Ok(Some(minor)) }
}

/// A decimal as stored: without needless zeros, `.` as mark.
fn decimal(text: &str, writing: Writing, (min, max): (i64, i64), required: bool) -> Result<String, &'static str> {
    if text.is_empty() {
        return if required { Err("required") } else { Ok(String::new()) };
    }
    let notation = match writing {
        Writing::Typed(notation, _) => notation,
        Writing::Stored => Notation::Plain,
    };
    let number = number::decimal(text, notation, 4).map_err(|code| if code == "decimals" { "decimals_four" } else { code })?;
    if number < Decimal::from(min) || number > Decimal::from(max) {
        return Err("between");
    }
    Ok(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ES: Writing = Writing::Typed(Notation::Spanish, None);
    const EN: Writing = Writing::Typed(Notation::English, None);

    #[test]
    fn decimals_are_read_as_their_language_writes_them() {
        let read = |text: &str, writing| decimal(text, writing, (-100, 1000), true);
        assert_eq!(read("5,20", ES), Ok("5.2".into()));
        assert_eq!(read("5.20", EN), Ok("5.2".into()));
        assert_eq!((read("1.000", ES), read("1,000", EN), read("1000", Writing::Stored)), (Ok("1000".into()), Ok("1000".into()), Ok("1000".into())));
        assert_eq!(read("−15", ES), Ok("-15".into()));
        assert_eq!(decimal("", ES, (0, 100), false), Ok(String::new()));
        assert_eq!(read("", ES), Err("required"));
        assert_eq!(read("1001", ES), Err("between"));
        assert_eq!(read("1,00001", ES), Err("decimals_four"));
        assert_eq!(read("abc", ES), Err("number"));
        assert_eq!(read("1,5", Writing::Stored), Err("number"));
    }

    #[test]
    fn amounts_are_minor_units_of_the_currency() {
        let typed = |text: &str, code, notation| amount(text, Writing::Typed(notation, despacho_kernel::place::currency(code).ok()));
        assert_eq!(typed("25,50", "EUR", Notation::Spanish), Ok(Some(2550)));
        assert_eq!(typed("25.50", "EUR", Notation::English), Ok(Some(2550)));
        assert_eq!(typed("25", "JPY", Notation::Spanish), Ok(Some(25)));
        assert_eq!(typed("", "EUR", Notation::Spanish), Ok(None));
        assert_eq!(typed("-1", "EUR", Notation::Spanish), Err("amount"));
        assert_eq!(typed("1,234", "JPY", Notation::English), Ok(Some(1234)));
        // What travels is what is stored.
        assert_eq!(amount("2550", Writing::Stored), Ok(Some(2550)));
        assert_eq!(amount("25,50", Writing::Stored), Err("amount"));
    }

    proptest::proptest! {
        #[test]
        fn what_a_form_shows_is_read_back(units in -1_000_000_000i64..1_000_000_000, scale in 0u32..5) {
            let stored = Decimal::new(units, scale).normalize().to_string();
            for (lang, writing) in [(despacho_platform::i18n::Lang::Es, ES), (despacho_platform::i18n::Lang::En, EN)] {
                let shown = despacho_ui::format::decimal(lang, &stored);
                proptest::prop_assert_eq!(decimal(&shown, writing, (i64::MIN / 2, i64::MAX / 2), true), Ok(stored.clone()), "{}", shown);
            }
        }

        #[test]
        fn an_amount_that_a_form_shows_is_read_back(minor in 0i64..i64::MAX / 100, code in "EUR|JPY|TND") {
            let currency = despacho_kernel::place::currency(&code).expect("a currency");
            for (lang, notation) in [(despacho_platform::i18n::Lang::Es, Notation::Spanish), (despacho_platform::i18n::Lang::En, Notation::English)] {
                let shown = despacho_ui::format::amount(lang, minor, currency.digits);
                proptest::prop_assert_eq!(amount(&shown, Writing::Typed(notation, Some(currency))), Ok(Some(minor)), "{}", shown);
            }
        }
    }

    fn parsed(kind: Kind, text: &str) -> Result<Value, &'static str> {
        let mut errors = Invalid::new();
        let value = Column { name: "x", kind }.parse(text, ES, &|_, _| None, &mut errors);
        errors.finish().map(|()| value).map_err(|e| e.0[0].code)
    }

    #[test]
    fn colours_words_and_flags_are_read() {
        assert_eq!(parsed(Kind::Color, "#1F5C4A"), Ok("#1f5c4a".into()));
        assert_eq!(parsed(Kind::Color, "green"), Err("color"));
        assert_eq!(parsed(Kind::Color, "#12345é"), Err("color"));
        assert_eq!(parsed(Kind::Words(&["a", "b", "c"]), "c, a"), Ok("a,c".into()));
        assert_eq!(parsed(Kind::Words(&["a"]), ""), Err("choose_one"));
        assert_eq!(parsed(Kind::Words(&["a"]), "z"), Err("choice"));
        assert_eq!(parsed(Kind::Flag, "on"), Ok(true.into()));
        assert_eq!(parsed(Kind::Flag, ""), Ok(false.into()));
        assert_eq!(parsed(Kind::Counter { max: 9 }, ""), Ok(1i64.into()));
        assert_eq!(parsed(Kind::Whole { min: 0, max: 9 }, "10"), Err("between"));
        let percent = Kind::Percent { min: 0, max: 100, required: true };
        assert_eq!((parsed(percent, "21,5 %"), parsed(percent, "21%"), parsed(percent, "%")), (Ok("21.5".into()), Ok("21".into()), Err("required")));
        assert_eq!(parsed(Kind::Decimal { min: 0, max: 100, required: true }, "21%"), Err("number"));
        assert_eq!((parsed(Kind::Date, "2026-01-01"), parsed(Kind::Date, "")), (Ok("2026-01-01".into()), Ok("".into())));
        assert_eq!(parsed(Kind::Date, "31/01/2026"), Err("date"));
    }
}
