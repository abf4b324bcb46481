CREATE TABLE sign_ups (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sign_ups_by_user ON sign_ups(user_id);
ALTER TABLE email_tokens ADD COLUMN sign_up_id UUID;
CREATE TABLE known_devices (
  user_id UUID NOT NULL REFERENCES users(id),
  secret_hash TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, secret_hash)
);
CREATE TABLE mailed_invitations (
  id UUID PRIMARY KEY,
  sender_id UUID NOT NULL REFERENCES users(id),
  recipient TEXT NOT NULL,
  sent_at BIGINT NOT NULL
);
CREATE INDEX mailed_invitations_by_sender ON mailed_invitations(sender_id, sent_at);
CREATE INDEX mailed_invitations_by_recipient ON mailed_invitations(recipient, sent_at);
