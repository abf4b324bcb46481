-- What the firm asks of a client.
CREATE TABLE client_requests (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  title TEXT NOT NULL,
  -- The folded title.
  search TEXT NOT NULL,
  -- What the client reads above the lines.
  message TEXT NOT NULL,
  -- ISO 8601, or empty; so are the other days.
  due_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'opened', 'in_progress', 'submitted', 'returned', 'accepted', 'cancelled', 'undeliverable')),
  -- Why it was returned or cancelled.
  reason TEXT NOT NULL,
  -- Days between reminders; none where it is 0.
  remind_every BIGINT NOT NULL CHECK (remind_every BETWEEN 0 AND 60),
  reminded_on TEXT NOT NULL,
  reminders BIGINT NOT NULL,
  -- Whether the link asks for a code that is mailed to its reader.
  asks_code BOOLEAN NOT NULL,
  task_id UUID,
  -- Bytes that arrived for it, kept or not.
  received BIGINT NOT NULL,
  created_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  sent_at BIGINT,
  sent_by UUID REFERENCES users(id),
  opened_at BIGINT,
  submitted_at BIGINT,
  closed_at BIGINT,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX client_requests_by_client ON client_requests(practice_id, client_id, id);
CREATE INDEX client_requests_by_state ON client_requests(practice_id, state, id);
CREATE INDEX client_requests_by_task ON client_requests(practice_id, task_id) WHERE task_id IS NOT NULL;
CREATE INDEX client_requests_to_remind ON client_requests(reminded_on, practice_id, id)
  WHERE remind_every > 0 AND state IN ('sent', 'opened', 'in_progress', 'returned');
-- Whom it goes to. A contact person that is removed stays named here.
CREATE TABLE request_recipients (
  practice_id UUID NOT NULL,
  request_id UUID NOT NULL,
  contact_id UUID NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (practice_id, request_id, contact_id),
  FOREIGN KEY (practice_id, request_id) REFERENCES client_requests(practice_id, id)
);
CREATE TABLE request_lines (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  request_id UUID NOT NULL,
  position BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'long_text', 'number', 'date', 'money', 'yes_no', 'choice', 'several', 'upload', 'read_and_accept')),
  title TEXT NOT NULL,
  help TEXT NOT NULL,
  required BOOLEAN NOT NULL,
  -- Lists of JSON: what may be chosen, and the kinds of files that an upload takes (any where it is empty).
  choices TEXT NOT NULL,
  file_kinds TEXT NOT NULL,
  -- What its files are, and the period they are of.
  document_kind TEXT NOT NULL,
  period TEXT NOT NULL,
  -- ISO 4217, of an amount.
  currency TEXT NOT NULL,
  -- Asked only where an earlier line was answered so.
  condition_line UUID,
  condition_answer TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'answered', 'not_applicable', 'accepted', 'returned')),
  answer TEXT NOT NULL,
  -- Whether what was answered is that it does not apply, and why.
  not_applicable BOOLEAN NOT NULL,
  excuse TEXT NOT NULL,
  -- Why it was returned, and whether its reader was told.
  reason TEXT NOT NULL,
  told BOOLEAN NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at BIGINT,
  PRIMARY KEY (practice_id, id),
  UNIQUE (practice_id, request_id, position),
  FOREIGN KEY (practice_id, request_id) REFERENCES client_requests(practice_id, id)
);
-- Files of an upload: rows of stored files of the practice.
CREATE TABLE request_files (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  request_id UUID NOT NULL,
  line_id UUID NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  brought_by TEXT NOT NULL,
  brought_at BIGINT NOT NULL,
  -- The client's document that it became.
  document_id UUID,
  PRIMARY KEY (practice_id, id),
  UNIQUE (practice_id, line_id, sha256),
  FOREIGN KEY (practice_id, id) REFERENCES stored_files(tenant_id, id),
  FOREIGN KEY (practice_id, line_id) REFERENCES request_lines(practice_id, id)
);
CREATE INDEX request_files_of_request ON request_files(practice_id, request_id);
-- Links to one request, each mailed to one address or handed to one person.
CREATE TABLE request_links (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  request_id UUID NOT NULL,
  contact_id UUID,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  -- Why it was made: the sending, a reminder, something that was returned, another one in place of one that expired, by hand, from the portal.
  occasion TEXT NOT NULL CHECK (occasion IN ('sending', 'reminder', 'return', 'renewal', 'by_hand', 'portal')),
  state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  -- SHA-256 of its secret; none until it is sent.
  token_hash TEXT UNIQUE,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  opened_at BIGINT,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT,
  -- Wrong codes that were typed.
  tries BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, request_id) REFERENCES client_requests(practice_id, id)
);
CREATE INDEX request_links_of_request ON request_links(practice_id, request_id, id);
CREATE INDEX request_links_by_day ON request_links(practice_id, email, created_at);
-- Codes that were mailed to a link's reader, and browsers that knew one.
CREATE TABLE request_codes (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  link_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('code', 'browser')),
  hash TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, link_id) REFERENCES request_links(practice_id, id)
);
CREATE INDEX request_codes_of_link ON request_codes(practice_id, link_id);
-- Who did what when, from which address, with which file.
CREATE TABLE request_evidence (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  request_id UUID NOT NULL,
  line_id UUID,
  what TEXT NOT NULL,
  who TEXT NOT NULL,
  user_id UUID,
  link_id UUID,
  address TEXT NOT NULL,
  detail TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, request_id) REFERENCES client_requests(practice_id, id)
);
CREATE INDEX request_evidence_of_request ON request_evidence(practice_id, request_id, id);
