CREATE TABLE fiscal_profiles (
  practice_id UUID NOT NULL,
  client_id UUID NOT NULL,
  version BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, client_id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
-- What was said of a client's taxes, since when: only added to.
CREATE TABLE fiscal_profile_values (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  set_by UUID NOT NULL REFERENCES users(id),
  set_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX fiscal_profile_values_by_client ON fiscal_profile_values(practice_id, client_id, id);
