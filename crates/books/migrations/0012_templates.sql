ALTER TABLE payment_terms ADD COLUMN due_from TEXT NOT NULL DEFAULT 'invoice_date';
ALTER TABLE document_templates ADD COLUMN design TEXT NOT NULL DEFAULT 'classic';
ALTER TABLE document_templates ADD COLUMN paper TEXT NOT NULL DEFAULT 'a4';
ALTER TABLE document_templates ADD COLUMN accent TEXT NOT NULL DEFAULT '#1f5c4a';
ALTER TABLE document_templates ADD COLUMN show_logo BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE document_templates ADD COLUMN shown TEXT NOT NULL DEFAULT 'description,quantity,price,tax,amount';
ALTER TABLE email_templates ADD COLUMN language TEXT NOT NULL DEFAULT 'es';
UPDATE email_templates SET language = (SELECT o.language FROM organizations o WHERE o.id = email_templates.organization_id);
CREATE TABLE reminders (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  days BIGINT NOT NULL,
  moment TEXT NOT NULL,
  template_id UUID,
  PRIMARY KEY (organization_id, id)
);
CREATE TABLE document_custom_fields (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  label TEXT NOT NULL,
  record TEXT NOT NULL,
  kind TEXT NOT NULL,
  options TEXT NOT NULL,
  required BOOLEAN NOT NULL,
  printed BOOLEAN NOT NULL,
  help TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
);
