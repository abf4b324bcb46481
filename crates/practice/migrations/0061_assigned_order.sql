ALTER TABLE clients ADD COLUMN assigned_name TEXT NOT NULL DEFAULT '';
UPDATE clients SET assigned_name = COALESCE((SELECT MIN(u.name) FROM client_assignments s JOIN users u ON u.id = s.user_id
  WHERE s.practice_id = clients.practice_id AND s.client_id = clients.id), '');
CREATE INDEX clients_by_assigned ON clients(practice_id, assigned_name, name_key, id, active);
