### Reports: trial balance, general ledger, profit and loss, balance sheet, journal

reports = Reports
reports-way = Path
reports-options = Options of the report
reports-apply = Show
reports-period = Period
reports-choose-period = Choose
reports-previous = Previous period
reports-next = Next period
reports-period-year = This fiscal year
reports-period-last-year = Last fiscal year
reports-period-quarter = This quarter
reports-period-last-quarter = Last quarter
reports-period-month = This month
reports-period-last-month = Last month
reports-from = From
reports-to = To
reports-level = Level, digits
reports-level-account = Account
reports-zero = With zero balance
reports-closing = Closing entries
reports-period-of = { $from } to { $to }
reports-in = { $period }, amounts in { $currency }
reports-code = Code
reports-account = Account
reports-opening = Opening
reports-sums = Period sums
reports-balances-at = Balances at { $day }
reports-debit = Debit
reports-credit = Credit
reports-debtor = Debtor
reports-creditor = Creditor
reports-creditor-short = Cr.
reports-balance = Balance
reports-total = Total
reports-ties = Ties
reports-ties-not = Does not tie
reports-nothing = No movements in this period.
reports-without-closing = before closing entries
reports-with-closing = after closing entries
reports-drafts =
    { $count ->
       [one] 1 draft, which does not count
       *[other] { $number } drafts, which do not count
    }
reports-number = Entry
reports-contra = Contra account
reports-brought = Brought forward
reports-carried = Carried from the page before
reports-balance-before = Balance before { $day }
reports-balance-at = Balance at { $day }
reports-postings =
    { $count ->
       [one] 1 posting
       *[other] { $number } postings
    }
reports-first-page = First page
trial-balance = Trial balance
trial-balance-about = Opening, sums and balances of each account. It shows whether it ties, and each row leads to its general ledger.
trial-balance-file = trial-balance-{ $from }-{ $to }
general-ledger = General ledger
general-ledger-about = The postings of an account with its balance after each, and the contra account.
general-ledger-file = general-ledger-{ $code }-{ $from }-{ $to }
general-ledger-choose = Choose an account to see its ledger, or come to it from the trial balance.
general-ledger-several = { $count } accounts together
reports-part = Part
reports-new = new
reports-change = Change
reports-compare = Compare with
reports-compare-nothing = Nothing
reports-compare-previous = Previous period
reports-compare-closing = Last year end
reports-compare-year = A year before
reports-compare-previous3 = The 3 periods before
reports-compare-year3 = The 3 years before
reports-compare-month = By month
reports-compare-quarter = By quarter
reports-quarter-of = Q{ $quarter } { $year }
reports-model = Model
reports-model-chart = By the chart’s accounts
reports-line = Line
reports-accounts = With their accounts
error-too-many-columns = Too many columns: { $max } at most. Choose a shorter period.
reports-on = As of
reports-income = Income
reports-expenses = Expenses
reports-total-income = Total income
reports-total-expenses = Total expenses
reports-profit = Result: profit
reports-loss = Result: loss
reports-assets = Assets
reports-equity = Equity
reports-liabilities = Liabilities
reports-total-assets = Total assets
reports-total-equity = Total equity
reports-total-liabilities = Total liabilities
reports-total-claims = Equity and liabilities
reports-open-result = Result of the year, not closed yet
reports-entries =
    { $count ->
       [one] 1 entry
       *[other] { $number } entries
    }
reports-sum = total { $sum }
reports-undone = reversed
journal-book = Journal
journal-book-about = Entries with their postings, by date.
journal-file = journal-{ $from }-{ $to }
profit-and-loss = Profit and loss
profit-and-loss-about = Income, expenses and result of a period, beside another.
profit-and-loss-file = profit-and-loss-{ $from }-{ $to }
balance-sheet = Balance sheet
balance-sheet-about = Assets, equity and liabilities on a day, beside another.
balance-sheet-file = balance-sheet-{ $to }
cash-flow = Cash flow statement
cash-flow-about = Where cash came from and went to, from the result to the change in cash.
cash-flow-file = cash-flow-{ $from }-{ $to }
cash-flow-opening = Cash at the beginning of the period
cash-flow-closing = Cash at the end of the period
changes-in-equity = Changes in equity
changes-in-equity-about = How equity went from its opening to its closing balance: result, increases and decreases.
changes-in-equity-file = changes-in-equity-{ $from }-{ $to }
equity-result = Result of the period
equity-increases = Increases
equity-decreases = Decreases
equity-closing = Closing balance
fiscal-years-none = There is no fiscal year yet.
fiscal-year = Fiscal year
fiscal-year-days = Days
fiscal-year-state = State
fiscal-year-closing = Closing
fiscal-year-close = Prepare closing
fiscal-year-see-closing = See closing
fiscal-year-add = Add a fiscal year
fiscal-year-add-about = It follows the last or goes before the first, without days between.
flash-fiscal-year-added = Fiscal year { $name } added.
flash-fiscal-year-closed = Fiscal year { $name } closed.
flash-fiscal-year-reopened = Fiscal year reopened: its closing entries are undone.
closing-title = Closing of fiscal year { $year }
closing-close = Close the year
closing-question = Close fiscal year { $year }?
closing-about =
    { $count ->
       [0] There are no entries to write. The year takes no more entries.
       [one] 1 entry is written and the year takes no more.
       *[other] { $count } entries are written and the year takes no more.
    }
closing-checks = Checks
closing-checks-done = { $done } of { $all }
closing-check-drafts = No drafts
closing-check-drafts-left =
    { $count ->
       [one] 1 draft is left: post it or delete it.
       *[other] { $number } drafts are left: post or delete them.
    }
closing-check-earlier = Earlier years closed
closing-check-result = Account of the result in the chart
closing-check-passed = OK
closing-entries = Entries that will be written
closing-nothing = There are no balances to close.
closing-profit = Result of the year, profit
closing-loss = Result of the year, loss
closing-will = Closing does this
closing-makes-year = Fiscal year { $year } is made
closing-numbers-book = The book is numbered by date
closing-can-reopen = It can be reopened while the next year is open: opening, closing and regularisation are undone, in that order.
closing-written = Entries of the closing
closing-wrote-nothing = Closing wrote no entry.
closing-reopen = Reopen the year
closing-reopen-about = The opening of the next year, the closing and the regularisation are undone, in that order, and the year takes entries again.
closing-reason-help = It stays in the activity.
period-locks = Locks
lock-scope = Scope
lock-level = Lock type
lock-scope-all = All
lock-scope-sales = Sales
lock-scope-purchases = Purchases
lock-scope-bank = Bank
lock-scope-payroll = Payroll
lock-scope-tax = Taxes
lock-level-soft = Soft
lock-level-hard = Hard
lock-level-soft-about = Soft: who has the right may still post
lock-level-hard-about = Hard: nobody may, and it only moves forward
lock-open = open
lock-through = through { $day }
lock-through-help = The last locked day. Empty takes a soft lock away.
lock-change = Change a lock
locks-none = Nothing is locked.
locks-standing = Locks in force
locks-history = History
opening-about = What the business had before its first entry here. It can be put right until the year is closed; a difference, if there is one, stays on an account to be cleared.
opening-date-help = The first day that is kept here.
opening-cell = { $column }, row { $row }
opening-lacks = { $amount } lacking in { $side }
opening-more-rows = More rows
flash-opening-balances = Opening balances saved.
opening-short = What the business had before its first entry here.
reports-comparison = Comparison
