-- What many contacts have open is read from the index alone.
DROP INDEX open_items_open;
CREATE INDEX open_items_open ON open_items(organization_id, contact_id, due_on, account_id, date, base_remaining, remaining) WHERE remaining <> 0;
