CREATE TABLE number_series (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  prefix TEXT NOT NULL,
  next_number BIGINT NOT NULL,
  digits BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE payment_terms (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  days BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE document_templates (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  header TEXT NOT NULL,
  footer TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE email_templates (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  occasion TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
