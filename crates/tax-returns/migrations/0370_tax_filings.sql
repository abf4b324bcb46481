-- Returns that were approved, filed and paid: one row for each that is filed of a model and period, the corrections of it after it.
CREATE TABLE tax_filings (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  model TEXT NOT NULL,
  period TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'filed', 'paid', 'undone')),
  outcome TEXT NOT NULL,
  result BIGINT NOT NULL,
  through TEXT NOT NULL,
  approved_by UUID REFERENCES users(id),
  approved_at BIGINT,
  filed_on TEXT NOT NULL,
  filed_by UUID REFERENCES users(id),
  filed_at BIGINT,
  reference TEXT NOT NULL,
  csv TEXT NOT NULL,
  proof_id UUID,
  proof_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  entry_id UUID,
  paid_on TEXT NOT NULL,
  payment_entry_id UUID,
  locks_before TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES journal_entries(organization_id, id),
  FOREIGN KEY (organization_id, payment_entry_id) REFERENCES journal_entries(organization_id, id)
);
CREATE UNIQUE INDEX tax_filings_by_period ON tax_filings(organization_id, model, period, sequence) WHERE state <> 'undone';

-- The figures of its boxes, as they were approved or filed.
CREATE TABLE tax_filing_boxes (
  organization_id UUID NOT NULL,
  filing_id UUID NOT NULL,
  position BIGINT NOT NULL,
  box_number TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (organization_id, filing_id, box_number),
  FOREIGN KEY (organization_id, filing_id) REFERENCES tax_filings(organization_id, id) ON DELETE CASCADE
);

-- The documents that it took, and what each gave to a box.
CREATE TABLE tax_filing_documents (
  organization_id UUID NOT NULL,
  filing_id UUID NOT NULL,
  box_number TEXT NOT NULL,
  takes TEXT NOT NULL,
  document_id UUID NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (organization_id, filing_id, box_number, takes, document_id),
  FOREIGN KEY (organization_id, filing_id) REFERENCES tax_filings(organization_id, id) ON DELETE CASCADE
);

-- What it listed by party.
CREATE TABLE tax_filing_records (
  organization_id UUID NOT NULL,
  filing_id UUID NOT NULL,
  position BIGINT NOT NULL,
  contact_id UUID NOT NULL,
  record_key TEXT NOT NULL,
  documents BIGINT NOT NULL,
  base BIGINT NOT NULL,
  withheld BIGINT NOT NULL,
  quarterly BOOLEAN NOT NULL,
  first_quarter BIGINT NOT NULL,
  second_quarter BIGINT NOT NULL,
  third_quarter BIGINT NOT NULL,
  fourth_quarter BIGINT NOT NULL,
  PRIMARY KEY (organization_id, filing_id, position),
  FOREIGN KEY (organization_id, filing_id) REFERENCES tax_filings(organization_id, id) ON DELETE CASCADE
);
