-- Exchange rates by day: a practice's for its clients, an organization's own. A rate is as its source quotes it: units of base for one of currency.
CREATE TABLE exchange_rates (
  tenant_id UUID NOT NULL REFERENCES tenants(id),
  date TEXT NOT NULL,
  currency TEXT NOT NULL,
  base TEXT NOT NULL,
  rate TEXT NOT NULL,
  source TEXT NOT NULL,
  set_by UUID NOT NULL,
  set_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, date, currency, base),
  CHECK (base <> currency)
);
