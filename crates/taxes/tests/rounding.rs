//! The vectors of rounding, and what holds of any document.

use despacho_kernel::{money, number::Notation};
use despacho_taxes::{
    document::{Computed, Discount, Document, Fault, Line, LineKind, MAX_GROUPS, MAX_LINES, Prices, Rounding},
    supplier::Verdict,
    tax::{Direction, Effect, Tax, Treatment},
};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn decimal(text: &str) -> Decimal {
    despacho_kernel::number::decimal(text, Notation::Plain, 10).expect("a decimal")
}

fn cents(text: &str) -> i64 {
    let euro = despacho_kernel::place::currency("EUR").expect("a currency");
    money::Money::parse(text, euro, Notation::Plain).expect("an amount").minor
}

fn tax(code: &str, direction: Direction, treatment: Treatment, rate: &str) -> Tax {
    Tax { treatment, ..Tax::standard(code, direction, decimal(rate)) }
}

fn sold(rate: &str) -> Tax {
    tax(rate, Direction::Sale, Treatment::Standard, rate)
}

fn surcharge(rate: &str) -> Tax {
    tax(rate, Direction::Sale, Treatment::Surcharge, rate)
}

fn withheld(rate: &str) -> Tax {
    tax(rate, Direction::Sale, Treatment::Withholding, rate)
}

/// One of each price, with the same taxes.
fn each(prices: &[&str], taxes: &[usize]) -> Vec<Line> {
    prices.iter().map(|price| Line::new(Decimal::ONE, decimal(price), taxes)).collect()
}

fn document<'a>(lines: &'a [Line], taxes: &'a [Tax]) -> Document<'a> {
    Document { lines, taxes, discount: Discount::None, prices: Prices::Net, rounding: Rounding::PerTax, typed: &[], digits: 2 }
}

fn computed(document: Document<'_>) -> Computed {
    document.compute().expect("a document")
}

/// The amounts of the taxes, and the sum of the bases of the lines.
fn amounts(computed: &Computed) -> (Vec<i64>, i64) {
    (computed.taxes.iter().map(|row| row.amount).collect(), computed.lines.iter().map(|line| line.base).sum())
}

#[test]
fn a_tax_is_rounded_once_per_rate_or_on_each_line() {
    let taxes = [sold("21")];
    for (prices, once, by_line) in
        [(vec!["37.76", "26.80", "5.50"], ("14.71", "84.77"), ("14.72", "84.78")), (vec!["0.05"; 10], ("0.11", "0.61"), ("0.10", "0.60"))]
    {
        let lines = each(&prices, &[0]);
        for (rounding, (tax, total)) in [(Rounding::PerTax, once), (Rounding::PerLine, by_line)] {
            let found = computed(Document { rounding, ..document(&lines, &taxes) });
            assert_eq!((found.taxes[0].amount, found.totals.total), (cents(tax), cents(total)), "{prices:?} {rounding:?}");
        }
    }
}

#[test]
fn taxes_are_taken_out_of_prices_that_include_them() {
    for (price, rates, expected, base) in [
        ("100.00", vec!["21"], vec!["17.36"], "82.64"),
        ("9.99", vec!["21"], vec!["1.73"], "8.26"),
        ("0.03", vec!["21"], vec!["0.01"], "0.02"),
        ("2.99", vec!["4"], vec!["0.12"], "2.87"),
        ("126.20", vec!["21", "5.2"], vec!["21.00", "5.20"], "100.00"),
        ("50.00", vec!["21", "5.2"], vec!["8.32", "2.06"], "39.62"),
    ] {
        let taxes: Vec<Tax> = rates.iter().enumerate().map(|(at, rate)| if at == 0 { sold(rate) } else { surcharge(rate) }).collect();
        let lines = each(&[price], &(0..rates.len()).collect::<Vec<_>>());
        let found = computed(Document { prices: Prices::TaxIncluded, ..document(&lines, &taxes) });
        assert_eq!(amounts(&found), (expected.iter().map(|amount| cents(amount)).collect(), cents(base)), "{price}");
        assert_eq!(found.totals.total, cents(price));
    }
}

#[test]
fn a_surcharge_stands_on_the_base_of_its_vat() {
    let (taxes, lines) = ([sold("21"), surcharge("5.2")], each(&["99.99"], &[0, 1]));
    let found = computed(document(&lines, &taxes));
    assert_eq!(amounts(&found), (vec![cents("21.00"), cents("5.20")], cents("99.99")));
}

#[test]
fn what_is_withheld_lessens_what_is_paid() {
    let (taxes, lines) = ([sold("21"), withheld("-15")], each(&["1234.56"], &[0, 1]));
    let found = computed(document(&lines, &taxes));
    assert_eq!(amounts(&found).0, [cents("259.26"), cents("185.18")]);
    assert_eq!((found.totals.total, found.totals.withheld, found.totals.payable), (cents("1493.82"), cents("185.18"), cents("1308.64")));
    assert_eq!(found.taxes[1].effect, Effect::Withheld);
}

#[test]
fn a_net_is_rounded_once_halves_away_from_zero() {
    let net = |quantity: &str, price: &str, discount| {
        let lines = [Line { discount, ..Line::new(decimal(quantity), decimal(price), &[]) }];
        computed(document(&lines, &[])).lines[0].net
    };
    assert_eq!(net("7", "14.285", Discount::None), cents("100.00"));
    assert_eq!(net("7", "14.285", Discount::Percent(decimal("33.33"))), cents("66.67"));
    assert_eq!((net("1", "1.005", Discount::None), net("1", "-1.005", Discount::None)), (cents("1.01"), cents("-1.01")));
    assert_eq!(net("3", "10", Discount::Amount(cents("0.50"))), cents("29.50"));
}

#[test]
fn a_discount_on_the_whole_is_shared_by_the_largest_remainder() {
    let (taxes, lines) = ([sold("21")], each(&["33.33"; 3], &[0]));
    let found = computed(Document { discount: Discount::Amount(cents("10.00")), ..document(&lines, &taxes) });
    assert_eq!(found.lines.iter().map(|line| line.discount).collect::<Vec<_>>(), [cents("3.34"), cents("3.33"), cents("3.33")]);
    assert_eq!((found.totals.discount, found.totals.net), (cents("10.00"), cents("89.99")));
    // A tenth of 99.99 is 10.00 as well.
    let tenth = computed(Document { discount: Discount::Percent(decimal("10")), ..document(&lines, &taxes) });
    assert_eq!(tenth, found);
}

#[test]
fn the_buyer_accounts_for_what_is_acquired_and_pays_the_net() {
    let taxes = [tax("IVA21ICC", Direction::Purchase, Treatment::IntraCommunity, "21")];
    let lines = each(&["1000"], &[0]);
    let found = computed(document(&lines, &taxes));
    assert_eq!((found.taxes[0].effect, found.taxes[0].amount, found.taxes[0].deductible), (Effect::SelfAssessed, cents("210"), cents("210")));
    assert_eq!((found.totals.taxes, found.totals.total, found.totals.payable), (0, cents("1000"), cents("1000")));
    // It is in no price.
    let included = computed(Document { prices: Prices::TaxIncluded, ..document(&lines, &taxes) });
    assert_eq!(included.taxes, found.taxes);
}

#[test]
fn what_cannot_be_deducted_is_a_cost_of_its_lines() {
    let half = Tax { deductible: decimal("50"), ..tax("IVA21C50", Direction::Purchase, Treatment::Standard, "21") };
    let lines = each(&["10000"], &[0]);
    let found = computed(document(&lines, std::slice::from_ref(&half)));
    assert_eq!((found.taxes[0].amount, found.taxes[0].deductible, found.lines[0].not_deductible), (cents("2100"), cents("1050"), cents("1050")));
    assert_eq!(found.totals.total, cents("12100"));
    // 0.21 of three lines: 0.11 is deducted, 0.10 is shared.
    let lines = each(&["0.34", "0.33", "0.33"], &[0]);
    let found = computed(document(&lines, std::slice::from_ref(&half)));
    assert_eq!(found.lines.iter().map(|line| line.not_deductible).collect::<Vec<_>>(), [4, 3, 3]);
}

#[test]
fn customs_value_is_a_base_that_is_not_owed() {
    let taxes = [tax("IVA21IMP", Direction::Purchase, Treatment::Import, "21"), tax("IVA21C", Direction::Purchase, Treatment::Standard, "21")];
    let lines = [Line { kind: LineKind::BaseOnly, ..Line::new(Decimal::ONE, decimal("1000"), &[0]) }, Line::new(Decimal::ONE, decimal("80"), &[1])];
    let found = computed(document(&lines, &taxes));
    assert_eq!(found.taxes.iter().map(|row| (row.base, row.amount)).collect::<Vec<_>>(), [(cents("1000"), cents("210")), (cents("80"), cents("16.80"))]);
    assert_eq!((found.totals.net, found.totals.total), (cents("80"), cents("306.80")));
}

#[test]
fn what_is_paid_for_another_is_outside_every_base() {
    let taxes = [sold("21"), withheld("15")];
    let lines = [Line::new(Decimal::ONE, decimal("100"), &[0, 1]), Line { kind: LineKind::PassedThrough, ..Line::new(Decimal::ONE, decimal("33.10"), &[]) }];
    let found = computed(Document { discount: Discount::Percent(decimal("10")), ..document(&lines, &taxes) });
    let totals = found.totals;
    assert_eq!((totals.net, totals.total, totals.withheld, totals.passed_through), (cents("90"), cents("108.90"), cents("13.50"), cents("33.10")));
    assert_eq!(totals.payable, cents("128.50"));
}

#[test]
fn the_suppliers_paper_stands_within_rounding() {
    let (taxes, lines) = ([sold("21")], each(&["37.76", "26.80", "5.50"], &[0]));
    let typed = |amount: &str| {
        let typed = [(0, cents(amount))];
        Document { typed: &typed, ..document(&lines, &taxes) }.compute()
    };
    let by_line = typed("14.72").expect("rounding");
    assert_eq!((by_line.totals.total, by_line.mismatches[0].verdict), (cents("84.78"), Verdict::Accepted));
    let told = typed("15.00").expect("a warning");
    assert_eq!((told.totals.total, told.mismatches[0].verdict), (cents("85.06"), Verdict::Warned));
    assert_eq!(typed("16.00"), Err(Fault::Typed { tax: 0, typed: cents("16.00"), computed: cents("14.71") }));
    assert!(typed("14.71").expect("the same").mismatches.is_empty());
    // Where prices include tax the total stays, and the base takes the difference.
    let (one, amount) = (each(&["121.00"], &[0]), [(0, cents("21.01"))]);
    let included = computed(Document { typed: &amount, prices: Prices::TaxIncluded, ..document(&one, &taxes) });
    assert_eq!((included.totals.net, included.totals.total), (cents("99.99"), cents("121.00")));
}

#[test]
fn the_parts_of_a_document_in_another_currency_balance() {
    let (taxes, lines) = ([sold("21"), withheld("15")], each(&["333.33", "333.33", "333.34"], &[0, 1]));
    let dollars = computed(document(&lines, &taxes));
    let euros = dollars.in_currency(&lines, decimal("0.9123"), (2, 2)).expect("amounts");
    assert_eq!(euros.lines.iter().map(|line| line.base).collect::<Vec<_>>(), [cents("304.10"), cents("304.10"), cents("304.10")]);
    // 1,000.00 × 0.9123, 210.00 × 0.9123 and 150.00 × 0.9123 (136.845).
    let totals = euros.totals;
    assert_eq!((totals.net, totals.taxes, totals.withheld), (cents("912.30"), cents("191.58"), cents("136.85")));
    assert_eq!((totals.total, totals.payable), (cents("1103.88"), cents("967.03")));
    // Yen have no decimals.
    let yen = dollars.in_currency(&lines, decimal("151.37"), (2, 0)).expect("amounts");
    assert_eq!((yen.totals.net, yen.totals.taxes), (151_370, 31_788));
    assert_eq!(dollars.in_currency(&lines, Decimal::ZERO, (2, 2)), None);
}

#[test]
fn what_is_beyond_bounds_is_told_at_its_place() {
    let taxes = [sold("21")];
    let of = |line: Line| document(&[line], &taxes).compute().err();
    let one = Line::new(Decimal::ONE, Decimal::ONE, &[0]);
    assert_eq!(of(Line { quantity: decimal("0.0000001"), ..one.clone() }), Some(Fault::Number { line: 0, field: "quantity" }));
    assert_eq!(of(Line { unit_price: decimal("0.0000001"), ..one.clone() }), Some(Fault::Number { line: 0, field: "unit_price" }));
    assert_eq!(of(Line { discount: Discount::Percent(decimal("100.1")), ..one.clone() }), Some(Fault::Number { line: 0, field: "discount" }));
    assert_eq!(of(Line { quantity: decimal("1000000000"), unit_price: decimal("1000000000000"), ..one.clone() }), Some(Fault::TooLarge));
    assert_eq!(of(Line { taxes: vec![0, 0], ..one.clone() }), Some(Fault::Taxes { line: 0 }));
    assert_eq!(of(Line { taxes: vec![1], ..one.clone() }), Some(Fault::Taxes { line: 0 }));
    assert_eq!(of(Line { kind: LineKind::PassedThrough, ..one.clone() }), Some(Fault::Taxes { line: 0 }));
    let lines = vec![one.clone(); MAX_LINES + 1];
    assert_eq!(document(&lines, &taxes).compute(), Err(Fault::TooManyLines));
    assert_eq!(Document { discount: Discount::Amount(101), ..document(std::slice::from_ref(&one), &taxes) }.compute(), Err(Fault::Discount));
    let many: Vec<Tax> = (0..=MAX_GROUPS).map(|rate| sold(&rate.to_string())).collect();
    let lines: Vec<Line> = (0..many.len()).map(|at| Line { taxes: vec![at], ..one.clone() }).collect();
    assert_eq!(document(&lines, &many).compute(), Err(Fault::TooManyGroups));
}

/// What a line is made of: thousandths of quantity, ten-thousandths of price, hundredths of a percent off, and which taxes.
type Made = (i64, i64, u32, usize);

fn made() -> impl Strategy<Value = Vec<Made>> {
    proptest::collection::vec((1i64..100_000, 0i64..10_000_000, 0u32..=10_000, 0usize..5), 1..12)
}

fn kinds() -> [Tax; 5] {
    [
        sold("21"),
        sold("10"),
        surcharge("5.2"),
        withheld("15"),
        Tax { deductible: decimal("50"), ..tax("ISP", Direction::Purchase, Treatment::ReverseCharge, "21") },
    ]
}

/// Which of [`kinds`] a line bears.
const BORNE: [&[usize]; 5] = [&[0], &[1], &[0, 2], &[0, 3], &[4]];

fn lines_of(made: &[Made], sign: i64) -> Vec<Line> {
    let line = |(quantity, price, off, taxes): &Made| Line {
        discount: Discount::Percent(Decimal::new((*off).into(), 2)),
        ..Line::new(Decimal::new(sign * quantity, 3), Decimal::new(*price, 4), BORNE[*taxes])
    };
    made.iter().map(line).collect()
}

fn modes() -> impl Strategy<Value = (Prices, Rounding, u32)> {
    (proptest::sample::select(Prices::ALL), proptest::sample::select(Rounding::ALL), 0u32..=10_000)
}

proptest! {
    #[test]
    fn parts_make_the_totals(made in made(), (prices, rounding, off) in modes()) {
        let (taxes, lines) = (kinds(), lines_of(&made, 1));
        let discount = Discount::Percent(Decimal::new(off.into(), 2));
        let found = computed(Document { discount, prices, rounding, ..document(&lines, &taxes) });
        let of = |effect| found.taxes.iter().filter(|row| row.effect == effect).map(|row| row.amount).sum::<i64>();
        let t = found.totals;
        prop_assert_eq!(t.net, found.lines.iter().map(|line| line.base).sum::<i64>());
        prop_assert_eq!(t.taxes, of(Effect::Charged));
        prop_assert_eq!((t.total, t.payable), (t.net + t.taxes, t.net + t.taxes - of(Effect::Withheld)));
        prop_assert_eq!(t.discount, found.lines.iter().map(|line| line.discount).sum::<i64>());
        // Prices that include tax keep their sum.
        let asked: i64 = found.lines.iter().map(|line| line.net - line.discount).sum();
        prop_assert_eq!(asked, if prices == Prices::TaxIncluded { t.total } else { t.net });
        // Each group's base is that of its lines, and each of its taxes stands on it.
        for row in &found.taxes {
            if let Some(nth) = row.group {
                prop_assert_eq!(row.base, found.groups[nth].iter().map(|at| found.lines[*at].base).sum::<i64>());
            }
        }
        let costs: i64 = found.taxes.iter().map(|row| row.amount - row.deductible).sum();
        prop_assert_eq!(costs, found.lines.iter().map(|line| line.not_deductible).sum::<i64>());
    }

    #[test]
    fn a_credit_note_of_the_whole_is_the_mirror_to_the_cent(made in made(), (prices, rounding, off) in modes()) {
        let taxes = kinds();
        let (lines, opposite) = (lines_of(&made, 1), lines_of(&made, -1));
        let discount = Discount::Percent(Decimal::new(off.into(), 2));
        let invoice = computed(Document { discount, prices, rounding, ..document(&lines, &taxes) });
        let credit = computed(Document { discount, prices, rounding, ..document(&opposite, &taxes) });
        prop_assert_eq!(&credit, &invoice.mirror());
        let rate = Decimal::new(9_123, 4);
        prop_assert_eq!(credit.in_currency(&opposite, rate, (2, 2)), invoice.in_currency(&lines, rate, (2, 2)).map(|euros| euros.mirror()));
    }

    #[test]
    fn a_tax_is_within_half_a_minor_unit_of_what_it_is_exactly(made in made(), off in 0u32..=10_000) {
        let (taxes, lines) = (kinds(), lines_of(&made, 1));
        let found = computed(Document { discount: Discount::Percent(Decimal::new(off.into(), 2)), ..document(&lines, &taxes) });
        for row in &found.taxes {
            let exact = Decimal::from(row.base) * taxes[row.tax].rate / Decimal::ONE_HUNDRED;
            prop_assert!((exact - Decimal::from(row.amount)).abs() <= Decimal::new(5, 1), "{row:?} {exact}");
        }
    }

    #[test]
    fn included_and_upon_agree_where_the_net_is_exact(hundreds in 1i64..1_000_000) {
        let taxes = [sold("21"), surcharge("5.2")];
        // A net of whole units has both taxes in whole tenths of a cent; of hundreds, in cents.
        let net = [Line::new(Decimal::ONE, Decimal::from(hundreds * 100), &[0, 1])];
        let upon = computed(document(&net, &taxes));
        let gross = [Line::new(Decimal::ONE, Decimal::new(upon.totals.total, 2), &[0, 1])];
        let included = computed(Document { prices: Prices::TaxIncluded, ..document(&gross, &taxes) });
        prop_assert_eq!((included.totals, included.taxes), (upon.totals, upon.taxes));
    }

    #[test]
    fn any_document_is_computed_or_refused(
        numbers in proptest::collection::vec((any::<i64>(), 0u32..10, any::<i64>(), 0u32..10, any::<i64>()), 0..6),
        prices in proptest::sample::select(Prices::ALL),
        rounding in proptest::sample::select(Rounding::ALL),
    ) {
        let taxes = kinds();
        let line = |(at, (quantity, scale, price, other, off)): (usize, &(i64, u32, i64, u32, i64))| Line {
            discount: if at % 2 == 0 { Discount::Amount(*off) } else { Discount::Percent(Decimal::new(*off, 4)) },
            ..Line::new(Decimal::new(*quantity, *scale), Decimal::new(*price, *other), BORNE[at % BORNE.len()])
        };
        let lines: Vec<Line> = numbers.iter().enumerate().map(line).collect();
        let _ = Document { prices, rounding, discount: Discount::Amount(1), ..document(&lines, &taxes) }.compute();
    }
}
