-- What is named is there: a column that names a row becomes a foreign key. A name of what is gone becomes none.
CREATE TABLE reminders_named (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  days BIGINT NOT NULL,
  moment TEXT NOT NULL,
  template_id UUID,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, template_id) REFERENCES email_templates(organization_id, id)
);
INSERT INTO reminders_named (organization_id, id, position, active, name, days, moment, template_id, version)
SELECT o.organization_id, o.id, o.position, o.active, o.name, o.days, o.moment, (SELECT n.id FROM email_templates n WHERE n.organization_id = o.organization_id AND n.id = o.template_id), o.version FROM reminders o;
DROP TABLE reminders;
ALTER TABLE reminders_named RENAME TO reminders;
CREATE INDEX reminders_by_template ON reminders(organization_id, template_id);
