CREATE TABLE organization_roles (
  organization_id UUID NOT NULL REFERENCES tenants(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  rights TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX organization_roles_by_id ON organization_roles(id);
