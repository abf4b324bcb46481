//! SQL fragments that find the accounts of many organizations at once whose codes begin as their country's catalogue says: cash, suspense, taxes.

use crate::catalog::{self, Pack};

/// Before which codes stand that begin so. What the catalogue holds is digits and points, and the next digit ends the range.
pub fn end(low: &str) -> String {
    let (head, last) = low.split_at(low.len().saturating_sub(1));
    let next = last.chars().next().and_then(|digit| char::from_u32(u32::from(digit) + 1)).unwrap_or('~');
    format!("{head}{next}")
}

/// Beginnings of accounts by country, `p(country, low, high)`, and the pack of each organization of `s(organization_id, country)` as `k`: a code that begins
/// so stands from `low` to before `high`. None where no country has any.
pub fn beginnings(which: impl Fn(&Pack) -> &[String]) -> Option<String> {
    let mut rows = vec![];
    let mut named = vec![];
    for pack in catalog::packs() {
        named.push(format!("'{}'", pack.country));
        for low in which(pack) {
            rows.push(format!("('{}', '{low}', '{}')", pack.country, end(low)));
        }
    }
    if rows.is_empty() {
        return None;
    }
    // A country without a pack of its own has the general one, whose country is empty.
    Some(format!(
        "p(country, low, high) AS (VALUES {}), k AS (SELECT organization_id, CASE WHEN country IN ({}) THEN country ELSE '' END AS pack FROM s)",
        rows.join(", "),
        named.join(", ")
    ))
}

/// The accounts of beginnings in their organizations, `a`.
pub const ACCOUNTS: &str = "FROM k JOIN p ON p.country = k.pack
    JOIN accounts a ON a.organization_id = k.organization_id AND a.code >= p.low AND a.code < p.high AND SUBSTR(a.code, 1, LENGTH(p.low)) = p.low";
