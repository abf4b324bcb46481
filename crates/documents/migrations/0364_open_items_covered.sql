-- What is open of many organizations is read from the index alone: it has the column, too, by which it is partial.
DROP INDEX open_items_by_due;
CREATE INDEX open_items_by_due ON open_items(organization_id, due_on, account_id, date, base_remaining, remaining) WHERE remaining <> 0;
