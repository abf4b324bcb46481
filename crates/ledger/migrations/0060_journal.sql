-- The journal: entries, their postings, the numbers given, balances by account, currency and month, and locks.
ALTER TABLE fiscal_years ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
UPDATE fiscal_years SET state = 'closed' WHERE closed_at IS NOT NULL;
CREATE UNIQUE INDEX fiscal_years_by_start ON fiscal_years(organization_id, starts_on);

CREATE TABLE journal_entries (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  fiscal_year_id UUID,
  journal TEXT NOT NULL,
  number BIGINT,
  revision BIGINT NOT NULL,
  mirror BOOLEAN NOT NULL,
  book_number BIGINT,
  date TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'posted', 'reversed', 'superseded')),
  description TEXT NOT NULL,
  reference TEXT NOT NULL,
  source_kind TEXT NOT NULL,
  source_id UUID,
  reverses_id UUID,
  reversed_by_id UUID,
  supersedes_id UUID,
  in_locked_period BOOLEAN NOT NULL,
  draft TEXT NOT NULL,
  search_text TEXT NOT NULL,
  total BIGINT NOT NULL,
  postings BIGINT NOT NULL,
  created_by UUID NOT NULL,
  created_at BIGINT NOT NULL,
  posted_by UUID,
  posted_at BIGINT,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, fiscal_year_id) REFERENCES fiscal_years(organization_id, id),
  FOREIGN KEY (organization_id, reverses_id) REFERENCES journal_entries(organization_id, id),
  FOREIGN KEY (organization_id, reversed_by_id) REFERENCES journal_entries(organization_id, id),
  FOREIGN KEY (organization_id, supersedes_id) REFERENCES journal_entries(organization_id, id),
  CHECK ((state = 'draft') = (number IS NULL)),
  CHECK ((state = 'draft') = (fiscal_year_id IS NULL))
);
CREATE UNIQUE INDEX journal_entries_by_number ON journal_entries(organization_id, fiscal_year_id, journal, number, revision, mirror);
CREATE INDEX journal_entries_by_date ON journal_entries(organization_id, date, id);
CREATE INDEX journal_entries_by_kind ON journal_entries(organization_id, kind, fiscal_year_id) WHERE kind <> 'manual' AND kind <> 'document';
CREATE INDEX journal_entries_drafts ON journal_entries(organization_id, date) WHERE state = 'draft';

CREATE TABLE postings (
  organization_id UUID NOT NULL,
  entry_id UUID NOT NULL,
  position BIGINT NOT NULL,
  account_id UUID NOT NULL,
  date TEXT NOT NULL,
  part TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount <> 0),
  currency TEXT NOT NULL,
  currency_amount BIGINT NOT NULL,
  rate TEXT NOT NULL,
  description TEXT NOT NULL,
  PRIMARY KEY (organization_id, entry_id, position),
  FOREIGN KEY (organization_id, entry_id) REFERENCES journal_entries(organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
CREATE INDEX postings_by_account ON postings(organization_id, account_id, date, entry_id, position);

CREATE INDEX postings_by_date ON postings(organization_id, date);

CREATE TABLE journal_counters (
  organization_id UUID NOT NULL,
  fiscal_year_id UUID NOT NULL,
  journal TEXT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (organization_id, fiscal_year_id, journal),
  FOREIGN KEY (organization_id, fiscal_year_id) REFERENCES fiscal_years(organization_id, id)
);

-- What would go beyond a whole number of 64 bits is refused, on SQLite too, which would go on with a fraction.
CREATE TABLE account_balances (
  organization_id UUID NOT NULL,
  account_id UUID NOT NULL,
  month TEXT NOT NULL,
  part TEXT NOT NULL,
  currency TEXT NOT NULL,
  debit BIGINT NOT NULL CHECK (debit BETWEEN 0 AND 9000000000000000000),
  credit BIGINT NOT NULL CHECK (credit BETWEEN 0 AND 9000000000000000000),
  currency_amount BIGINT NOT NULL CHECK (currency_amount BETWEEN -9000000000000000000 AND 9000000000000000000),
  postings BIGINT NOT NULL,
  PRIMARY KEY (organization_id, account_id, month, part, currency),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);

CREATE TABLE period_locks (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  scope TEXT NOT NULL,
  locked_through TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('soft', 'hard')),
  reason TEXT NOT NULL,
  set_by UUID NOT NULL,
  set_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, scope, level)
);
