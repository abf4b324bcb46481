-- What income and expenses come to by month, as profit and loss counts them: whoever looks at many months, or at many organizations, reads a row of each
-- instead of the balances of all accounts. An account that has postings keeps its type.
CREATE TABLE month_results (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  month TEXT NOT NULL,
  income BIGINT NOT NULL CHECK (income BETWEEN -9000000000000000000 AND 9000000000000000000),
  expenses BIGINT NOT NULL CHECK (expenses BETWEEN -9000000000000000000 AND 9000000000000000000),
  PRIMARY KEY (organization_id, month)
);
INSERT INTO month_results (organization_id, month, income, expenses)
SELECT b.organization_id, b.month, CAST(SUM(CASE WHEN a.type = 'income' THEN b.credit - b.debit ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN a.type = 'expense' THEN b.debit - b.credit ELSE 0 END) AS BIGINT)
FROM account_balances b JOIN accounts a ON a.organization_id = b.organization_id AND a.id = b.account_id
WHERE b.part = 'normal' AND a.type IN ('income', 'expense') GROUP BY b.organization_id, b.month;
