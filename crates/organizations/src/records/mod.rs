//! Lists of master data that an application keeps for an organization: taxes, warehouses, expense categories.
//!
//! A list is described once by a [`RecordSet`]; reading, checking, storing, pages, rights and activity follow from it.

pub mod pages;
pub mod store;

use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::Money, place::Currency};
use despacho_platform::{Platform, Result};
use despacho_ui::{Access, Routes};
use rust_decimal::Decimal;
use sea_orm::Value;

use crate::records::store::exists;

/// One list of master data.
#[derive(Debug)]
pub struct RecordSet {
    /// Its name in links, texts and activity (`expense_categories`).
    pub name: &'static str,
    /// Its table, which has `organization_id`, `id`, `position`, `active` and the columns below.
    pub table: &'static str,
    pub columns: &'static [Column],
}

/// A column of a list.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What a column takes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text of at most so many characters.
    Text { max: usize, required: bool },
    /// A text of several lines.
    Long { max: usize },
    /// A text that no other row of the list has.
    Code { max: usize },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A decimal number of at most four decimals, within these bounds; may be left empty unless required.
    Decimal { min: i64, max: i64, required: bool },
    /// A whole number within these bounds.
    Whole { min: i64, max: i64 },
    /// An amount in the organization's currency, stored in minor units; may be left empty.
    Money,
    /// A row of the organization's chart of accounts, by its id.
    Account { required: bool },
}

/// A row: its values as text, in the order of the columns.
#[derive(Debug, Clone)]
pub struct Record {
    pub id: Id,
    pub values: Vec<String>,
    pub active: bool,
}

impl RecordSet {
    /// Reads a row's typed values; every fault at once.
    pub async fn check(
        &self,
        db: &impl sea_orm::ConnectionTrait,
        organization: Id,
        record: Option<Id>,
        typed: &[String],
    ) -> Result<Result<Vec<Value>, Invalid>> {
        let mut errors = Invalid::new();
        let mut values = Vec::with_capacity(self.columns.len());
        for (column, text) in self.columns.iter().zip(typed) {
            let (field, text) = (column.name, text.trim());
            values.push(match column.kind {
                Kind::Text { max, required: true } => errors.required(field, text, max).into(),
                Kind::Text { max, required: false } | Kind::Long { max } => errors.optional(field, text, max).into(),
                Kind::Code { max } => {
                    let code = errors.required(field, text, max);
                    if store::taken(db, self, organization, field, &code, record).await? {
                        errors.push(field, "taken");
                    }
                    code.into()
                }
                Kind::Choice(words) => {
                    if !words.contains(&text) {
                        errors.push(field, "choice");
                    }
                    text.into()
                }
                Kind::Decimal { min, max, required } => match decimal(text, min, max, required) {
                    Ok(value) => value.into(),
                    Err(code) => {
                        errors.push_with(field, code, vec![("min", min.to_string()), ("max", max.to_string())]);
                        Value::from("")
                    }
                },
                Kind::Whole { min, max } => match text.parse::<i64>() {
                    Ok(number) if (min..=max).contains(&number) => number.into(),
                    _ => {
                        errors.push_with(field, "between", vec![("min", min.to_string()), ("max", max.to_string())]);
                        Value::from(0i64)
                    }
                },
                Kind::Money => match store::currency(db, organization).await.map(|currency| amount(text, currency))? {
                    Ok(minor) => minor.into(),
                    Err(code) => {
                        errors.push(field, code);
                        Value::BigInt(None)
                    }
                },
                Kind::Account { required } => match text.parse::<Id>() {
                    Ok(id) if exists(db, "accounts", organization, id).await? => Some(id).into(),
                    Err(_) if text.is_empty() && !required => Value::Uuid(None),
                    _ => {
                        errors.push(field, if text.is_empty() { "required" } else { "choice" });
                        Value::Uuid(None)
                    }
                },
            });
        }
        Ok(errors.finish().map(|()| values))
    }
}

/// An amount in minor units, not below zero.
fn amount(text: &str, currency: &'static Currency) -> Result<Option<i64>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let money = Money::parse(text, currency)?;
    if money.minor < 0 { Err("amount") } else { Ok(Some(money.minor)) }
}

/// A decimal as stored: without needless zeros, `.` as mark. Both marks are read.
fn decimal(text: &str, min: i64, max: i64, required: bool) -> Result<String, &'static str> {
    if text.is_empty() {
        return if required { Err("required") } else { Ok(String::new()) };
    }
    let number: Decimal = text.replace(',', ".").replace('−', "-").parse().map_err(|_| "number")?;
    if number.scale() > 4 {
        return Err("decimals_four");
    }
    if number < Decimal::from(min) || number > Decimal::from(max) {
        return Err("between");
    }
    Ok(number.normalize().to_string())
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Organization(R::ReadSettings), Access::Organization(R::EditSettings));
    Routes::new(platform)
        .get("/organizations/{organization}/records/{set}", read, pages::list)
        .get("/organizations/{organization}/records/{set}/new", edit, pages::new)
        .post("/organizations/{organization}/records/{set}", edit, pages::create)
        .get("/organizations/{organization}/records/{set}/{record}", edit, pages::edit)
        .post("/organizations/{organization}/records/{set}/{record}", edit, pages::update)
        .post("/organizations/{organization}/records/{set}/{record}/activation", edit, pages::activate)
        .post("/organizations/{organization}/records/{set}/{record}/deactivation", edit, pages::deactivate)
}

#[cfg(test)]
mod tests {
    use super::{amount, decimal};

    #[test]
    fn decimals_are_read_in_both_notations() {
        assert_eq!(decimal("5,20", 0, 100, true), Ok("5.2".into()));
        assert_eq!(decimal("-15", -100, 100, true), Ok("-15".into()));
        assert_eq!(decimal("", 0, 100, false), Ok(String::new()));
        assert_eq!(decimal("", 0, 100, true), Err("required"));
        assert_eq!(decimal("101", 0, 100, true), Err("between"));
        assert_eq!(decimal("1.00001", 0, 100, true), Err("decimals_four"));
        assert_eq!(decimal("abc", 0, 100, true), Err("number"));
    }

    #[test]
    fn amounts_are_minor_units_of_the_currency() {
        let currency = |code| despacho_kernel::place::currency(code).expect("a currency");
        assert_eq!(amount("25,50", currency("EUR")), Ok(Some(2550)));
        assert_eq!(amount("25", currency("JPY")), Ok(Some(25)));
        assert_eq!(amount("", currency("EUR")), Ok(None));
        assert_eq!(amount("-1", currency("EUR")), Err("amount"));
        assert_eq!(amount("1,234", currency("JPY")), Ok(Some(1234)));
    }
}
