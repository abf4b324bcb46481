-- What was printed of issued documents, and the messages that they were sent with. A message's link is stored as the hash of its secret, which is made when
-- the message is sent.
CREATE TABLE document_papers (
  organization_id UUID NOT NULL,
  document_id UUID NOT NULL,
  file_id UUID NOT NULL,
  printed_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, document_id),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id),
  FOREIGN KEY (organization_id, file_id) REFERENCES stored_files(tenant_id, id)
);

CREATE TABLE document_messages (
  organization_id UUID NOT NULL,
  id UUID NOT NULL,
  document_id UUID NOT NULL,
  recipient TEXT NOT NULL,
  copies TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  attaches BOOLEAN NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  sent_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  opened_at BIGINT,
  token_hash TEXT UNIQUE,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id)
);
CREATE INDEX document_messages_of ON document_messages(organization_id, document_id, id);
CREATE INDEX document_messages_by_sender ON document_messages(sent_by, created_at);
CREATE INDEX document_messages_by_time ON document_messages(organization_id, created_at);
