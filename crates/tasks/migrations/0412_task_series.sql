CREATE TABLE task_series (
  practice_id UUID NOT NULL REFERENCES practices(id),
  id UUID NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  template_id UUID,
  frequency TEXT NOT NULL,
  every BIGINT NOT NULL,
  day BIGINT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  anchor TEXT NOT NULL,
  model TEXT NOT NULL,
  field_id UUID,
  offset_days BIGINT NOT NULL,
  period_of TEXT NOT NULL,
  days_ahead BIGINT NOT NULL,
  weekends TEXT NOT NULL,
  owner_rule TEXT NOT NULL,
  estimate_minutes BIGINT NOT NULL,
  skip TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_by UUID NOT NULL REFERENCES users(id),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, template_id) REFERENCES task_templates(practice_id, id)
);
CREATE INDEX task_series_active ON task_series(active, practice_id);
CREATE TABLE task_series_clients (
  practice_id UUID NOT NULL,
  series_id UUID NOT NULL,
  client_id UUID NOT NULL,
  PRIMARY KEY (practice_id, series_id, client_id),
  FOREIGN KEY (practice_id, series_id) REFERENCES task_series(practice_id, id),
  FOREIGN KEY (practice_id, client_id) REFERENCES clients(practice_id, id)
);
