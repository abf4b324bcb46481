-- What an organization's practices are is asked of every entry in another currency.
CREATE INDEX client_organizations_by_organization ON client_organizations(organization_id, linked_at);
