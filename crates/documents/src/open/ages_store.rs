//! Every SQL of ages.

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Connection, FromRow},
    vals,
};

use jiff::civil::Date;

use super::ages::{AgeSum, AgedItem, Ages, DaySum, Limits, Side};

/// What was left of each item at the end of day $2: what is left now, and what was settled after it. $3 is the control, $4 to $7 are the limits.
const LEFT: &str = "(SELECT i.id, i.contact_id, i.account_id, i.due_on, i.base_remaining AS amount FROM open_items i
                     WHERE i.organization_id = $1 AND i.remaining <> 0 AND i.date <= $2
                     UNION ALL SELECT i.id, i.contact_id, i.account_id, i.due_on, a.base_debit FROM allocations a
                     JOIN open_items i ON i.organization_id = a.organization_id AND i.id = a.debit_id
                     WHERE a.organization_id = $1 AND a.date > $2 AND a.undone_at IS NULL AND i.date <= $2 AND NOT i.void
                     UNION ALL SELECT i.id, i.contact_id, i.account_id, i.due_on, -a.base_credit FROM allocations a
                     JOIN open_items i ON i.organization_id = a.organization_id AND i.id = a.credit_id
                     WHERE a.organization_id = $1 AND a.date > $2 AND a.undone_at IS NULL AND i.date <= $2 AND NOT i.void) AS l
                    JOIN accounts k ON k.organization_id = $1 AND k.id = l.account_id AND k.control = $3";

/// The ages as columns, each with what is within it.
const WITHIN: [(&str, &str); 5] = [
    ("not_due", "i.due_on > $4"),
    ("thirty", "i.due_on <= $4 AND i.due_on > $5"),
    ("sixty", "i.due_on <= $5 AND i.due_on > $6"),
    ("ninety", "i.due_on <= $6 AND i.due_on > $7"),
    ("older", "i.due_on <= $7"),
];

/// The sums of the five ages.
fn parts(of: impl Fn(&str, &str) -> String) -> String {
    WITHIN.map(|(name, within)| format!("CAST(COALESCE(SUM({}), 0) AS BIGINT) AS {name}", of(name, within))).join(", ")
}

/// What each contact had left in each age at the end of day $2, as [`LEFT`] has it by item: summed where it is read, so that of many items few rows are
/// carried on, and of what is open now an index alone is read.
fn by_age_of_contacts() -> String {
    let control = "i.account_id IN (SELECT k.id FROM accounts k WHERE k.organization_id = $1 AND k.control = $3)";
    let sums = |amount: &str| parts(|_, within| format!("CASE WHEN {within} THEN {amount} ELSE 0 END"));
    let later = |side: &str, amount: &str| {
        format!(
            "SELECT i.contact_id, {} FROM allocations a JOIN open_items i ON i.organization_id = a.organization_id AND i.id = a.{side}
             WHERE a.organization_id = $1 AND a.date > $2 AND a.undone_at IS NULL AND {control} AND i.date <= $2 AND NOT i.void GROUP BY i.contact_id",
            sums(amount)
        )
    };
    format!(
        "(SELECT i.contact_id, {} FROM open_items i WHERE i.organization_id = $1 AND {control} AND i.remaining <> 0 AND i.date <= $2 GROUP BY i.contact_id
          UNION ALL {} UNION ALL {}) AS l",
        sums("i.base_remaining"),
        later("debit_id", "a.base_debit"),
        later("credit_id", "-a.base_credit")
    )
}

/// The sums of those, of one contact or of all; what is owed to vendors is told as positive.
fn summed(side: Side) -> String {
    parts(|name, _| format!("{}l.{name}", sign(side)))
}

fn values(organization: Id, (side, day): (Side, Date)) -> Vec<sql::Value> {
    let [one, two, three, four] = Limits::of(day).days;
    vals![organization, day.to_string(), side.to_string(), one, two, three, four]
}

/// Ages at the end of a day, of contacts by their numbers from beyond `after`, at most `limit`; what was settled later was open then.
pub async fn by_contact(db: &dyn Connection, organization: Id, asked: (Side, Date), after: i64, limit: i64) -> Result<Vec<Ages>> {
    let sql = format!(
        "SELECT {} FROM (SELECT l.contact_id, {} FROM {} GROUP BY l.contact_id) AS g
         JOIN contacts c ON c.organization_id = $1 AND c.id = g.contact_id
         WHERE c.number > $8 AND (not_due <> 0 OR thirty <> 0 OR sixty <> 0 OR ninety <> 0 OR older <> 0) ORDER BY c.number LIMIT $9",
        Ages::columns(),
        summed(asked.0),
        by_age_of_contacts()
    );
    let mut values = values(organization, asked);
    values.extend(vals![after, limit]);
    Ok(sql::rows(db, &sql, values).await?)
}

/// The sums of all contacts' ages; the number is how many contacts had items.
pub async fn totals(db: &dyn Connection, organization: Id, asked: (Side, Date)) -> Result<Ages> {
    let sql = format!(
        "SELECT $1 AS contact_id, CAST(COUNT(DISTINCT l.contact_id) AS BIGINT) AS number, '' AS name, '' AS tax_id, {} FROM {}",
        summed(asked.0),
        by_age_of_contacts()
    );
    Ok(sql::maybe(db, &sql, values(organization, asked)).await?.unwrap_or_default())
}

fn sign(side: Side) -> &'static str {
    match side {
        Side::Receivable => "",
        Side::Payable => "-",
    }
}

/// How many items each age has and what they come to, at the end of a day; ages without any are left out.
pub async fn by_age(db: &dyn Connection, organization: Id, asked: (Side, Date)) -> Result<Vec<AgeSum>> {
    let sql = format!(
        "SELECT CAST(age AS BIGINT) AS age, COUNT(*) AS items, CAST({}SUM(amount) AS BIGINT) AS amount FROM (
           SELECT CASE WHEN l.due_on > $4 THEN 0 WHEN l.due_on > $5 THEN 1 WHEN l.due_on > $6 THEN 2 WHEN l.due_on > $7 THEN 3 ELSE 4 END AS age,
                  SUM(l.amount) AS amount FROM {LEFT} GROUP BY l.id, l.due_on HAVING SUM(l.amount) <> 0) AS g GROUP BY age ORDER BY age LIMIT 5",
        sign(asked.0)
    );
    Ok(sql::rows(db, &sql, values(organization, asked)).await?)
}

/// What is open at the end of a day and due on each of the days between two, in their order.
pub async fn by_day(db: &dyn Connection, organization: Id, (side, day): (Side, Date), (from, to): (Date, Date)) -> Result<Vec<DaySum>> {
    let sql = format!(
        "SELECT due_on, COUNT(*) AS items, CAST({}SUM(amount) AS BIGINT) AS amount FROM (
           SELECT l.due_on, SUM(l.amount) AS amount FROM {LEFT} WHERE l.due_on BETWEEN $4 AND $5
           GROUP BY l.id, l.due_on HAVING SUM(l.amount) <> 0) AS g GROUP BY due_on ORDER BY due_on LIMIT 400",
        sign(side)
    );
    Ok(sql::rows(db, &sql, vals![organization, day.to_string(), side.to_string(), from.to_string(), to.to_string()]).await?)
}

/// The items that are open at the end of a day and due on the days between two, the earliest first, from beyond a place, at most `limit`.
pub async fn items(
    db: &dyn Connection,
    organization: Id,
    (side, day): (Side, Date),
    (from, to): (&str, &str),
    after: (&str, Id),
    limit: i64,
) -> Result<Vec<AgedItem>> {
    let sql = format!(
        "SELECT {} FROM (SELECT i.id, i.source, i.source_id, i.label, i.reference, c.number AS contact_number, c.name AS contact_name, i.date, i.due_on,
                CAST({}l.amount AS BIGINT) AS amount
         FROM (SELECT l.id, SUM(l.amount) AS amount FROM {LEFT} WHERE l.due_on BETWEEN $4 AND $5 AND (l.due_on > $6 OR (l.due_on = $6 AND l.id > $7))
               GROUP BY l.id HAVING SUM(l.amount) <> 0) AS l
         JOIN open_items i ON i.organization_id = $1 AND i.id = l.id
         JOIN contacts c ON c.organization_id = $1 AND c.id = i.contact_id) AS f ORDER BY due_on, id LIMIT $8",
        AgedItem::columns(),
        sign(side)
    );
    let mut values = vals![organization, day.to_string(), side.to_string(), from, to];
    values.extend(vals![after.0, after.1, limit]);
    Ok(sql::rows(db, &sql, values).await?)
}

/// The first day after another on which anything that is open is due.
pub async fn next_due(db: &dyn Connection, organization: Id, after: Date) -> Result<Option<String>> {
    let sql = "SELECT due_on FROM open_items WHERE organization_id = $1 AND remaining <> 0 AND due_on > $2 ORDER BY due_on LIMIT 1";
    Ok(sql::scalar(db, sql, vals![organization, after.to_string()]).await?)
}
