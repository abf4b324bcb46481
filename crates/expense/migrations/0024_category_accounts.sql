-- What is named is there: a column that names a row becomes a foreign key. A name of what is gone becomes none.
CREATE TABLE expense_categories_named (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  account_id UUID,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
INSERT INTO expense_categories_named (organization_id, id, position, active, name, account_id, version)
SELECT o.organization_id, o.id, o.position, o.active, o.name, (SELECT n.id FROM accounts n WHERE n.organization_id = o.organization_id AND n.id = o.account_id), o.version FROM expense_categories o;
DROP TABLE expense_categories;
ALTER TABLE expense_categories_named RENAME TO expense_categories;
CREATE INDEX expense_categories_by_account ON expense_categories(organization_id, account_id);
