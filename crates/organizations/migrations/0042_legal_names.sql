ALTER TABLE organizations ADD COLUMN legal_name TEXT NOT NULL DEFAULT '';
CREATE INDEX organization_applications_by_application ON organization_applications(application, organization_id);
