-- Where documents are sent to, and the address that they name.
ALTER TABLE contacts ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN street1 TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN street2 TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN postal_code TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN city TEXT NOT NULL DEFAULT '';
