-- Postings of an account matched with each other (punteo). A match is a link: it changes no posting, and what is taken off stays as its log.
CREATE TABLE matches (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  contact_id UUID,
  number BIGINT NOT NULL,
  reference TEXT NOT NULL,
  amount BIGINT NOT NULL,
  automatic BOOLEAN NOT NULL,
  matched_by UUID NOT NULL,
  matched_at BIGINT NOT NULL,
  removed_by UUID,
  removed_at BIGINT,
  removed_why TEXT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id)
);
CREATE UNIQUE INDEX matches_by_number ON matches(organization_id, account_id, number);

CREATE TABLE match_postings (
  organization_id UUID NOT NULL,
  match_id UUID NOT NULL,
  entry_id UUID NOT NULL,
  position BIGINT NOT NULL,
  live BOOLEAN NOT NULL,
  PRIMARY KEY (organization_id, match_id, entry_id, position),
  FOREIGN KEY (organization_id, match_id) REFERENCES matches(organization_id, id),
  FOREIGN KEY (organization_id, entry_id, position) REFERENCES postings(organization_id, entry_id, position)
);
-- A posting is in one match at most.
CREATE UNIQUE INDEX match_postings_once ON match_postings(organization_id, entry_id, position) WHERE live;
