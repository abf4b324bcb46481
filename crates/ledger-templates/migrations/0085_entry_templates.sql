-- Templates of entries: texts, accounts and formulas, kept as they are typed.
CREATE TABLE entry_templates (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL,
  body TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_by UUID NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX entry_templates_by_code ON entry_templates(organization_id, code_key) WHERE code_key <> '';
CREATE INDEX entry_templates_by_name ON entry_templates(organization_id, name_key, id);
