-- Accounts whose postings name a contact, which contact a posting names, and balances by contact.
ALTER TABLE accounts ADD COLUMN control TEXT NOT NULL DEFAULT '' CHECK (control IN ('', 'receivable', 'payable'));

-- As the catalogue's packs have them: the chart's own accounts, whose codes have three or four digits in Spain.
UPDATE accounts SET control = 'receivable' WHERE LENGTH(code) IN (3, 4)
  AND SUBSTR(code, 1, 3) IN ('430', '431', '432', '433', '434', '435', '436', '437', '438', '440', '441', '446')
  AND organization_id IN (SELECT id FROM organizations WHERE country = 'ES');
UPDATE accounts SET control = 'payable' WHERE LENGTH(code) IN (3, 4)
  AND SUBSTR(code, 1, 3) IN ('400', '401', '403', '404', '405', '406', '407', '410', '411')
  AND organization_id IN (SELECT id FROM organizations WHERE country = 'ES');
UPDATE accounts SET control = 'receivable' WHERE code IN ('411', '4111', '4117', '413', '416') AND organization_id IN (SELECT id FROM organizations WHERE country = 'FR');
UPDATE accounts SET control = 'payable' WHERE code IN ('401', '4011', '4017', '403', '404', '4041', '4047', '405') AND organization_id IN (SELECT id FROM organizations WHERE country = 'FR');
UPDATE accounts SET control = 'receivable' WHERE code = '1200' AND organization_id IN (SELECT id FROM organizations WHERE country = 'DE');
UPDATE accounts SET control = 'payable' WHERE code = '3300' AND organization_id IN (SELECT id FROM organizations WHERE country = 'DE');
UPDATE accounts SET control = 'receivable' WHERE (code = '105' OR code LIKE '105.%') AND organization_id IN (SELECT id FROM organizations WHERE country = 'MX');
UPDATE accounts SET control = 'payable' WHERE (code = '201' OR code LIKE '201.%') AND organization_id IN (SELECT id FROM organizations WHERE country = 'MX');
UPDATE accounts SET control = 'receivable' WHERE code = '110' AND organization_id IN (SELECT id FROM organizations WHERE country NOT IN ('ES', 'FR', 'DE', 'MX'));
UPDATE accounts SET control = 'payable' WHERE code = '200' AND organization_id IN (SELECT id FROM organizations WHERE country NOT IN ('ES', 'FR', 'DE', 'MX'));

ALTER TABLE postings ADD COLUMN contact_id UUID;
CREATE INDEX postings_by_contact ON postings(organization_id, contact_id, account_id, date, entry_id, position) WHERE contact_id IS NOT NULL;

CREATE TABLE contact_balances (
  organization_id UUID NOT NULL,
  account_id UUID NOT NULL,
  contact_id UUID NOT NULL,
  month TEXT NOT NULL,
  part TEXT NOT NULL,
  currency TEXT NOT NULL,
  debit BIGINT NOT NULL CHECK (debit BETWEEN 0 AND 9000000000000000000),
  credit BIGINT NOT NULL CHECK (credit BETWEEN 0 AND 9000000000000000000),
  currency_amount BIGINT NOT NULL CHECK (currency_amount BETWEEN -9000000000000000000 AND 9000000000000000000),
  postings BIGINT NOT NULL,
  PRIMARY KEY (organization_id, account_id, contact_id, month, part, currency),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts(organization_id, id)
);
CREATE INDEX contact_balances_by_contact ON contact_balances(organization_id, contact_id);
