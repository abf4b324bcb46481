ALTER TABLE clients ADD COLUMN legal_name TEXT NOT NULL DEFAULT '';
ALTER TABLE client_import_items ADD COLUMN link_to UUID;
CREATE TABLE client_selections (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  action TEXT NOT NULL,
  changed TEXT NOT NULL,
  tag TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (practice_id, id)
);
CREATE INDEX client_selections_by_age ON client_selections(created_at);
