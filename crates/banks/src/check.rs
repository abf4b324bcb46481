//! What `despacho check` holds banks to.

use despacho_ui::Invariant;

/// Each query finds organizations that break it.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "a matched bank line is not the sum of its postings",
        query: "SELECT l.organization_id FROM bank_lines l JOIN bank_accounts b ON b.organization_id = l.organization_id AND b.id = l.bank_account_id
                WHERE l.status = 'matched' AND l.amount <> COALESCE((
                  SELECT SUM(CASE WHEN p.currency = b.currency THEN p.currency_amount ELSE p.amount END) FROM bank_line_postings k
                  JOIN postings p ON p.organization_id = k.organization_id AND p.entry_id = k.entry_id AND p.position = k.position
                  WHERE k.organization_id = l.organization_id AND k.line_id = l.id AND p.account_id = b.account_id), 0) LIMIT 20",
    },
    Invariant {
        meaning: "a bank line that waits or was left out has postings",
        query: "SELECT l.organization_id FROM bank_lines l JOIN bank_line_postings k ON k.organization_id = l.organization_id AND k.line_id = l.id
                WHERE l.status <> 'matched' LIMIT 20",
    },
    Invariant {
        meaning: "a bank line that waits is closed in a reconciliation",
        query: "SELECT organization_id FROM bank_lines WHERE status = 'unmatched' AND reconciliation_id IS NOT NULL LIMIT 20",
    },
];
