-- Accounts at banks of contacts, the mandates that let theirs be debited, and orders to banks: whom each pays or collects from, and for which documents.
CREATE TABLE contact_banks (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  contact_id UUID NOT NULL,
  iban TEXT NOT NULL,
  bic TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, contact_id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id)
);
CREATE TABLE mandates (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  contact_id UUID NOT NULL,
  reference TEXT NOT NULL,
  scheme TEXT NOT NULL CHECK (scheme IN ('core', 'b2b')),
  usage TEXT NOT NULL CHECK (usage IN ('recurrent', 'once')),
  signed_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'cancelled')),
  debits BIGINT NOT NULL,
  last_used_on TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id)
);
CREATE UNIQUE INDEX mandates_by_reference ON mandates(organization_id, reference);
CREATE INDEX mandates_of_contact ON mandates(organization_id, contact_id);
CREATE TABLE remittances (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('transfers', 'debits')),
  state TEXT NOT NULL CHECK (state IN ('prepared', 'posted', 'cancelled')),
  bank_account_id UUID NOT NULL,
  day TEXT NOT NULL,
  batch BOOLEAN NOT NULL,
  amount BIGINT NOT NULL,
  payments BIGINT NOT NULL,
  created_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, bank_account_id) REFERENCES bank_accounts(organization_id, id)
);
CREATE UNIQUE INDEX remittances_by_number ON remittances(organization_id, number);
CREATE TABLE remittance_payments (
  organization_id UUID NOT NULL,
  remittance_id UUID NOT NULL,
  position BIGINT NOT NULL,
  contact_id UUID NOT NULL,
  name TEXT NOT NULL,
  iban TEXT NOT NULL,
  bic TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  text TEXT NOT NULL,
  mandate_id UUID,
  sequence TEXT NOT NULL CHECK (sequence IN ('', 'first', 'recurrent', 'once')),
  payment_id UUID,
  PRIMARY KEY (organization_id, remittance_id, position),
  FOREIGN KEY (organization_id, remittance_id) REFERENCES remittances(organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, mandate_id) REFERENCES mandates(organization_id, id)
);
CREATE INDEX remittance_payments_of_contact ON remittance_payments(organization_id, contact_id);
CREATE TABLE remittance_items (
  organization_id UUID NOT NULL,
  remittance_id UUID NOT NULL,
  document_id UUID NOT NULL,
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  live BOOLEAN NOT NULL,
  PRIMARY KEY (organization_id, remittance_id, document_id),
  FOREIGN KEY (organization_id, remittance_id) REFERENCES remittances(organization_id, id),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id)
);
-- A document is in one order at a time.
CREATE UNIQUE INDEX remittance_items_live ON remittance_items(organization_id, document_id) WHERE live;
