-- How many documents of many organizations are not issued yet.
CREATE INDEX documents_drafts ON documents(organization_id, kind, date) WHERE stage = 'draft';
