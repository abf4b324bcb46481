### Tax figures: returns, VAT books, the summary by tax, and the tie-out with the ledger
nav-tax-returns = Tax returns

# The returns of a year
tax-returns = Taxes
tax-returns-about = They are computed from issued documents each time they are looked at, until they are marked as filed. Deadlines on a weekend move to Monday; holidays are not looked at.
tax-returns-none = No return for this year.
tax-return = Return
tax-due = Deadline
tax-result = Result
tax-quarter = Q{ $quarter } { $year }
tax-to-pay = to pay
tax-to-carry = to carry forward
tax-zero = Nothing to pay
tax-records-count = { $count ->
  [one] { $count } record
 *[other] { $count } records
}
tax-past = Deadline past
tax-open = Open
tax-year-before = Year before, { $year }
tax-year-after = Year after, { $year }

# One return
tax-return-of = Form { $model } · { $period }
tax-computed-now = computed now
tax-source = Law: { $source }.
tax-no-file = No file is made for this return: the PDF sheet is not the official form, and the boxes are copied to the tax agency's site.
tax-box-to-pay = Box { $number }, to pay
tax-box-to-carry = Box { $number }, to carry forward or refund
tax-informative = Informative return
tax-due-until = File by
tax-boxes = Boxes
tax-boxes-all = Show the empty ones too
tax-boxes-filled = Only those with a figure
tax-concept = Item
tax-box-of-count = Box of the recipients
tax-box-of-base = Box of the base
tax-box-of-amount = Box of the tax
tax-count = Recipients
tax-base = Base
tax-amount = Tax
tax-withheld = Withheld
tax-box-opens = Box { $number }: { $amount }, documents
tax-box-documents = Documents of box { $number }
tax-number = Number
tax-documents-count = { $count ->
  [one] { $count } document
 *[other] { $count } documents
}
tax-records = Records
tax-key = Key

# Warnings
tax-warnings = Warnings
tax-differ-count = { $count ->
  [one] { $count } mismatch
 *[other] { $count } mismatches
}
tax-differs = { $account } has { $amount } that no document has.
tax-entry = Entry { $number }, { $date }: { $amount }
tax-entries-all = See all in the general ledger
tax-nameless = { $count ->
  [one] { $count } record without a tax id: it can't be filed.
 *[other] { $count } records without a tax id: they can't be filed.
}
tax-drafts = { $count ->
  [one] { $count } draft dated in the period does not count until it is issued.
 *[other] { $count } drafts dated in the period do not count until they are issued.
}
tax-unfiled-before = { $period } has figures and is not marked as filed: what it leaves to be used does not come here.
tax-unfiled-see = See that period
tax-note-pay = Documents alone count: pay is not in it.
tax-note-income = Income and expenses are those of the books since January, and what is withheld has what customers kept back when they paid; expenses that are hard to justify and other deductions are not in.

# Tie-out
tax-ties = Tie-out with the ledger
tax-ties-none = Nothing to tie in these days.
tax-documents = Documents
tax-ledger = Ledger
tax-difference = Differ.
tax-role-output = Output
tax-role-input = Input
tax-role-withheld-by-customers = Withheld by customers
tax-role-withheld-from-vendors = Withheld from vendors
tax-settled = Settled: { $amount }

# Reports
tax-summary = Tax summary
tax-summary-about = Base, tax and deductible share of each tax, and their tie-out
tax-summary-file = taxes-{ $from }-{ $to }
tax-tax = Tax code
tax-direction = Sales or purchases
tax-direction-sale = Sales
tax-direction-purchase = Purchases
tax-rate = Rate
tax-deductible = Deductible
vat-book-issued = VAT book, issued
vat-book-issued-about = The VAT book of what is issued, in the official columns
vat-book-received = VAT book, received
vat-book-received-about = The VAT book of what is received, in the official columns
vat-book-file = { $book ->
  [vat-book-issued] vat-book-issued
 *[other] vat-book-received
}-{ $from }-{ $to }
vat-book-year = Year
vat-book-period = Period
vat-book-invoice-type = Kind of invoice
vat-book-issue-date = Issued on
vat-book-number = Number
vat-book-vendor-number = Issuer's number
vat-book-reception-date = Received on
vat-book-reception-number = Reception number
vat-book-tax-id-type = Tax id: kind
vat-book-country = Tax id: country
vat-book-tax-id = Tax ID
vat-book-name = Name
vat-book-operation-key = Operation key
vat-book-classification = Classification
vat-book-exemption = Exemption
vat-book-investment-good = Investment goods
vat-book-reverse-charge = Reverse charge
vat-book-total = Invoice total
vat-book-base = Taxable base
vat-book-rate = VAT rate
vat-book-tax = VAT
vat-book-deductible-tax = Deductible VAT
vat-book-surcharge-rate = Surcharge rate
vat-book-surcharge = Surcharge
vat-book-withholding-rate = Withholding rate
vat-book-withheld = Withheld
