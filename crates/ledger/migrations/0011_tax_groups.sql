ALTER TABLE accounts ADD COLUMN currency TEXT NOT NULL DEFAULT '';
CREATE TABLE tax_groups (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  taxes TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
