# Bills received, one after another.
nav-quick-bills = One after another
quick-bill-title = Bills received, one after another
quick-bill-month = Purchases of
quick-bill-new = New received bill
quick-bill-correction = Put a bill of the batch right
quick-bill-vendor = Vendor
quick-bill-number = Bill number
quick-bill-account = Account
quick-bill-base = Base
quick-bill-tax = VAT
quick-bill-quota = Tax
quick-bill-withholding = W/h %
quick-bill-withheld = Withheld
quick-bill-paper = On paper
quick-bill-total = Total
quick-bill-no-tax = No tax
quick-bill-deductible = { $rate }, { $part } deductible
quick-bill-rate = Rate { $rate }
quick-bill-of-rate = { $label }, rate { $rate }
quick-bill-add-rate = Another rate
quick-bill-more = More fields
quick-bill-description = Description
quick-bill-paid = Paid
quick-bill-paid-from = Paid from
quick-bill-register = Register
quick-bill-correct = Correct
quick-bill-correct-named = Correct { $name }
quick-bill-end = End the batch
quick-bill-batch = Registered in this batch
quick-bill-batch-about =
    { $count ->
        [one] 1 bill · received as { $first }
       *[other] { $count } bills · received as { $first } to { $last }
    }
quick-bill-batch-caption = Bills registered in this batch, the last on top
quick-bill-column-vendor = Vendor · reception, number, date
quick-bill-sum = Sum of the batch
quick-bill-none = None yet. Type from the paper: vendor, number, date, amount and total.
quick-bill-shown = The last { $max } are shown; the sum is of all.
quick-bill-all = See all received bills
quick-bill-was-paid = paid
quick-bill-void = void
quick-bill-undo-last = Undo the last one
quick-bill-undo-question = Undo { $name }?
quick-bill-undo-about = Its entry is reversed, and with it the payment that was recorded here. The reception number is not used again.
quick-bill-undone = Undone in the batch in which it was registered
quick-bill-replaced = Put right in the batch in which it was registered
quick-bill-twin = It is registered already: received as { $number }, { $day }, { $amount }.
quick-bill-see = See it
quick-bill-make-vendor = Create vendor { $name }
quick-bill-add-vendor = Create vendor
quick-bill-add-vendor-about = It gets the next number. The rest is completed on its page.
quick-bill-as-last = Account and taxes, as last time ({ $day }, { $number })
quick-bill-found-none = No vendor: go on typing or create it.
quick-bill-key-next = next
quick-bill-key-back = back
quick-bill-key-register = register
quick-bill-key-rate = another rate
quick-bill-key-paid = paid
quick-bill-key-more = more fields
quick-bill-key-empty = empty the line
quick-bill-key-undo = undo the last one, with an empty line
quick-bill-says-accepted = Computed { "{computed}" }; on paper { "{typed}" }: accepted (up to { "{most}" })
quick-bill-says-warned = Computed { "{computed}" }; on paper { "{typed}" }: it is registered so. The difference is { "{difference}" }
quick-bill-says-refused = { "{base}" } at { "{rate}" } is { "{computed}" }; you typed { "{typed}" }. The difference, { "{difference}" }, is above { "{most}" }: correct the amount or the rate.
quick-bill-says-adds = { "{sum}" }, as on paper
quick-bill-says-lacks = { "{sum}" }; the paper says { "{typed}" }: { "{difference}" } apart
quick-bill-says-amount = That is no amount.
quick-bill-says-empty = Empty the line? Press Esc again.
quick-bill-says-no-vendor = There is no such vendor.
quick-bill-says-several = There are several such vendors: choose one.
quick-bill-says-no-date = That is no date.
quick-bill-says-no-account = There is no such account.
error-vendor-unknown = There is no such vendor. Type its number, tax id or name.
error-vendor-several = There are several such vendors: type the number or the tax id.
error-withholding-unknown = There is no withholding of that percentage. There are: { $known }.
error-total-differs = It comes to { $computed }: { $difference } apart from the paper.
error-bill-settled = Payments or credits of this bill were made elsewhere: take them away first.
flash-quick-bill-undone = Undone { $name }.
flash-quick-bills-ended =
    { $count ->
        [one] Batch ended: 1 bill registered.
       *[other] Batch ended: { $count } bills registered.
    }
activity-bill-batch-ended = ended the batch of received bills of
api-last-bill = How the last bill of a vendor was: the account and taxes that the next one is proposed. Null throughout where there is none
quick-bill-key-paper = previous or next document
quick-paper = Document
quick-paper-at = { $at } of { $all } · { $name }
quick-paper-before = Previous document (Alt PgUp)
quick-paper-next = Next document (Alt PgDn)
quick-paper-aside = Set aside: { $reason }
quick-paper-unread = Nothing is read of this document: open it and type from it. Registered, it stays with the entry.
quick-paper-open = Open
quick-paper-save = Download
quick-paper-set-aside = Set aside
quick-paper-reason = Reason
quick-paper-remove-question = Remove { $name }?
quick-paper-remove-about = The document is deleted; what is registered stays as it is.
quick-paper-without = Type without a document
quick-paper-other-buyer = The document is in the name of another tax id: { $id }.
quick-paper-other-currency = It is in { $currency }: its amounts are not proposed.
quick-paper-corrects = It corrects another: it is recorded as a credit, from the bill that it corrects.
quick-paper-invoice = Invoice
quick-paper-bring = Add documents
quick-paper-files = Electronic invoices (UBL, Facturae), PDF or pictures
quick-paper-files-help = Up to { $max } at once. Electronic ones propose the line; others are typed from. None is registered by itself.
quick-papers-left =
    { $count ->
        [one] 1 document left to register
       *[other] { $count } documents left to register
    }
error-paper-there = It waits to be registered already.
error-paper-used = A bill was registered with this document already.
problem-paper-used = A bill was registered with this document already
flash-quick-papers =
    { $count ->
        [one] 1 document added.
       *[other] { $count } documents added.
    }
flash-quick-paper-aside = Set { $name } aside: it comes last.
flash-quick-paper-removed = Removed { $name }.
activity-bill-paper-brought = added the document
activity-bill-paper-set-aside = set the document aside
activity-bill-paper-removed = removed the document
