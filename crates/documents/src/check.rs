//! What `despacho check` holds documents to.

use despacho_ui::Invariant;

/// Each query finds organizations that break it.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "what is open of a contact differs from what documents and payments have on its control accounts",
        query: "WITH told AS (
                  SELECT p.organization_id, p.account_id, p.contact_id, SUM(p.amount) AS amount
                  FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
                  WHERE e.state = 'posted' AND e.kind = 'document' AND p.contact_id IS NOT NULL
                    AND e.source_kind IN ('invoice', 'credit_note', 'bill', 'vendor_credit', 'payment', 'write_off', 'settlement')
                  GROUP BY p.organization_id, p.account_id, p.contact_id HAVING SUM(p.amount) <> 0),
                left_over AS (
                  SELECT organization_id, account_id, contact_id, SUM(base_remaining) AS amount FROM open_items
                  GROUP BY organization_id, account_id, contact_id HAVING SUM(base_remaining) <> 0)
                SELECT organization_id FROM (
                  SELECT * FROM (SELECT * FROM told EXCEPT SELECT * FROM left_over) AS missing
                  UNION ALL SELECT * FROM (SELECT * FROM left_over EXCEPT SELECT * FROM told) AS unfounded) AS differences LIMIT 20",
    },
    Invariant {
        meaning: "what is left of an open item is not its amount less what settles it, or is of the other side",
        query: "SELECT i.organization_id FROM open_items i WHERE NOT i.void AND (
                  i.remaining <> i.amount
                    - COALESCE((SELECT SUM(a.amount) FROM allocations a WHERE a.organization_id = i.organization_id AND a.debit_id = i.id AND a.undone_at IS NULL), 0)
                    + COALESCE((SELECT SUM(a.amount) FROM allocations a WHERE a.organization_id = i.organization_id AND a.credit_id = i.id AND a.undone_at IS NULL), 0)
                  OR i.remaining * i.amount < 0 OR ABS(i.remaining) > ABS(i.amount) OR (i.remaining = 0 AND i.base_remaining <> 0)) LIMIT 20",
    },
    Invariant {
        meaning: "an open item is not its posting",
        query: "SELECT i.organization_id FROM open_items i JOIN postings p ON p.organization_id = i.organization_id AND p.entry_id = i.entry_id AND p.position = i.position
                WHERE p.amount <> i.base_amount OR p.account_id <> i.account_id OR p.contact_id IS NULL OR p.contact_id <> i.contact_id LIMIT 20",
    },
    Invariant {
        meaning: "the numbers of a series are not in the order of their days",
        query: "SELECT d.organization_id FROM documents d WHERE d.sequence IS NOT NULL AND d.kind IN ('invoice', 'credit_note') AND EXISTS (
                  SELECT 1 FROM documents o WHERE o.organization_id = d.organization_id AND o.series_id = d.series_id AND o.sequence = d.sequence + 1 AND o.date < d.date) LIMIT 20",
    },
    Invariant {
        meaning: "the taxes of a document differ from its total",
        query: "SELECT d.organization_id FROM documents d LEFT JOIN (
                  SELECT organization_id, document_id, SUM(CASE WHEN effect = 'charged' THEN amount ELSE 0 END) AS charged,
                         SUM(CASE WHEN effect = 'withheld' THEN amount ELSE 0 END) AS withheld
                  FROM document_taxes GROUP BY organization_id, document_id) t ON t.organization_id = d.organization_id AND t.document_id = d.id
                WHERE COALESCE(t.charged, 0) <> d.taxes OR COALESCE(t.withheld, 0) <> d.withheld OR d.net + d.taxes <> d.total LIMIT 20",
    },
];
