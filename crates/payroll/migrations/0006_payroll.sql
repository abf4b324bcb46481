CREATE TABLE pay_schedules (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  frequency TEXT NOT NULL,
  pay_day BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE payroll_components (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  percent TEXT NOT NULL,
  account_id UUID,
  PRIMARY KEY (organization_id, id)
);
