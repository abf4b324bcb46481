CREATE TABLE practices (
  id UUID PRIMARY KEY REFERENCES tenants(id),
  country TEXT NOT NULL,
  currency TEXT NOT NULL,
  language TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  date_format TEXT NOT NULL,
  fiscal_year_start BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE clients (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  salutation TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  business_name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  mobile TEXT NOT NULL,
  website TEXT NOT NULL,
  tax_id TEXT NOT NULL,
  industry TEXT NOT NULL,
  notes TEXT NOT NULL,
  country TEXT NOT NULL,
  billing_address TEXT NOT NULL,
  shipping_address TEXT NOT NULL,
  currency TEXT NOT NULL,
  language TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  date_format TEXT NOT NULL,
  fiscal_year_start BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  search_text TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id)
);
CREATE UNIQUE INDEX clients_by_name ON clients(practice_id, name_key);
CREATE INDEX clients_by_state ON clients(practice_id, active, name_key, id);
CREATE INDEX clients_by_creation ON clients(practice_id, active, created_at, id);
CREATE INDEX clients_by_change ON clients(practice_id, active, updated_at, id);
CREATE TABLE client_organizations (
  practice_id UUID NOT NULL,
  organization_id UUID NOT NULL REFERENCES organizations(id),
  client_id UUID NOT NULL,
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, organization_id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX client_organizations_by_client ON client_organizations(practice_id, client_id);
CREATE TABLE client_tags (
  practice_id UUID NOT NULL,
  client_id UUID NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (practice_id, client_id, tag),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX client_tags_by_tag ON client_tags(practice_id, tag, client_id);
CREATE TABLE client_contacts (
  practice_id UUID NOT NULL,
  client_id UUID NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  position TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX client_contacts_by_client ON client_contacts(practice_id, client_id, id);
CREATE TABLE client_assignments (
  practice_id UUID NOT NULL,
  client_id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  PRIMARY KEY (practice_id, client_id, user_id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
CREATE INDEX client_assignments_by_user ON client_assignments(practice_id, user_id, client_id);
CREATE TABLE custom_fields (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  PRIMARY KEY (practice_id, id)
);
CREATE TABLE client_custom_values (
  practice_id UUID NOT NULL,
  client_id UUID NOT NULL,
  field_id UUID NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (practice_id, client_id, field_id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id),
  FOREIGN KEY (practice_id, field_id) REFERENCES custom_fields(practice_id, id)
);
CREATE TABLE client_list_columns (
  practice_id UUID NOT NULL REFERENCES practices(id),
  user_id UUID NOT NULL REFERENCES users(id),
  columns TEXT NOT NULL,
  PRIMARY KEY (practice_id, user_id)
);
CREATE TABLE client_imports (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  status TEXT NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  PRIMARY KEY (practice_id, id)
);
CREATE TABLE client_import_items (
  practice_id UUID NOT NULL,
  import_id UUID NOT NULL,
  organization_id UUID NOT NULL,
  position BIGINT NOT NULL,
  status TEXT NOT NULL,
  error TEXT NOT NULL,
  PRIMARY KEY (practice_id, import_id, organization_id),
  FOREIGN KEY (practice_id, import_id) REFERENCES client_imports(practice_id, id)
);
CREATE INDEX client_import_items_by_status ON client_import_items(practice_id, import_id, status, position);
