-- Dimensions: what postings are told apart by beside their accounts, the values of each, and the values that postings carry.
CREATE TABLE dimensions (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  required_on TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE dimension_values (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  dimension_id UUID NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, dimension_id) REFERENCES dimensions(organization_id, id)
);
CREATE INDEX dimension_values_by_dimension ON dimension_values(organization_id, dimension_id);

CREATE TABLE posting_tags (
  organization_id UUID NOT NULL,
  entry_id UUID NOT NULL,
  position BIGINT NOT NULL,
  dimension_id UUID NOT NULL,
  value_id UUID NOT NULL,
  PRIMARY KEY (organization_id, entry_id, position, dimension_id),
  FOREIGN KEY (organization_id, entry_id, position) REFERENCES postings(organization_id, entry_id, position),
  FOREIGN KEY (organization_id, dimension_id) REFERENCES dimensions(organization_id, id),
  FOREIGN KEY (organization_id, value_id) REFERENCES dimension_values(organization_id, id)
);
CREATE INDEX posting_tags_by_value ON posting_tags(organization_id, value_id, entry_id, position);
CREATE INDEX posting_tags_by_dimension ON posting_tags(organization_id, dimension_id);
