-- Entries that were corrected no longer count in the sums of the balances, nor what undid them: a pair lies in one month, part and currency.
CREATE INDEX journal_entries_superseded ON journal_entries(organization_id, date) WHERE state = 'superseded';

UPDATE account_balances SET debit = account_balances.debit - s.debit, credit = account_balances.credit - s.credit,
       currency_amount = account_balances.currency_amount - s.currency_amount
FROM (SELECT p.organization_id, p.account_id, SUBSTR(p.date, 1, 7) AS month, p.part, p.currency,
             CAST(SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS BIGINT) AS debit,
             CAST(SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) AS BIGINT) AS credit,
             CAST(SUM(p.currency_amount) AS BIGINT) AS currency_amount
      FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
      WHERE e.state = 'superseded' GROUP BY p.organization_id, p.account_id, SUBSTR(p.date, 1, 7), p.part, p.currency) AS s
WHERE account_balances.organization_id = s.organization_id AND account_balances.account_id = s.account_id AND account_balances.month = s.month
  AND account_balances.part = s.part AND account_balances.currency = s.currency;
