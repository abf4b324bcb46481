-- What is named is there: a column that names a row becomes a foreign key. A name of what is gone becomes none.
CREATE TABLE taxes_named (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  rate TEXT NOT NULL,
  account_id UUID,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
INSERT INTO taxes_named (organization_id, id, position, active, code, name, kind, rate, account_id, version)
SELECT o.organization_id, o.id, o.position, o.active, o.code, o.name, o.kind, o.rate, (SELECT n.id FROM accounts n WHERE n.organization_id = o.organization_id AND n.id = o.account_id), o.version FROM taxes o;
DROP TABLE taxes;
ALTER TABLE taxes_named RENAME TO taxes;
CREATE INDEX taxes_by_account ON taxes(organization_id, account_id);
