//! Inventario: warehouses, units, adjustment reasons, valuation method.

use async_trait::async_trait;
use despacho_kernel::access::Application;
use despacho_organizations::Organization;
use despacho_platform::{Result, Tx, i18n::Lang, migration, vals};
use despacho_settings::{
    FinanceApplication,
    lists::{Column, Kind, MasterList, store},
    preferences::Snapshot,
};
use despacho_ui::Room;

/// Inventario.
pub const ROOM: Room = Room { name: "inventory", migrations: &[migration!("0007_inventory"), migration!("0020_inventory_versions")], ..Room::EMPTY };

/// Where goods are kept.
pub static WAREHOUSES: MasterList = MasterList {
    name: "warehouses",
    table: "warehouses",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "address", kind: Kind::Text { max: 300, required: false } },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// Units of measure, by their UN/ECE Recommendation 20 code where there is one.
pub static UNITS: MasterList = MasterList {
    name: "units",
    table: "units",
    columns: &[Column { name: "code", kind: Kind::Text { max: 10, required: true } }, Column { name: "name", kind: Kind::Text { max: 60, required: true } }],
    key: &["code"],
    ..MasterList::PLAIN
};

/// Why stock is corrected by hand.
pub static ADJUSTMENT_REASONS: MasterList = MasterList {
    name: "adjustment_reasons",
    table: "adjustment_reasons",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "direction", kind: Kind::Choice(&["decrease", "increase", "both"]) },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// How stock is valued; the PGC takes the weighted average, and FIFO where it fits better (PGC PYMES, NRV 12.ª).
pub static VALUATION_METHODS: MasterList = MasterList {
    name: "valuation_methods",
    table: "valuation_methods",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "method", kind: Kind::Choice(&["weighted_average", "fifo"]) },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// UN/ECE Recommendation 20 codes: piece, kilogram, gram, litre, metre, square metre, hour, box.
const UNIT_CODES: [&str; 8] = ["C62", "KGM", "GRM", "LTR", "MTR", "MTK", "HUR", "XBX"];

/// Inventario behind the common door.
pub struct Inventory;

#[async_trait]
impl FinanceApplication for Inventory {
    fn application(&self) -> Application {
        Application::Inventory
    }

    async fn provision(&self, tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()> {
        despacho_ledger::provision(tx, organization, initial, now).await?;
        let (lang, id) = (Lang::of(&organization.language), organization.id);
        store::insert(tx, &WAREHOUSES, id, vec![vals![lang.t("default-warehouse"), ""]]).await?;
        let units = UNIT_CODES.map(|code| vals![code, lang.t(&format!("default-unit-{}", code.to_lowercase()))]);
        store::insert(tx, &UNITS, id, units.to_vec()).await?;
        let reasons = [("damage", "decrease"), ("loss", "decrease"), ("theft", "decrease"), ("count", "both"), ("found", "increase")];
        let reasons = reasons.map(|(word, direction)| vals![lang.t(&format!("default-reason-{word}")), direction]);
        store::insert(tx, &ADJUSTMENT_REASONS, id, reasons.to_vec()).await?;
        let method = vals![lang.t("choice-valuation-methods-method-weighted-average"), "weighted_average"];
        store::insert(tx, &VALUATION_METHODS, id, vec![method]).await?;
        Ok(())
    }

    fn lists(&self) -> Vec<&'static MasterList> {
        vec![&WAREHOUSES, &UNITS, &ADJUSTMENT_REASONS, &VALUATION_METHODS]
    }
}
