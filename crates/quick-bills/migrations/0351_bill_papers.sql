-- Documents that bills are typed from: files that were brought, with what was read of them, until they are a bill's.
CREATE TABLE bill_papers (
  organization_id UUID NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'aside', 'used')),
  reason TEXT NOT NULL,
  document_id UUID,
  said TEXT NOT NULL,
  added_by UUID NOT NULL REFERENCES users(id),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, id) REFERENCES stored_files(tenant_id, id),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id),
  CHECK ((state = 'used') = (document_id IS NOT NULL))
);
-- A document waits once.
CREATE UNIQUE INDEX bill_papers_once ON bill_papers(organization_id, sha256) WHERE state <> 'used';
CREATE INDEX bill_papers_waiting ON bill_papers(organization_id, state, added_at, id);
CREATE INDEX bill_papers_of ON bill_papers(organization_id, document_id);
