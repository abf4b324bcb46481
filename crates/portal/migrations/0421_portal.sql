-- Invitations of contact persons to their client's portal: a link that is good once and expires; its secret is never stored.
CREATE TABLE client_invitations (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  contact_id UUID NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'accounting', 'payroll', 'read_only')),
  categories TEXT NOT NULL,
  language TEXT NOT NULL,
  invited_by UUID NOT NULL REFERENCES users(id),
  token_hash TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  accepted_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id),
  FOREIGN KEY (practice_id, contact_id) REFERENCES client_contacts(practice_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX client_invitations_by_token ON client_invitations(token_hash);
CREATE INDEX client_invitations_by_contact ON client_invitations(practice_id, contact_id);
CREATE INDEX client_invitations_by_client ON client_invitations(practice_id, client_id, id);
-- The conversation of a client: notes of the firm's own, messages to some of the client's people, and theirs.
CREATE TABLE client_messages (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'message', 'answer')),
  author_id UUID NOT NULL REFERENCES users(id),
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX client_messages_by_client ON client_messages(practice_id, client_id, id);
CREATE INDEX client_messages_by_author ON client_messages(practice_id, author_id, created_at);
-- Whom a message is for, by their name then; who is of the client no more reads nothing.
CREATE TABLE client_message_recipients (
  practice_id UUID NOT NULL,
  message_id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  read_at BIGINT,
  PRIMARY KEY (practice_id, message_id, user_id),
  FOREIGN KEY (practice_id, message_id) REFERENCES client_messages(practice_id, id)
);
CREATE INDEX client_message_recipients_by_user ON client_message_recipients(user_id, practice_id, message_id);
