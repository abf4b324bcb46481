ALTER TABLE users ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN network TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN expires_at BIGINT;
ALTER TABLE api_tokens ADD COLUMN read_only BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE api_tokens ADD COLUMN practice_id UUID;
ALTER TABLE email_tokens ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN named BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE memberships ADD COLUMN seen_at BIGINT;
ALTER TABLE invitations ADD COLUMN practice_name TEXT NOT NULL DEFAULT '';
CREATE TABLE security_events (
  user_id UUID NOT NULL,
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  network TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX security_events_by_age ON security_events(created_at);
