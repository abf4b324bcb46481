# La API de las cifras de impuestos.
api-part-tax-returns = Modelos de impuestos
api-tax-summary = Lo que suman los documentos en cada impuesto, y las cuentas de impuestos comparadas con ellos; con Accept: text/csv, los impuestos como filas
api-vat-book-issued = El libro registro de facturas expedidas, con las columnas oficiales: una fila por documento y tipo, limit documentos por página; con Accept: text/csv, entero
api-vat-book-received = El libro registro de facturas recibidas, con las columnas oficiales: una fila por documento y tipo, limit documentos por página; con Accept: text/csv, entero
api-tax-returns = Los modelos que tocan a la organización en un año natural, con sus plazos (los fines de semana y los festivos nacionales pasan al siguiente día hábil) y su resultado
api-tax-return = Un modelo con sus casillas, calculado de los documentos como están ahora. El periodo es 2026-1T o 2026; cada casilla dice como mucho veinte documentos y cuántos hay, y limit y cursor pasan las páginas de los registros de los modelos informativos
api-tax-return-box = Los documentos que hay detrás de una casilla
api-query-year = El año natural; este si no se dice
api-tax-return-approve = Aprueba las casillas de un modelo como están; fingerprint, si se dice, ha de ser el que se leyó
api-tax-return-file = Marca un modelo como presentado: guarda sus casillas, registros y documentos, registra el asiento de liquidación y bloquea ventas, compras e impuestos hasta el fin del periodo. reason es obligatorio si no cuadra con la contabilidad; outcome elige entre compensar y devolver donde la norma lo permite
api-tax-return-pay = Registra el pago de un modelo presentado, o su devolución, desde una cuenta
api-tax-return-rectify = Prepara la rectificativa, complementaria o sustitutiva de un modelo presentado, según la norma de cada uno
api-tax-return-reopen = Deshace el último paso de un modelo: el pago, la presentación, la aprobación o la rectificación preparada. Una presentación solo se deshace si no hay un periodo posterior presentado
api-tax-return-prove = Guarda el justificante de un modelo presentado, en lugar del que hubiera
api-tax-return-proof = El justificante guardado
api-tax-return-layout = El fichero del modelo con el diseño de registro de la Agencia Tributaria, en ISO 8859-1; 404 si el catálogo no lo tiene
