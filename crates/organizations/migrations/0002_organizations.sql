CREATE TABLE organizations (
  id UUID PRIMARY KEY REFERENCES tenants(id),
  country TEXT NOT NULL,
  currency TEXT NOT NULL,
  language TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  date_format TEXT NOT NULL,
  fiscal_year_start BIGINT NOT NULL,
  owner_name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  website TEXT NOT NULL,
  tax_id TEXT NOT NULL,
  industry TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE TABLE organization_applications (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  application TEXT NOT NULL,
  enabled_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, application)
);
