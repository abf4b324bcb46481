-- How a member wants the morning's digest, and whether it was sent.
CREATE TABLE task_digests (
  practice_id UUID NOT NULL REFERENCES practices(id),
  user_id UUID NOT NULL REFERENCES users(id),
  hour BIGINT NOT NULL,
  kinds TEXT NOT NULL,
  sent_on TEXT NOT NULL,
  PRIMARY KEY (practice_id, user_id)
);
-- Views that people keep: an address by its name.
CREATE TABLE task_views (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  shared BOOLEAN NOT NULL,
  PRIMARY KEY (practice_id, id)
);
