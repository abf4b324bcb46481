-- Purchase orders are documents too. What says which a document is takes another word: a column of its name in place of the one that did not.
DROP INDEX documents_by_day;
DROP INDEX documents_by_contact;
DROP INDEX documents_drafts;
ALTER TABLE documents ADD COLUMN kind_now TEXT NOT NULL DEFAULT 'invoice'
  CHECK (kind_now IN ('invoice', 'credit_note', 'estimate', 'bill', 'vendor_credit', 'purchase_order'));
UPDATE documents SET kind_now = kind;
ALTER TABLE documents DROP COLUMN kind;
ALTER TABLE documents RENAME COLUMN kind_now TO kind;
CREATE INDEX documents_by_day ON documents(organization_id, kind, date, id);
CREATE INDEX documents_by_contact ON documents(organization_id, contact_id, kind, date);
CREATE INDEX documents_drafts ON documents(organization_id, kind, date) WHERE stage = 'draft';
