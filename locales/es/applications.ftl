records-empty = No hay nada todavía.

### Taxes

records-taxes = Impuestos
records-taxes-new = Nuevo impuesto
records-taxes-edit = Editar impuesto
column-taxes-code = Código
column-taxes-name = Nombre
column-taxes-kind = Tipo
column-taxes-rate = Porcentaje
column-taxes-account-id = Cuenta

### Number series

records-number-series = Series de numeración
records-number-series-new = Nueva serie
records-number-series-edit = Editar serie
column-number-series-name = Nombre
column-number-series-document = Documento
column-number-series-prefix = Prefijo
column-number-series-next-number = Número siguiente
column-number-series-digits = Dígitos

### Payment terms

records-payment-terms = Condiciones de pago
records-payment-terms-new = Nueva condición
records-payment-terms-edit = Editar condición
column-payment-terms-name = Nombre
column-payment-terms-days = Días

### Document templates

records-document-templates = Plantillas de documentos
records-document-templates-new = Nueva plantilla
records-document-templates-edit = Editar plantilla
column-document-templates-name = Nombre
column-document-templates-document = Documento
column-document-templates-header = Cabecera
column-document-templates-footer = Pie

### Email templates

records-email-templates = Plantillas de correo
records-email-templates-new = Nueva plantilla
records-email-templates-edit = Editar plantilla
column-email-templates-name = Nombre
column-email-templates-occasion = Ocasión
column-email-templates-subject = Asunto
column-email-templates-body = Texto

### Expense categories

records-expense-categories = Categorías de gasto
records-expense-categories-new = Nueva categoría
records-expense-categories-edit = Editar categoría
column-expense-categories-name = Nombre
column-expense-categories-account-id = Cuenta

### Expense policies

records-expense-policies = Políticas de gasto
records-expense-policies-new = Nueva política
records-expense-policies-edit = Editar política
column-expense-policies-name = Nombre
column-expense-policies-max-amount = Importe máximo por gasto
column-expense-policies-receipt-from = Justificante a partir de
column-expense-policies-days-to-report = Días para presentarlo

### Mileage rates

records-mileage-rates = Kilometraje
records-mileage-rates-new = Nueva tarifa
records-mileage-rates-edit = Editar tarifa
column-mileage-rates-name = Nombre
column-mileage-rates-rate = Importe
column-mileage-rates-unit = Por

### Pay schedules

records-pay-schedules = Calendarios de pago
records-pay-schedules-new = Nuevo calendario
records-pay-schedules-edit = Editar calendario
column-pay-schedules-name = Nombre
column-pay-schedules-frequency = Frecuencia
column-pay-schedules-pay-day = Día de pago

### Payroll components

records-payroll-components = Conceptos de nómina
records-payroll-components-new = Nuevo concepto
records-payroll-components-edit = Editar concepto
column-payroll-components-name = Nombre
column-payroll-components-kind = Tipo
column-payroll-components-percent = Porcentaje
column-payroll-components-account-id = Cuenta
column-payroll-components-valid-from = Vigente desde
column-payroll-components-valid-from-help = Primer día en que rige el porcentaje. Los de la Seguridad Social cambian cada enero.
column-payroll-components-source = Fuente
column-payroll-components-source-help = La norma que fija el porcentaje.

### Warehouses

records-warehouses = Almacenes
records-warehouses-new = Nuevo almacén
records-warehouses-edit = Editar almacén
column-warehouses-name = Nombre
column-warehouses-address = Dirección

### Units

records-units = Unidades
records-units-new = Nueva unidad
records-units-edit = Editar unidad
column-units-code = Código
column-units-name = Nombre

### Adjustment reasons

records-adjustment-reasons = Motivos de ajuste
records-adjustment-reasons-new = Nuevo motivo
records-adjustment-reasons-edit = Editar motivo
column-adjustment-reasons-name = Nombre
column-adjustment-reasons-direction = Efecto

### Valuation methods

records-valuation-methods = Métodos de valoración
records-valuation-methods-new = Nuevo método
records-valuation-methods-edit = Editar método
column-valuation-methods-name = Nombre
column-valuation-methods-method = Método
choice-taxes-kind-sale = Repercutido
choice-taxes-kind-purchase = Soportado
choice-taxes-kind-withholding = Retención
choice-number-series-document-invoice = Factura
choice-number-series-document-estimate = Presupuesto
choice-number-series-document-credit-note = Factura rectificativa
choice-number-series-document-bill = Factura recibida
choice-number-series-document-receipt = Recibo
choice-number-series-document-purchase-order = Pedido a proveedor
choice-document-templates-document-invoice = Factura
choice-document-templates-document-estimate = Presupuesto
choice-document-templates-document-credit-note = Factura rectificativa
choice-document-templates-document-bill = Factura recibida
choice-document-templates-document-receipt = Recibo
choice-document-templates-document-purchase-order = Pedido a proveedor
choice-email-templates-occasion-invoice = Envío de factura
choice-email-templates-occasion-estimate = Envío de presupuesto
choice-email-templates-occasion-purchase-order = Envío de pedido a proveedor
choice-email-templates-occasion-credit-note = Envío de factura rectificativa
choice-email-templates-occasion-payment-reminder = Recordatorio de pago
choice-email-templates-occasion-payment-receipt = Justificante de cobro
choice-mileage-rates-unit-km = kilómetro
choice-mileage-rates-unit-mi = milla
choice-pay-schedules-frequency-monthly = Mensual
choice-pay-schedules-frequency-twice-monthly = Dos veces al mes
choice-pay-schedules-frequency-fortnightly = Cada dos semanas
choice-pay-schedules-frequency-weekly = Semanal
choice-payroll-components-kind-earning = Devengo
choice-payroll-components-kind-deduction = Deducción
choice-payroll-components-kind-employer = Aportación de la empresa
choice-adjustment-reasons-direction-decrease = Disminuye
choice-adjustment-reasons-direction-increase = Aumenta
choice-adjustment-reasons-direction-both = Ambos
choice-valuation-methods-method-weighted-average = Precio medio ponderado
choice-valuation-methods-method-fifo = FIFO

### Default data of an organization

default-series-invoice = Facturas
default-series-estimate = Presupuestos
default-series-credit-note = Facturas rectificativas
default-series-bill = Facturas recibidas
default-series-receipt = Recibos
default-series-purchase-order = Pedidos a proveedores
default-prefix-invoice = F-
default-prefix-estimate = P-
default-prefix-credit-note = R-
default-prefix-bill = FR-
default-prefix-receipt = RC-
default-prefix-purchase-order = PC-
default-term-on-receipt = Al contado
default-term-15 = 15 días
default-term-30 = 30 días
default-term-60 = 60 días
default-document-footer = Gracias por su confianza.
default-mail-subject-invoice = {"{{"} company_name {"}}"}: su factura {"{{"} document_number {"}}"}
default-mail-body-invoice =
    Hola, {"{{"} customer_name {"}}"}:

    Le enviamos la factura {"{{"} document_number {"}}"} del {"{{"} document_date {"}}"}, por {"{{"} total {"}}"}. Vence el {"{{"} due_date {"}}"}.

    Quedamos a su disposición.
    {"{{"} company_name {"}}"}
default-mail-subject-estimate = {"{{"} company_name {"}}"}: su presupuesto {"{{"} document_number {"}}"}
default-mail-body-estimate =
    Hola, {"{{"} customer_name {"}}"}:

    Le enviamos el presupuesto {"{{"} document_number {"}}"} que nos pidió, por {"{{"} total {"}}"}.

    {"{{"} company_name {"}}"}
default-mail-subject-purchase-order = {"{{"} company_name {"}}"}: pedido {"{{"} document_number {"}}"}
default-mail-body-purchase-order =
    Hola, {"{{"} customer_name {"}}"}:

    Les enviamos el pedido {"{{"} document_number {"}}"}, por {"{{"} total {"}}"}. Confírmennos por favor la entrega.

    {"{{"} company_name {"}}"}
default-mail-subject-credit-note = {"{{"} company_name {"}}"}: su factura rectificativa {"{{"} document_number {"}}"}
default-mail-body-credit-note =
    Hola, {"{{"} customer_name {"}}"}:

    Le enviamos la factura rectificativa {"{{"} document_number {"}}"}, por {"{{"} total {"}}"}.

    {"{{"} company_name {"}}"}
default-mail-subject-payment-reminder = Recordatorio: factura {"{{"} document_number {"}}"}
default-mail-body-payment-reminder =
    Hola, {"{{"} customer_name {"}}"}:

    Le recordamos que quedan {"{{"} balance {"}}"} por pagar de la factura {"{{"} document_number {"}}"}, con vencimiento el {"{{"} due_date {"}}"}. Si ya la ha pagado, no haga caso de este mensaje.

    {"{{"} company_name {"}}"}
default-mail-subject-payment-receipt = Hemos recibido su pago
default-mail-body-payment-receipt =
    Hola, {"{{"} customer_name {"}}"}:

    Hemos recibido su pago de {"{{"} payment_amount {"}}"} por la factura {"{{"} document_number {"}}"}. Gracias.

    {"{{"} company_name {"}}"}
default-expense-policy = Política general
default-mileage = Kilometraje
default-pay-schedule = Mensual
default-warehouse = Almacén principal
default-unit-c62 = Unidad
default-unit-kgm = Kilogramo
default-unit-grm = Gramo
default-unit-ltr = Litro
default-unit-mtr = Metro
default-unit-mtk = Metro cuadrado
default-unit-hur = Hora
default-unit-xbx = Caja
default-reason-damage = Deterioro
default-reason-loss = Pérdida
default-reason-theft = Robo
default-reason-count = Recuento
default-reason-found = Sobrante

### Preferences

column-email-templates-language = Idioma
choice-email-templates-language-es = Español
choice-email-templates-language-en = Inglés
column-email-templates-body-help = Puede mencionar: {"{{"} company_name {"}}"}, {"{{"} customer_name {"}}"}, {"{{"} document_number {"}}"}, {"{{"} document_date {"}}"}, {"{{"} due_date {"}}"}, {"{{"} total {"}}"}, {"{{"} balance {"}}"}, {"{{"} payment_amount {"}}"}.
records-email-templates-about = Lo que dicen los correos a los clientes. La primera activa de cada ocasión e idioma es la que se usa.
records-document-templates-about = Cómo se imprimen los documentos. La primera activa de cada documento es la que se usa.
column-document-templates-design = Diseño
column-document-templates-paper = Papel
column-document-templates-accent = Color
column-document-templates-show-logo = Mostrar el logotipo
column-document-templates-shown = Columnas
choice-document-templates-design-classic = Clásico
choice-document-templates-design-modern = Moderno
choice-document-templates-design-compact = Compacto
choice-document-templates-paper-a4 = A4
choice-document-templates-paper-letter = Carta
choice-document-templates-shown-code = Código
choice-document-templates-shown-description = Descripción
choice-document-templates-shown-quantity = Cantidad
choice-document-templates-shown-unit = Unidad
choice-document-templates-shown-price = Precio
choice-document-templates-shown-discount = Descuento
choice-document-templates-shown-tax = Impuesto
choice-document-templates-shown-amount = Importe
column-payment-terms-due-from = Se cuenta desde
choice-payment-terms-due-from-invoice-date = Fecha de la factura
choice-payment-terms-due-from-end-of-month = Fin de mes
records-payment-terms-about = Cuándo vencen las facturas. La primera activa es la que se propone.
records-number-series-about = Los números de una serie se siguen sin huecos. El número siguiente es propio: al clonar la serie, la otra organización empieza en 1.
records-tax-groups = Grupos de impuestos
records-tax-groups-new = Nuevo grupo
records-tax-groups-edit = Editar grupo
records-tax-groups-about = Impuestos que se aplican juntos en una línea.
column-tax-groups-name = Nombre
column-tax-groups-taxes = Impuestos
records-reminders = Recordatorios
records-reminders-new = Nuevo recordatorio
records-reminders-edit = Editar recordatorio
records-reminders-about = Cuándo se recuerda una factura a quien debe pagarla, y con qué correo.
column-reminders-name = Nombre
column-reminders-days = Días
column-reminders-moment = Cuándo
column-reminders-template-id = Plantilla de correo
choice-reminders-moment-before-due = Antes del vencimiento
choice-reminders-moment-after-due = Después del vencimiento
records-custom-fields = Campos personalizados
records-custom-fields-new = Nuevo campo
records-custom-fields-edit = Editar campo
records-custom-fields-about = Campos personalizados, en el orden en que se muestran.
column-custom-fields-label = Nombre
column-custom-fields-record = En
column-custom-fields-kind = Tipo
column-custom-fields-options = Opciones
column-custom-fields-options-help = Solo para el tipo lista: una en cada línea.
column-custom-fields-required = Obligatorio
column-custom-fields-printed = Se imprime en los documentos
column-custom-fields-help = Ayuda
choice-custom-fields-record-contact = Contactos
choice-custom-fields-record-item = Artículos
choice-custom-fields-record-invoice = Facturas
choice-custom-fields-record-bill = Facturas recibidas
choice-custom-fields-kind-text = Texto
choice-custom-fields-kind-long-text = Texto largo
choice-custom-fields-kind-whole-number = Número entero
choice-custom-fields-kind-decimal = Número decimal
choice-custom-fields-kind-amount = Importe
choice-custom-fields-kind-date = Fecha
choice-custom-fields-kind-yes-no = Sí o no
choice-custom-fields-kind-choice = Lista
choice-custom-fields-kind-email = Correo
choice-custom-fields-kind-link = Enlace
records-roles = Roles
records-roles-new = Nuevo rol
records-roles-edit = Editar rol
records-roles-about = Roles propios, además de los cuatro que tiene toda organización: administrador, contable, empleado y solo lectura. Quien tiene un rol desactivado lo conserva, pero ya no se da a nadie más.
column-roles-name = Nombre
column-roles-rights = Puede
choice-roles-rights-read = Ver la organización
choice-roles-rights-read-settings = Ver los ajustes
choice-roles-rights-edit-settings = Cambiar los ajustes
choice-roles-rights-edit-accounts = Cambiar el plan de cuentas
choice-roles-rights-manage-members = Administrar los usuarios y los roles
default-reminder-before = 3 días antes
default-reminder-week = Una semana después
default-reminder-month = Un mes después
records-bank-rules = Reglas de banco
records-bank-rules-new = Nueva regla
records-bank-rules-edit = Editar regla
records-bank-rules-about = A qué cuenta van las líneas del banco según lo que dicen. Se propone la primera activa que se cumple.
column-bank-rules-name = Nombre
column-bank-rules-direction = Sentido
column-bank-rules-field = Si
column-bank-rules-comparator = Condición
column-bank-rules-value = Valor
column-bank-rules-account-id = Cuenta
choice-bank-rules-direction-both = Cobros y pagos
choice-bank-rules-direction-in = Cobros
choice-bank-rules-direction-out = Pagos
choice-bank-rules-field-text = el texto
choice-bank-rules-field-counterparty = el nombre
choice-bank-rules-field-reference = la referencia
choice-bank-rules-field-iban = el IBAN
choice-bank-rules-comparator-contains = contiene
choice-bank-rules-comparator-starts-with = empieza por
choice-bank-rules-comparator-equals = es igual a
