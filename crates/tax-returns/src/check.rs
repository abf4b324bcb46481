//! What `despacho check` holds filed returns to.

use despacho_ui::Invariant;

/// Each query finds organizations that break it.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "the entry of a filed return is undone",
        query: "SELECT f.organization_id FROM tax_filings f
                JOIN journal_entries e ON e.organization_id = f.organization_id AND (e.id = f.entry_id OR e.id = f.payment_entry_id)
                WHERE f.state IN ('filed', 'paid') AND e.state <> 'posted' LIMIT 20",
    },
    Invariant {
        meaning: "the documents of a filed box are not its figure",
        query: "SELECT b.organization_id FROM tax_filing_boxes b JOIN tax_filings f ON f.organization_id = b.organization_id AND f.id = b.filing_id
                JOIN (SELECT organization_id, filing_id, box_number, SUM(amount) AS amount FROM tax_filing_documents
                      GROUP BY organization_id, filing_id, box_number) k
                  ON k.organization_id = b.organization_id AND k.filing_id = b.filing_id AND k.box_number = b.box_number
                WHERE f.state IN ('filed', 'paid') AND b.value <> k.amount LIMIT 20",
    },
    Invariant {
        meaning: "a return waits though another of its period follows it",
        query: "SELECT f.organization_id FROM tax_filings f JOIN tax_filings g ON g.organization_id = f.organization_id AND g.model = f.model
                  AND g.period = f.period AND g.sequence > f.sequence
                WHERE f.state IN ('draft', 'approved') AND g.state <> 'undone' LIMIT 20",
    },
];
