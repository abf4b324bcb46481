-- Invoices that come again, what each names, and each time that they came: a day of one comes once, whoever makes it.
CREATE TABLE recurring_invoices (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  contact_id UUID NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('days', 'weeks', 'months', 'years')),
  every BIGINT NOT NULL CHECK (every BETWEEN 1 AND 60),
  day BIGINT NOT NULL CHECK (day BETWEEN 0 AND 31),
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  times BIGINT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('draft', 'issue', 'issue_and_send')),
  state TEXT NOT NULL CHECK (state IN ('active', 'stopped')),
  body TEXT NOT NULL,
  currency TEXT NOT NULL,
  payable BIGINT NOT NULL,
  next_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  made BIGINT NOT NULL,
  fault TEXT NOT NULL,
  created_by UUID NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id)
);
CREATE UNIQUE INDEX recurring_invoices_by_name ON recurring_invoices(organization_id, name_key);
CREATE INDEX recurring_invoices_due ON recurring_invoices(organization_id, next_on) WHERE state = 'active' AND next_on <> '';

CREATE TABLE recurring_invoice_names (
  organization_id UUID NOT NULL,
  recurring_id UUID NOT NULL,
  target TEXT NOT NULL,
  id UUID NOT NULL,
  PRIMARY KEY (organization_id, recurring_id, target, id),
  FOREIGN KEY (organization_id, recurring_id) REFERENCES recurring_invoices(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX recurring_invoice_names_by_id ON recurring_invoice_names(organization_id, target, id);

CREATE TABLE recurring_invoice_times (
  organization_id UUID NOT NULL,
  recurring_id UUID NOT NULL,
  date TEXT NOT NULL,
  document_id UUID,
  unsent TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, recurring_id, date),
  FOREIGN KEY (organization_id, recurring_id) REFERENCES recurring_invoices(organization_id, id) ON DELETE CASCADE
);
