-- What the firm asks again and again.
CREATE TABLE request_templates (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  title TEXT NOT NULL,
  -- A request as it is typed, without its client: JSON.
  body TEXT NOT NULL,
  updated_by UUID NOT NULL REFERENCES users(id),
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id)
);
