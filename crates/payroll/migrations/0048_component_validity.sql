ALTER TABLE payroll_components ADD COLUMN valid_from TEXT NOT NULL DEFAULT '';
ALTER TABLE payroll_components ADD COLUMN source TEXT NOT NULL DEFAULT '';
