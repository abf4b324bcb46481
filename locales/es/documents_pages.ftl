# Las páginas de los documentos de ventas y compras, y de los pagos.
document-number = Número
document-contact = Contacto
document-vendor-number = Número del proveedor
document-due-on = Vencimiento
document-valid-until = Válido hasta
document-expected-on = Se espera el
document-amount = Importe
document-open = Pendiente
document-drafted = { $kind }, borrador
document-line = Concepto
document-lines = Líneas
document-no-lines = No tiene líneas.
document-account = Cuenta
document-quantity = Cantidad
document-price = Precio
document-discount = Dto.
document-taxes = Impuestos
document-net = Base
document-sum = Total
document-self-assessed = { $code }, repercutido y soportado a la vez
document-settled = Saldado
document-settled-by = Con
document-settled-sale = Cobros y abonos
document-settled-purchase = Pagos y abonos
document-written-off = Dado por incobrable
document-corrections = Lo rectifican
document-entry = Asiento
document-issued-by = Por
document-drafted-by = Preparado por
document-at-rate = { $currency } a { $rate }
document-rate = Tipo de cambio
document-rate-help = El de su fecha si se deja vacío.
document-method-differences = por diferencias
document-issue =
    { $kind ->
       [bill] Registrar
       [vendor_credit] Registrar
       *[other] Emitir
    }
document-issue-question =
    { $kind ->
       [bill] ¿Registrar esta factura recibida?
       [vendor_credit] ¿Registrar este abono?
       [credit_note] ¿Emitir esta rectificativa?
       [estimate] ¿Emitir este presupuesto?
       [purchase_order] ¿Emitir este pedido?
       *[other] ¿Emitir esta factura?
    }
document-issue-about =
    { $posts ->
       [no] { $total }, para { $contact }. Recibe el número siguiente de su serie.
       *[other] { $total }, { $contact }. Recibe el número siguiente de su serie y se contabiliza.
    }
document-delete-question = ¿Eliminar este borrador?
document-delete-about = No está en los libros ni tiene número. No se puede recuperar.
document-void = Anular
document-void-title = Anular: { $name }
document-void-about = Su asiento se anula con otro; el número se conserva.
document-write-off = Dar por incobrable
document-write-off-title = Dar por incobrable: { $name }
document-write-off-about = Lo que queda, { $amount }, pasa a pérdidas y la factura queda saldada. El IVA que se repercutió se queda como está.
document-loss-account = Cuenta de la pérdida
document-usual-account = La habitual
document-credit =
    { $kind ->
       [bill] Abono recibido
       *[other] Rectificar
    }
document-credit-title =
    { $kind ->
       [bill] Abono de { $name }
       *[other] Rectificar { $name }
    }
document-credit-about =
    { $kind ->
       [bill] El abono empieza con todas las líneas de la factura: déjelo en borrador para quitar o cambiar alguna.
       *[other] La rectificativa empieza con todas las líneas de la factura: déjela en borrador para quitar o cambiar alguna.
    }
document-corrects-none-invoice = Sin factura en estos libros
document-corrects-none-bill = Sin factura en estos libros
document-corrects-which =
    { $kind ->
       [bill] ¿Qué factura recibida corrige? El abono empieza con sus líneas.
       *[other] ¿Qué factura rectifica? Empieza con sus líneas.
    }
document-corrects-more = Hay más: busque por número, contacto o importe.
document-preview = Vista previa
document-preview-paper = Papel
document-preview-unnumbered = Borrador, sin número
document-keys-contact = Contacto nuevo, en el buscador de contactos
document-make-contact = Crear el contacto «{ $name }»
document-make-contact-about = Se crea con el número siguiente; lo demás se completa después en su ficha.
document-credit-draft = Preparar en borrador
document-credit-issue = Emitir por el total
document-credit-question = ¿Emitir ya la rectificación por el total?
document-credit-sure = Recibe su número y se contabiliza: después ni se cambia ni se borra.
document-accept = Aceptado
document-decline = Rechazado
document-invoice =
    { $kind ->
       [purchase_order] Registrar su factura
       *[other] Facturar
    }
document-status-draft = Borrador
document-status-issued =
    { $kind ->
       [bill] Registrada
       [vendor_credit] Registrado
       [estimate] Emitido
       [purchase_order] Emitido
       *[other] Emitida
    }
document-status-partially-paid =
    { $kind ->
       [bill] Pagada en parte
       *[other] Cobrada en parte
    }
document-status-paid =
    { $kind ->
       [bill] Pagada
       *[other] Cobrada
    }
document-status-written-off = Incobrable
document-status-closed =
    { $kind ->
       [vendor_credit] Aplicado
       *[other] Aplicada
    }
document-status-void =
    { $kind ->
       [vendor_credit] Anulado
       [purchase_order] Anulado
       *[other] Anulada
    }
document-status-accepted = Aceptado
document-status-declined = Rechazado
document-status-invoiced = Facturado
document-status-overdue =
    { $kind ->
       [estimate] Vencido
       *[other] Vencida
    }
documents-all = Todo
documents-status-draft = Borradores
documents-status-unpaid = Pendientes
documents-status-overdue = Vencidas
documents-status-partially-paid = Saldadas en parte
documents-status-paid = Saldadas
documents-status-written-off = Incobrables
documents-status-closed = Aplicadas
documents-status-void = Anuladas
documents-status-issued = Emitidos
documents-status-accepted = Aceptados
documents-status-declined = Rechazados
documents-status-invoiced = Facturados
documents-search = Buscar
documents-everybody = Todos
documents-from = Desde
documents-to = Hasta
documents-none = Nada coincide con los filtros.
documents-sum = Suma
documents-not-summed = Son más de { $max }: acote las fechas para ver la suma.
documents-more-than = más de { $count }
documents-first-invoice = Aún no hay facturas.
documents-first-estimate = Aún no hay presupuestos.
documents-first-purchase-order = Aún no hay pedidos a proveedores.
documents-first-credit-note = Aún no hay rectificativas.
documents-first-bill = Aún no hay facturas recibidas.
documents-first-vendor-credit = Aún no hay abonos de proveedores.
document-new-invoice = Nueva factura
document-new-estimate = Nuevo presupuesto
document-new-purchase-order = Nuevo pedido
document-new-credit-note = Nueva rectificativa
document-new-bill = Nueva factura recibida
document-new-vendor-credit = Nuevo abono
flash-document-kept = Borrador guardado. Todavía no está en los libros.
flash-document-issued = { $name }: tiene su número y está en los libros.
flash-estimate-issued = { $name }: emitido.
flash-estimate-accepted = { $name }: aceptado.
flash-estimate-declined = { $name }: rechazado.
flash-document-deleted = Borrador eliminado.
flash-document-voided = { $name }: anulado. Su asiento se ha anulado con otro.
flash-document-written-off = { $name }: dado por incobrable.
payment-received = Cobro
payment-made = Pago
payment-record-received = Registrar cobro
payment-record-made = Registrar pago
payment-account = Cuenta del dinero
payment-withheld = Retenido
payment-withheld-help = Lo que se retiene por impuestos: salda igual que lo pagado.
payment-charges = Comisión
payment-charges-help = Lo que cobra el banco. El importe es sin descontarla.
payment-settles = Qué salda
payment-settle = Salda
payment-settle-one = Saldar { $name }
payment-settles-about = Lo marcado se salda por su orden hasta donde llegue el importe; escriba otro si es solo una parte. Lo que sobre queda a favor.
payment-document = Documento
payment-part = Parte
payment-part-of = Parte de { $name }
payment-row = Fila { $line }
payment-nothing-open = No hay nada pendiente en esta moneda: el importe queda a favor.
payment-more-open = Se muestran los { $max } primeros.
payment-left = Sin aplicar
payment-leaves = Quedan { $amount } sin aplicar.
payment-settled = Lo que salda
payment-settled-nothing = Todavía no salda nada.
payment-allocate = Aplicar lo que queda
payment-texts = Referencia y notas
payment-recorded-by = Registrado por
payment-void = Anular
payment-void-question = ¿Anular este pago?
payment-void-about = Su asiento se anula con otro, y lo que saldaba vuelve a estar pendiente.
payment-status-posted = Aplicado
payment-status-open = Con resto
payment-status-void = Anulado
payments-all = Todo
payments-posted = Registrados
payments-void = Anulados
payments-none = Nada coincide con los filtros.
payments-first-received = Aún no hay cobros.
payments-first-made = Aún no hay pagos.
flash-payment-recorded = { $name }: registrado.
flash-payment-allocated = { $name }: aplicado.
flash-payment-voided = { $name }: anulado.
payment-reference = Referencia
nav-sales = Ventas
nav-estimates = Presupuestos
nav-invoices = Facturas
nav-recurring-invoices = Recurrentes
nav-credit-notes = Rectificativas
nav-payments-received = Cobros
nav-purchases = Compras
nav-bills = Facturas recibidas
nav-vendor-credits = Abonos
nav-purchase-orders = Pedidos
nav-payments-made = Pagos
document-cell = Línea { $line }, { $column }
document-discount-percent = Dto. %
document-line-placeholder = Artículo o concepto
document-taxes-proposed = Se proponen
document-no-taxes = Sin impuestos
document-paper-taxes = Cuotas del documento, si difieren
document-paper-taxes-about = Lo que pone el papel del proveedor, dentro de la tolerancia. Vacío es lo calculado.
document-paper-tax = Cuota { $line }, impuesto
document-paper-amount = Cuota { $line }, importe
document-totals = Totales
document-calculate = Calcular
document-totals-contact = Elija el contacto: los impuestos dependen de él.
document-totals-none = Todavía no hay nada que sumar.
document-totals-without = No cuenta lo que aún no se puede leer. Líneas: { $lines }.
document-tax-differs = { $code }: el papel dice { $typed } y lo calculado es { $computed }. Se queda lo del papel.
document-series = Serie
document-series-help = El número se da al emitir; hoy sería ese.
document-last-day = El último de la serie es del { $day }.
document-due-help = Por las condiciones de pago si se deja vacío.
document-contact-help = Por número, nombre o NIF.
document-more = Moneda, precios y más
document-prices = Precios
document-prices-net = Sin impuestos
document-prices-tax-included = Con impuestos incluidos
document-own-reference = Nuestro pedido
document-simplified = Factura simplificada
document-simplified-help = No necesita el NIF del cliente; tiene un importe máximo.
document-keep-draft = Guardar borrador
document-issue-typed = Lo que ha escrito recibe el número siguiente de su serie y se contabiliza.
document-issue-offered = Lo que ha escrito recibe el número siguiente de su serie.
document-keys-next = Casilla siguiente
document-keys-items = Buscar un artículo
document-items-none = Ningún artículo coincide
document-copy = Duplicar
document-repeat = Repetir
nav-items = Productos
item-recurs = Lo nombran facturas que se repiten, así que no se elimina.
items-title = Productos y servicios
items-search = Código o nombre
items-state-active = Activos
items-state-inactive = Inactivos
items-state-all = Activos e inactivos
items-first = Aún no hay productos ni servicios. Guardan texto, precio, cuenta e impuestos de lo que se repite.
items-none = Ninguno coincide con los filtros.
item-new = Nuevo producto o servicio
item-sku = Código
item-kind = Tipo
item-kind-services = Servicio
item-kind-goods = Bien
item-unit = Unidad
item-unit-help = Lo que se cuenta: horas, piezas.
item-active = Activo
item-active-help = Uno inactivo se conserva, pero no se ofrece.
item-sale = Al venderlo
item-purchase = Al comprarlo
item-description = Texto en los documentos
item-description-help = Su nombre si se deja vacío.
item-taxes = Impuestos propios
item-taxes-help = Sin ninguno se propone el general de cada operación.
item-sale-price = Precio de venta
item-purchase-price = Precio de compra
item-sale-account-code = Cuenta de ventas
item-purchase-account-code = Cuenta de compras
item-sale-taxes = Impuestos de venta
item-purchase-taxes = Impuestos de compra
item-sale-description = Texto de venta
item-purchase-description = Texto de compra
item-delete-question = ¿Eliminar este producto o servicio?
item-delete-about = Ningún documento lo nombra. No se puede recuperar.
flash-item-deleted = Producto o servicio eliminado.
document-email = Enviar
document-email-title = Enviar por correo
document-email-to = Para
document-email-cc = Con copia a
document-email-cc-help = Hasta { $max } direcciones, separadas por comas.
document-email-subject = Asunto
document-email-body = Texto
document-email-about = Va con el PDF y con un enlace en el que se ve, y nada más, este documento.
document-email-send = Enviar
document-messages = Envíos
document-message-queued = Pendiente de envío
document-message-sent = Enviado
document-message-opened = Abierto
document-message-failed = No se pudo enviar
flash-document-emailed = Se envía a { $name }.
