-- Lines that are typed, versions of lines, and the files that statements came in.
ALTER TABLE bank_lines ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE bank_lines ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

CREATE TABLE bank_statement_files (
  organization_id UUID NOT NULL,
  statement_id UUID NOT NULL,
  file_id UUID NOT NULL,
  PRIMARY KEY (organization_id, statement_id),
  FOREIGN KEY (organization_id, statement_id) REFERENCES bank_statements(organization_id, id),
  FOREIGN KEY (organization_id, file_id) REFERENCES stored_files(tenant_id, id)
);
