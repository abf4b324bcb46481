# Banks: accounts, statements and reconciliation.
bank-account-name = Name
bank-account-iban = IBAN
bank-account-code = Ledger account
bank-account-code-help = Left empty, the next one below that of banks is made.
bank-account-active = Active
bank-account-active-help = An inactive one keeps what it has and is not offered.
bank-unmatch-reason = Bank matching undone
activity-bank-account-created = created the bank account
activity-bank-account-changed = changed the bank account
activity-bank-account-deleted = deleted the bank account
activity-bank-statement-imported = imported a statement of
activity-bank-statement-deleted = took back a statement of
activity-bank-line-created = noted the line
activity-bank-line-changed = changed the line
activity-bank-line-deleted = deleted the line
activity-bank-line-matched = matched the line
activity-bank-line-unmatched = undid the match of
activity-bank-line-excluded = excluded the line
activity-bank-reconciled = closed the reconciliation of
activity-bank-reopened = reopened the reconciliation of
error-iban = It is no IBAN: check its check digits.
error-mapping = Say which column is the date and which the amount.
error-bank-account-used = The account has statements: this stays.
error-bank-line-imported = The bank told it, so it stays: exclude the line with its reason.
error-bank-line-stays = The line stays in its account.
error-bank-difference = { $difference } is missing for the line to balance.
error-bank-no-proposal = No proposal is certain: say what it is matched with.
error-bank-posting-taken = The posting is another bank line already.
error-bank-same-account = It is the bank's own account: choose another.
error-statement-empty = The file has no movements.
error-statement-unknown = It is no known format: Norma 43, CAMT.053, OFX, QIF or CSV.
error-statement-too-large = The file is larger than { $max } MB.
error-statement-too-many-lines = The file has more than { $max } lines.
error-statement-truncated = Line { $line }: the file ends before { $what }.
error-statement-record = Line { $line }: “{ $what }” is not of this format.
error-statement-short = Line { $line }: the record has { $found } characters of { $told }.
error-statement-missing = Line { $line }: { $what } is missing.
error-statement-date = Line { $line }: “{ $what }” is no date.
error-statement-amount = Line { $line }: “{ $what }” is no amount.
error-statement-currency = Line { $line }: “{ $what }” is no currency.
error-statement-count = Line { $line }: the file says it has { $told } and has { $found }.
error-statement-sums = Line { $line }: the file says { $told } and its movements come to { $found }.
error-statement-xml = Line { $line }: the XML is not well formed ({ $what }).
error-statement-entities = The file defines types or entities of its own, which are not read.
error-statement-quote = Line { $line }: a quote is open.
error-statement-columns = Which column is the date and which the amount is not known: say it.
error-statement-other-account = The file is of { $file } and this account is { $account }.
error-statement-several-accounts = The file is of several accounts: give this one its IBAN and what is its own will be taken.
error-statement-other-currency = The file is in { $file } and this account in { $account }.
error-statement-reconciled = It brings new lines of days that are closed through { $through }: reopen that reconciliation.
error-reconciled-later = It is closed through { $through } already.
error-reconciliation-unknown = No statement tells the balance: type it.
error-reconciliation-balance = The bank says { $found } on that day and { $told } was typed.
error-reconciliation-unmatched = { $count } lines are left to reconcile through that day.
error-reconciliation-undone = The entries of { $count } lines were undone: undo their match.
problem-bank-account-used = The account has statements: make it inactive
problem-statement-in-use = Some of its lines are matched or excluded already
problem-reconciled = The line is in a closed reconciliation: reopen it first
problem-bank-line-imported = The line came in a statement: exclude it with its reason
problem-bank-line-done = The line is matched or excluded already
problem-bank-line-waits = The line is still to reconcile
problem-reconciliation-not-latest = Only the last closed reconciliation is reopened
nav-banks = Banks
banks-title = Banks
banks-first = Add the first bank account to import its statements.
bank-account-new = New bank account
bank-account-delete-question = Delete this bank account?
bank-balance = Bank
bank-balance-on = Bank, { $day }
bank-balance-unknown = No statement
bank-book-balance = Books
bank-difference = Difference
bank-balances = Balances
bank-lines = Lines
bank-line = Line
bank-lines-waiting = { $count } to reconcile
bank-all-done = Reconciled
bank-reconciled-through = Closed through
bank-sub-closed = reconciled through { $day }
bank-cause-lines =
    { $count ->
       [one] 1 bank line to reconcile
       *[other] { $count } bank lines to reconcile
    }
bank-cause-postings =
    { $count ->
       [one] 1 posting that is not at the bank yet
       *[other] { $count } postings that are not at the bank yet
    }
bank-cause-excluded = Lines left out of the books
bank-cause-start = When the first statement began
bank-statement-import = Import statement
bank-statements = Imported statements
bank-statement-lines =
    { $count ->
       [one] 1 new
       *[other] { $count } new
    }
bank-statement-known =
    { $count ->
       [one] 1 known
       *[other] { $count } known
    }
bank-statement-remove = Take back
bank-statement-remove-question = Take back what this statement brought?
bank-statement-remove-about = It can be done while none of its lines is matched or excluded.
bank-file-help = Norma 43, CAMT.053, OFX, QIF or CSV. What is known is not doubled.
bank-format = Format
bank-format-auto = By its content
bank-format-n43 = Norma 43
bank-format-camt053 = CAMT.053
bank-format-ofx = OFX
bank-format-qif = QIF
bank-format-csv = CSV
bank-columns = Columns of a CSV
bank-columns-help = Only if its headings do not tell: the number of each column, from 1. It is remembered for this account.
bank-column-date = Date
bank-column-text = Text
bank-column-amount = Amount
bank-header-rows = Heading rows
bank-import = Import
bank-days = Days
bank-opening = Opening balance
bank-closing = Closing balance
bank-action = Action
bank-gap = The statement begins at { $found } and { $expected } was expected: movements of { $difference } are missing. Import what is missing.
bank-tab-unmatched = To reconcile
bank-tab-matched = Reconciled
bank-tab-excluded = Excluded
bank-nothing-yet = There are no movements yet: import the first statement.
bank-nothing-left = All is reconciled.
bank-none-here = There are none.
bank-limited = So much is open that only the first was looked at: there may be more proposals.
bank-accept = Accept
bank-accept-certain =
    { $count ->
       [one] Accept the certain one
       *[other] Accept the { $count } certain ones
    }
bank-options = Options
bank-no-idea = No proposal
bank-more-proposals =
    { $count ->
       [one] and 1 more proposal
       *[other] and { $count } more proposals
    }
bank-certainty-certain = certain
bank-certainty-likely = likely
bank-certainty-doubtful = doubtful
bank-would-receive = Receipt of { $about }
bank-would-pay = Payment of { $about }
bank-would-see = In the books: { $about }
bank-would-transfer = Transfer with { $about }
bank-would-rule = { $account } · rule { $rule }
bank-would-account = To { $account }
bank-reason-amount-and-number = The same amount, and the number is in the text
bank-reason-amount-and-text = The same amount, and words of the text
bank-reason-amount-and-day = The same amount about the same day, and no other
bank-reason-amount-of-several = The same amount as others
bank-reason-amount-and-contact = The same amount, and the contact is named
bank-reason-amount-alone = The amount alone
bank-reason-sum-of-numbers = The documents that are named come to the amount
bank-reason-sum-of-all = All that is open of the contact comes to the amount
bank-reason-sum-of-some = Some of what is open of the contact comes to the amount
bank-reason-less-charges = A document less the bank's charges
bank-reason-part-of-item = Part of all that is open of the contact
bank-reason-opposite-line = The opposite amount in another own account
bank-reason-own-iban = The IBAN is another own account's
bank-reason-rule = A rule applies
bank-reason-as-before = As the last times
bank-kind-posting = Posting in the books
bank-kind-open-items = Documents
bank-kind-transfer = Transfer
bank-kind-rule = Rule
bank-kind-account = Account
bank-see-entry = See the entry
bank-undone = Entry undone
bank-undone-about = Undo the match and make it again.
bank-undone-lines =
    { $count ->
       [one] The entry of 1 reconciled line was undone.
       *[other] The entries of { $count } reconciled lines were undone.
    }
bank-see-them = See them
bank-closed = Closed
bank-restore = Restore
bank-other-proposals = Other proposals
bank-documents = Open documents
bank-documents-in = Receipt of documents
bank-documents-out = Payment of documents
bank-documents-nearest = Those of the nearest amounts are shown.
bank-document = Document
bank-left = Left
bank-charges = Bank charges
bank-charges-help = What the bank kept, or took beside it.
bank-match-documents = Match with those chosen
bank-to-account = To an account
bank-account-to = Account
bank-description = Description
bank-post = Post
bank-leave-out = Leave out of the books
bank-exclude = Exclude
bank-exclude-reason = Reason
bank-unseen = In the books, not at the bank yet
bank-unseen-count =
    { $count ->
       [one] 1 posting
       *[other] { $count } postings
    }
bank-unseen-first = The first { $count } are shown.
bank-posting = Posting
bank-close = Close reconciliation
bank-close-through = All is reconciled through { $day }.
bank-close-why-not =
    { $count ->
       [one] It can be closed once no line is left: 1 is.
       *[other] It can be closed once no line is left: { $count } are.
    }
bank-not-closed = It was not closed
bank-closed-through = Closed through { $day }. Its lines do not change.
bank-reopen = Reopen
bank-reopen-question = Reopen the last reconciliation?
bank-keys = Reconcile
bank-key-move = down and up
bank-key-accept = accept and go on
bank-key-options = options
bank-key-other = another proposal
flash-bank-account-deleted = Bank account deleted
flash-bank-statement-imported =
    { $count ->
       [0] No new line: { $name } were known
       [one] 1 new line; { $name } were known
       *[other] { $count } new lines; { $name } were known
    }
flash-bank-statement-removed = Statement taken back
flash-bank-line-matched = Reconciled: { $name }
flash-bank-line-unmatched = To reconcile again: { $name }
flash-bank-line-excluded = Excluded: { $name }
flash-bank-line-done = Somebody did it before, and nothing was changed: { $name }
flash-bank-lines-matched =
    { $count ->
       [0] None was reconciled
       [one] 1 line reconciled
       *[other] { $count } lines reconciled
    }
flash-bank-closed = Reconciliation closed through { $name }
flash-bank-reopened = Reconciliation through { $name } reopened
bank-fact-from = Payer
bank-fact-to = Payee
bank-fact-party = Payer or payee
bank-fact-iban = IBAN
bank-fact-value-date = Value date
bank-fact-reference = Reference
bank-fact-code = Bank's code
bank-transfer = Transfer between own accounts
bank-transfer-to = Other own account
bank-line-new = Note a line
bank-line-amount-help = With a minus where money goes out.
bank-line-delete = Delete line
bank-line-delete-question = Delete this line, noted by hand?
bank-search = Search
bank-search-placeholder = Number, contact, text or amount
bank-postings-found = In the books
bank-postings-none = No posting of this account has these words.
bank-match-postings = Reconcile with the postings
bank-applied = Applied
bank-applied-to = Applied to { $document }
bank-rest = Left to share out
bank-rest-credit = What is left is credit of the contact
bank-rest-credit-help = Paid ahead, by the contact of the first document that is ticked.
bank-new-bill = Bill
bank-rule-new = Make a rule
bank-shares = Share out among several accounts
bank-shares-help = The last one without an amount takes what is left.
bank-share = Amount
bank-close-balance = Balance by the bank
bank-accept-about = Those that stay ticked are posted. Each can be undone from “Reconciled”.
bank-accept-these = Accept those ticked
bank-proposal = Proposal
bank-reason = Reason
bank-rule-tried =
    { $count ->
       [0] In the { $days } days before it matches no other line.
       [one] In the { $days } days before it matches 1 line:
       *[other] In the { $days } days before it matches { $count } lines:
    }
bank-rule-same =
    { $count ->
       [one] 1 was done the same way
       *[other] { $count } were done the same way
    }
bank-rule-other =
    { $count ->
       [one] 1 went to { $how }
       *[other] { $count } went to { $how }
    }
bank-rule-waiting =
    { $count ->
       [one] 1 is not reconciled
       *[other] { $count } are not reconciled
    }
bank-rule-lines = Lines that match
bank-rule-try = Try
bank-rule-save-apply = Save and apply
bank-key-search = search
bank-key-split = split
bank-key-expense = expense
bank-key-transfer = transfer
bank-key-rule = make a rule
bank-key-exclude = exclude
bank-key-undo = undo
flash-bank-line-created = Line noted: { $name }
flash-bank-line-deleted = Line deleted: { $name }
flash-bank-rule-made = Rule saved: { $name }
flash-bank-lines-some =
    { $count ->
       [one] 1 line reconciled; { $name } no longer could be
       *[other] { $count } lines reconciled; { $name } no longer could be
    }
