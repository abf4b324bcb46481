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
column-number-series-digits = Cifras

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
choice-document-templates-document-invoice = Factura
choice-document-templates-document-estimate = Presupuesto
choice-document-templates-document-credit-note = Factura rectificativa
choice-document-templates-document-bill = Factura recibida
choice-document-templates-document-receipt = Recibo
choice-email-templates-occasion-invoice = Envío de factura
choice-email-templates-occasion-estimate = Envío de presupuesto
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
default-prefix-invoice = F-
default-prefix-estimate = P-
default-prefix-credit-note = R-
default-prefix-bill = FR-
default-prefix-receipt = RC-
default-term-on-receipt = Al contado
default-term-15 = 15 días
default-term-30 = 30 días
default-term-60 = 60 días
default-document-footer = Gracias por su confianza.
default-mail-subject-invoice = Su factura
default-mail-body-invoice = Le enviamos su factura. Quedamos a su disposición.
default-mail-subject-estimate = Su presupuesto
default-mail-body-estimate = Le enviamos el presupuesto que nos pidió.
default-mail-subject-credit-note = Su factura rectificativa
default-mail-body-credit-note = Le enviamos la factura rectificativa.
default-mail-subject-payment-reminder = Recordatorio de pago
default-mail-body-payment-reminder = Le recordamos que tiene una factura pendiente de pago.
default-mail-subject-payment-receipt = Hemos recibido su pago
default-mail-body-payment-receipt = Gracias: hemos recibido su pago.
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
default-reason-found = Hallazgo
