CREATE TABLE tasks (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  period TEXT NOT NULL,
  description TEXT NOT NULL,
  status TEXT NOT NULL,
  waiting_for TEXT NOT NULL,
  reason TEXT NOT NULL,
  priority TEXT NOT NULL,
  start_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  legal_due_on TEXT NOT NULL,
  deadline TEXT NOT NULL,
  owner_id UUID REFERENCES users(id),
  reviewer_id UUID REFERENCES users(id),
  prepared_by UUID REFERENCES users(id),
  estimate_minutes BIGINT NOT NULL,
  tags TEXT NOT NULL,
  shelf TEXT NOT NULL,
  status_since BIGINT NOT NULL,
  obligation_id UUID,
  template_id UUID,
  template_version BIGINT NOT NULL,
  series_id UUID,
  made_key TEXT,
  sub_status_id UUID,
  created_by UUID,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
-- What the home counts of open tasks is read from this index alone.
CREATE INDEX tasks_counted ON tasks(practice_id, shelf, owner_id, status, waiting_for, deadline, estimate_minutes, status_since, reviewer_id, client_id);
CREATE INDEX tasks_by_deadline ON tasks(practice_id, shelf, deadline, id);
CREATE INDEX tasks_by_client ON tasks(practice_id, client_id, shelf, deadline);
CREATE INDEX tasks_by_template ON tasks(practice_id, template_id, shelf);
CREATE INDEX tasks_by_series ON tasks(practice_id, series_id, shelf);
CREATE INDEX tasks_by_change ON tasks(shelf, updated_at);
-- What a template or a series makes it makes once.
CREATE UNIQUE INDEX tasks_made_once ON tasks(practice_id, made_key);
CREATE TABLE subtasks (
  practice_id UUID NOT NULL,
  task_id UUID NOT NULL,
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  done BOOLEAN NOT NULL,
  assignee_id UUID REFERENCES users(id),
  due_on TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, task_id, id),
  FOREIGN KEY (practice_id, task_id) REFERENCES tasks(practice_id, id)
);
CREATE TABLE task_comments (
  practice_id UUID NOT NULL,
  task_id UUID NOT NULL,
  id UUID NOT NULL,
  author_id UUID NOT NULL REFERENCES users(id),
  author_name TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (practice_id, task_id, id),
  FOREIGN KEY (practice_id, task_id) REFERENCES tasks(practice_id, id)
);
CREATE TABLE task_followers (
  practice_id UUID NOT NULL,
  task_id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  PRIMARY KEY (practice_id, task_id, user_id),
  FOREIGN KEY (practice_id, task_id) REFERENCES tasks(practice_id, id)
);
CREATE TABLE task_settings (
  practice_id UUID PRIMARY KEY REFERENCES practices(id),
  own_review BOOLEAN NOT NULL
);
-- What was done to several tasks at once, so that it can be undone for a day.
CREATE TABLE task_selections (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  user_id UUID NOT NULL REFERENCES users(id),
  before TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (practice_id, id)
);
CREATE INDEX task_selections_by_age ON task_selections(created_at);
