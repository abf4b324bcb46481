-- What the law or a contract asks of a client in a period.
CREATE TABLE obligations (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  model TEXT NOT NULL,
  name TEXT NOT NULL,
  period TEXT NOT NULL,
  campaign TEXT NOT NULL,
  opens_on TEXT NOT NULL,
  nominal_due_on TEXT NOT NULL,
  legal_due_on TEXT NOT NULL,
  direct_debit_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'in_preparation', 'waiting_approval', 'filed', 'paid', 'not_applicable')),
  reason TEXT NOT NULL,
  assigned_to UUID REFERENCES users(id),
  reference TEXT NOT NULL,
  csv TEXT NOT NULL,
  filed_on TEXT NOT NULL,
  amount BIGINT,
  late_reason TEXT NOT NULL,
  paid_on TEXT NOT NULL,
  proof_document_id UUID,
  rule TEXT NOT NULL,
  explained TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE UNIQUE INDEX obligations_of_client ON obligations(practice_id, client_id, period, model);
CREATE INDEX obligations_by_campaign ON obligations(practice_id, campaign, client_id);
CREATE INDEX obligations_by_due ON obligations(practice_id, legal_due_on, id);
