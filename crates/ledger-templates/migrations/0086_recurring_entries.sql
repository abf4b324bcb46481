-- Entries that come again, and each time that they came: a day of one comes once, whoever makes it.
CREATE TABLE recurring_entries (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('weeks', 'months')),
  every BIGINT NOT NULL CHECK (every BETWEEN 1 AND 60),
  day BIGINT NOT NULL CHECK (day BETWEEN 0 AND 31),
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  times BIGINT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('draft', 'post')),
  state TEXT NOT NULL CHECK (state IN ('active', 'stopped')),
  body TEXT NOT NULL,
  answers TEXT NOT NULL,
  next_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  made BIGINT NOT NULL,
  fault TEXT NOT NULL,
  created_by UUID NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX recurring_entries_due ON recurring_entries(next_on) WHERE state = 'active' AND next_on <> '';

CREATE TABLE recurring_occurrences (
  organization_id UUID NOT NULL,
  recurring_id UUID NOT NULL,
  date TEXT NOT NULL,
  entry_id UUID,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, recurring_id, date),
  FOREIGN KEY (organization_id, recurring_id) REFERENCES recurring_entries(organization_id, id) ON DELETE CASCADE
);
