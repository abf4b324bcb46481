-- Whether customers are reminded of their invoices, of which they are not, and what was sent: each reminder of an invoice once.
CREATE TABLE reminder_settings (
  organization_id UUID PRIMARY KEY REFERENCES organizations(id),
  enabled BOOLEAN NOT NULL,
  since TEXT NOT NULL,
  set_by UUID NOT NULL REFERENCES users(id),
  set_at BIGINT NOT NULL,
  checked_on TEXT NOT NULL
);
CREATE TABLE reminder_stops (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  subject_id UUID NOT NULL,
  subject TEXT NOT NULL CHECK (subject IN ('contact', 'document')),
  reason TEXT NOT NULL CHECK (reason IN ('paused', 'disputed')),
  set_by UUID NOT NULL REFERENCES users(id),
  set_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, subject_id)
);
CREATE TABLE reminders_sent (
  organization_id UUID NOT NULL,
  document_id UUID NOT NULL,
  rule_id UUID NOT NULL,
  name TEXT NOT NULL,
  day TEXT NOT NULL,
  message_id UUID,
  PRIMARY KEY (organization_id, document_id, rule_id),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id),
  FOREIGN KEY (organization_id, message_id) REFERENCES document_messages(organization_id, id)
);
