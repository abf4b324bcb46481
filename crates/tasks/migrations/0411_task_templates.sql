CREATE TABLE task_templates (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  description TEXT NOT NULL,
  priority TEXT NOT NULL,
  model TEXT NOT NULL,
  due_anchor TEXT NOT NULL,
  due_days BIGINT NOT NULL,
  weekends TEXT NOT NULL,
  start_days BIGINT NOT NULL,
  owner_rule TEXT NOT NULL,
  reviewer_id UUID REFERENCES users(id),
  estimate_minutes BIGINT NOT NULL,
  tags TEXT NOT NULL,
  subtasks TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id)
);
CREATE TABLE task_applications (
  practice_id UUID NOT NULL,
  id UUID NOT NULL,
  template_id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  status TEXT NOT NULL,
  total BIGINT NOT NULL,
  made BIGINT NOT NULL,
  already BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, template_id) REFERENCES task_templates(practice_id, id)
);
-- What is still to be made; each leaves in the transaction that makes its task.
CREATE TABLE task_application_items (
  practice_id UUID NOT NULL,
  application_id UUID NOT NULL,
  position BIGINT NOT NULL,
  client_id UUID NOT NULL,
  period TEXT NOT NULL,
  PRIMARY KEY (practice_id, application_id, position),
  FOREIGN KEY (practice_id, application_id) REFERENCES task_applications(practice_id, id)
);
