-- Imports of journals: what was brought in, by whom and with what outcome; the file until it is done; the entries that it made; and what an
-- organization has chosen for names of accounts and for columns.
CREATE TABLE journal_imports (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  source TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  size BIGINT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed', 'undone')),
  dry_run BOOLEAN NOT NULL,
  settings TEXT NOT NULL,
  entries BIGINT NOT NULL,
  postings BIGINT NOT NULL,
  total BIGINT NOT NULL,
  first_date TEXT NOT NULL,
  last_date TEXT NOT NULL,
  outcome TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  undone_by UUID,
  undone_at BIGINT,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX journal_imports_by_file ON journal_imports(organization_id, file_hash);

CREATE TABLE journal_import_files (
  organization_id UUID NOT NULL,
  import_id UUID NOT NULL,
  part BIGINT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (organization_id, import_id, part),
  FOREIGN KEY (organization_id, import_id) REFERENCES journal_imports(organization_id, id)
);

CREATE TABLE journal_import_entries (
  organization_id UUID NOT NULL,
  import_id UUID NOT NULL,
  entry_id UUID NOT NULL,
  PRIMARY KEY (organization_id, import_id, entry_id),
  FOREIGN KEY (organization_id, import_id) REFERENCES journal_imports(organization_id, id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES journal_entries(organization_id, id)
);

CREATE TABLE journal_import_accounts (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  name TEXT NOT NULL,
  account_code TEXT NOT NULL,
  PRIMARY KEY (organization_id, name)
);

CREATE TABLE journal_import_layouts (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  headings TEXT NOT NULL,
  layout TEXT NOT NULL,
  PRIMARY KEY (organization_id, headings)
);
