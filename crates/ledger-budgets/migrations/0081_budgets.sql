-- Budgets: what is expected of accounts, month by month, perhaps of one value of a dimension. An edition is a version of a budget.
CREATE TABLE budgets (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  fiscal_year_id UUID NOT NULL,
  name TEXT NOT NULL,
  edition BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'approved')),
  created_by UUID NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, fiscal_year_id) REFERENCES fiscal_years(organization_id, id)
);
CREATE UNIQUE INDEX budgets_by_name ON budgets(organization_id, fiscal_year_id, name, edition);

CREATE TABLE budget_lines (
  organization_id UUID NOT NULL,
  budget_id UUID NOT NULL,
  position BIGINT NOT NULL,
  month TEXT NOT NULL,
  account_id UUID NOT NULL,
  value_id UUID,
  amount BIGINT NOT NULL,
  PRIMARY KEY (organization_id, budget_id, position, month),
  FOREIGN KEY (organization_id, budget_id) REFERENCES budgets(organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id),
  FOREIGN KEY (organization_id, value_id) REFERENCES dimension_values(organization_id, id)
);
CREATE INDEX budget_lines_by_account ON budget_lines(organization_id, account_id);
CREATE INDEX budget_lines_by_value ON budget_lines(organization_id, value_id);
