-- What is recommended before a year closes and was accepted as it is, with who did so and why.
CREATE TABLE closing_acceptances (
  organization_id UUID NOT NULL,
  fiscal_year_id UUID NOT NULL,
  word TEXT NOT NULL,
  reason TEXT NOT NULL,
  accepted_by UUID NOT NULL,
  accepted_name TEXT NOT NULL,
  accepted_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, fiscal_year_id, word),
  FOREIGN KEY (organization_id, fiscal_year_id) REFERENCES fiscal_years(organization_id, id)
);
