CREATE INDEX jobs_by_end ON jobs(status, finished_at);
CREATE INDEX email_tokens_by_end ON email_tokens(expires_at);
CREATE INDEX sessions_by_end ON sessions(expires_at);
CREATE INDEX notifications_by_age ON notifications(created_at);
