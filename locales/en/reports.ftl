### Reports: trial balance, general ledger, profit and loss, balance sheet, journal

reports = Reports
reports-way = Path
reports-options = Options of the report
reports-apply = Show
reports-period = Period
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
opening-short = What the business had before its first entry here.
reports-comparison = Comparison
reports-keys = Keys of the report
reports-key-period = Choose the period
reports-key-periods = Previous and next period
reports-key-level = Level of the accounts
reports-key-row = Move down and up the rows
reports-key-export = Export
reports-key-account = Go to the account
reports-key-accounts = Previous and next account
reports-key-select = Choose the posting
reports-key-range = Choose as far as the posting
reports-key-match = Match what is chosen
reports-key-unmatch = Unmatch
