### Taxes: how they work

records-taxes-about = Lo que se repercute, se soporta y se retiene. De cómo se trata cada impuesto salen sus apuntes, los libros de IVA y las casillas de los modelos.
column-taxes-kind-help = Repercutido en lo que vende, soportado en lo que compra, o retenido de lo que se paga.
column-taxes-rate-help = Las retenciones, en negativo.
column-taxes-account-id-help = Donde se anota la cuota: en España 477, 472, 473 o 4751.
column-taxes-treatment = Tratamiento
column-taxes-treatment-help = General es lo normal. Los demás abren lo que cada uno necesita.
column-taxes-direction = Quién retiene
column-taxes-nature = Se aplica a
column-taxes-cause = Causa
column-taxes-cause-help = La clave con la que la factura dice por qué no lleva cuota.
column-taxes-deductible-percent = Deducible
column-taxes-deductible-percent-help = Vacío es todo. Lo que no se deduce va al coste de la línea.
column-taxes-due-account-id = Cuenta de la cuota devengada
column-taxes-due-account-id-help = La del IVA que usted declara por su proveedor: en España 477, o 4750 si es importación diferida.
column-taxes-pending-account-id = Cuenta hasta el cobro o pago
column-taxes-pending-account-id-help = Con criterio de caja, donde espera la cuota; vacío si se devenga con la factura.
column-taxes-valid-from = Desde
column-taxes-valid-to = Hasta
choice-taxes-treatment-standard = General
choice-taxes-treatment-exempt = Exenta
choice-taxes-treatment-not-subject = No sujeta
choice-taxes-treatment-intra-community = Intracomunitaria
choice-taxes-treatment-export = Exportación
choice-taxes-treatment-import = Importación
choice-taxes-treatment-reverse-charge = Inversión del sujeto pasivo
choice-taxes-treatment-surcharge = Recargo de equivalencia
choice-taxes-treatment-agriculture = Compensación agraria (REAGYP)
choice-taxes-treatment-withholding = Retención
choice-taxes-direction-sale = Nos retiene el cliente
choice-taxes-direction-purchase = Retenemos al proveedor
choice-taxes-nature-any = Cualquier operación
choice-taxes-nature-goods = Bienes corrientes
choice-taxes-nature-services = Servicios
choice-taxes-nature-investment = Bienes de inversión
choice-taxes-nature-professional = Actividades profesionales
choice-taxes-nature-farming = Actividades agrarias y módulos
choice-taxes-nature-rent = Alquileres
choice-taxes-nature-capital = Capital mobiliario
choice-taxes-cause-none = —
choice-taxes-cause-e1 = E1 · Exenta por el artículo 20
choice-taxes-cause-e2 = E2 · Exenta por el artículo 21, exportación
choice-taxes-cause-e3 = E3 · Exenta por el artículo 22
choice-taxes-cause-e4 = E4 · Exenta por los artículos 23 y 24
choice-taxes-cause-e5 = E5 · Exenta por el artículo 25, entrega intracomunitaria
choice-taxes-cause-e6 = E6 · Exenta por otra norma
choice-taxes-cause-n1 = N1 · No sujeta por los artículos 7 y 14 u otros
choice-taxes-cause-n2 = N2 · No sujeta por reglas de localización
error-tax-rate-zero = Con este tratamiento no se repercute cuota: el porcentaje es 0.
records-complete = { $count ->
    [one] Añadir el que falta
   *[other] Añadir los { $count } que faltan
}
flash-records-completed = { $count ->
    [0] No falta ninguno.
    [one] Se ha añadido uno.
   *[other] Se han añadido { $count }.
}
