CREATE TABLE warehouses (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE units (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE adjustment_reasons (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  direction TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE valuation_methods (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  method TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
