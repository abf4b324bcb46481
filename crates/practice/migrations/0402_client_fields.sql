-- What a field of clients takes, whether it must be filled, and what a new client has.
ALTER TABLE custom_fields ADD COLUMN kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE custom_fields ADD COLUMN required BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE custom_fields ADD COLUMN default_value TEXT NOT NULL DEFAULT '';
ALTER TABLE custom_fields ADD COLUMN options TEXT NOT NULL DEFAULT '';
