-- Exceptions to soft locks: asked for, given until an instant, ended.
CREATE TABLE lock_exceptions (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'ended')),
  scope TEXT NOT NULL,
  user_id UUID,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  asked_by UUID,
  asked_at BIGINT,
  decided_by UUID,
  decided_at BIGINT,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX lock_exceptions_by_state ON lock_exceptions(organization_id, state, expires_at);
-- One open request of a person: whoever asks twice changes it.
CREATE UNIQUE INDEX lock_exceptions_asked ON lock_exceptions(organization_id, asked_by) WHERE state = 'asked';
