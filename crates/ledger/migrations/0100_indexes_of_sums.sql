-- Sums over days are read from an index alone, account by account; what opens and closes years has a small one of its own.
DROP INDEX postings_by_account;
CREATE INDEX postings_by_account ON postings(organization_id, account_id, date, entry_id, position, part, amount);
DROP INDEX postings_by_date;
CREATE INDEX postings_of_ends ON postings(organization_id, date, account_id, amount, part) WHERE part <> 'normal';
