//! What `despacho check` holds remittances to.

use despacho_ui::Invariant;

/// Each query finds organizations that break it.
pub const INVARIANTS: &[Invariant] = &[Invariant {
    meaning: "what an order comes to is not the sum of its payments, or a payment that of its documents",
    query: "SELECT r.organization_id FROM remittances r WHERE r.amount <> (
              SELECT COALESCE(SUM(p.amount), 0) FROM remittance_payments p WHERE p.organization_id = r.organization_id AND p.remittance_id = r.id)
            OR EXISTS (SELECT 1 FROM remittance_payments p WHERE p.organization_id = r.organization_id AND p.remittance_id = r.id AND p.amount <> (
              SELECT COALESCE(SUM(i.amount), 0) FROM remittance_items i
              WHERE i.organization_id = p.organization_id AND i.remittance_id = p.remittance_id AND i.position = p.position)) LIMIT 20",
}];
