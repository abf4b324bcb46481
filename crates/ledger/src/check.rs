//! What `despacho check` holds the ledger to.

use despacho_ui::Invariant;

/// Each query finds organizations that break it.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "an organization has no chart of accounts",
        query: "SELECT o.id FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.organization_id = o.id) LIMIT 20",
    },
    Invariant {
        meaning: "an account's parent is missing in the organization",
        query: "SELECT a.organization_id FROM accounts a WHERE a.parent_code <> '' AND NOT EXISTS
                (SELECT 1 FROM accounts p WHERE p.organization_id = a.organization_id AND p.code = a.parent_code) LIMIT 20",
    },
    Invariant {
        meaning: "a tax's account is missing in the organization",
        query: "SELECT t.organization_id FROM taxes t WHERE
                (t.account_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.organization_id = t.organization_id AND a.id = t.account_id))
                OR (t.due_account_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.organization_id = t.organization_id AND a.id = t.due_account_id))
                OR (t.pending_account_id IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.organization_id = t.organization_id AND a.id = t.pending_account_id))
                LIMIT 20",
    },
    Invariant {
        meaning: "debits and credits of an entry differ",
        query: "SELECT organization_id FROM postings GROUP BY organization_id, entry_id HAVING SUM(amount) <> 0 LIMIT 20",
    },
    Invariant {
        meaning: "an entry that is posted has less than two postings",
        query: "SELECT e.organization_id FROM journal_entries e WHERE e.state <> 'draft' AND
                (SELECT COUNT(*) FROM postings p WHERE p.organization_id = e.organization_id AND p.entry_id = e.id) < 2 LIMIT 20",
    },
    Invariant {
        meaning: "a draft is in the books",
        query: "SELECT e.organization_id FROM journal_entries e WHERE e.state = 'draft' AND EXISTS
                (SELECT 1 FROM postings p WHERE p.organization_id = e.organization_id AND p.entry_id = e.id) LIMIT 20",
    },
    Invariant {
        meaning: "stored balances differ from the postings",
        query: "WITH told AS (
                  SELECT p.organization_id, p.account_id, SUBSTR(p.date, 1, 7) AS month, p.part, p.currency,
                         SUM(CASE WHEN e.state <> 'superseded' AND p.amount > 0 THEN p.amount ELSE 0 END) AS debit,
                         SUM(CASE WHEN e.state <> 'superseded' AND p.amount < 0 THEN -p.amount ELSE 0 END) AS credit,
                         SUM(CASE WHEN e.state <> 'superseded' THEN p.currency_amount ELSE 0 END) AS currency_amount, COUNT(*) AS postings
                  FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
                  GROUP BY p.organization_id, p.account_id, SUBSTR(p.date, 1, 7), p.part, p.currency)
                SELECT organization_id FROM (
                  SELECT * FROM (SELECT * FROM told
                    EXCEPT SELECT organization_id, account_id, month, part, currency, debit, credit, currency_amount, postings FROM account_balances) AS missing
                  UNION ALL SELECT * FROM (
                    SELECT organization_id, account_id, month, part, currency, debit, credit, currency_amount, postings FROM account_balances
                    EXCEPT SELECT * FROM told) AS unfounded) AS differences LIMIT 20",
    },
    Invariant {
        meaning: "stored balances of contacts differ from the postings",
        query: "WITH told AS (
                  SELECT p.organization_id, p.account_id, p.contact_id, SUBSTR(p.date, 1, 7) AS month, p.part, p.currency,
                         SUM(CASE WHEN e.state <> 'superseded' AND p.amount > 0 THEN p.amount ELSE 0 END) AS debit,
                         SUM(CASE WHEN e.state <> 'superseded' AND p.amount < 0 THEN -p.amount ELSE 0 END) AS credit,
                         SUM(CASE WHEN e.state <> 'superseded' THEN p.currency_amount ELSE 0 END) AS currency_amount, COUNT(*) AS postings
                  FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id WHERE p.contact_id IS NOT NULL
                  GROUP BY p.organization_id, p.account_id, p.contact_id, SUBSTR(p.date, 1, 7), p.part, p.currency)
                SELECT organization_id FROM (
                  SELECT * FROM (SELECT * FROM told
                    EXCEPT SELECT organization_id, account_id, contact_id, month, part, currency, debit, credit, currency_amount, postings FROM contact_balances)
                    AS missing
                  UNION ALL SELECT * FROM (
                    SELECT organization_id, account_id, contact_id, month, part, currency, debit, credit, currency_amount, postings FROM contact_balances
                    EXCEPT SELECT * FROM told) AS unfounded) AS differences LIMIT 20",
    },
    Invariant {
        meaning: "stored results of months differ from the balances",
        query: "WITH told AS (
                  SELECT b.organization_id, b.month, SUM(CASE WHEN a.type = 'income' THEN b.credit - b.debit ELSE 0 END) AS income,
                         SUM(CASE WHEN a.type = 'expense' THEN b.debit - b.credit ELSE 0 END) AS expenses
                  FROM account_balances b JOIN accounts a ON a.organization_id = b.organization_id AND a.id = b.account_id
                  WHERE b.part = 'normal' GROUP BY b.organization_id, b.month)
                SELECT COALESCE(t.organization_id, r.organization_id) AS organization_id FROM told t
                FULL OUTER JOIN month_results r ON r.organization_id = t.organization_id AND r.month = t.month
                WHERE COALESCE(t.income, 0) <> COALESCE(r.income, 0) OR COALESCE(t.expenses, 0) <> COALESCE(r.expenses, 0) LIMIT 20",
    },
    Invariant {
        meaning: "a posting names a contact that is not there, or on an account that is no control account",
        query: "SELECT b.organization_id FROM contact_balances b WHERE NOT EXISTS
                (SELECT 1 FROM contacts c WHERE c.organization_id = b.organization_id AND c.id = b.contact_id) OR NOT EXISTS
                (SELECT 1 FROM accounts a WHERE a.organization_id = b.organization_id AND a.id = b.account_id AND a.control <> '') LIMIT 20",
    },
    Invariant {
        meaning: "a match does not settle, or holds postings of several accounts or contacts, or of entries that were corrected",
        query: "SELECT l.organization_id FROM match_postings l
                JOIN matches m ON m.organization_id = l.organization_id AND m.id = l.match_id
                JOIN postings p ON p.organization_id = l.organization_id AND p.entry_id = l.entry_id AND p.position = l.position
                JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
                WHERE l.live GROUP BY l.organization_id, l.match_id
                HAVING SUM(p.amount) <> 0 OR SUM(CASE WHEN p.account_id <> m.account_id OR e.state NOT IN ('posted', 'reversed') OR m.removed_at IS NOT NULL
                       OR COALESCE(CAST(p.contact_id AS TEXT), '') <> COALESCE(CAST(m.contact_id AS TEXT), '') THEN 1 ELSE 0 END) > 0 LIMIT 20",
    },
    Invariant {
        meaning: "a number of a journal is missing, given twice, or was never drawn",
        query: "SELECT c.organization_id FROM journal_counters c LEFT JOIN (
                  SELECT organization_id, fiscal_year_id, journal, COUNT(DISTINCT number) AS given, MIN(number) AS first, MAX(number) AS last
                  FROM journal_entries WHERE state <> 'draft' GROUP BY organization_id, fiscal_year_id, journal) n
                ON n.organization_id = c.organization_id AND n.fiscal_year_id = c.fiscal_year_id AND n.journal = c.journal
                WHERE n.given IS NULL OR n.given <> c.last OR n.first <> 1 OR n.last <> c.last LIMIT 20",
    },
    Invariant {
        meaning: "an entry or a posting lies outside its year or its entry's day",
        query: "SELECT e.organization_id FROM journal_entries e JOIN fiscal_years y ON y.organization_id = e.organization_id AND y.id = e.fiscal_year_id
                WHERE e.date < y.starts_on OR e.date > y.ends_on OR EXISTS
                (SELECT 1 FROM postings p WHERE p.organization_id = e.organization_id AND p.entry_id = e.id AND p.date <> e.date) LIMIT 20",
    },
    Invariant {
        meaning: "an entry is undone by none, or by what does not undo it",
        query:
            "SELECT e.organization_id FROM journal_entries e LEFT JOIN journal_entries r ON r.organization_id = e.organization_id AND r.id = e.reversed_by_id
                WHERE (e.state = 'reversed' OR (e.state = 'superseded' AND NOT e.mirror)) AND (r.id IS NULL OR r.reverses_id <> e.id OR r.total <> e.total
                  OR (e.state = 'superseded' AND (r.state <> 'superseded' OR r.date <> e.date OR r.kind <> e.kind))) LIMIT 20",
    },
    Invariant {
        meaning: "fiscal years overlap",
        query: "SELECT a.organization_id FROM fiscal_years a JOIN fiscal_years b ON b.organization_id = a.organization_id AND b.id <> a.id
                WHERE a.starts_on <= b.ends_on AND b.starts_on <= a.ends_on LIMIT 20",
    },
];
