# The pages of documents of sales and purchases, and of payments.
document-number = Number
document-contact = Contact
document-vendor-number = Vendor's number
document-due-on = Due date
document-valid-until = Valid until
document-expected-on = Expected on
document-amount = Amount
document-open = Open
document-drafted = { $kind }, draft
document-line = Description
document-lines = Lines
document-no-lines = It has no lines.
document-account = Account
document-quantity = Quantity
document-price = Price
document-discount = Disc.
document-taxes = Taxes
document-net = Net
document-sum = Total
document-self-assessed = { $code }, charged and deducted at once
document-settled = Settled
document-settled-by = By
document-settled-sale = Payments and credits
document-settled-purchase = Payments and credits
document-written-off = Written off
document-corrections = Corrected by
document-entry = Entry
document-issued-by = By
document-drafted-by = Drafted by
document-at-rate = { $currency } at { $rate }
document-rate = Exchange rate
document-rate-help = That of its date where it is left empty.
document-method-differences = by differences
document-issue =
    { $kind ->
       [bill] Record
       [vendor_credit] Record
       *[other] Issue
    }
document-issue-question =
    { $kind ->
       [bill] Record this bill?
       [vendor_credit] Record this vendor credit?
       [credit_note] Issue this credit note?
       [estimate] Issue this estimate?
       [purchase_order] Issue this purchase order?
       *[other] Issue this invoice?
    }
document-issue-about =
    { $posts ->
       [no] { $total }, for { $contact }. It gets the next number of its series.
       *[other] { $total }, { $contact }. It gets the next number of its series and is posted.
    }
document-delete-question = Delete this draft?
document-delete-about = It is not in the books and has no number. It cannot be brought back.
document-void = Void
document-void-title = Void: { $name }
document-void-about = Its entry is reversed by another; the number stays.
document-write-off = Write off
document-write-off-title = Write off: { $name }
document-write-off-about = What is left, { $amount }, becomes a loss and the invoice is settled. The tax that was charged stays as it is.
document-loss-account = Account of the loss
document-usual-account = The usual one
document-credit =
    { $kind ->
       [bill] Vendor credit
       *[other] Credit note
    }
document-credit-title =
    { $kind ->
       [bill] Credit for { $name }
       *[other] Credit note for { $name }
    }
document-credit-about =
    { $kind ->
       [bill] The credit begins with every line of the bill: keep it as a draft to remove or change some.
       *[other] The credit note begins with every line of the invoice: keep it as a draft to remove or change some.
    }
document-corrects-none-invoice = No invoice in these books
document-corrects-none-bill = No bill in these books
document-corrects-which =
    { $kind ->
       [bill] Which bill does it correct? The vendor credit begins with its lines.
       *[other] Which invoice does it correct? It begins with its lines.
    }
document-corrects-more = There are more: search by number, contact or amount.
document-preview = Preview
document-preview-paper = Paper
document-preview-unnumbered = Draft, no number
document-keys-contact = New contact, in the contact's search box
document-make-contact = Create the contact “{ $name }”
document-make-contact-about = It gets the next number; the rest is filled in later on its page.
document-credit-draft = Prepare as draft
document-credit-issue = Issue in full
document-credit-question = Issue the correction in full now?
document-credit-sure = It gets its number and is posted: it can be neither changed nor deleted afterwards.
document-accept = Accepted
document-decline = Declined
document-invoice =
    { $kind ->
       [purchase_order] Record its bill
       *[other] Invoice it
    }
document-status-draft = Draft
document-status-issued =
    { $kind ->
       [bill] Recorded
       [vendor_credit] Recorded
       *[other] Issued
    }
document-status-partially-paid =
    { $kind ->
       *[other] Partly paid
    }
document-status-paid =
    { $kind ->
       *[other] Paid
    }
document-status-written-off = Written off
document-status-closed =
    { $kind ->
       *[other] Used up
    }
document-status-void =
    { $kind ->
       *[other] Void
    }
document-status-accepted = Accepted
document-status-declined = Declined
document-status-invoiced = Invoiced
document-status-overdue =
    { $kind ->
       *[other] Overdue
    }
documents-all = All
documents-status-draft = Drafts
documents-status-unpaid = Open
documents-status-overdue = Overdue
documents-status-partially-paid = Partly paid
documents-status-paid = Paid
documents-status-written-off = Written off
documents-status-closed = Used up
documents-status-void = Void
documents-status-issued = Issued
documents-status-accepted = Accepted
documents-status-declined = Declined
documents-status-invoiced = Invoiced
documents-search = Search
documents-everybody = Everybody
documents-from = From
documents-to = To
documents-none = Nothing matches the filters.
documents-sum = Sum
documents-not-summed = There are more than { $max }: narrow the days to see their sum.
documents-more-than = more than { $count }
documents-first-invoice = There are no invoices yet.
documents-first-estimate = There are no estimates yet.
documents-first-purchase-order = There are no purchase orders yet.
documents-first-credit-note = No credit notes yet.
documents-first-bill = There are no bills yet.
documents-first-vendor-credit = No vendor credits yet.
document-new-invoice = New invoice
document-new-estimate = New estimate
document-new-purchase-order = New purchase order
document-new-credit-note = New credit note
document-new-bill = New bill
document-new-vendor-credit = New vendor credit
flash-document-kept = Draft kept. It is not in the books yet.
flash-document-issued = { $name }: it has its number and is in the books.
flash-estimate-issued = { $name }: issued.
flash-estimate-accepted = { $name }: accepted.
flash-estimate-declined = { $name }: declined.
flash-document-deleted = Draft deleted.
flash-document-voided = { $name }: voided. Its entry was reversed by another.
flash-document-written-off = { $name }: written off.
payment-received = Payment received
payment-made = Payment made
payment-record-received = Record payment
payment-record-made = Record payment
payment-account = Account of the money
payment-withheld = Withheld
payment-withheld-help = What is kept back for taxes: it settles as what is paid does.
payment-charges = Charges
payment-charges-help = What the bank takes. The amount is before it.
payment-settles = What it settles
payment-settle = Settles
payment-settle-one = Settle { $name }
payment-settles-about = What is ticked is settled in this order as far as the amount goes; type another where it is a part only. What is left over stays as credit.
payment-document = Document
payment-part = Part
payment-part-of = Part of { $name }
payment-row = Row { $line }
payment-nothing-open = Nothing is open in this currency: the amount stays as credit.
payment-more-open = The first { $max } are shown.
payment-left = Not applied
payment-leaves = { $amount } are not applied.
payment-settled = What it settles
payment-settled-nothing = It settles nothing yet.
payment-allocate = Apply what is left
payment-texts = Reference and notes
payment-recorded-by = Recorded by
payment-void = Void
payment-void-question = Void this payment?
payment-void-about = Its entry is reversed by another, and what it settled is open again.
payment-status-posted = Applied
payment-status-open = With a rest
payment-status-void = Void
payments-all = All
payments-posted = Recorded
payments-void = Void
payments-none = Nothing matches the filters.
payments-first-received = There are no payments received yet.
payments-first-made = There are no payments made yet.
flash-payment-recorded = { $name }: recorded.
flash-payment-allocated = { $name }: applied.
flash-payment-voided = { $name }: voided.
payment-reference = Reference
nav-sales = Sales
nav-estimates = Estimates
nav-invoices = Invoices
nav-recurring-invoices = Recurring
nav-credit-notes = Credit notes
nav-payments-received = Payments received
nav-purchases = Purchases
nav-bills = Bills
nav-vendor-credits = Vendor credits
nav-purchase-orders = Purchase orders
nav-payments-made = Payments made
document-cell = Line { $line }, { $column }
document-discount-percent = Disc. %
document-line-placeholder = Item or description
document-taxes-proposed = Proposed
document-no-taxes = No taxes
document-paper-taxes = Tax amounts of the paper, if they differ
document-paper-taxes-about = What the vendor's paper has, within the tolerance. Left empty, what is computed.
document-paper-tax = Amount { $line }, tax
document-paper-amount = Amount { $line }, amount
document-totals = Totals
document-calculate = Calculate
document-totals-contact = Choose the contact: the taxes depend on it.
document-totals-none = There is nothing to sum yet.
document-totals-without = What cannot be read yet is not counted. Lines: { $lines }.
document-tax-differs = { $code }: the paper says { $typed } and { $computed } is computed. The paper's stays.
document-series = Series
document-series-help = The number is given when it is issued; today it would be that one.
document-last-day = The last of the series is of { $day }.
document-due-help = By the payment terms where it is left empty.
document-contact-help = By number, name or tax id.
document-more = Currency, prices and more
document-prices = Prices
document-prices-net = Without taxes
document-prices-tax-included = Taxes included
document-own-reference = Our order
document-simplified = Simplified invoice
document-simplified-help = It needs no tax id of the customer; its amount has a limit.
document-keep-draft = Keep draft
document-issue-typed = What you typed gets the next number of its series and is posted.
document-issue-offered = What you typed gets the next number of its series.
document-keys-next = Next cell
document-keys-items = Look for an item
document-items-none = No item matches
document-copy = Duplicate
document-repeat = Repeat
nav-items = Items
item-recurs = Invoices that come again name it, so it is not deleted.
items-title = Items
items-search = Code or name
items-state-active = Active
items-state-inactive = Inactive
items-state-all = Active and inactive
items-first = There are no items yet. They keep text, price, account and taxes of what comes again.
items-none = None matches the filters.
item-new = New item
item-sku = Code
item-kind = Kind
item-kind-services = Service
item-kind-goods = Goods
item-unit = Unit
item-unit-help = What is counted: hours, pieces.
item-active = Active
item-active-help = An inactive one is kept, but is not offered.
item-sale = When it is sold
item-purchase = When it is bought
item-description = Text on documents
item-description-help = Its name where it is left empty.
item-taxes = Taxes of its own
item-taxes-help = Without any, the general one of each operation is proposed.
item-sale-price = Sale price
item-purchase-price = Purchase price
item-sale-account-code = Sales account
item-purchase-account-code = Purchases account
item-sale-taxes = Sale taxes
item-purchase-taxes = Purchase taxes
item-sale-description = Sale text
item-purchase-description = Purchase text
item-delete-question = Delete this item?
item-delete-about = No document names it. It cannot be brought back.
flash-item-deleted = Item deleted.
document-email = Email
document-email-title = Send by email
document-email-to = To
document-email-cc = Copy to
document-email-cc-help = Up to { $max } addresses, with commas between them.
document-email-subject = Subject
document-email-body = Text
document-email-about = It goes with the PDF and a link that shows this document and nothing else.
document-email-send = Send
document-messages = Sent
document-message-queued = Waiting to be sent
document-message-sent = Sent
document-message-opened = Opened
document-message-failed = Could not be sent
flash-document-emailed = It is on its way to { $name }.
