-- Bills that somebody types one after another. A batch is theirs until it is ended; each of its rows is a bill, with the payment that was recorded with it.
CREATE TABLE bill_batches (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  made_by UUID NOT NULL REFERENCES users(id),
  month TEXT NOT NULL,
  paid_account TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
-- One at a time.
CREATE UNIQUE INDEX bill_batches_open ON bill_batches(organization_id, made_by) WHERE ended_at IS NULL;

CREATE TABLE bill_batch_rows (
  organization_id UUID NOT NULL,
  document_id UUID NOT NULL,
  batch_id UUID NOT NULL,
  position BIGINT NOT NULL,
  payment_id UUID,
  PRIMARY KEY (organization_id, document_id),
  FOREIGN KEY (organization_id, batch_id) REFERENCES bill_batches(organization_id, id),
  FOREIGN KEY (organization_id, document_id) REFERENCES documents(organization_id, id),
  FOREIGN KEY (organization_id, payment_id) REFERENCES payments(organization_id, id)
);
CREATE UNIQUE INDEX bill_batch_rows_of ON bill_batch_rows(organization_id, batch_id, position);
