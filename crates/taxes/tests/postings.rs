//! What documents write in the books: the examples of the Spanish chart, and what holds of any document.

use despacho_kernel::number::{Notation, decimal as read};
use despacho_taxes::{
    document::{Computed, Discount, Document, Line, LineKind, Prices, Rounding},
    plan::{AccountMissing, Accounts, Planned, TaxAccounts, postings},
    tax::{Direction, Tax, Treatment},
};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn decimal(text: &str) -> Decimal {
    read(text, Notation::Plain, 6).expect("a decimal")
}

/// A tax and its accounts.
type Own = (Tax, TaxAccounts<&'static str>);

fn own(direction: Direction, treatment: Treatment, rate: &str, account: &'static str, due: Option<&'static str>) -> Own {
    let tax = Tax { treatment, has_due_account: due.is_some(), ..Tax::standard("X", direction, decimal(rate)) };
    (tax, TaxAccounts { account: Some(account), due, pending: None })
}

fn sold(treatment: Treatment, rate: &str, account: &'static str) -> Own {
    own(Direction::Sale, treatment, rate, account, None)
}

fn bought(treatment: Treatment, rate: &str, account: &'static str, due: Option<&'static str>) -> Own {
    own(Direction::Purchase, treatment, rate, account, due)
}

fn computed(lines: &[Line], taxes: &[Tax]) -> Computed {
    let document = Document { lines, taxes, discount: Discount::None, prices: Prices::Net, rounding: Rounding::PerTax, typed: &[], digits: 2 };
    document.compute().expect("a document")
}

/// The postings of one of a price upon an account, by units: debits positive.
fn planned(direction: Direction, control: &'static str, (account, price): (&'static str, &str), kind: LineKind, owns: &[Own]) -> Vec<(&'static str, i64)> {
    let (taxes, accounts): (Vec<Tax>, Vec<_>) = owns.iter().cloned().unzip();
    let lines = [Line { kind, ..Line::new(Decimal::ONE, decimal(price), &(0..owns.len()).collect::<Vec<_>>()) }];
    let computed = computed(&lines, &taxes);
    let found = postings(direction, &computed, &lines, Accounts { control: &control, lines: &[account], taxes: &accounts }).expect("accounts");
    assert_eq!(found.iter().map(|one| one.amount).sum::<i64>(), 0);
    assert!(found.iter().all(|one| one.control == (one.account == control)));
    found.into_iter().map(|one| (one.account, one.amount)).collect()
}

#[test]
fn sales_of_the_spanish_chart() {
    use {Direction::Sale, LineKind::Normal, Treatment as T};
    let iva = || sold(T::Standard, "21", "477");
    let invoice = planned(Sale, "4300", ("705", "1000"), Normal, &[iva(), sold(T::Withholding, "-15", "473")]);
    assert_eq!(invoice, [("4300", 106_000), ("705", -100_000), ("477", -21_000), ("473", 15_000)]);
    let recargo = planned(Sale, "4300", ("700", "1000"), Normal, &[iva(), sold(T::Surcharge, "5.2", "477")]);
    assert_eq!(recargo, [("4300", 126_200), ("700", -100_000), ("477", -26_200)]);
    assert_eq!(planned(Sale, "4300", ("708", "-200"), Normal, &[iva()]), [("4300", -24_200), ("708", 20_000), ("477", 4_200)]);
    // An advance with its VAT, collected at once.
    assert_eq!(planned(Sale, "572", ("438", "500"), Normal, &[iva()]), [("572", 60_500), ("438", -50_000), ("477", -10_500)]);
    assert_eq!(planned(Sale, "4300", ("700", "1000"), Normal, &[sold(T::IntraCommunity, "0", "477")]), [("4300", 100_000), ("700", -100_000)]);
    assert_eq!(planned(Sale, "4300", ("555", "33.10"), LineKind::PassedThrough, &[]), [("4300", 3_310), ("555", -3_310)]);
}

#[test]
fn the_invoice_after_an_advance_charges_the_rest() {
    let (tax, accounts) = sold(Treatment::Standard, "21", "477");
    let lines = [Line::new(Decimal::ONE, decimal("1000"), &[0]), Line::new(decimal("-1"), decimal("500"), &[0])];
    let taxes = [tax];
    let found = postings(Direction::Sale, &computed(&lines, &taxes), &lines, Accounts { control: &"4300", lines: &["700", "438"], taxes: &[accounts] });
    let found: Vec<_> = found.expect("accounts").into_iter().map(|one| (one.account, one.amount)).collect();
    assert_eq!(found, [("4300", 60_500), ("700", -100_000), ("438", 50_000), ("477", -10_500)]);
}

#[test]
fn purchases_of_the_spanish_chart() {
    use {Direction::Purchase, LineKind::Normal, Treatment as T};
    let iva = || bought(T::Standard, "21", "472", None);
    assert_eq!(planned(Purchase, "400", ("600", "1000"), Normal, &[iva()]), [("400", -121_000), ("600", 100_000), ("472", 21_000)]);
    let professional = planned(Purchase, "410", ("623", "1000"), Normal, &[iva(), bought(T::Withholding, "-15", "4751", None)]);
    assert_eq!(professional, [("410", -106_000), ("623", 100_000), ("472", 21_000), ("4751", -15_000)]);
    let rent = planned(Purchase, "410", ("621", "1000"), Normal, &[iva(), bought(T::Withholding, "-19", "4751", None)]);
    assert_eq!(rent, [("410", -102_000), ("621", 100_000), ("472", 21_000), ("4751", -19_000)]);
    let acquired = planned(Purchase, "400", ("600", "1000"), Normal, &[bought(T::IntraCommunity, "21", "472", Some("477"))]);
    assert_eq!(acquired, [("400", -100_000), ("600", 100_000), ("472", 21_000), ("477", -21_000)]);
    let service = planned(Purchase, "410", ("629", "100"), Normal, &[bought(T::ReverseCharge, "21", "472", Some("477"))]);
    assert_eq!(service, [("410", -10_000), ("629", 10_000), ("472", 2_100), ("477", -2_100)]);
    assert_eq!(planned(Purchase, "572", ("629", "50"), Normal, &[iva()]), [("572", -6_050), ("629", 5_000), ("472", 1_050)]);
}

#[test]
fn half_of_a_cars_tax_is_its_cost() {
    let (mut tax, accounts) = bought(Treatment::Standard, "21", "472", None);
    tax.deductible = decimal("50");
    let car = planned(Direction::Purchase, "523", ("218", "10000"), LineKind::Normal, &[(tax, accounts)]);
    assert_eq!(car, [("523", -1_210_000), ("218", 1_105_000), ("472", 105_000)]);
    // A retailer's surcharge is all cost, and needs no account.
    let (mut surcharge, _) = bought(Treatment::Surcharge, "5.2", "472", None);
    surcharge.deductible = Decimal::ZERO;
    let none = TaxAccounts { account: None, due: None, pending: None };
    assert_eq!(planned(Direction::Purchase, "400", ("600", "1000"), LineKind::Normal, &[(surcharge, none)]), [("400", -105_200), ("600", 105_200)]);
}

#[test]
fn customs_charge_the_tax_alone() {
    use {Direction::Purchase, LineKind::BaseOnly, Treatment::Import};
    let (at_once, deferred) = (bought(Import, "21", "472", None), bought(Import, "21", "472", Some("4750")));
    assert_eq!(planned(Purchase, "410", ("600", "1000"), BaseOnly, &[at_once]), [("410", -21_000), ("472", 21_000)]);
    assert_eq!(planned(Purchase, "410", ("600", "1000"), BaseOnly, &[deferred]), [("472", 21_000), ("4750", -21_000)]);
}

#[test]
fn under_cash_accounting_a_tax_waits() {
    let (tax, accounts) = sold(Treatment::Standard, "21", "477");
    let waiting = TaxAccounts { pending: Some("4778"), ..accounts };
    assert_eq!(planned(Direction::Sale, "4300", ("705", "100"), LineKind::Normal, &[(tax, waiting)]), [("4300", 12_100), ("705", -10_000), ("4778", -2_100)]);
}

#[test]
fn an_account_that_lacks_is_told() {
    let (tax, _) = bought(Treatment::ReverseCharge, "21", "472", Some("477"));
    let (lines, taxes) = ([Line::new(Decimal::ONE, Decimal::ONE_HUNDRED, &[0])], [tax]);
    let found = computed(&lines, &taxes);
    let of = |accounts: TaxAccounts<&'static str>| {
        postings(Direction::Purchase, &found, &lines, Accounts { control: &"410", lines: &["629"], taxes: &[accounts] }).err()
    };
    assert_eq!(of(TaxAccounts { account: Some("472"), due: None, pending: None }), Some(AccountMissing { tax: 0, due: true }));
    assert_eq!(of(TaxAccounts { account: None, due: Some("477"), pending: None }), Some(AccountMissing { tax: 0, due: false }));
}

proptest! {
    #[test]
    fn entries_balance_and_credit_notes_undo_them(
        made in proptest::collection::vec((1i64..100_000, 0i64..10_000_000, 0usize..4), 1..10),
        direction in proptest::sample::select(Direction::ALL),
        prices in proptest::sample::select(Prices::ALL),
        rounding in proptest::sample::select(Rounding::ALL),
        share in 0i64..=100,
    ) {
        use Treatment as T;
        let mut owns = [
            own(direction, T::Standard, "21", "iva", None),
            own(direction, T::ReverseCharge, "10", "isp", Some("due")),
            own(direction, T::Withholding, "-15", "irpf", None),
            own(direction, T::Standard, "4", "iva4", None),
        ];
        owns[3].0.deductible = share.into();
        let borne: [&[usize]; 4] = [&[0, 2], &[1], &[3, 2], &[]];
        let (taxes, accounts): (Vec<Tax>, Vec<_>) = owns.into_iter().unzip();
        let line = |(quantity, price, which): &(i64, i64, usize)| Line::new(Decimal::new(*quantity, 3), Decimal::new(*price, 4), borne[*which]);
        let lines: Vec<Line> = made.iter().map(line).collect();
        let names: Vec<&str> = made.iter().map(|(.., which)| ["a", "b", "c", "d"][*which]).collect();
        let document = Document { lines: &lines, taxes: &taxes, discount: Discount::Percent(decimal("3.33")), prices, rounding, typed: &[], digits: 2 };
        let invoice = document.compute().expect("a document");
        let plan = |computed: &Computed| postings(direction, computed, &lines, Accounts { control: &"control", lines: &names, taxes: &accounts }).expect("accounts");
        let (posted, undone) = (plan(&invoice), plan(&invoice.mirror()));
        prop_assert_eq!(posted.iter().map(|one| one.amount).sum::<i64>(), 0);
        let opposite: Vec<_> = posted.iter().map(|one| Planned { amount: -one.amount, ..one.clone() }).collect();
        prop_assert_eq!(undone, opposite);
    }
}
