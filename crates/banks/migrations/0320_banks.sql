-- Bank accounts, each with an account of the chart of its own.
CREATE TABLE bank_accounts (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  iban TEXT NOT NULL,
  account_id UUID NOT NULL,
  account_code TEXT NOT NULL,
  currency TEXT NOT NULL,
  mapping TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
CREATE UNIQUE INDEX bank_accounts_by_account ON bank_accounts(organization_id, account_id);
CREATE UNIQUE INDEX bank_accounts_by_iban ON bank_accounts(organization_id, iban) WHERE iban <> '';

-- What was imported, and what it said of balances.
CREATE TABLE bank_statements (
  organization_id UUID NOT NULL,
  id UUID NOT NULL,
  bank_account_id UUID NOT NULL,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  format TEXT NOT NULL,
  first_date TEXT NOT NULL,
  last_date TEXT NOT NULL,
  opening BIGINT,
  closing BIGINT,
  lines BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  imported_by UUID NOT NULL REFERENCES users(id),
  imported_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, bank_account_id) REFERENCES bank_accounts(organization_id, id)
);
CREATE INDEX bank_statements_by_account ON bank_statements(organization_id, bank_account_id, last_date);

-- Up to when a bank account agrees with its bank.
CREATE TABLE bank_reconciliations (
  organization_id UUID NOT NULL,
  id UUID NOT NULL,
  bank_account_id UUID NOT NULL,
  through TEXT NOT NULL,
  bank_balance BIGINT NOT NULL,
  book_balance BIGINT NOT NULL,
  outstanding BIGINT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('closed', 'reopened')),
  closed_by UUID NOT NULL REFERENCES users(id),
  closed_at BIGINT NOT NULL,
  reopened_by UUID REFERENCES users(id),
  reopened_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, bank_account_id) REFERENCES bank_accounts(organization_id, id)
);
CREATE UNIQUE INDEX bank_reconciliations_by_day ON bank_reconciliations(organization_id, bank_account_id, through) WHERE status = 'closed';

-- Movements. The fingerprint keeps each from being there twice.
CREATE TABLE bank_lines (
  organization_id UUID NOT NULL,
  id UUID NOT NULL,
  bank_account_id UUID NOT NULL,
  statement_id UUID NOT NULL,
  date TEXT NOT NULL,
  value_date TEXT NOT NULL,
  amount BIGINT NOT NULL,
  text TEXT NOT NULL,
  reference TEXT NOT NULL,
  counterparty TEXT NOT NULL,
  counterparty_iban TEXT NOT NULL,
  code TEXT NOT NULL,
  payee_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('unmatched', 'matched', 'excluded')),
  kind TEXT NOT NULL,
  account_id UUID,
  contact_id UUID,
  reason TEXT NOT NULL,
  matched_by UUID REFERENCES users(id),
  matched_at BIGINT,
  reconciliation_id UUID,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, bank_account_id) REFERENCES bank_accounts(organization_id, id),
  FOREIGN KEY (organization_id, statement_id) REFERENCES bank_statements(organization_id, id),
  FOREIGN KEY (organization_id, reconciliation_id) REFERENCES bank_reconciliations(organization_id, id)
);
CREATE UNIQUE INDEX bank_lines_by_fingerprint ON bank_lines(organization_id, bank_account_id, fingerprint);
CREATE INDEX bank_lines_by_status ON bank_lines(organization_id, status, date, id);
CREATE INDEX bank_lines_by_date ON bank_lines(organization_id, bank_account_id, date);
CREATE INDEX bank_lines_by_statement ON bank_lines(organization_id, statement_id);
CREATE INDEX bank_lines_by_payee ON bank_lines(organization_id, payee_key, matched_at) WHERE status = 'matched';

-- The postings of the bank's account in the books that a line is: a posting is one line's at most. What a match made, undoing it takes back.
CREATE TABLE bank_line_postings (
  organization_id UUID NOT NULL,
  entry_id UUID NOT NULL,
  position BIGINT NOT NULL,
  line_id UUID NOT NULL,
  made BOOLEAN NOT NULL,
  PRIMARY KEY (organization_id, entry_id, position),
  FOREIGN KEY (organization_id, line_id) REFERENCES bank_lines(organization_id, id),
  FOREIGN KEY (organization_id, entry_id, position) REFERENCES postings(organization_id, entry_id, position)
);
CREATE INDEX bank_line_postings_by_line ON bank_line_postings(organization_id, line_id);
