//! An account of the chart. Described once; store, form, API, file, activity and preferences follow from it.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_platform::{i18n::Lang, sql::Versioned};
use despacho_ui::{
    field,
    fields::{Custom, Fields, Kind, Sight},
    forms::FormData,
};

use crate::catalog::parent_of;

/// Account types, in the order of a trial balance.
pub const TYPES: &[&str] = &["asset", "liability", "equity", "income", "expense"];

/// What an account whose postings name contacts gathers: what is owed by them, or to them.
pub const CONTROLS: &[&str] = &["receivable", "payable"];

/// Most accounts of a chart.
pub const MAX: usize = 5000;

/// Most levels of a chart: what is deeper would be a loop.
pub const DEPTH: usize = 50;

despacho_platform::row! {
    /// An account of an organization.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Account in "accounts" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// Unique in the organization.
        pub code: String,
        pub name: String,
        /// One of [`TYPES`].
        pub r#type: String,
        /// Empty at the top of the tree.
        pub parent_code: String,
        /// ISO 4217; empty where it is the organization's.
        pub currency: String,
        pub active: bool,
        /// One of [`CONTROLS`] where its postings name contacts; empty of other accounts.
        pub control: String,
        /// The folded code and name, which searches look into.
        pub search_text: String,
        pub version: i64,
    }
}

impl Versioned for Account {
    fn version(&self) -> i64 {
        self.version
    }
}

static CODE: Custom = Custom {
    parse: |text, _| code(text),
    show: |stored, _| stored.to_owned(),
    input: "text",
    max: 20,
    format: "",
    pattern: Some(("^[A-Za-z0-9.-]*$", "account_code")),
};

/// What is typed of an account.
pub static ACCOUNT: Fields<Account> = Fields {
    entity: "account",
    list: &[
        field!(Account, code, Kind::Custom(&CODE)).required().span(2),
        field!(Account, name, Kind::Text(200)).required().label("account-name").span(4),
        field!(Account, r#type, Kind::Choice(TYPES, "account-type-")).proposed(),
        field!(Account, parent_code, Kind::Text(20)).nullable().help("account-parent-help"),
        field!(Account, currency, Kind::Currency).nullable().help("account-currency-help"),
        field!(Account, control, Kind::Choice(CONTROLS, "account-control-"))
            .nullable()
            .label("account-control")
            .help("account-control-help"),
        field!(Account, active, Kind::Flag).label("account-active").help("account-active-help"),
    ],
};

/// Whether the account of a code only gathers others: the chart's headings of one and two digits.
pub fn is_heading(code: &str) -> bool {
    code.chars().count() <= 2
}

/// A code is letters, digits, dots and hyphens.
fn code(text: &str) -> Result<String, &'static str> {
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-') { Ok(text.to_owned()) } else { Err("account_code") }
}

impl Account {
    /// An account of values as they travel: code, name, type, parent's code, currency, and whether it is a control account.
    pub fn of(values: &[String], active: bool) -> Self {
        let value = |at: usize| values.get(at).cloned().unwrap_or_default();
        Self { code: value(0), name: value(1), r#type: value(2), parent_code: value(3), currency: value(4), control: value(5), active, ..Self::default() }
    }

    /// Its values as they travel.
    pub fn values(&self) -> Vec<String> {
        vec![self.code.clone(), self.name.clone(), self.r#type.clone(), self.parent_code.clone(), self.currency.clone(), self.control.clone()]
    }

    /// Whether it only gathers others.
    pub fn is_heading(&self) -> bool {
        is_heading(&self.code)
    }

    /// What a person calls it.
    pub fn label(&self) -> String {
        format!("{} {}", self.code, self.name)
    }

    /// The account with its values as they are stored, or every field's error.
    pub fn checked(&self) -> Result<Self, Invalid> {
        let sight = Sight::form(Lang::Es, "");
        let mut data = FormData::default();
        for field in ACCOUNT.list {
            data.set(field.name, (field.get)(self));
        }
        let mut errors = Invalid::new();
        let account = ACCOUNT.read(&data, self.clone(), &sight, &mut errors);
        if account.r#type.is_empty() {
            errors.push("type", "required");
        }
        errors.finish().map(|()| account)
    }
}

/// The account of a code, or of the longest beginning of it that the chart has.
pub fn nearest(ids: &HashMap<String, Id>, code: &str) -> Option<Id> {
    let exact = ids.get(code).copied();
    exact.or_else(|| parent_of(code, |start| ids.contains_key(start)).and_then(|start| ids.get(start).copied()))
}
