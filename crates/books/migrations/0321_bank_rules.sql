-- Which account lines of bank statements go to.
CREATE TABLE bank_rules (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  direction TEXT NOT NULL,
  field TEXT NOT NULL,
  comparator TEXT NOT NULL,
  value TEXT NOT NULL,
  account_id UUID,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
CREATE INDEX bank_rules_by_account ON bank_rules(organization_id, account_id);
