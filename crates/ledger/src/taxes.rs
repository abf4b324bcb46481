//! Taxes, and groups of taxes that go on a line together.

use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList},
    preferences::PreferenceGroup,
};

use crate::{accounts::preferences::CHART, catalog};

/// Taxes with their rates, in percent; withholdings are negative.
pub static TAXES: MasterList = MasterList {
    name: "taxes",
    table: "taxes",
    columns: &[
        Column { name: "code", kind: Kind::Text { max: 20, required: true } },
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "kind", kind: Kind::Choice(&["sale", "purchase", "withholding"]) },
        Column { name: "rate", kind: Kind::Percent { min: -100, max: 100, required: true } },
        Column { name: "account_id", kind: Kind::Reference { to: &CHART, required: false, many: false } },
    ],
    key: &["code"],
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        let taxes = catalog::pack(&organization.country).taxes.iter();
        taxes
            .map(|tax| vec![tax.code.clone(), tax.name.in_lang(lang).to_owned(), tax.kind.clone(), tax.rate.clone(), tax.account.clone()])
            .collect()
    },
    ..MasterList::PLAIN
};

/// Taxes charged together: VAT with the equivalence surcharge (Ley 37/1992, art. 161), or with a withholding.
pub static TAX_GROUPS: MasterList = MasterList {
    name: "tax_groups",
    table: "tax_groups",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "taxes", kind: Kind::Reference { to: &TAXES, required: true, many: true } },
    ],
    key: &["name"],
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        let groups = catalog::pack(&organization.country).tax_groups.iter();
        groups.map(|group| vec![group.name.in_lang(lang).to_owned(), group.taxes.join("\n").to_lowercase()]).collect()
    },
    ..MasterList::PLAIN
};

/// Taxes and tax groups; each tax has its account.
pub static TAXES_GROUP: PreferenceGroup =
    PreferenceGroup { name: "taxes", sets: &[&TAXES, &TAX_GROUPS], needs: &["chart_of_accounts"], proposed: true, page: "/records/taxes" };
