-- What is named is there: a column that names a row becomes a foreign key. A name of what is gone becomes none.
CREATE TABLE payroll_components_named (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  percent TEXT NOT NULL,
  account_id UUID,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
INSERT INTO payroll_components_named (organization_id, id, position, active, name, kind, percent, account_id, version)
SELECT o.organization_id, o.id, o.position, o.active, o.name, o.kind, o.percent, (SELECT n.id FROM accounts n WHERE n.organization_id = o.organization_id AND n.id = o.account_id), o.version FROM payroll_components o;
DROP TABLE payroll_components;
ALTER TABLE payroll_components_named RENAME TO payroll_components;
CREATE INDEX payroll_components_by_account ON payroll_components(organization_id, account_id);
