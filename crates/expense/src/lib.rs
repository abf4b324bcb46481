//! Gastos: categories mapped to accounts, policies, mileage rates.

use async_trait::async_trait;
use despacho_kernel::access::Application;
use despacho_ledger::{
    CHART,
    accounts::{nearest, store as accounts},
    catalog,
};
use despacho_organizations::Organization;
use despacho_platform::{Result, Tx, i18n::Lang, migration, vals};
use despacho_settings::{
    FinanceApplication,
    lists::{Column, Kind, MasterList, store},
    preferences::Snapshot,
};
use despacho_ui::Room;

/// Gastos.
pub const ROOM: Room = Room {
    name: "expense",
    migrations: &[migration!("0005_expense"), migration!("0018_expense_versions"), migration!("0024_category_accounts")],
    ..Room::EMPTY
};

/// Kinds of expense and the account each is posted to.
pub static CATEGORIES: MasterList = MasterList {
    name: "expense_categories",
    table: "expense_categories",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "account_id", kind: Kind::Reference { to: &CHART, required: true, many: false } },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// Limits that expense reports are held to, in the organization's currency.
pub static POLICIES: MasterList = MasterList {
    name: "expense_policies",
    table: "expense_policies",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "max_amount", kind: Kind::Money },
        Column { name: "receipt_from", kind: Kind::Money },
        Column { name: "days_to_report", kind: Kind::Whole { min: 1, max: 365 } },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// Money per distance driven.
pub static MILEAGE_RATES: MasterList = MasterList {
    name: "mileage_rates",
    table: "mileage_rates",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "rate", kind: Kind::Decimal { min: 0, max: 1000, required: true } },
        Column { name: "unit", kind: Kind::Choice(&["km", "mi"]) },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// A new policy asks for a receipt from so many units of the currency.
const RECEIPT_FROM: i64 = 25;

/// Gastos behind the common door.
pub struct Expense;

#[async_trait]
impl FinanceApplication for Expense {
    fn application(&self) -> Application {
        Application::Expense
    }

    async fn provision(&self, tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()> {
        despacho_ledger::provision(tx, organization, initial, now).await?;
        let lang = Lang::of(&organization.language);
        let pack = catalog::pack(&organization.country);
        let codes = accounts::ids_by_code(tx, organization.id).await?;
        // A cloned chart may lack an account: the nearest one stands in, and without any the category is left out.
        let categories = pack.expense_categories.iter().filter_map(|c| Some(vals![c.name.in_lang(lang), nearest(&codes, &c.account)?]));
        store::insert(tx, &CATEGORIES, organization.id, categories.collect()).await?;
        let digits = organization.own_currency()?.digits;
        let receipt_from = RECEIPT_FROM * 10i64.pow(digits.into());
        let policy = vals![lang.t("default-expense-policy"), None::<i64>, receipt_from, 30i64];
        store::insert(tx, &POLICIES, organization.id, vec![policy]).await?;
        let mileage = vals![lang.t("default-mileage"), pack.mileage.rate.as_str(), pack.mileage.unit.as_str()];
        store::insert(tx, &MILEAGE_RATES, organization.id, vec![mileage]).await?;
        Ok(())
    }

    fn lists(&self) -> Vec<&'static MasterList> {
        vec![&CATEGORIES, &POLICIES, &MILEAGE_RATES]
    }
}
