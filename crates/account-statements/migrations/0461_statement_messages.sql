-- Statements of account that were sent to contacts, each with what its paper says.
CREATE TABLE statement_messages (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  contact_id UUID NOT NULL,
  shape TEXT NOT NULL CHECK (shape IN ('movements', 'open')),
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  recipient TEXT NOT NULL,
  copies TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  sheet TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  sent_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id)
);
CREATE INDEX statement_messages_of ON statement_messages(organization_id, contact_id, id);
CREATE INDEX statement_messages_by_sender ON statement_messages(sent_by, created_at);
CREATE INDEX statement_messages_by_time ON statement_messages(organization_id, created_at);
