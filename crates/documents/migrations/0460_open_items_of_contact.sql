-- What a contact was charged and paid, day by day.
CREATE INDEX open_items_of_contact ON open_items(organization_id, contact_id, date);
