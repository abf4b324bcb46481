CREATE TABLE accounts (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  parent_code TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  search_text TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX accounts_by_code ON accounts(organization_id, code);
CREATE TABLE taxes (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  rate TEXT NOT NULL,
  account_id UUID,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE fiscal_years (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  closed_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
