-- A tax says how it works: its treatment, on what documents it stands and for what, why nothing is charged, what of it can be deducted, the account
-- of what the buyer owes and the one where it waits until it is paid, and on which days it applies.
CREATE TABLE taxes_treated (
  organization_id UUID NOT NULL REFERENCES organizations(id),
  id UUID NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  rate TEXT NOT NULL,
  account_id UUID,
  treatment TEXT NOT NULL DEFAULT 'standard',
  direction TEXT NOT NULL DEFAULT 'sale',
  nature TEXT NOT NULL DEFAULT 'any',
  cause TEXT NOT NULL DEFAULT 'none',
  deductible_percent TEXT NOT NULL DEFAULT '',
  due_account_id UUID,
  pending_account_id UUID,
  valid_from TEXT NOT NULL DEFAULT '',
  valid_to TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, account_id) REFERENCES accounts(organization_id, id),
  FOREIGN KEY (organization_id, due_account_id) REFERENCES accounts(organization_id, id),
  FOREIGN KEY (organization_id, pending_account_id) REFERENCES accounts(organization_id, id)
);
-- What an organization started with is told by its country and code, while nobody gave it another rate; what it made itself is charged or withheld as
-- before. A withholding upon an account of assets was kept back by customers, any other from suppliers.
INSERT INTO taxes_treated (organization_id, id, position, active, code, name, kind, rate, account_id, treatment, direction, nature, cause, version)
SELECT t.organization_id, t.id, t.position, t.active, t.code, t.name, t.kind, t.rate, t.account_id,
  CASE
    WHEN t.kind = 'withholding' THEN 'withholding'
    WHEN o.country = 'ES' AND t.kind = 'sale' AND t.code IN ('RE52', 'RE14', 'RE05') THEN 'surcharge'
    WHEN t.rate <> '0' THEN 'standard'
    WHEN o.country = 'ES' AND t.code IN ('IVA0V', 'IVA0C') THEN 'exempt'
    WHEN o.country = 'ES' AND t.kind = 'sale' AND t.code = 'IVAINTV' THEN 'intra_community'
    WHEN o.country = 'ES' AND t.kind = 'sale' AND t.code = 'IVAEXPV' THEN 'export'
    WHEN o.country = 'FR' AND t.code = 'TVA0V' THEN 'exempt'
    WHEN o.country = 'DE' AND t.code = 'UST0' THEN 'exempt'
    WHEN o.country = 'GB' AND t.code = 'VATEXS' THEN 'exempt'
    WHEN o.country = 'MX' AND t.code = 'EXENTO' THEN 'exempt'
    WHEN o.country NOT IN ('ES', 'FR', 'DE', 'GB', 'MX') AND t.code IN ('NONE', 'NONEP') THEN 'not_subject'
    ELSE 'standard'
  END,
  CASE
    WHEN t.kind = 'sale' THEN 'sale'
    WHEN t.kind = 'withholding' AND a.type = 'asset' THEN 'sale'
    WHEN t.kind = 'withholding' AND a.type IS NULL AND o.country = 'ES' AND t.code IN ('IRPF15V', 'IRPF7V') THEN 'sale'
    ELSE 'purchase'
  END,
  CASE
    WHEN o.country = 'ES' AND t.kind = 'withholding' AND t.code IN ('IRPF15V', 'IRPF7V', 'IRPF15C', 'IRPF7C') THEN 'professional'
    WHEN o.country = 'ES' AND t.kind = 'withholding' AND t.code = 'IRPF19C' THEN 'rent'
    WHEN o.country = 'MX' AND t.kind = 'withholding' AND t.code = 'RETISR10' THEN 'professional'
    WHEN o.country = 'ES' AND t.kind = 'sale' AND t.code = 'IVAINTV' AND t.rate = '0' THEN 'goods'
    ELSE 'any'
  END,
  CASE
    WHEN o.country <> 'ES' OR t.kind <> 'sale' OR t.rate <> '0' THEN 'none'
    WHEN t.code = 'IVA0V' THEN 'e1'
    WHEN t.code = 'IVAINTV' THEN 'e5'
    WHEN t.code = 'IVAEXPV' THEN 'e2'
    ELSE 'none'
  END,
  t.version
FROM taxes t
JOIN organizations o ON o.id = t.organization_id
LEFT JOIN accounts a ON a.organization_id = t.organization_id AND a.id = t.account_id;
DROP TABLE taxes;
ALTER TABLE taxes_treated RENAME TO taxes;
CREATE INDEX taxes_by_account ON taxes(organization_id, account_id);
CREATE INDEX taxes_by_due_account ON taxes(organization_id, due_account_id);
CREATE INDEX taxes_by_pending_account ON taxes(organization_id, pending_account_id);
