### Filing of returns: states, forms, entries, corrections
tax-state = State
tax-state-draft = Draft
tax-state-approved = Approved
tax-state-filed = Filed
tax-state-paid = Paid
tax-approve = Approve
tax-mark-filed = Mark as filed
tax-record-payment = Record payment
tax-record-refund = Record refund
tax-undo-payment = Undo the payment
tax-undo-filing = Reopen
tax-undo-approval = Take the approval back
tax-undo-correction = Discard the correction
tax-undo-filing-about = The return is a draft again: its entry is undone and the lock of the period is as it was before filing. What was filed with the tax authority does not change.
tax-undo-payment-about = The return is filed again and the entry of its payment is undone.
tax-undo-about = The return takes one step back.
tax-filed-by = Filed on { $day }
tax-box-carried = Box { $number }, to carry forward
tax-box-refund = Box { $number }, to be refunded
tax-no-activity = No activity: it is filed all the same, with a result of zero.

# Mark as filed
tax-filing-of = Mark { $model } · { $period } as filed
tax-box-comes-to = Box { $number }
tax-filed-on = Filed on
tax-reference = Proof of filing
tax-reference-help = 13 digits
tax-csv = CSV code
tax-csv-help = 16 letters and digits
tax-proof = Proof as a file
tax-reason = Reason
tax-reason-of = Reason for the mismatch: { $accounts }
tax-reason-help = It does not tie with the ledger; the reason stays in the activity.
tax-reason-told = Reason for the mismatch
tax-outcome = What becomes of the result
tax-outcome-carry = Carried to later periods
tax-outcome-refund = Refunded
tax-filing-does = The entry will be posted, the boxes will stay as they are, and the period will be locked for sales, purchases and taxes.
tax-filing-locks = The boxes will stay as they are, and the period will be locked for sales, purchases and taxes.
tax-kind = Kind
tax-kind-ordinary = Ordinary
tax-kind-rectifying = Rectifying return
tax-kind-complementary = Complementary return
tax-kind-substitute = Substitute return
tax-paid-on = Paid on
tax-papers = Papers
tax-entry-of-filing = Entry
tax-entry-of-payment = Entry of the payment
tax-payment-account = Account
tax-payment-amount = Amount

# The entry
tax-settlement = Entry when filed
tax-debit = Debit
tax-credit = Credit
tax-entry-settlement = Settlement of return { $model }, { $period }
tax-entry-payment = Payment of return { $model }, { $period }
tax-lock-reason = Return { $model } of { $period }

# What changed later
tax-changed = Changed since it was filed
tax-changed-approved = Changed since it was approved
tax-changed-documents = { $count ->
  [one] { $count } document of the period has changed.
 *[other] { $count } documents of the period have changed.
}
tax-changed-many = More than { $count } documents of the period have changed.
tax-box = Box
tax-now = Now
tax-prepare-rectifying = Prepare rectifying return
tax-prepare-complementary = Prepare complementary return
tax-prepare-substitute = Prepare substitute return
tax-correct-by-request = The result is less than what was filed: its correction is asked of the tax authority (LGT, art. 120.3), not declared again.
tax-role-carried = To carry forward

flash-tax-return-approved = Approved.
flash-tax-return-filed = Filed: the period is locked.
flash-tax-return-paid = Payment recorded.
flash-tax-return-reopened = Step undone.
flash-tax-return-corrected = Correction prepared.
activity-tax-return-approved = approved return
activity-tax-return-filed = marked as filed return
activity-tax-return-paid = recorded the payment of return
activity-tax-return-corrected = prepared the correction of return
activity-tax-return-reopened = took one step back of return
activity-tax-return-proven = kept the proof of return

error-filed-too-early = The period had not begun on that day.
error-filing-reference = The proof of filing has { $length } digits.
error-csv-code = The CSV code has { $length } letters and digits.
error-figures-changed = The boxes have changed while you looked at them: look again.
error-settlement-unbalanced = The accounts of taxes do not give the result of the return: { $difference } is missing.
error-complementary-less = The result is less than what was filed: its correction is asked for, not declared again.
problem-return-filed = The return is filed already
problem-return-not-filed = The return is not filed
problem-return-not-payable = There is nothing to pay of this return
problem-return-draft = The return is a draft
problem-later-return-filed = A later period is filed: reopen it first
problem-return-changed = The boxes have changed while you looked at them

# Files
tax-sheet-pdf = PDF
tax-sheet-draft-pdf = Draft as PDF
tax-make-file = Make file
tax-file-source = File as in { $source }. Check it on the agency's site before filing: it has not been tried there yet.
tax-sheet-unofficial = Not the official form
tax-sheet-draft = Draft
tax-sheet-filed = Filed on { $day }, proof { $reference }
error-tax-id-of-return = The organization's tax id, of nine characters, is missing.
error-box-too-large = Box { $box } does not fit in the file.
error-account-of-settlement = The settlement is owed on this account: choose the bank’s or the cash account.
