-- What is due soon, and what many organizations have open, is read from an index alone.
CREATE INDEX open_items_by_due ON open_items(organization_id, due_on, account_id, date, base_remaining) WHERE remaining <> 0;
