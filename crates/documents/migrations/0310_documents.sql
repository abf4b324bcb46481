-- What is sold and bought; documents of sales and purchases with their lines and taxes, frozen when they are issued; payments; and what is open of
-- each posting on a control account, with what settles it. Amounts are minor units of the document's currency, `base_` ones of the organization's.
CREATE TABLE items (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  sku TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('goods', 'services')),
  unit TEXT NOT NULL,
  sale_price TEXT NOT NULL,
  sale_description TEXT NOT NULL,
  sale_account_id UUID,
  sale_taxes TEXT NOT NULL,
  purchase_price TEXT NOT NULL,
  purchase_description TEXT NOT NULL,
  purchase_account_id UUID,
  purchase_taxes TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  search_text TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, sale_account_id) REFERENCES accounts(organization_id, id),
  FOREIGN KEY (organization_id, purchase_account_id) REFERENCES accounts(organization_id, id)
);
CREATE UNIQUE INDEX items_by_sku ON items(organization_id, sku) WHERE sku <> '';

CREATE TABLE documents (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit_note', 'estimate', 'bill', 'vendor_credit')),
  stage TEXT NOT NULL CHECK (stage IN ('draft', 'issued', 'void', 'accepted', 'declined', 'invoiced')),
  simplified BOOLEAN NOT NULL,
  series_id UUID,
  sequence BIGINT,
  number TEXT NOT NULL,
  date TEXT NOT NULL,
  due_on TEXT NOT NULL,
  contact_id UUID NOT NULL,
  contact_name TEXT NOT NULL,
  contact_tax_id TEXT NOT NULL,
  contact_country TEXT NOT NULL,
  issuer TEXT NOT NULL,
  currency TEXT NOT NULL,
  rate TEXT NOT NULL,
  prices TEXT NOT NULL,
  rounding TEXT NOT NULL,
  reference TEXT NOT NULL,
  notes TEXT NOT NULL,
  vendor_number TEXT NOT NULL,
  corrects_id UUID,
  method TEXT NOT NULL,
  reason TEXT NOT NULL,
  net BIGINT NOT NULL,
  taxes BIGINT NOT NULL,
  total BIGINT NOT NULL,
  withheld BIGINT NOT NULL,
  payable BIGINT NOT NULL,
  base_payable BIGINT NOT NULL,
  written_off BIGINT NOT NULL,
  entry_id UUID,
  sheet TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  issued_by UUID REFERENCES users(id),
  issued_at BIGINT,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, series_id) REFERENCES number_series(organization_id, id),
  FOREIGN KEY (organization_id, corrects_id) REFERENCES documents(organization_id, id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES journal_entries(organization_id, id),
  CHECK (stage = 'draft' OR sequence IS NOT NULL)
);
-- A number is given once.
CREATE UNIQUE INDEX documents_by_number ON documents(organization_id, series_id, sequence) WHERE sequence IS NOT NULL;
CREATE INDEX documents_by_day ON documents(organization_id, kind, date, id);
CREATE INDEX documents_by_contact ON documents(organization_id, contact_id, kind, date);
CREATE INDEX documents_corrected ON documents(organization_id, corrects_id);

CREATE TABLE document_lines (
  organization_id UUID NOT NULL,
  document_id UUID NOT NULL,
  position BIGINT NOT NULL,
  item_id UUID,
  description TEXT NOT NULL,
  quantity TEXT NOT NULL,
  unit_price TEXT NOT NULL,
  discount_percent TEXT NOT NULL,
  taxes TEXT NOT NULL,
  account_id UUID NOT NULL,
  net BIGINT NOT NULL,
  base BIGINT NOT NULL,
  PRIMARY KEY (organization_id, document_id, position),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, item_id) REFERENCES items(organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
CREATE INDEX document_lines_by_item ON document_lines(organization_id, item_id);
CREATE INDEX document_lines_by_account ON document_lines(organization_id, account_id);

CREATE TABLE document_taxes (
  organization_id UUID NOT NULL,
  document_id UUID NOT NULL,
  position BIGINT NOT NULL,
  tax_id UUID NOT NULL,
  code TEXT NOT NULL,
  rate TEXT NOT NULL,
  effect TEXT NOT NULL CHECK (effect IN ('charged', 'self_assessed', 'withheld')),
  base BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  deductible BIGINT NOT NULL,
  base_base BIGINT NOT NULL,
  base_amount BIGINT NOT NULL,
  base_deductible BIGINT NOT NULL,
  typed BIGINT,
  PRIMARY KEY (organization_id, document_id, position),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, tax_id) REFERENCES taxes(organization_id, id)
);
CREATE INDEX document_taxes_by_tax ON document_taxes(organization_id, tax_id);

CREATE TABLE payments (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('received', 'made')),
  stage TEXT NOT NULL CHECK (stage IN ('posted', 'void')),
  number TEXT NOT NULL,
  date TEXT NOT NULL,
  contact_id UUID NOT NULL,
  account_id UUID NOT NULL,
  currency TEXT NOT NULL,
  rate TEXT NOT NULL,
  amount BIGINT NOT NULL,
  withheld BIGINT NOT NULL,
  charges BIGINT NOT NULL,
  reference TEXT NOT NULL,
  notes TEXT NOT NULL,
  entry_id UUID NOT NULL,
  created_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES journal_entries(organization_id, id)
);
CREATE INDEX payments_by_day ON payments(organization_id, direction, date, id);
CREATE INDEX payments_by_contact ON payments(organization_id, contact_id);

CREATE TABLE open_items (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('invoice', 'credit_note', 'bill', 'vendor_credit', 'payment', 'write_off')),
  source_id UUID NOT NULL,
  label TEXT NOT NULL,
  reference TEXT NOT NULL,
  account_id UUID NOT NULL,
  contact_id UUID NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  base_amount BIGINT NOT NULL,
  remaining BIGINT NOT NULL,
  base_remaining BIGINT NOT NULL,
  date TEXT NOT NULL,
  due_on TEXT NOT NULL,
  entry_id UUID NOT NULL,
  position BIGINT NOT NULL,
  void BOOLEAN NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id),
  FOREIGN KEY (organization_id, entry_id, position) REFERENCES postings(organization_id, entry_id, position)
);
CREATE UNIQUE INDEX open_items_by_posting ON open_items(organization_id, entry_id, position);
CREATE INDEX open_items_by_source ON open_items(organization_id, source_id);
CREATE INDEX open_items_open ON open_items(organization_id, contact_id, due_on) WHERE remaining <> 0;

CREATE TABLE allocations (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  debit_id UUID NOT NULL,
  credit_id UUID NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  base_debit BIGINT NOT NULL,
  base_credit BIGINT NOT NULL,
  date TEXT NOT NULL,
  made_by UUID NOT NULL REFERENCES users(id),
  made_at BIGINT NOT NULL,
  undone_by UUID REFERENCES users(id),
  undone_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, debit_id) REFERENCES open_items(organization_id, id),
  FOREIGN KEY (organization_id, credit_id) REFERENCES open_items(organization_id, id)
);
CREATE INDEX allocations_by_debit ON allocations(organization_id, debit_id);
CREATE INDEX allocations_by_credit ON allocations(organization_id, credit_id);
CREATE INDEX allocations_by_day ON allocations(organization_id, date);
