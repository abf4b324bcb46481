//! Nómina: pay schedules, earnings, deductions and employer contributions of the country.

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

/// Nómina.
pub const ROOM: Room = Room {
    name: "payroll",
    migrations: &[
        migration!("0006_payroll"),
        migration!("0019_payroll_versions"),
        migration!("0025_component_accounts"),
        migration!("0048_component_validity"),
    ],
    ..Room::EMPTY
};

/// When people are paid; the day is of the month, or of the week from Monday.
pub static SCHEDULES: MasterList = MasterList {
    name: "pay_schedules",
    table: "pay_schedules",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "frequency", kind: Kind::Choice(&["monthly", "twice_monthly", "fortnightly", "weekly"]) },
        Column { name: "pay_day", kind: Kind::Whole { min: 1, max: 31 } },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// What a payslip is made of; the percent is of the contribution base, and empty where it depends on the person.
pub static COMPONENTS: MasterList = MasterList {
    name: "payroll_components",
    table: "payroll_components",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "kind", kind: Kind::Choice(&["earning", "deduction", "employer"]) },
        Column { name: "percent", kind: Kind::Percent { min: 0, max: 100, required: false } },
        Column { name: "account_id", kind: Kind::Reference { to: &CHART, required: true, many: false } },
        Column { name: "valid_from", kind: Kind::Date },
        Column { name: "source", kind: Kind::Text { max: 200, required: false } },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// Nómina behind the common door.
pub struct Payroll;

#[async_trait]
impl FinanceApplication for Payroll {
    fn application(&self) -> Application {
        Application::Payroll
    }

    async fn provision(&self, tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()> {
        despacho_ledger::provision(tx, organization, initial, now).await?;
        let lang = Lang::of(&organization.language);
        let schedule = vals![lang.t("default-pay-schedule"), "monthly", 28i64];
        store::insert(tx, &SCHEDULES, organization.id, vec![schedule]).await?;
        let codes = accounts::ids_by_code(tx, organization.id).await?;
        let components = catalog::pack(&organization.country).payroll_components.iter();
        // A cloned chart may lack an account: the nearest one stands in, and without any the component is left out.
        let rows = components.filter_map(|c| {
            let account = nearest(&codes, &c.account)?;
            Some(vals![c.name.in_lang(lang), c.kind.as_str(), c.percent.as_str(), account, c.valid_from.as_str(), c.source.as_str()])
        });
        store::insert(tx, &COMPONENTS, organization.id, rows.collect()).await?;
        Ok(())
    }

    fn lists(&self) -> Vec<&'static MasterList> {
        vec![&SCHEDULES, &COMPONENTS]
    }
}
