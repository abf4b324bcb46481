//! The catalogue's packs: a country's chart of accounts, taxes, and what the other applications start with.

use std::sync::LazyLock;

use despacho_platform::i18n::Lang;
use jiff::civil::Date;
use serde::Deserialize;

/// An account of a chart.
#[derive(Debug, Clone)]
pub struct ChartAccount {
    pub code: String,
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    pub kind: String,
    /// In the chart's own language.
    pub name: String,
    pub name_es: String,
    pub name_en: String,
    /// The longest shorter code that begins this one; empty at the top.
    pub parent: String,
}

impl ChartAccount {
    /// Its name in a language where it exists, otherwise in the chart's own.
    pub fn name_in(&self, language: &str) -> &str {
        let translated = if language == "en" { &self.name_en } else { &self.name_es };
        if translated.is_empty() { &self.name } else { translated }
    }
}

/// Names in Spanish and English.
#[derive(Debug, Deserialize)]
pub struct Names {
    pub es: String,
    pub en: String,
}

impl Names {
    /// The one in a language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        lang.pick(&self.es, &self.en)
    }
}

/// A tax that a country's organizations start with. What is left out is what is usual.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackTax {
    pub code: String,
    /// `sale`, `purchase` or `withholding`.
    pub kind: String,
    /// In percent, a decimal; below zero for what is withheld.
    pub rate: String,
    /// Code of the account.
    pub account: String,
    /// `sale` or `purchase`, of a withholding.
    #[serde(default)]
    pub direction: String,
    /// How it works; charged where it is empty.
    #[serde(default)]
    pub treatment: String,
    /// What it is for; anything where it is empty.
    #[serde(default)]
    pub nature: String,
    /// Why nothing is charged.
    #[serde(default)]
    pub cause: String,
    /// How many percent can be deducted, a decimal; all of it where it is empty.
    #[serde(default)]
    pub deductible: String,
    /// Code of the account of what the buyer owes.
    #[serde(default)]
    pub due_account: String,
    /// The first day on which it applies, ISO 8601; empty where it always did.
    #[serde(default)]
    pub valid_from: String,
    pub es: String,
    pub en: String,
}

impl PackTax {
    /// What it is called in a language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.es, &self.en)
    }
}

/// Taxes charged together.
#[derive(Debug, Deserialize)]
pub struct PackTaxGroup {
    #[serde(flatten)]
    pub name: Names,
    /// Codes of the taxes.
    pub taxes: Vec<String>,
}

/// A kind of expense.
#[derive(Debug, Deserialize)]
pub struct PackExpenseCategory {
    /// Code of the account.
    pub account: String,
    #[serde(flatten)]
    pub name: Names,
}

/// What a payslip is made of.
#[derive(Debug, Deserialize)]
pub struct PackPayrollComponent {
    /// `earning`, `deduction` or `employer`.
    pub kind: String,
    /// Of the contribution base, a decimal; empty where it depends on the person.
    #[serde(default)]
    pub percent: String,
    /// The first day on which the percent applies, ISO 8601; empty where the pack does not say.
    #[serde(default)]
    pub valid_from: String,
    /// The rule that sets the percent.
    #[serde(default)]
    pub source: String,
    /// Code of the account.
    pub account: String,
    #[serde(flatten)]
    pub name: Names,
}

/// Money per distance.
#[derive(Debug, Deserialize)]
pub struct Mileage {
    /// In the organization's currency, a decimal.
    pub rate: String,
    /// `km` or `mi`.
    pub unit: String,
}

/// What a closing writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closes {
    /// Income and expenses to the result, every balance to zero, and the balances again on the next year's first day.
    Entries,
    /// Income and expenses to the result.
    Result,
}

/// How a year ends.
#[derive(Debug, Deserialize)]
pub struct PackYear {
    /// Code of the account that takes the year's result.
    pub result: String,
    /// Code of the account that balances an opening; empty where the chart has none.
    pub balancing: String,
    pub closes: Closes,
}

/// The accounts whose postings name contacts, each with those below it in the chart.
#[derive(Debug, Deserialize)]
pub struct PackControl {
    pub receivable: Vec<String>,
    pub payable: Vec<String>,
}

/// Exchange differences.
#[derive(Debug, Deserialize)]
pub struct PackExchange {
    /// Codes of the accounts of gains and of losses.
    pub gain: String,
    pub loss: String,
    /// Whether a revaluation is undone the day after unless told.
    pub reverses: bool,
    /// Beginnings of codes of assets and liabilities that are no money nor to be had or paid in money.
    pub not_monetary: Vec<String>,
}

/// Small differences.
#[derive(Debug, Deserialize)]
pub struct PackRounding {
    /// Codes of the accounts of gains and of losses.
    pub gain: String,
    pub loss: String,
}

/// A reserve that the law asks for.
#[derive(Debug, Deserialize)]
pub struct PackLegal {
    /// Code of its account.
    pub account: String,
    /// So many percent of a profit go to it, until it is so many percent of the capital.
    pub percent: i64,
    pub of_capital: i64,
    /// Beginnings of codes of the capital.
    pub capital: Vec<String>,
}

/// Where a year's result goes once it is approved.
#[derive(Debug, Deserialize)]
pub struct PackAllocation {
    pub legal: Option<PackLegal>,
    /// Code of the account of losses of earlier years, which takes a loss.
    pub losses: String,
    /// Codes that a profit is offered to; the first takes what is left.
    pub to: Vec<String>,
}

/// Something to look at before a year closes, by beginnings of codes.
#[derive(Debug, Deserialize)]
pub struct PackCheck {
    pub word: String,
    /// Should be matched through the year's end.
    #[serde(default)]
    pub matched: Vec<String>,
    /// Should hold nothing.
    #[serde(default)]
    pub empty: Vec<String>,
    /// Should have moved in the year, where any of `holding` holds something, or, with `profit`, where there is one.
    #[serde(default)]
    pub moved: Vec<String>,
    #[serde(default, rename = "where")]
    pub holding: Vec<String>,
    #[serde(default)]
    pub profit: bool,
    /// Should stand on this side.
    #[serde(default)]
    pub debit: Vec<String>,
    #[serde(default)]
    pub credit: Vec<String>,
    #[serde(flatten)]
    pub name: Names,
}

/// A bound of the law.
#[derive(Debug, Deserialize)]
pub struct PackMost {
    /// In the country's currency, a decimal.
    pub most: String,
    /// The first day on which it holds.
    pub valid_from: Date,
}

/// What the law asks of documents, and their accounts and those of payments where nothing else is told; those that a country does not use are empty.
#[derive(Debug, Deserialize)]
pub struct PackDocuments {
    /// Whether what is issued is final: neither changed nor voided, only corrected by a credit note.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Whether a full invoice names the tax id of a customer at home.
    #[serde(default)]
    pub names_tax_id: bool,
    /// The most that an invoice without the customer's name comes to, from day to day; without bound where there is none.
    #[serde(default)]
    pub most_simplified: Vec<PackMost>,
    /// Of customers.
    pub receivable: String,
    /// Of vendors of goods.
    pub payable: String,
    /// Of vendors of anything else.
    pub creditor: String,
    /// Of goods that are sold.
    pub sales_goods: String,
    /// Of services that are sold.
    pub sales_services: String,
    /// Of goods that are bought.
    pub purchases_goods: String,
    /// Of anything else that is bought.
    pub expenses: String,
    /// Of what a bank charges for a payment.
    pub charges: String,
    /// Below which bank accounts have one each.
    pub bank: String,
    /// Of what is never collected.
    pub bad_debts: String,
    /// Of what customers keep back when they pay.
    pub withheld_by_customers: String,
    /// Of what is kept back when vendors are paid.
    pub withheld_from_vendors: String,
}

/// Beginnings of codes that are watched.
#[derive(Debug, Deserialize)]
pub struct PackWatched {
    /// Taxes that are filed: a tax lock stops their postings.
    pub tax: Vec<String>,
    /// What waits to be put in its place.
    pub suspense: Vec<String>,
    /// Cash and banks.
    pub cash: Vec<String>,
}

/// Accounts of what tax returns come to.
#[derive(Debug, Deserialize)]
pub struct PackReturns {
    /// Code of the account of what is to be paid.
    pub payable: String,
    /// Code of the account of what comes back, or is used by later returns.
    pub receivable: String,
}

/// What a country's organizations start with.
#[derive(Debug, Deserialize)]
pub struct Pack {
    /// ISO 3166-1 alpha-2; empty for the general pack.
    pub country: String,
    chart: String,
    pub chart_name: Names,
    /// Language of the chart's own names.
    pub language: String,
    /// The public source of the chart.
    pub source: String,
    /// Digits of the sub-accounts that are usual, where codes are filled with zeros; none where the chart keeps codes of its own.
    #[serde(default)]
    pub account_digits: Option<usize>,
    pub year: PackYear,
    pub control: PackControl,
    pub exchange: PackExchange,
    pub watched: PackWatched,
    pub rounding: PackRounding,
    pub documents: PackDocuments,
    /// None where the catalogue has no returns of the country.
    pub returns: Option<PackReturns>,
    pub allocation: PackAllocation,
    pub closing_checks: Vec<PackCheck>,
    /// How codes of accounts begin that are assets while they hold a debit, and liabilities while they hold a credit.
    #[serde(default)]
    pub two_sided: Vec<String>,
    pub taxes: Vec<PackTax>,
    #[serde(default)]
    pub tax_groups: Vec<PackTaxGroup>,
    pub expense_categories: Vec<PackExpenseCategory>,
    pub mileage: Mileage,
    pub payroll_components: Vec<PackPayrollComponent>,
    #[serde(skip)]
    accounts: Vec<ChartAccount>,
}

impl Pack {
    /// `receivable` or `payable` for a control account of the chart; empty for another.
    pub fn control_of(&self, code: &str) -> &'static str {
        let below = |codes: &[String]| codes.iter().any(|start| code.starts_with(start));
        if below(&self.control.receivable) {
            "receivable"
        } else if below(&self.control.payable) {
            "payable"
        } else {
            ""
        }
    }

    /// The chart, sorted by code.
    pub fn accounts(&self) -> &[ChartAccount] {
        &self.accounts
    }
}

const CHARTS: &[(&str, &str)] = &[
    ("es-pgc-pymes", include_str!("../../../catalog/charts/es-pgc-pymes.csv")),
    ("fr-pcg", include_str!("../../../catalog/charts/fr-pcg.csv")),
    ("de-skr04", include_str!("../../../catalog/charts/de-skr04.csv")),
    ("mx-sat", include_str!("../../../catalog/charts/mx-sat.csv")),
    ("us", include_str!("../../../catalog/charts/us.csv")),
    ("gb", include_str!("../../../catalog/charts/gb.csv")),
    ("generic", include_str!("../../../catalog/charts/generic.csv")),
];

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let texts = [
        include_str!("../../../catalog/packs/es.toml"),
        include_str!("../../../catalog/packs/fr.toml"),
        include_str!("../../../catalog/packs/de.toml"),
        include_str!("../../../catalog/packs/mx.toml"),
        include_str!("../../../catalog/packs/us.toml"),
        include_str!("../../../catalog/packs/gb.toml"),
        include_str!("../../../catalog/packs/generic.toml"),
    ];
    texts.into_iter().map(read).collect()
});

fn read(text: &str) -> Pack {
    let mut pack: Pack = toml::from_str(text).expect("the catalogue is well formed");
    let chart = CHARTS.iter().find(|(name, _)| *name == pack.chart).expect("the pack's chart exists").1;
    let records = csv::Reader::from_reader(chart.as_bytes()).into_records();
    let mut accounts: Vec<ChartAccount> = records
        .map(|record| {
            let r = record.expect("the catalogue is well formed");
            let text = |at: usize| r[at].to_owned();
            ChartAccount { code: text(0), kind: text(1), name: text(2), name_es: text(3), name_en: text(4), parent: String::new() }
        })
        .collect();
    accounts.sort_by(|a, b| a.code.cmp(&b.code));
    let codes: std::collections::HashSet<String> = accounts.iter().map(|a| a.code.clone()).collect();
    for account in &mut accounts {
        account.parent = parent_of(&account.code, |code| codes.contains(code)).unwrap_or_default().to_owned();
    }
    pack.accounts = accounts;
    pack
}

/// The longest proper beginning of a code that is itself a code.
pub fn parent_of(code: &str, is_code: impl Fn(&str) -> bool) -> Option<&str> {
    let ends: Vec<usize> = code.char_indices().map(|(at, _)| at).skip(1).collect();
    ends.into_iter()
        .rev()
        .map(|end| code[..end].trim_end_matches(['.', '-']))
        .find(|start| !start.is_empty() && is_code(start))
}

/// The country's pack, or the general one.
pub fn pack(country: &str) -> &'static Pack {
    let own = PACKS.iter().find(|p| p.country == country);
    own.or_else(|| PACKS.iter().find(|p| p.country.is_empty())).expect("the general pack exists")
}

/// Every pack.
pub fn packs() -> &'static [Pack] {
    &PACKS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_names_accounts_of_its_chart() {
        for pack in packs() {
            let has = |code: &str| pack.accounts().iter().any(|a| a.code == code);
            let result = pack.accounts().iter().find(|a| a.code == pack.year.result);
            assert_eq!(result.map(|a| a.kind.as_str()), Some("equity"), "{}", pack.country);
            assert!(pack.year.balancing.is_empty() || has(&pack.year.balancing), "{}", pack.country);
            for code in pack.control.receivable.iter().chain(&pack.control.payable) {
                assert!(has(code), "{}: {code}", pack.country);
            }
            let kind = |code: &str| pack.accounts().iter().find(|a| a.code == code).map(|a| a.kind.as_str());
            assert_eq!((kind(&pack.exchange.gain), kind(&pack.exchange.loss)), (Some("income"), Some("expense")), "{}", pack.country);
            assert_eq!((kind(&pack.rounding.gain), kind(&pack.rounding.loss)), (Some("income"), Some("expense")), "{}", pack.country);
            let begins = |beginning: &String| pack.accounts().iter().any(|a| a.code.starts_with(beginning.as_str()));
            let watched = &pack.watched;
            let to = &pack.allocation;
            let legal = to.legal.iter().map(|legal| &legal.account);
            for code in legal.chain([&to.losses]).chain(&to.to) {
                assert!(matches!(kind(code), Some("equity" | "liability")), "{}: {code}", pack.country);
            }
            for code in pack.returns.iter().flat_map(|returns| [&returns.payable, &returns.receivable]) {
                assert!(has(code) && watched.tax.iter().any(|tax| code.starts_with(tax.as_str())), "{}: {code}", pack.country);
            }
            for check in &pack.closing_checks {
                for beginning in [&check.matched, &check.empty, &check.moved, &check.holding, &check.debit, &check.credit].into_iter().flatten() {
                    assert!(begins(beginning), "{}: {}: {beginning}", pack.country, check.word);
                }
            }
            for beginning in [&pack.exchange.not_monetary, &watched.tax, &watched.suspense, &watched.cash].into_iter().flatten() {
                assert!(begins(beginning), "{}: {beginning}", pack.country);
            }
            let two_sided = pack.accounts().iter().filter(|a| pack.two_sided.iter().any(|start| a.code.starts_with(start.as_str())));
            assert!(two_sided.map(|a| a.kind.as_str()).all(|kind| ["asset", "liability"].contains(&kind)), "{}", pack.country);
            for tax in &pack.taxes {
                assert!(has(&tax.account), "{}: {tax:?}", pack.country);
                assert!(tax.due_account.is_empty() || has(&tax.due_account), "{}: {tax:?}", pack.country);
                assert!(tax.rate.parse::<f64>().is_ok(), "{}: {tax:?}", pack.country);
            }
            for group in &pack.tax_groups {
                assert!(group.taxes.iter().all(|code| pack.taxes.iter().any(|tax| tax.code == *code)), "{}: {group:?}", pack.country);
            }
            for category in &pack.expense_categories {
                assert!(has(&category.account), "{}: {category:?}", pack.country);
            }
            for component in &pack.payroll_components {
                assert!(has(&component.account), "{}: {component:?}", pack.country);
                assert!(component.percent.is_empty() || component.percent.parse::<f64>().is_ok(), "{}: {component:?}", pack.country);
            }
        }
    }

    #[test]
    fn every_account_has_a_known_type_and_a_single_code() {
        for pack in packs() {
            let codes: std::collections::HashSet<_> = pack.accounts().iter().map(|a| &a.code).collect();
            assert_eq!(codes.len(), pack.accounts().len(), "{}", pack.country);
            for account in pack.accounts() {
                assert!(["asset", "liability", "equity", "income", "expense"].contains(&account.kind.as_str()), "{account:?}");
                assert!(!account.name.is_empty(), "{account:?}");
            }
        }
    }

    #[test]
    fn the_spanish_chart_is_the_official_one() {
        let chart = pack("ES").accounts();
        let named = |code: &str| chart.iter().find(|a| a.code == code).map(|a| a.name.as_str());
        // BOE-A-2007-19966, part four.
        assert_eq!(named("100"), Some("Capital social"));
        assert_eq!(named("572"), Some("Bancos e instituciones de crédito c/c vista, euros"));
        assert_eq!(named("629"), Some("Otros servicios"));
        assert_eq!(chart.iter().filter(|a| a.code.len() == 1).count(), 7);
        // Groups 8 and 9 belong to the general plan only.
        assert!(!chart.iter().any(|a| a.code.starts_with(['8', '9'])));
        for group in ["10", "20", "30", "40", "47", "57", "60", "64", "70", "77"] {
            assert!(chart.iter().any(|a| a.code == group && !a.name_en.is_empty()), "{group}");
        }
    }

    #[test]
    fn parents_are_beginnings() {
        let is = |code: &str| ["4", "43", "430", "118"].contains(&code);
        assert_eq!(parent_of("4300", is), Some("430"));
        assert_eq!(parent_of("4", is), None);
        assert_eq!(parent_of("118.01", is), Some("118"));
        assert_eq!(parent_of("431", is), Some("43"));
    }
}
