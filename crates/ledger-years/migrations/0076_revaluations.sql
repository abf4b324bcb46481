-- One revaluation a day: what it wrote, and its mirror of the day after where it has one.
CREATE TABLE revaluations (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  date TEXT NOT NULL,
  id UUID NOT NULL,
  entry_id UUID NOT NULL,
  reversal_id UUID,
  gains BIGINT NOT NULL CHECK (gains >= 0),
  losses BIGINT NOT NULL CHECK (losses >= 0),
  rates TEXT NOT NULL,
  made_by UUID NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, date),
  FOREIGN KEY (organization_id, entry_id) REFERENCES journal_entries(organization_id, id),
  FOREIGN KEY (organization_id, reversal_id) REFERENCES journal_entries(organization_id, id)
);
