# Facturas recibidas, una tras otra.
nav-quick-bills = Una tras otra
quick-bill-title = Facturas recibidas, una tras otra
quick-bill-month = Compras de
quick-bill-new = Nueva factura recibida
quick-bill-correction = Corregir una factura de la tanda
quick-bill-vendor = Proveedor
quick-bill-number = N.º de factura
quick-bill-account = Cuenta
quick-bill-base = Base
quick-bill-tax = IVA
quick-bill-quota = Cuota
quick-bill-withholding = Ret. %
quick-bill-withheld = Retención
quick-bill-paper = Total papel
quick-bill-total = Total
quick-bill-no-tax = Sin impuesto
quick-bill-deductible = { $rate } al { $part }
quick-bill-rate = Tipo { $rate }
quick-bill-of-rate = { $label }, tipo { $rate }
quick-bill-add-rate = Otro tipo
quick-bill-more = Más campos
quick-bill-description = Concepto
quick-bill-paid = Pagada
quick-bill-paid-from = Pagada desde
quick-bill-register = Registrar
quick-bill-correct = Corregir
quick-bill-correct-named = Corregir { $name }
quick-bill-end = Terminar tanda
quick-bill-batch = Registradas en esta tanda
quick-bill-batch-about =
    { $count ->
        [one] 1 factura · recepción { $first }
       *[other] { $count } facturas · recepción { $first } a { $last }
    }
quick-bill-batch-caption = Facturas registradas en esta tanda, la última arriba
quick-bill-column-vendor = Proveedor · recepción, número, fecha
quick-bill-sum = Suma de la tanda
quick-bill-none = Aún no hay ninguna. Teclee desde el papel: proveedor, número, fecha, importe y total.
quick-bill-shown = Se muestran las últimas { $max }; la suma es de todas.
quick-bill-all = Ver todas las facturas recibidas
quick-bill-was-paid = pagada
quick-bill-void = anulada
quick-bill-undo-last = Deshacer la última
quick-bill-undo-question = ¿Deshacer { $name }?
quick-bill-undo-about = Su asiento se anula con otro contrario, y con él el pago que se registró aquí. El número de recepción no se usa otra vez.
quick-bill-undone = Deshecha en la tanda en que se registró
quick-bill-replaced = Corregida en la tanda en que se registró
quick-bill-twin = Ya está registrada: recepción { $number }, { $day }, { $amount }.
quick-bill-see = Verla
quick-bill-make-vendor = Crear proveedor { $name }
quick-bill-add-vendor = Crear proveedor
quick-bill-add-vendor-about = Toma el siguiente número. El resto se completa en su ficha.
quick-bill-as-last = Cuenta e impuestos, como la última vez ({ $day }, { $number })
quick-bill-found-none = Ningún proveedor: siga escribiendo o créelo.
quick-bill-key-next = siguiente
quick-bill-key-back = anterior
quick-bill-key-register = registrar
quick-bill-key-rate = otro tipo
quick-bill-key-paid = pagada
quick-bill-key-more = más campos
quick-bill-key-empty = vaciar la línea
quick-bill-key-undo = deshacer la última, con la línea vacía
quick-bill-says-accepted = Calculado { "{computed}" }; en el papel { "{typed}" }: admitido (hasta { "{most}" })
quick-bill-says-warned = Calculado { "{computed}" }; en el papel { "{typed}" }: se registra así. La diferencia es { "{difference}" }
quick-bill-says-refused = { "{base}" } al { "{rate}" } son { "{computed}" }; ha escrito { "{typed}" }. La diferencia, { "{difference}" }, pasa de { "{most}" }: corrija el importe o el tipo.
quick-bill-says-adds = { "{sum}" }, como en el papel
quick-bill-says-lacks = { "{sum}" }; el papel dice { "{typed}" }: hay { "{difference}" } de diferencia
quick-bill-says-amount = No es un importe.
quick-bill-says-empty = ¿Vaciar la línea? Pulse Esc otra vez.
quick-bill-says-no-vendor = No hay ningún proveedor así.
quick-bill-says-several = Hay varios proveedores así: elija uno.
quick-bill-says-no-date = No es una fecha.
quick-bill-says-no-account = No hay ninguna cuenta así.
error-vendor-unknown = No hay ningún proveedor así. Escriba su número, su NIF o su nombre.
error-vendor-several = Hay varios proveedores así: escriba el número o el NIF.
error-withholding-unknown = No hay ninguna retención de ese porcentaje. Las que hay: { $known }.
error-total-differs = Sale { $computed }: hay { $difference } de diferencia con el papel.
error-bill-settled = Hay pagos o abonos de esta factura que se hicieron aparte: quítelos antes.
flash-quick-bill-undone = Deshecha { $name }.
flash-quick-bills-ended =
    { $count ->
        [one] Tanda terminada: 1 factura registrada.
       *[other] Tanda terminada: { $count } facturas registradas.
    }
activity-bill-batch-ended = terminó la tanda de facturas recibidas de
api-last-bill = Cómo fue la última factura de un proveedor: la cuenta y los impuestos que se proponen para la siguiente. Sin ninguna, todo nulo
quick-bill-key-paper = documento anterior o siguiente
quick-paper = Documento
quick-paper-at = { $at } de { $all } · { $name }
quick-paper-before = Documento anterior (Alt Re Pág)
quick-paper-next = Documento siguiente (Alt Av Pág)
quick-paper-aside = Apartado: { $reason }
quick-paper-unread = De este documento no se lee nada: ábralo y teclee desde él. Al registrar queda unido al asiento.
quick-paper-open = Abrir
quick-paper-save = Descargar
quick-paper-set-aside = Apartar
quick-paper-reason = Motivo
quick-paper-remove-question = ¿Quitar { $name }?
quick-paper-remove-about = El documento se elimina; lo que ya está registrado no cambia.
quick-paper-without = Teclear sin documento
quick-paper-other-buyer = El documento está a nombre de otro NIF: { $id }.
quick-paper-other-currency = Está en { $currency }: los importes no se proponen.
quick-paper-corrects = Es una rectificativa: se registra como abono desde la factura que corrige.
quick-paper-invoice = Factura
quick-paper-bring = Añadir documentos
quick-paper-files = Facturas electrónicas (UBL, Facturae), PDF o imágenes
quick-paper-files-help = Hasta { $max } a la vez. De las electrónicas se propone la línea; de los demás se teclea. Ninguna se registra por sí misma.
quick-papers-left =
    { $count ->
        [one] queda 1 documento por registrar
       *[other] quedan { $count } documentos por registrar
    }
error-paper-there = Ya espera a registrarse.
error-paper-used = Ya se registró una factura con este documento.
problem-paper-used = Ya se registró una factura con este documento
flash-quick-papers =
    { $count ->
        [one] 1 documento añadido.
       *[other] { $count } documentos añadidos.
    }
flash-quick-paper-aside = Apartado { $name }: queda al final.
flash-quick-paper-removed = Quitado { $name }.
activity-bill-paper-brought = añadió el documento
activity-bill-paper-set-aside = apartó el documento
activity-bill-paper-removed = quitó el documento
