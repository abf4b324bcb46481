-- What is attached to entries: stored files, of the first entry of a chain of corrections, so that a correction keeps them. A draft is posted by being
-- written anew under its id, so that the reference is looked at when all is done.
CREATE TABLE entry_attachments (
  organization_id UUID NOT NULL,
  id UUID NOT NULL,
  entry_id UUID NOT NULL,
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  created_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, id) REFERENCES stored_files(tenant_id, id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES journal_entries(organization_id, id) DEFERRABLE INITIALLY DEFERRED
);
-- The same thing is attached to an entry once.
CREATE UNIQUE INDEX entry_attachments_by_entry ON entry_attachments(organization_id, entry_id, sha256);
