-- Whom an organization sells to and buys from. Each has a number of its own, given in order.
CREATE TABLE contacts (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  tax_id TEXT NOT NULL,
  country TEXT NOT NULL,
  customer BOOLEAN NOT NULL,
  vendor BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  name_key TEXT NOT NULL,
  search_text TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX contacts_by_number ON contacts(organization_id, number);
CREATE INDEX contacts_by_name ON contacts(organization_id, name_key, number);
CREATE INDEX contacts_by_tax_id ON contacts(organization_id, tax_id) WHERE tax_id <> '';
