-- What a person accepted at once is found again by its instant, to be taken back.
CREATE INDEX matches_by_time ON matches(organization_id, matched_at);
