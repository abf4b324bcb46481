CREATE TABLE client_words (
  practice_id UUID NOT NULL,
  client_id UUID NOT NULL,
  word BYTEA NOT NULL,
  PRIMARY KEY (practice_id, client_id, word),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX client_words_by_word ON client_words(practice_id, word, client_id);
DROP INDEX clients_by_creation;
DROP INDEX clients_by_change;
CREATE INDEX clients_by_creation ON clients(practice_id, created_at, id, active);
CREATE INDEX clients_by_change ON clients(practice_id, updated_at, id, active);
CREATE INDEX clients_by_tax_id ON clients(practice_id, tax_id, id, active);
CREATE INDEX clients_by_kind ON clients(practice_id, kind, name_key, id, active);
INSERT INTO jobs (id, kind, payload, status, attempts, run_at, locked_until, error, created_at)
  SELECT id, 'index_clients', '{}', 'queued', 0, 0, 0, '', 0 FROM practices ORDER BY id LIMIT 1;
