records-empty = There is nothing yet.

### Taxes

records-taxes = Taxes
records-taxes-new = New tax
records-taxes-edit = Edit tax
column-taxes-code = Code
column-taxes-name = Name
column-taxes-kind = Kind
column-taxes-rate = Rate, %
column-taxes-account-id = Account

### Number series

records-number-series = Number series
records-number-series-new = New series
records-number-series-edit = Edit series
column-number-series-name = Name
column-number-series-document = Document
column-number-series-prefix = Prefix
column-number-series-next-number = Next number
column-number-series-digits = Digits

### Payment terms

records-payment-terms = Payment terms
records-payment-terms-new = New term
records-payment-terms-edit = Edit term
column-payment-terms-name = Name
column-payment-terms-days = Days

### Document templates

records-document-templates = Document templates
records-document-templates-new = New template
records-document-templates-edit = Edit template
column-document-templates-name = Name
column-document-templates-document = Document
column-document-templates-header = Header
column-document-templates-footer = Footer

### Email templates

records-email-templates = Email templates
records-email-templates-new = New template
records-email-templates-edit = Edit template
column-email-templates-name = Name
column-email-templates-occasion = Occasion
column-email-templates-subject = Subject
column-email-templates-body = Text

### Expense categories

records-expense-categories = Expense categories
records-expense-categories-new = New category
records-expense-categories-edit = Edit category
column-expense-categories-name = Name
column-expense-categories-account-id = Account

### Expense policies

records-expense-policies = Expense policies
records-expense-policies-new = New policy
records-expense-policies-edit = Edit policy
column-expense-policies-name = Name
column-expense-policies-max-amount = Maximum amount per expense
column-expense-policies-receipt-from = Receipt needed from
column-expense-policies-days-to-report = Days to report it

### Mileage rates

records-mileage-rates = Mileage rates
records-mileage-rates-new = New rate
records-mileage-rates-edit = Edit rate
column-mileage-rates-name = Name
column-mileage-rates-rate = Amount
column-mileage-rates-unit = Per

### Pay schedules

records-pay-schedules = Pay schedules
records-pay-schedules-new = New schedule
records-pay-schedules-edit = Edit schedule
column-pay-schedules-name = Name
column-pay-schedules-frequency = Frequency
column-pay-schedules-pay-day = Pay day

### Payroll components

records-payroll-components = Payroll components
records-payroll-components-new = New component
records-payroll-components-edit = Edit component
column-payroll-components-name = Name
column-payroll-components-kind = Kind
column-payroll-components-percent = Percent
column-payroll-components-account-id = Account

### Warehouses

records-warehouses = Warehouses
records-warehouses-new = New warehouse
records-warehouses-edit = Edit warehouse
column-warehouses-name = Name
column-warehouses-address = Address

### Units

records-units = Units
records-units-new = New unit
records-units-edit = Edit unit
column-units-code = Code
column-units-name = Name

### Adjustment reasons

records-adjustment-reasons = Adjustment reasons
records-adjustment-reasons-new = New reason
records-adjustment-reasons-edit = Edit reason
column-adjustment-reasons-name = Name
column-adjustment-reasons-direction = Effect

### Valuation methods

records-valuation-methods = Valuation methods
records-valuation-methods-new = New method
records-valuation-methods-edit = Edit method
column-valuation-methods-name = Name
column-valuation-methods-method = Method
choice-taxes-kind-sale = On sales
choice-taxes-kind-purchase = On purchases
choice-taxes-kind-withholding = Withholding
choice-number-series-document-invoice = Invoice
choice-number-series-document-estimate = Estimate
choice-number-series-document-credit-note = Credit note
choice-number-series-document-bill = Bill
choice-number-series-document-receipt = Receipt
choice-document-templates-document-invoice = Invoice
choice-document-templates-document-estimate = Estimate
choice-document-templates-document-credit-note = Credit note
choice-document-templates-document-bill = Bill
choice-document-templates-document-receipt = Receipt
choice-email-templates-occasion-invoice = Sending an invoice
choice-email-templates-occasion-estimate = Sending an estimate
choice-email-templates-occasion-credit-note = Sending a credit note
choice-email-templates-occasion-payment-reminder = Payment reminder
choice-email-templates-occasion-payment-receipt = Payment receipt
choice-mileage-rates-unit-km = kilometre
choice-mileage-rates-unit-mi = mile
choice-pay-schedules-frequency-monthly = Monthly
choice-pay-schedules-frequency-twice-monthly = Twice a month
choice-pay-schedules-frequency-fortnightly = Every two weeks
choice-pay-schedules-frequency-weekly = Weekly
choice-payroll-components-kind-earning = Earning
choice-payroll-components-kind-deduction = Deduction
choice-payroll-components-kind-employer = Employer contribution
choice-adjustment-reasons-direction-decrease = Decreases
choice-adjustment-reasons-direction-increase = Increases
choice-adjustment-reasons-direction-both = Both
choice-valuation-methods-method-weighted-average = Weighted average
choice-valuation-methods-method-fifo = FIFO

### Default data of an organization

default-series-invoice = Invoices
default-series-estimate = Estimates
default-series-credit-note = Credit notes
default-series-bill = Bills
default-series-receipt = Receipts
default-prefix-invoice = INV-
default-prefix-estimate = EST-
default-prefix-credit-note = CN-
default-prefix-bill = BILL-
default-prefix-receipt = REC-
default-term-on-receipt = Due on receipt
default-term-15 = Net 15
default-term-30 = Net 30
default-term-60 = Net 60
default-document-footer = Thank you for your business.
default-mail-subject-invoice = Your invoice
default-mail-body-invoice = Please find your invoice. We remain at your disposal.
default-mail-subject-estimate = Your estimate
default-mail-body-estimate = Please find the estimate you asked for.
default-mail-subject-credit-note = Your credit note
default-mail-body-credit-note = Please find your credit note.
default-mail-subject-payment-reminder = Payment reminder
default-mail-body-payment-reminder = This is a reminder of an unpaid invoice.
default-mail-subject-payment-receipt = We received your payment
default-mail-body-payment-receipt = Thank you: we received your payment.
default-expense-policy = General policy
default-mileage = Mileage
default-pay-schedule = Monthly
default-warehouse = Main warehouse
default-unit-c62 = Piece
default-unit-kgm = Kilogram
default-unit-grm = Gram
default-unit-ltr = Litre
default-unit-mtr = Metre
default-unit-mtk = Square metre
default-unit-hur = Hour
default-unit-xbx = Box
default-reason-damage = Damage
default-reason-loss = Loss
default-reason-theft = Theft
default-reason-count = Stock count
default-reason-found = Found
