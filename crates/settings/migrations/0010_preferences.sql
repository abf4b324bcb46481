CREATE TABLE organization_logos (
  organization_id UUID PRIMARY KEY REFERENCES organizations(id),
  media_type TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE TABLE preference_applications (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  applied_by UUID NOT NULL REFERENCES users(id),
  applied_by_name TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  groups TEXT NOT NULL,
  counts TEXT NOT NULL,
  inverse TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
