//! When taxes accrue: those of documents on their day, and those under the cash criterion as they are paid (Spain: Ley 37/1992, arts. 163 decies to
//! 163 sexiesdecies), at the latest when the year after ends. A tax is under the criterion where it has an account of what is pending.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_ledger::{reports::Period, taxes::OwnTax};
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{forms, tax::Direction};
use jiff::civil::Date;

use crate::{
    accrual_store::{self, Due},
    ground::{Ground, Group},
    store::{self, Behind},
};

/// Whether a tax accrues when it is paid.
pub fn is_cash(own: &OwnTax) -> bool {
    own.pending_account.is_some()
}

/// The taxes that accrue when they are paid.
pub fn cash(ground: &Ground) -> Vec<Id> {
    let mut found: Vec<Id> = ground.taxes.values().filter(|own| is_cash(own)).map(|own| own.id).collect();
    found.sort_unstable();
    found
}

/// Whether what it sells is under the cash criterion.
pub fn sells_for_cash(ground: &Ground) -> bool {
    ground.taxes.values().any(|own| own.active && is_cash(own) && own.tax.direction == Direction::Sale)
}

/// What of a tax of a document accrued in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accrued {
    pub document: Behind,
    /// As it is told of all documents of a kind; one document.
    pub group: Group,
}

/// The share of an amount when so much of the whole is paid, half away from zero.
fn share(amount: i64, paid: i64, whole: i64) -> i64 {
    if whole == 0 || paid >= whole {
        return amount;
    }
    let (product, whole) = (i128::from(amount) * i128::from(paid) * 2, i128::from(whole));
    let rounded = (product + product.signum() * whole) / (2 * whole);
    i64::try_from(rounded).unwrap_or(amount)
}

fn month(day: &str) -> String {
    day.get(..7).unwrap_or_default().to_owned()
}

/// The months of days, as `2026-01`.
fn months(days: Period) -> Vec<String> {
    let mut found = vec![];
    let mut day = days.from.first_of_month();
    while day <= days.to {
        found.push(day.strftime("%Y-%m").to_string());
        day = day.last_of_month().tomorrow().unwrap_or(Date::MAX);
        if day == Date::MAX {
            break;
        }
    }
    found
}

/// What accrued of a row in each month of these, where anything did. `paid` is what of its document was settled, by month.
fn by_month(due: &Due, paid: &BTreeMap<String, i64>, months: &[String], years: i16) -> Vec<(String, [i64; 3])> {
    let own = month(&due.date);
    let last = due
        .date
        .get(..4)
        .and_then(|year| year.parse::<i16>().ok())
        .map(|year| format!("{:04}-12", year + years))
        .unwrap_or_default();
    let whole = due.payable.map_or(0, i64::abs);
    let through = |end: &str| {
        if end < own.as_str() {
            return [0; 3];
        }
        let settled: i64 = paid.iter().filter(|(month, _)| month.as_str() <= end).map(|(_, amount)| amount).sum();
        let settled = if end >= last.as_str() { whole } else { settled };
        [due.base, due.amount, due.deducted].map(|amount| share(amount, settled, whole))
    };
    let before = |month: &str| {
        let day: Option<Date> = format!("{month}-01").parse().ok();
        day.and_then(|day| day.yesterday().ok()).map(|day| day.strftime("%Y-%m").to_string()).unwrap_or_default()
    };
    let one = |month: &String| {
        let (now, then) = (through(month), through(&before(month)));
        (month.clone(), [now[0] - then[0], now[1] - then[1], now[2] - then[2]])
    };
    months.iter().map(one).filter(|(_, amounts)| *amounts != [0; 3]).collect()
}

/// What accrued in days of taxes under the cash criterion, in the order of the documents' days.
pub async fn accrued(db: &dyn Connection, ground: &Ground, days: Period) -> Result<Vec<Accrued>> {
    let taxes = cash(ground);
    let Some(years) = forms::cash_years(&ground.organization.country).filter(|_| !taxes.is_empty()) else { return Ok(vec![]) };
    // What is older accrued before.
    let from = Date::new(days.from.year() - years, 1, 1).unwrap_or(days.from);
    let all = accrual_store::due(db, ground.id(), Period { from, to: days.to }, &taxes).await?;
    let items: Vec<Id> = all.iter().filter_map(|due| due.item_id).collect();
    let mut paid: HashMap<Id, BTreeMap<String, i64>> = HashMap::new();
    for settled in accrual_store::settled(db, ground.id(), &days.to.to_string(), &items).await? {
        *paid.entry(settled.item_id).or_default().entry(month(&settled.date)).or_default() += settled.amount;
    }
    let (months, nothing) = (months(days), BTreeMap::new());
    let mut found = vec![];
    for due in &all {
        let paid = due.item_id.and_then(|item| paid.get(&item)).unwrap_or(&nothing);
        for (month, [base, amount, deducted]) in by_month(due, paid, &months, years) {
            let group = Group {
                month,
                tax_id: due.tax_id,
                rate: due.rate.clone(),
                effect: due.effect.clone(),
                kind: due.kind.clone(),
                documents: 1,
                base,
                amount,
                deducted,
            };
            let document = Behind {
                id: due.id,
                kind: due.kind.clone(),
                number: due.number.clone(),
                vendor_number: due.vendor_number.clone(),
                date: due.date.clone(),
                contact_id: due.contact_id,
                contact_name: due.contact_name.clone(),
            };
            found.push(Accrued { document, group });
        }
    }
    Ok(found)
}

/// What taxes come to in days as returns take them: by documents' days, those under the cash criterion as they accrue.
pub async fn groups(db: &dyn Connection, ground: &Ground, days: Period) -> Result<Vec<Group>> {
    let mut all = store::groups(db, ground.id(), days).await?;
    all.retain(|group| ground.taxes.get(&group.tax_id).is_none_or(|own| !is_cash(own)));
    all.extend(accrued(db, ground, days).await?.into_iter().map(|accrued| accrued.group));
    Ok(all)
}

/// What taxes under the cash criterion would come to by their documents' days.
pub async fn by_day(db: &dyn Connection, ground: &Ground, days: Period) -> Result<Vec<Group>> {
    if cash(ground).is_empty() {
        return Ok(vec![]);
    }
    let mut all = store::groups(db, ground.id(), days).await?;
    all.retain(|group| ground.taxes.get(&group.tax_id).is_some_and(is_cash));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn due(date: &str, amount: i64) -> Due {
        Due {
            id: Id::nil(),
            kind: "invoice".into(),
            number: String::new(),
            vendor_number: String::new(),
            date: date.into(),
            contact_id: Id::nil(),
            contact_name: String::new(),
            tax_id: Id::nil(),
            rate: "21".into(),
            effect: "charged".into(),
            base: amount * 100 / 21,
            amount,
            deducted: amount,
            item_id: Some(Id::nil()),
            payable: Some(amount * 121 / 21),
        }
    }

    fn year(year: i16) -> Period {
        Period { from: Date::constant(year, 1, 1), to: Date::constant(year, 12, 31) }
    }

    #[test]
    fn a_tax_accrues_as_it_is_paid_and_the_rest_when_the_next_year_ends() {
        let paid = BTreeMap::from([("2026-03".to_owned(), 60_500), ("2026-05".to_owned(), 12_100)]);
        let told = |of: Period| {
            by_month(&due("2026-01-15", 21_000), &paid, &months(of), 1)
                .into_iter()
                .map(|(month, [_, amount, _])| (month, amount))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(year(2026)), [("2026-03".to_owned(), 10_500), ("2026-05".to_owned(), 2_100)]);
        assert_eq!(told(year(2027)), [("2027-12".to_owned(), 8_400)]);
        assert_eq!(told(year(2028)), []);
    }

    #[test]
    fn what_was_paid_before_its_document_accrues_with_it() {
        let paid = BTreeMap::from([("2025-12".to_owned(), 121_000)]);
        assert_eq!(by_month(&due("2026-01-15", 21_000), &paid, &months(year(2026)), 1), [("2026-01".to_owned(), [100_000, 21_000, 21_000])]);
    }

    proptest! {
        #[test]
        fn however_it_is_paid_all_of_it_accrues_once(amount in 1_i64..1_000_000, parts in prop::collection::vec((0_u8..24, 1_i64..500_000), 0..8)) {
            let mut paid: BTreeMap<String, i64> = BTreeMap::new();
            for (at, part) in parts {
                *paid.entry(format!("{}-{:02}", 2026 + i16::from(at / 12), at % 12 + 1)).or_default() += part;
            }
            let all = months(Period { from: Date::constant(2026, 1, 1), to: Date::constant(2028, 12, 31) });
            let due = due("2026-01-15", amount);
            let sums = by_month(&due, &paid, &all, 1).into_iter().fold([0; 3], |[a, b, c], (_, [x, y, z])| [a + x, b + y, c + z]);
            prop_assert_eq!(sums, [due.base, due.amount, due.deducted]);
        }
    }
}
