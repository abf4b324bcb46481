//! Taxes, and groups of taxes that go on a line together.

use despacho_kernel::Invalid;
use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList, Shown, Values},
    preferences::PreferenceGroup,
};

use crate::{accounts::preferences::CHART, catalog};

const TREATMENTS: &[&str] =
    &["standard", "exempt", "not_subject", "intra_community", "export", "import", "reverse_charge", "surcharge", "agriculture", "withholding"];
const DIRECTIONS: &[&str] = &["sale", "purchase"];
const NATURES: &[&str] = &["any", "goods", "services", "investment", "professional", "farming", "rent", "capital"];
const CAUSES: &[&str] = &["none", "e1", "e2", "e3", "e4", "e5", "e6", "n1", "n2"];

/// What withholdings alone are told apart by.
const WITHHELD: &[&str] = &["professional", "farming", "rent", "capital"];
/// Treatments by which nothing is charged on a sale.
const NOT_CHARGED: &[&str] = &["exempt", "not_subject", "intra_community", "export", "reverse_charge"];
/// Those that name a cause.
const CAUSED: &[&str] = &["exempt", "not_subject", "intra_community", "export"];
/// Those by which the buyer may owe what it deducts.
const OWED: &[&str] = &["intra_community", "reverse_charge", "import"];

const CHART_OPTIONAL: Kind = Kind::Reference { to: &CHART, required: false, many: false };

/// Taxes with their rates, in percent; withholdings are negative.
pub static TAXES: MasterList = MasterList {
    name: "taxes",
    table: "taxes",
    columns: &[
        Column { name: "code", kind: Kind::Text { max: 20, required: true } },
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "kind", kind: Kind::Choice(&["sale", "purchase", "withholding"]) },
        Column { name: "rate", kind: Kind::Percent { min: -100, max: 100, required: true } },
        Column { name: "account_id", kind: CHART_OPTIONAL },
        Column { name: "treatment", kind: Kind::Settled(TREATMENTS) },
        Column { name: "direction", kind: Kind::Settled(DIRECTIONS) },
        Column { name: "nature", kind: Kind::Settled(NATURES) },
        Column { name: "cause", kind: Kind::Settled(CAUSES) },
        Column { name: "deductible_percent", kind: Kind::Percent { min: 0, max: 100, required: false } },
        Column { name: "due_account_id", kind: CHART_OPTIONAL },
        Column { name: "pending_account_id", kind: CHART_OPTIONAL },
        Column { name: "valid_from", kind: Kind::Date },
        Column { name: "valid_to", kind: Kind::Date },
    ],
    key: &["code"],
    settled,
    shown: &[
        Shown { column: "treatment", while_all: &[("kind", DIRECTIONS)] },
        Shown { column: "direction", while_all: &[("kind", &["withholding"])] },
        Shown { column: "nature", while_all: &[("kind", &["purchase", "withholding"])] },
        Shown { column: "nature", while_all: &[("treatment", &["intra_community"])] },
        Shown { column: "cause", while_all: &[("kind", &["sale"]), ("treatment", CAUSED)] },
        Shown { column: "deductible_percent", while_all: &[("kind", &["purchase"])] },
        Shown { column: "due_account_id", while_all: &[("kind", &["purchase"]), ("treatment", OWED)] },
        Shown { column: "pending_account_id", while_all: &[("kind", DIRECTIONS)] },
    ],
    rule: Some(rule),
    completes: true,
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        let taxes = catalog::pack(&organization.country).taxes.iter();
        let row = |tax: &catalog::PackTax| {
            let name = tax.name(lang);
            let values = [&tax.code, name, &tax.kind, &tax.rate, &tax.account, &tax.treatment, &tax.direction, &tax.nature, &tax.cause, &tax.deductible];
            values.into_iter().chain([tax.due_account.as_str(), "", &tax.valid_from, ""]).map(str::to_owned).collect()
        };
        taxes.map(row).collect()
    },
    ..MasterList::PLAIN
};

/// What follows from what was told: a tax of the older shape, of kind, rate and account, is charged or withheld; what has no meaning for a kind
/// or a treatment is empty.
fn settled(tax: Values<'_>) -> Vec<(&'static str, String)> {
    let (kind, told) = (tax.get("kind"), tax.get("treatment"));
    let or = |column: &'static str, usual: &str| if tax.get(column).is_empty() { usual.to_owned() } else { tax.get(column).to_owned() };
    let treatment = if kind == "withholding" { "withholding".to_owned() } else { or("treatment", "standard") };
    let purchase = kind == "purchase";
    let direction = if DIRECTIONS.contains(&kind) { kind.to_owned() } else { or("direction", "purchase") };
    let nature = if kind == "sale" && treatment != "intra_community" { "any".to_owned() } else { or("nature", "any") };
    let cause = if kind == "sale" && CAUSED.contains(&treatment.as_str()) { or("cause", "none") } else { "none".to_owned() };
    let mut all = vec![("treatment", treatment), ("direction", direction), ("nature", nature), ("cause", cause)];
    if !purchase {
        all.push(("deductible_percent", String::new()));
    }
    if !purchase || !OWED.contains(&told) {
        all.push(("due_account_id", String::new()));
    }
    if kind == "withholding" {
        all.push(("pending_account_id", String::new()));
    }
    all
}

/// What a tax keeps beyond each column's own rule.
fn rule(tax: &Values<'_>, errors: &mut Invalid) {
    let (kind, treatment, nature) = (tax.get("kind"), tax.get("treatment"), tax.get("nature"));
    if treatment == "withholding" && kind != "withholding" {
        errors.push("treatment", "choice");
    }
    let fits = nature == "any" || WITHHELD.contains(&nature) == (kind == "withholding");
    if !fits {
        errors.push("nature", "choice");
    }
    // Whatever its notation, a number without any digit but zeros is zero.
    let charged = tax.get("rate").chars().any(|c| c.is_ascii_digit() && c != '0');
    let nothing = (kind == "sale" && NOT_CHARGED.contains(&treatment)) || ["exempt", "not_subject"].contains(&treatment);
    if charged && nothing {
        errors.push("rate", "tax_rate_zero");
    }
    let (from, to) = (tax.get("valid_from"), tax.get("valid_to"));
    if !from.is_empty() && !to.is_empty() && to < from {
        errors.push("valid_to", "date_order");
    }
}

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

#[cfg(test)]
mod tests {
    use despacho_kernel::Id;
    use despacho_settings::{lists::ListRow, preferences::PreferenceSet};
    use despacho_taxes::{
        boxes, propose,
        tax::{Cause, Direction, Effect, Nature, Tax, Treatment},
    };
    use jiff::civil::Date;
    use rust_decimal::Decimal;

    use super::*;
    use crate::taxes::own::read;

    fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|one| word(*one)).collect()
    }

    /// A row of the list that the pack's tax becomes.
    fn row(tax: &catalog::PackTax) -> ListRow {
        let given = [&tax.code, &tax.es, &tax.kind, &tax.rate, "", &tax.treatment, &tax.direction, &tax.nature, &tax.cause, &tax.deductible];
        let values = given.into_iter().chain(["", "", &tax.valid_from, ""]).map(str::to_owned).collect();
        let mut item = TAXES.item(values, true);
        // Its account of what is owed, by any id.
        item.values[10] = if tax.due_account.is_empty() { String::new() } else { Id::nil().to_string() };
        TAXES.check(&item).unwrap_or_else(|e| panic!("{tax:?}: {e:?}"));
        ListRow { id: Id::nil(), values: item.values, active: true, version: 1 }
    }

    #[test]
    fn the_columns_words_are_those_of_taxes() {
        assert_eq!(TREATMENTS, words(Treatment::ALL, Treatment::word));
        assert_eq!(DIRECTIONS, words(Direction::ALL, Direction::word));
        assert_eq!(NATURES, words(Nature::ALL, Nature::word));
        assert_eq!(CAUSES, words(Cause::ALL, Cause::word));
    }

    #[test]
    fn a_tax_of_the_older_shape_is_charged_or_withheld() {
        let of = |values: &[&str]| TAXES.item(values.iter().map(|value| (*value).to_owned()).collect(), true).values[5..].to_vec();
        assert_eq!(of(&["IGIC7", "IGIC", "sale", "7", "477"]), ["standard", "sale", "any", "none", "", "", "", "", ""]);
        assert_eq!(of(&["IGIC7C", "IGIC", "purchase", "7", "472"]), ["standard", "purchase", "any", "none", "", "", "", "", ""]);
        assert_eq!(of(&["IRPF", "IRPF", "withholding", "-15", "4751"]), ["withholding", "purchase", "any", "none", "", "", "", "", ""]);
        // What has no meaning goes.
        let sold = of(&["A", "A", "sale", "0", "", "export", "purchase", "investment", "e2", "50", "477", "4778", "2026-01-01", ""]);
        assert_eq!(sold, ["export", "sale", "any", "e2", "", "", "4778", "2026-01-01", ""]);
    }

    #[test]
    fn what_a_tax_cannot_be_is_told_at_its_field() {
        let faults = |values: &[&str]| {
            let item = TAXES.item(values.iter().map(|value| (*value).to_owned()).collect(), true);
            TAXES
                .check(&item)
                .err()
                .map_or(vec![], |invalid| invalid.0.into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>())
        };
        let told = |field: &str, code| vec![(field.to_owned(), code)];
        assert_eq!(faults(&["A", "A", "sale", "21", "", "export"]), told("rate", "tax_rate_zero"));
        assert_eq!(faults(&["A", "A", "purchase", "21", "", "exempt"]), told("rate", "tax_rate_zero"));
        assert_eq!(faults(&["A", "A", "purchase", "21", "", "withholding"]), told("treatment", "choice"));
        assert_eq!(faults(&["A", "A", "purchase", "21", "", "standard", "", "rent"]), told("nature", "choice"));
        assert_eq!(faults(&["A", "A", "withholding", "-15", "", "", "sale", "investment"]), told("nature", "choice"));
        let dates = ["A", "A", "sale", "21", "", "", "", "", "", "", "", "", "2026-01-02", "2026-01-01"];
        assert_eq!(faults(&dates), told("valid_to", "date_order"));
        assert_eq!(faults(&["A", "A", "purchase", "21", "", "reverse_charge", "", "investment", "", "50"]), vec![]);
    }

    #[test]
    fn every_pack_has_taxes_that_can_be() {
        for pack in catalog::packs() {
            for tax in &pack.taxes {
                let own = read(&row(tax));
                assert_eq!(own.tax.code, tax.code);
                // Two legs have two accounts.
                assert_eq!(own.tax.effect() == Effect::SelfAssessed, !tax.due_account.is_empty(), "{tax:?}");
            }
        }
    }

    #[test]
    fn every_spanish_tax_that_a_return_asks_for_has_its_boxes() {
        let day: Date = "2026-03-31".parse().expect("a date");
        // What no return of the catalogue asks for: surcharge is a retailer's cost, capital and rents have returns of their own.
        let none = ["IVANSV", "RE52C", "RE14C", "RE05C", "IRPF19V", "IRPF19CAP"];
        for tax in &catalog::pack("ES").taxes {
            let own = read(&row(tax)).tax;
            assert!(own.is_valid_on(day), "{tax:?}");
            assert_eq!(boxes::of("ES", &own, false, day).is_empty(), none.contains(&tax.code.as_str()), "{tax:?}");
        }
    }

    #[test]
    fn a_line_is_proposed_the_taxes_of_its_party_item_and_day() {
        use Direction::{Purchase, Sale};
        use Nature::{Farming, Goods, Investment, Professional, Rent, Services};
        use propose::Party as P;
        let taxes: Vec<Tax> = catalog::pack("ES").taxes.iter().map(|tax| read(&row(tax)).tax).collect();
        let proposed = |direction, party, nature, rate: &str, withheld: Option<(Nature, i64)>, day: &str| {
            let withheld = withheld.map(|(nature, rate)| (nature, Decimal::from(rate)));
            let line = propose::Line { direction, party, nature, rate: rate.parse().expect("a rate"), withheld, day: day.parse().expect("a date") };
            propose::propose(&taxes, &line).into_iter().map(|at| taxes[at].code.clone()).collect::<Vec<_>>()
        };
        for (direction, party, nature, rate, withheld, expected) in [
            (Sale, P::Domestic, Goods, "21", None, vec!["IVA21V"]),
            (Sale, P::Domestic, Services, "21", Some((Professional, 15)), vec!["IVA21V", "IRPF15V"]),
            (Sale, P::Domestic, Services, "21", Some((Rent, 19)), vec!["IVA21V", "IRPF19V"]),
            (Sale, P::Surcharge, Goods, "10", None, vec!["IVA10V", "RE14"]),
            (Sale, P::Surcharge, Services, "21", None, vec!["IVA21V"]),
            (Sale, P::IntraCommunity, Goods, "21", None, vec!["IVAINTV"]),
            (Sale, P::IntraCommunity, Services, "21", Some((Professional, 15)), vec!["IVAINTSV"]),
            (Sale, P::Outside, Goods, "4", None, vec!["IVAEXPV"]),
            (Sale, P::Outside, Services, "21", None, vec!["IVANSLV"]),
            (Sale, P::Exempt, Services, "21", None, vec!["IVA0V"]),
            (Sale, P::ReverseCharge, Services, "21", None, vec!["IVAISPV"]),
            (Sale, P::Domestic, Goods, "5", None, vec![]),
            (Purchase, P::Domestic, Goods, "21", None, vec!["IVA21C"]),
            (Purchase, P::Domestic, Investment, "21", None, vec!["IVA21CBI"]),
            (Purchase, P::Domestic, Services, "21", Some((Rent, 19)), vec!["IVA21C", "IRPF19C"]),
            (Purchase, P::IntraCommunity, Goods, "10", None, vec!["IVA10ICB"]),
            (Purchase, P::IntraCommunity, Services, "21", None, vec!["IVA21ICS"]),
            (Purchase, P::IntraCommunity, Investment, "21", None, vec!["IVA21ICBI"]),
            (Purchase, P::Outside, Services, "21", None, vec!["IVA21ISP"]),
            (Purchase, P::Outside, Goods, "21", None, vec![]),
            (Purchase, P::ReverseCharge, Investment, "21", None, vec!["IVA21ISPBI"]),
            (Purchase, P::Exempt, Services, "21", None, vec!["IVA0C"]),
            (Purchase, P::Agriculture, Goods, "12", Some((Farming, 2)), vec!["REAGYP12", "IRPF2C"]),
        ] {
            assert_eq!(proposed(direction, party, nature, rate, withheld, "2026-03-31"), expected, "{direction:?} {party:?} {nature:?} {rate}");
        }
        assert!(proposed(Sale, P::Domestic, Goods, "21", None, "2012-08-31").is_empty(), "21 % applies since September 2012");
    }
}
