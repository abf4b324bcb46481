ALTER TABLE activity ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE activity SET search_text = LOWER(subject_name || ' ' || actor_name);
CREATE INDEX activity_by_kind ON activity(tenant_id, subject_kind, id);
CREATE INDEX activity_by_actor ON activity(tenant_id, actor_id, id);
