//! Models of statements: their lines, and which accounts each takes. The data is the catalogue's (`catalog/statements`).
//!
//! A line's `accounts` are beginnings of codes; the longest that fits an account takes it. `debit` and `credit` take it while its balance stands on
//! that side. `-68` takes an account back besides where it counts, `@asset` a whole type, `*` what no line takes; `result` is the result of the year,
//! `earlier` that of years before it which no closing has carried to equity.

use std::{collections::HashMap, sync::LazyLock};

use despacho_kernel::Id;
use despacho_platform::i18n::Lang;
use serde::Deserialize;

use crate::{accounts::Account, catalog::Names};

/// Which balances of an account a line takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Any,
    Debit,
    Credit,
}

/// What a line takes of the accounts that begin alike.
#[derive(Debug)]
struct Take {
    /// The place of the line.
    line: usize,
    side: Side,
    /// Whether it is counted with the other sign, beside where the account counts.
    back: bool,
}

/// A line of a model.
#[derive(Debug)]
pub struct ModelLine {
    /// The number of the official form.
    pub key: String,
    /// How far in it stands: 0 for the great totals.
    pub level: u8,
    /// Whether it sums others.
    pub total: bool,
    /// Whether it is there for what the model forgets, and shown where something is.
    pub rest: bool,
    name: Names,
    /// The place of the line that counts this one.
    parent: Option<usize>,
    /// Whether debits are positive.
    debit: bool,
    result: bool,
    earlier: bool,
}

impl ModelLine {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        self.name.in_lang(lang)
    }
}

/// A statement's model.
#[derive(Debug)]
pub struct Model {
    /// Its lines, in their order.
    pub lines: Vec<ModelLine>,
    /// Which lines take what begins so, in the order of the lines.
    takes: HashMap<String, Vec<Take>>,
}

/// Balances of accounts, debit positive, and results that no account holds: debit positive too, so a profit is negative.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    pub balances: &'a HashMap<Id, i64>,
    pub result: i64,
    pub earlier: i64,
}

/// An account within a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    pub code: String,
    pub name: String,
    /// Of each column.
    pub amounts: Vec<i64>,
}

/// A line with its amounts.
#[derive(Debug, Clone)]
pub struct Filled {
    pub line: &'static ModelLine,
    /// Of each column, positive as it is usual at the line.
    pub amounts: Vec<i64>,
    /// The accounts that it takes itself.
    pub accounts: Vec<Within>,
    /// The places of the lines that it sums.
    pub sums: Vec<usize>,
}

impl Filled {
    /// Whether it is shown: lines for what a model forgets are where something is in them.
    pub fn is_told(&self) -> bool {
        !self.line.rest || self.amounts.iter().any(|amount| *amount != 0) || !self.accounts.is_empty()
    }
}

impl Model {
    fn read(csv: &str) -> Self {
        let records: Vec<csv::StringRecord> =
            csv::Reader::from_reader(csv.as_bytes()).into_records().map(|r| r.expect("the catalogue is well formed")).collect();
        let keys: Vec<&str> = records.iter().map(|record| &record[0]).collect();
        let parent = |record: &csv::StringRecord| keys.iter().position(|key| *key == &record[1]);
        let mut takes: HashMap<String, Vec<Take>> = HashMap::new();
        let lines = records
            .iter()
            .enumerate()
            .map(|(at, record)| {
                let mut line = ModelLine {
                    rest: record[0].ends_with("9999"),
                    key: record[0].into(),
                    level: record[2].parse().expect("the catalogue is well formed"),
                    total: records.iter().any(|other| record[0] == other[1]),
                    name: Names { es: record[4].into(), en: record[5].into() },
                    parent: parent(record),
                    debit: &record[3] == "debit",
                    result: false,
                    earlier: false,
                };
                for (column, side) in [(6, Side::Any), (7, Side::Debit), (8, Side::Credit)] {
                    for word in record[column].split(' ').filter(|word| !word.is_empty()) {
                        match word {
                            "result" => line.result = true,
                            "earlier" => line.earlier = true,
                            _ => takes.entry(word.trim_start_matches('-').into()).or_default().push(Take { line: at, side, back: word.starts_with('-') }),
                        }
                    }
                }
                line
            })
            .collect();
        Self { lines, takes }
    }

    /// The longest beginning that fits an account with a balance on this side, and the place of its line.
    fn place(&self, (code, kind): (&str, &str), debit: bool, back: bool) -> Option<(usize, usize)> {
        let fits = |take: &&Take| take.back == back && (take.side == Side::Any || (take.side == Side::Debit) == debit);
        let last = |begins: &str| self.takes.get(begins)?.iter().rev().find(fits).map(|take| take.line);
        let named = (1..=code.len()).rev().find_map(|length| Some((length, last(code.get(..length)?)?)));
        named.or_else(|| [last("*"), last(&format!("@{kind}"))].into_iter().flatten().max().map(|line| (0, line)))
    }

    /// Whether a line takes the accounts of a code by itself, not as the rest.
    pub fn names(&self, code: &str) -> bool {
        [true, false].iter().any(|debit| self.place((code, ""), *debit, false).is_some_and(|(length, _)| length > 0))
    }

    /// The lines with the balances of accounts in them.
    pub fn filled<'a>(&'static self, accounts: impl Iterator<Item = &'a Account>, columns: &[Column<'_>]) -> Vec<Filled> {
        let sums = |at: usize| (0..self.lines.len()).filter(|below| self.lines[*below].parent == Some(at)).collect();
        let empty = |(at, line)| Filled { line, amounts: vec![0; columns.len()], accounts: vec![], sums: sums(at) };
        let mut filled: Vec<Filled> = self.lines.iter().enumerate().map(empty).collect();
        for account in accounts {
            for (nth, column) in columns.iter().enumerate() {
                let Some(balance) = column.balances.get(&account.id).copied().filter(|balance| *balance != 0) else { continue };
                for back in [false, true] {
                    let Some((_, at)) = self.place((&account.code, &account.r#type), balance > 0, back) else { continue };
                    let amount = if self.lines[at].debit == back { -balance } else { balance };
                    let of = &mut filled[at];
                    of.amounts[nth] += amount;
                    if of.accounts.last().is_none_or(|within| within.code != account.code) {
                        of.accounts.push(Within { code: account.code.clone(), name: account.name.clone(), amounts: vec![0; columns.len()] });
                    }
                    if let Some(within) = of.accounts.last_mut() {
                        within.amounts[nth] += amount;
                    }
                }
            }
        }
        for of in &mut filled {
            for (nth, column) in columns.iter().enumerate() {
                let sum = if of.line.result { column.result } else { 0 } + if of.line.earlier { column.earlier } else { 0 };
                of.amounts[nth] += if of.line.debit { sum } else { -sum };
            }
        }
        // Each line counts in all that stand above it.
        let own: Vec<Vec<i64>> = filled.iter().map(|of| of.amounts.clone()).collect();
        for (at, amounts) in own.iter().enumerate() {
            let mut above = self.lines[at].parent;
            while let Some(parent) = above {
                filled[parent].amounts.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
                above = self.lines[parent].parent;
            }
        }
        filled
    }
}

/// The statements of a kind of business, as its country's law has them.
#[derive(Debug)]
pub struct Statements {
    /// What addresses call it.
    pub word: String,
    name: Names,
    /// The first day on which it applies, ISO 8601.
    pub valid_from: String,
    /// The law.
    pub source: String,
    pub balance_sheet: Model,
    pub profit_and_loss: Model,
}

impl Statements {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        self.name.in_lang(lang)
    }

    /// Whether an account is one of income and expenses: as the model has it, or else by its type.
    pub fn flows(&self, account: &Account) -> bool {
        let (flows, stands) = (self.profit_and_loss.names(&account.code), self.balance_sheet.names(&account.code));
        if flows == stands { ["income", "expense"].contains(&account.r#type.as_str()) } else { flows }
    }
}

#[derive(Deserialize)]
struct File {
    country: String,
    cash_flow: String,
    model: Vec<FileModel>,
}

#[derive(Deserialize)]
struct FileModel {
    word: String,
    name: Names,
    valid_from: String,
    source: String,
    balance_sheet: String,
    profit_and_loss: String,
}

struct Country {
    code: String,
    cash_flow: Model,
    statements: Vec<Statements>,
}

const MODELS: &[(&str, &str)] = &[
    ("es-pymes-balance-sheet", include_str!("../../../../catalog/statements/es-pymes-balance-sheet.csv")),
    ("es-pymes-profit-and-loss", include_str!("../../../../catalog/statements/es-pymes-profit-and-loss.csv")),
    ("es-abridged-balance-sheet", include_str!("../../../../catalog/statements/es-abridged-balance-sheet.csv")),
    ("es-abridged-profit-and-loss", include_str!("../../../../catalog/statements/es-abridged-profit-and-loss.csv")),
    ("es-cash-flow", include_str!("../../../../catalog/statements/es-cash-flow.csv")),
    ("generic-cash-flow", include_str!("../../../../catalog/statements/generic-cash-flow.csv")),
];

fn named(name: &str) -> Model {
    Model::read(MODELS.iter().find(|(of, _)| *of == name).expect("the model exists").1)
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../../catalog/statements/es.toml")).expect("the catalogue is well formed");
    let statements = |of: FileModel| Statements {
        balance_sheet: named(&of.balance_sheet),
        profit_and_loss: named(&of.profit_and_loss),
        word: of.word,
        name: of.name,
        valid_from: of.valid_from,
        source: of.source,
    };
    vec![Country { cash_flow: named(&file.cash_flow), code: file.country, statements: file.model.into_iter().map(statements).collect() }]
});

static GENERIC: LazyLock<Model> = LazyLock::new(|| named("generic-cash-flow"));

/// The models of a country; none where statements follow the chart.
pub fn models(country: &str) -> &'static [Statements] {
    COUNTRIES.iter().find(|of| of.code == country).map_or(&[], |of| &of.statements)
}

/// The country's model that a word names.
pub fn model(country: &str, word: &str) -> Option<&'static Statements> {
    models(country).iter().find(|of| of.word == word)
}

/// How cash flows are shown in a country.
pub fn cash_flow(country: &str) -> &'static Model {
    COUNTRIES.iter().find(|of| of.code == country).map_or(&GENERIC, |of| &of.cash_flow)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;
    use proptest::prelude::*;

    use super::*;
    use crate::catalog;

    /// The accounts of the Spanish chart that may hold postings.
    fn chart() -> Vec<Account> {
        let of =
            |of: &catalog::ChartAccount| Account { id: new_id(), code: of.code.clone(), name: of.name.clone(), r#type: of.kind.clone(), ..Account::default() };
        catalog::pack("ES").accounts().iter().map(of).filter(|account| !account.is_heading()).collect()
    }

    /// The lines whose longest beginning fits an account, by the side of its balance.
    fn lines(model: &Model, account: &Account, debit: bool) -> Vec<String> {
        let fits =
            |begins: &str, take: &Take| account.code.starts_with(begins) && !take.back && (take.side == Side::Any || (take.side == Side::Debit) == debit);
        let all = model
            .takes
            .iter()
            .flat_map(|(begins, takes)| takes.iter().filter(|take| fits(begins, take)).map(|take| (begins.len(), take.line)));
        let all: Vec<(usize, usize)> = all.collect();
        let longest = all.iter().map(|(length, _)| *length).max();
        all.iter().filter(|(length, _)| Some(*length) == longest).map(|(_, line)| model.lines[*line].key.clone()).collect()
    }

    #[test]
    fn every_account_of_the_spanish_chart_falls_in_exactly_one_line() {
        assert_eq!(models("ES").len(), 2);
        assert!(chart().len() > 600);
        for of in models("ES") {
            assert!(of.valid_from.parse::<jiff::civil::Date>().is_ok() && of.source.contains("BOE-A"), "{of:?}");
            for account in chart() {
                let flows = account.code.starts_with(['6', '7']);
                assert_eq!(of.flows(&account), flows, "{} {}", of.word, account.code);
                for debit in [true, false] {
                    let (stands, moves) = (lines(&of.balance_sheet, &account, debit), lines(&of.profit_and_loss, &account, debit));
                    let expected = if flows { (0, 1) } else { (1, 0) };
                    assert_eq!((stands.len(), moves.len()), expected, "{} {} {debit} {stands:?} {moves:?}", of.word, account.code);
                }
            }
        }
    }

    #[test]
    fn accounts_stand_where_the_decree_has_them() {
        let of = model("ES", "pymes").expect("a model");
        let account = |code: &str| Account { code: code.into(), r#type: "asset".into(), ..Account::default() };
        let line = |model: &Model, code: &str, debit: bool| lines(model, &account(code), debit).concat();
        let balance = [
            ("213", "11200"),
            ("2813", "11200"),
            ("2403", "11400"),
            ("2405", "11500"),
            ("474", "11600"),
            ("300", "12200"),
            ("407", "12200"),
            ("43000001", "12380"),
            ("490", "12380"),
            ("472", "12390"),
            ("57200001", "12700"),
            ("100", "21110"),
            ("1030", "21120"),
            ("113", "21360"),
            ("120", "21500"),
            ("129", "21700"),
            ("557", "21800"),
            ("130", "23000"),
            ("142", "31100"),
            ("170", "31220"),
            ("174", "31230"),
            ("1635", "31290"),
            ("1633", "31300"),
            ("400", "32580"),
            ("410", "32590"),
            ("438", "32590"),
            ("5200", "32320"),
            ("523", "32390"),
            ("5133", "32400"),
        ];
        for (code, expected) in balance {
            let debit = ["11", "12"].iter().any(|start| expected.starts_with(start));
            assert_eq!(line(&of.balance_sheet, code, debit), expected, "{code}");
        }
        for code in ["551", "555", "4750", "5523"] {
            let (debit, credit) = (line(&of.balance_sheet, code, true), line(&of.balance_sheet, code, false));
            assert!(debit.starts_with("12") && credit.starts_with("32"), "{code}: {debit} {credit}");
        }
        for (code, expected) in [
            ("700", "40100"),
            ("600", "40400"),
            ("640", "40600"),
            ("629", "40700"),
            ("681", "40800"),
            ("7461", "41430"),
            ("746", "40900"),
            ("6300", "41900"),
            ("662", "41500"),
            ("6930", "40200"),
            ("6931", "40400"),
        ] {
            assert_eq!(line(&of.profit_and_loss, code, true), expected, "{code}");
        }
    }

    proptest! {
        #[test]
        fn what_is_had_is_owed_whatever_the_balances(amounts in prop::collection::vec((0usize..5000, -1_000_000i64..1_000_000), 1..80)) {
            let chart = chart();
            let mut balances: HashMap<Id, i64> = HashMap::new();
            for (at, amount) in &amounts {
                *balances.entry(chart[at % chart.len()].id).or_default() += amount;
            }
            let bank = chart.iter().find(|account| account.code == "572").expect("572");
            let rest: i64 = balances.values().sum();
            *balances.entry(bank.id).or_default() -= rest;
            for of in models("ES") {
                let sum = |flows: bool| chart.iter().filter(|account| of.flows(account) == flows).filter_map(|account| balances.get(&account.id)).sum::<i64>();
                let column = Column { balances: &balances, result: sum(true), earlier: 0 };
                let balance = of.balance_sheet.filled(chart.iter().filter(|account| !of.flows(account)), &[column]);
                let flows = of.profit_and_loss.filled(chart.iter().filter(|account| of.flows(account)), &[column]);
                let at = |filled: &[Filled], key: &str| filled.iter().find(|line| line.line.key == key).map(|line| line.amounts[0]);
                prop_assert_eq!(at(&balance, "10000"), at(&balance, "30000"));
                prop_assert_eq!(at(&flows, "49500"), Some(-sum(true)));
                prop_assert_eq!((at(&balance, "19999"), at(&balance, "39999"), at(&flows, "49999")), (Some(0), Some(0), Some(0)));
                for filled in balance.iter().chain(&flows).filter(|line| line.line.total) {
                    let list = if filled.line.key.starts_with('4') { &flows } else { &balance };
                    prop_assert_eq!(filled.amounts[0], filled.sums.iter().map(|at| list[*at].amounts[0]).sum::<i64>(), "{}", filled.line.key);
                }
            }
            // Cash moves by what all other accounts move, whichever the country.
            for country in ["ES", "FR"] {
                let flowing = |account: &&Account| ["income", "expense"].contains(&account.r#type.as_str());
                let result = chart.iter().filter(flowing).filter_map(|account| balances.get(&account.id)).sum();
                let others = chart.iter().filter(|account| !account.code.starts_with("57"));
                let filled = cash_flow(country).filled(others, &[Column { balances: &balances, result, earlier: 0 }]);
                let cash: i64 = chart.iter().filter(|account| account.code.starts_with("57")).filter_map(|account| balances.get(&account.id)).sum();
                prop_assert_eq!(filled.iter().find(|line| line.line.key == "65000").map(|line| line.amounts[0]), Some(cash), "{}", country);
            }
        }
    }

    #[test]
    fn what_is_no_cash_is_taken_out_of_the_result_and_counted_where_it_belongs() {
        let model = cash_flow("ES");
        for account in chart().iter().filter(|account| !account.code.starts_with("57")) {
            let flows = ["income", "expense"].contains(&account.r#type.as_str());
            let of = |back: bool| model.place((&account.code, &account.r#type), true, back).filter(|(length, _)| *length > 0).is_some();
            // Income and expenses are in the result: they stand elsewhere where they are taken back, and only there.
            assert_eq!((of(false), of(true)), if flows { (of(true), of(true)) } else { (true, false) }, "{}", account.code);
        }
    }
}
