-- From which value on a check of an organization is a warning, where it is not the usual one.
CREATE TABLE control_thresholds (
  practice_id UUID NOT NULL REFERENCES practices(id),
  organization_id UUID NOT NULL REFERENCES organizations(id),
  checked TEXT NOT NULL,
  value BIGINT NOT NULL CHECK (value >= 0),
  PRIMARY KEY (practice_id, organization_id, checked)
);
-- Warnings that are put off: why, by whom, through which day.
CREATE TABLE control_snoozes (
  practice_id UUID NOT NULL REFERENCES practices(id),
  organization_id UUID NOT NULL REFERENCES organizations(id),
  checked TEXT NOT NULL,
  through TEXT NOT NULL,
  reason TEXT NOT NULL,
  set_by UUID NOT NULL REFERENCES users(id),
  set_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, organization_id, checked)
);
