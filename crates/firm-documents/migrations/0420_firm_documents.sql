-- Documents of a practice's clients. What is in each version stands in stored_files; the row of the document repeats its latest one, which lists read.
CREATE TABLE firm_documents (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  category TEXT NOT NULL,
  period TEXT NOT NULL,
  fiscal_year TEXT NOT NULL,
  folder TEXT NOT NULL,
  tags TEXT NOT NULL,
  note TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('firm', 'client', 'request')),
  number BIGINT NOT NULL CHECK (number >= 1),
  file_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  shared TEXT NOT NULL CHECK (shared IN ('nobody', 'all', 'some')),
  shared_at BIGINT,
  shared_by UUID REFERENCES users(id),
  held BOOLEAN NOT NULL,
  keep_until TEXT NOT NULL,
  deleted_at BIGINT,
  deleted_by UUID REFERENCES users(id),
  search_text TEXT NOT NULL,
  name_key TEXT NOT NULL,
  created_by UUID REFERENCES users(id),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id),
  FOREIGN KEY (practice_id, file_id) REFERENCES stored_files(tenant_id, id)
);
CREATE INDEX firm_documents_by_client ON firm_documents(practice_id, client_id, id);
CREATE INDEX firm_documents_by_content ON firm_documents(practice_id, sha256);
CREATE INDEX firm_documents_by_file ON firm_documents(practice_id, file_id);
CREATE INDEX firm_documents_by_source ON firm_documents(practice_id, source, created_at);
CREATE INDEX firm_documents_by_removal ON firm_documents(deleted_at);
-- Each version has a stored file of its own; it is never written again.
CREATE TABLE firm_document_versions (
  practice_id UUID NOT NULL,
  document_id UUID NOT NULL,
  number BIGINT NOT NULL,
  file_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  restored_from BIGINT,
  created_by UUID REFERENCES users(id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, document_id, number),
  FOREIGN KEY (practice_id, document_id) REFERENCES firm_documents(practice_id, id),
  FOREIGN KEY (practice_id, file_id) REFERENCES stored_files(tenant_id, id)
);
CREATE INDEX firm_document_versions_by_file ON firm_document_versions(practice_id, file_id);
-- With which of the client's people a document is shared, where it is with some.
CREATE TABLE firm_document_recipients (
  practice_id UUID NOT NULL,
  document_id UUID NOT NULL,
  contact_id UUID NOT NULL,
  PRIMARY KEY (practice_id, document_id, contact_id),
  FOREIGN KEY (practice_id, document_id) REFERENCES firm_documents(practice_id, id),
  FOREIGN KEY (practice_id, contact_id) REFERENCES client_contacts(practice_id, id) ON DELETE CASCADE
);
CREATE INDEX firm_document_recipients_by_contact ON firm_document_recipients(practice_id, contact_id);
-- Tasks, requests, obligations and entries that a document belongs to. The rooms above keep their own side.
CREATE TABLE firm_document_links (
  practice_id UUID NOT NULL,
  document_id UUID NOT NULL,
  target_kind TEXT NOT NULL,
  target_id UUID NOT NULL,
  PRIMARY KEY (practice_id, document_id, target_kind, target_id),
  FOREIGN KEY (practice_id, document_id) REFERENCES firm_documents(practice_id, id)
);
CREATE INDEX firm_document_links_by_target ON firm_document_links(practice_id, target_kind, target_id);
-- Who of a client's people saw and downloaded what, first and last.
CREATE TABLE firm_document_reads (
  practice_id UUID NOT NULL,
  document_id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  deed TEXT NOT NULL CHECK (deed IN ('seen', 'downloaded')),
  number BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (practice_id, document_id, user_id, deed),
  FOREIGN KEY (practice_id, document_id) REFERENCES firm_documents(practice_id, id)
);
-- A client's people: contact persons who come in by an account of their own, and what they may see.
CREATE TABLE client_people (
  practice_id UUID NOT NULL,
  client_id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  contact_id UUID NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'accounting', 'payroll', 'read_only')),
  categories TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  PRIMARY KEY (practice_id, client_id, user_id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id),
  FOREIGN KEY (practice_id, contact_id) REFERENCES client_contacts(practice_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX client_people_by_contact ON client_people(practice_id, contact_id);
CREATE INDEX client_people_by_user ON client_people(user_id, client_id);
