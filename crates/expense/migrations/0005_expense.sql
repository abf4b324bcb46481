CREATE TABLE expense_categories (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  account_id UUID,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE expense_policies (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  max_amount BIGINT,
  receipt_from BIGINT,
  days_to_report BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE mileage_rates (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  rate TEXT NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
