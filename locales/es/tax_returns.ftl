### Cifras de impuestos: modelos, libros registro, resumen por impuesto y cuadre con la contabilidad
nav-tax-returns = Modelos fiscales

# Modelos de un año
tax-returns = Impuestos
tax-returns-about = Se calculan con los documentos emitidos cada vez que se miran, hasta que se marcan como presentados. Los plazos que caen en fin de semana pasan al lunes; los festivos no se tienen en cuenta.
tax-returns-none = Ningún modelo para este año.
tax-return = Modelo
tax-due = Plazo
tax-result = Resultado
tax-quarter = { $quarter }T { $year }
tax-to-pay = a ingresar
tax-to-carry = a compensar
tax-zero = Sin resultado
tax-records-count = { $count ->
  [one] { $count } registro
 *[other] { $count } registros
}
tax-past = Plazo pasado
tax-open = En plazo
tax-year-before = Año anterior, { $year }
tax-year-after = Año siguiente, { $year }

# Un modelo
tax-return-of = Modelo { $model } · { $period }
tax-computed-now = calculado ahora
tax-source = Norma: { $source }.
tax-no-file = Para este modelo no se genera fichero: la hoja en PDF no es el impreso oficial, y las casillas se copian en la sede de la Agencia Tributaria.
tax-box-to-pay = Casilla { $number }, a ingresar
tax-box-to-carry = Casilla { $number }, a compensar o devolver
tax-informative = Declaración informativa
tax-due-until = Presentar hasta el
tax-boxes = Casillas
tax-boxes-all = Ver también las vacías
tax-boxes-filled = Solo las que tienen importe
tax-concept = Concepto
tax-box-of-count = Casilla de los perceptores
tax-box-of-base = Casilla de la base
tax-box-of-amount = Casilla de la cuota
tax-count = Perceptores
tax-base = Base
tax-amount = Cuota
tax-withheld = Retenido
tax-box-opens = Casilla { $number }: { $amount }, documentos
tax-box-documents = Documentos de la casilla { $number }
tax-number = Número
tax-documents-count = { $count ->
  [one] { $count } documento
 *[other] { $count } documentos
}
tax-records = Registros
tax-key = Clave

# Avisos
tax-warnings = Avisos
tax-differ-count = { $count ->
  [one] { $count } descuadre
 *[other] { $count } descuadres
}
tax-differs = { $account } tiene { $amount } que no están en documentos.
tax-entry = Asiento { $number }, { $date }: { $amount }
tax-entries-all = Ver todos en el mayor
tax-nameless = { $count ->
  [one] { $count } registro sin NIF: no se puede declarar.
 *[other] { $count } registros sin NIF: no se pueden declarar.
}
tax-drafts = { $count ->
  [one] { $count } borrador con fecha del periodo no cuenta hasta que se emita.
 *[other] { $count } borradores con fecha del periodo no cuentan hasta que se emitan.
}
tax-unfiled-before = El { $period } tiene importes y no está marcado como presentado: lo que deje a compensar no llega aquí.
tax-unfiled-see = Ver ese periodo
tax-note-pay = Solo se cuentan documentos: los sueldos no están.
tax-note-income = Ingresos y gastos son los de la contabilidad desde enero, y lo retenido incluye lo que los clientes retuvieron al pagar; los gastos de difícil justificación y otras deducciones no están.

# Cuadre
tax-ties = Cuadre con la contabilidad
tax-ties-none = Nada que cuadrar en estos días.
tax-documents = Documentos
tax-ledger = Contab.
tax-difference = Difer.
tax-role-output = Repercutido
tax-role-input = Soportado
tax-role-withheld-by-customers = Retenido por clientes
tax-role-withheld-from-vendors = Retenido a proveedores
tax-settled = Liquidado: { $amount }

# Informes
tax-summary = Resumen de impuestos
tax-summary-about = Base, cuota y parte deducible de cada impuesto, y su cuadre
tax-summary-file = impuestos-{ $from }-{ $to }
tax-tax = Impuesto
tax-direction = Ventas o compras
tax-direction-sale = Ventas
tax-direction-purchase = Compras
tax-rate = Tipo
tax-deductible = Deducible
vat-book-issued = Libro de facturas expedidas
vat-book-issued-about = El libro registro de IVA de lo emitido, con las columnas oficiales
vat-book-received = Libro de facturas recibidas
vat-book-received-about = El libro registro de IVA de lo recibido, con las columnas oficiales
vat-book-file = { $book ->
  [vat-book-issued] facturas-expedidas
 *[other] facturas-recibidas
}-{ $from }-{ $to }
vat-book-year = Ejercicio
vat-book-period = Periodo
vat-book-invoice-type = Tipo de factura
vat-book-issue-date = Fecha expedición
vat-book-number = Número
vat-book-vendor-number = Número del expedidor
vat-book-reception-date = Fecha recepción
vat-book-reception-number = Número recepción
vat-book-tax-id-type = NIF: tipo
vat-book-country = NIF: país
vat-book-tax-id = NIF
vat-book-name = Nombre
vat-book-operation-key = Clave de operación
vat-book-classification = Calificación
vat-book-exemption = Operación exenta
vat-book-investment-good = Bien de inversión
vat-book-reverse-charge = Inversión del sujeto pasivo
vat-book-total = Total factura
vat-book-base = Base imponible
vat-book-rate = Tipo de IVA
vat-book-tax = Cuota
vat-book-deductible-tax = Cuota deducible
vat-book-surcharge-rate = Tipo de recargo
vat-book-surcharge = Recargo
vat-book-withholding-rate = Tipo de retención
vat-book-withheld = Retenido
