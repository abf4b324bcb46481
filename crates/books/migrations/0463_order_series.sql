-- Books that are kept already have a series of purchase orders too: its id is the organization's own, which no other row of its series has.
INSERT INTO number_series (organization_id, id, position, active, name, document, prefix, next_number, digits)
SELECT o.id, o.id, (SELECT MAX(s.position) + 1 FROM number_series s WHERE s.organization_id = o.id), TRUE,
  CASE WHEN o.language = 'es' THEN 'Pedidos a proveedores' ELSE 'Purchase orders' END, 'purchase_order',
  CASE WHEN o.language = 'es' THEN 'PC-' ELSE 'PO-' END, 1, 5
FROM organizations o
WHERE EXISTS (SELECT 1 FROM number_series b WHERE b.organization_id = o.id AND b.document = 'bill');
