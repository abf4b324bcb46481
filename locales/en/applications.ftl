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
column-payroll-components-valid-from = In force since
column-payroll-components-valid-from-help = The first day on which the percentage applies. Those of social security change each January.
column-payroll-components-source = Source
column-payroll-components-source-help = The rule that sets the percentage.

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
choice-number-series-document-purchase-order = Purchase order
choice-document-templates-document-invoice = Invoice
choice-document-templates-document-estimate = Estimate
choice-document-templates-document-credit-note = Credit note
choice-document-templates-document-bill = Bill
choice-document-templates-document-receipt = Receipt
choice-document-templates-document-purchase-order = Purchase order
choice-email-templates-occasion-invoice = Sending an invoice
choice-email-templates-occasion-estimate = Sending an estimate
choice-email-templates-occasion-purchase-order = Sending a purchase order
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
default-series-purchase-order = Purchase orders
default-prefix-invoice = INV-
default-prefix-estimate = EST-
default-prefix-credit-note = CN-
default-prefix-bill = BILL-
default-prefix-receipt = REC-
default-prefix-purchase-order = PO-
default-term-on-receipt = Due on receipt
default-term-15 = Net 15
default-term-30 = Net 30
default-term-60 = Net 60
default-document-footer = Thank you for your business.
default-mail-subject-invoice = {"{{"} company_name {"}}"}: your invoice {"{{"} document_number {"}}"}
default-mail-body-invoice =
    Hello {"{{"} customer_name {"}}"},

    Please find invoice {"{{"} document_number {"}}"} of {"{{"} document_date {"}}"} for {"{{"} total {"}}"}. It is due on {"{{"} due_date {"}}"}.

    We remain at your disposal.
    {"{{"} company_name {"}}"}
default-mail-subject-estimate = {"{{"} company_name {"}}"}: your estimate {"{{"} document_number {"}}"}
default-mail-body-estimate =
    Hello {"{{"} customer_name {"}}"},

    Please find estimate {"{{"} document_number {"}}"} that you asked for, for {"{{"} total {"}}"}.

    {"{{"} company_name {"}}"}
default-mail-subject-purchase-order = {"{{"} company_name {"}}"}: order {"{{"} document_number {"}}"}
default-mail-body-purchase-order =
    Hello {"{{"} customer_name {"}}"},

    Please find our order {"{{"} document_number {"}}"}, for {"{{"} total {"}}"}. Please confirm the delivery.

    {"{{"} company_name {"}}"}
default-mail-subject-credit-note = {"{{"} company_name {"}}"}: your credit note {"{{"} document_number {"}}"}
default-mail-body-credit-note =
    Hello {"{{"} customer_name {"}}"},

    Please find credit note {"{{"} document_number {"}}"} for {"{{"} total {"}}"}.

    {"{{"} company_name {"}}"}
default-mail-subject-payment-reminder = Reminder: invoice {"{{"} document_number {"}}"}
default-mail-body-payment-reminder =
    Hello {"{{"} customer_name {"}}"},

    This is a reminder that {"{{"} balance {"}}"} of invoice {"{{"} document_number {"}}"}, due on {"{{"} due_date {"}}"}, is unpaid. If you have paid it already, please ignore this message.

    {"{{"} company_name {"}}"}
default-mail-subject-payment-receipt = We received your payment
default-mail-body-payment-receipt =
    Hello {"{{"} customer_name {"}}"},

    We received your payment of {"{{"} payment_amount {"}}"} for invoice {"{{"} document_number {"}}"}. Thank you.

    {"{{"} company_name {"}}"}
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
default-reason-found = Surplus

### Preferences

column-email-templates-language = Language
choice-email-templates-language-es = Spanish
choice-email-templates-language-en = English
column-email-templates-body-help = It may mention: {"{{"} company_name {"}}"}, {"{{"} customer_name {"}}"}, {"{{"} document_number {"}}"}, {"{{"} document_date {"}}"}, {"{{"} due_date {"}}"}, {"{{"} total {"}}"}, {"{{"} balance {"}}"}, {"{{"} payment_amount {"}}"}.
records-email-templates-about = What emails to customers say. The first active one of each occasion and language is used.
records-document-templates-about = How documents are printed. The first active one of each document is used.
column-document-templates-design = Design
column-document-templates-paper = Paper
column-document-templates-accent = Colour
column-document-templates-show-logo = Show the logo
column-document-templates-shown = Columns
choice-document-templates-design-classic = Classic
choice-document-templates-design-modern = Modern
choice-document-templates-design-compact = Compact
choice-document-templates-paper-a4 = A4
choice-document-templates-paper-letter = Letter
choice-document-templates-shown-code = Code
choice-document-templates-shown-description = Description
choice-document-templates-shown-quantity = Quantity
choice-document-templates-shown-unit = Unit
choice-document-templates-shown-price = Price
choice-document-templates-shown-discount = Discount
choice-document-templates-shown-tax = Tax
choice-document-templates-shown-amount = Amount
column-payment-terms-due-from = Counted from
choice-payment-terms-due-from-invoice-date = Invoice date
choice-payment-terms-due-from-end-of-month = End of month
records-payment-terms-about = When invoices are due. The first active one is proposed.
records-number-series-about = Numbers of a series follow each other without gaps. The next number is the organization's own: when the series is cloned, the other one begins at 1.
records-tax-groups = Tax groups
records-tax-groups-new = New group
records-tax-groups-edit = Edit group
records-tax-groups-about = Taxes that apply together on a line.
column-tax-groups-name = Name
column-tax-groups-taxes = Taxes
records-reminders = Reminders
records-reminders-new = New reminder
records-reminders-edit = Edit reminder
records-reminders-about = When customers are reminded of an invoice, and with which email.
column-reminders-name = Name
column-reminders-days = Days
column-reminders-moment = When
column-reminders-template-id = Email template
choice-reminders-moment-before-due = Before it is due
choice-reminders-moment-after-due = After it is due
records-custom-fields = Custom fields
records-custom-fields-new = New field
records-custom-fields-edit = Edit field
records-custom-fields-about = Custom fields, in the order in which they are shown.
column-custom-fields-label = Name
column-custom-fields-record = On
column-custom-fields-kind = Kind
column-custom-fields-options = Options
column-custom-fields-options-help = Only for the choice kind: one on each line.
column-custom-fields-required = Required
column-custom-fields-printed = Printed on documents
column-custom-fields-help = Help
choice-custom-fields-record-contact = Contacts
choice-custom-fields-record-item = Items
choice-custom-fields-record-invoice = Invoices
choice-custom-fields-record-bill = Bills
choice-custom-fields-kind-text = Text
choice-custom-fields-kind-long-text = Long text
choice-custom-fields-kind-whole-number = Whole number
choice-custom-fields-kind-decimal = Decimal number
choice-custom-fields-kind-amount = Amount
choice-custom-fields-kind-date = Date
choice-custom-fields-kind-yes-no = Yes or no
choice-custom-fields-kind-choice = Choice
choice-custom-fields-kind-email = Email
choice-custom-fields-kind-link = Link
records-roles = Roles
records-roles-new = New role
records-roles-edit = Edit role
records-roles-about = Own roles, besides the four that every organization has: administrator, accountant, staff and read-only. Whoever has a deactivated role keeps it, but it is given to nobody else.
column-roles-name = Name
column-roles-rights = May
choice-roles-rights-read = See the organization
choice-roles-rights-read-settings = See settings
choice-roles-rights-edit-settings = Change settings
choice-roles-rights-edit-accounts = Change the chart of accounts
choice-roles-rights-manage-members = Manage users and roles
default-reminder-before = 3 days before
default-reminder-week = One week after
default-reminder-month = One month after
records-bank-rules = Bank rules
records-bank-rules-new = New rule
records-bank-rules-edit = Edit rule
records-bank-rules-about = Which account bank lines go to by what they say. The first active one that applies is proposed.
column-bank-rules-name = Name
column-bank-rules-direction = Direction
column-bank-rules-field = If
column-bank-rules-comparator = Condition
column-bank-rules-value = Value
column-bank-rules-account-id = Account
choice-bank-rules-direction-both = Money in and out
choice-bank-rules-direction-in = Money in
choice-bank-rules-direction-out = Money out
choice-bank-rules-field-text = the text
choice-bank-rules-field-counterparty = the name
choice-bank-rules-field-reference = the reference
choice-bank-rules-field-iban = the IBAN
choice-bank-rules-comparator-contains = has in it
choice-bank-rules-comparator-starts-with = begins with
choice-bank-rules-comparator-equals = is
