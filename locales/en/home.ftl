# The home of an organization.
home-new-bill = Bill
home-new-entry = Entry
home-new-invoice = New invoice
home-year = fiscal year since { $from }
home-figures = Figures
home-cash = Cash
home-receivables = Receivables
home-payables = Payables
home-results = Result
home-result = Result
home-result-of = Result { $year }
home-due = Due this week
home-due-all = Taxes
home-entries = Latest entries
home-customers = Top customers
home-expenses = Expenses
home-expenses-first = Top expenses
home-by-month = Income and expenses by month
home-income = Income
home-hidden = Not shown: { $parts }. Your role does not let you see entries and reports.
home-failed = It could not be computed. The rest of the page is up to date.
home-failed-short = Could not be computed
home-overdue = { $amount } overdue
home-nothing-overdue = nothing overdue
home-cash-accounts =
    { $count ->
       [one] 1 account
       *[other] { $count } accounts
    }
home-cash-waiting =
    { $count ->
       [one] 1 line not reconciled, of { $day }
       *[other] { $count } lines not reconciled since { $day }
    }
home-cash-negative = { $account } below zero since { $day }: { $amount }
home-through-day = through { $day }
home-through = (through day { $day })
home-margin = margin { $percent }
home-chart-title = Income and expenses by month, { $from } to { $to }
home-chart-best = The month with the highest income is { $month }, with { $amount }.
home-chart-losses = Expenses exceed income in { $months }.
home-chart-no-losses = In no month do expenses exceed income.
home-chart-table = Show the table
home-month = Month
home-month-opens = { $month }: profit and loss
home-twelve-months = Twelve months
home-today = today
home-tomorrow = tomorrow
home-due-return = Return { $model }, { $period }
home-due-mismatch =
    { $count ->
       [one] 1 account does not agree with the documents
       *[other] { $count } accounts do not agree with the documents
    }
home-due-receivables =
    { $count ->
       [one] 1 expected receipt
       *[other] { $count } expected receipts
    }
home-due-payables =
    { $count ->
       [one] 1 bill to pay
       *[other] { $count } bills to pay
    }
home-due-none = Nothing is due.
home-due-none-until = Nothing until { $day }.
home-due-none-until-returns = Nothing until { $day } (returns of { $period }).
home-ages-told = { $name }: { $overdue } of { $total } overdue
home-age = Age
home-items = Items
home-entry-number = No.
home-entry-text = Description
home-no-entries = There are no entries yet.
home-cash-by-account = Cash by account
home-no-cash = No account of cash holds anything.
home-lines-waiting =
    { $count ->
       [one] 1 line not reconciled
       *[other] { $count } lines not reconciled
    }
home-reconciled = reconciled through { $day }
home-never-reconciled = not reconciled yet
home-accounts-more =
    { $count ->
       [one] and 1 more account
       *[other] and { $count } more accounts
    }
home-name = Name
home-share = Share
home-customers-told = Sales of the quarter by customer, without taxes
home-customers-rest =
    { $count ->
       [one] The rest, 1 customer
       *[other] The rest, { $count } customers
    }
home-no-sales = No sales in the quarter.
home-expenses-told = Expenses of the quarter by account
home-expenses-rest =
    { $count ->
       [one] The rest, 1 account
       *[other] The rest, { $count } accounts
    }
home-no-expenses = No expenses in the quarter.
home-steps = To begin with
home-step-opening = Opening balances
home-step-opening-about = What there was on the first day; or start from zero.
home-step-opening-do = Enter balances
home-step-banks = Bank accounts
home-step-banks-about = With their IBAN, to import statements.
home-step-banks-do = Add a bank
home-step-invoice = First invoice
home-step-invoice-about = Numbered, posted and sent from here.
home-step-invoice-do = Make an invoice
home-step-import = Or an imported journal
home-step-import-about = From another program, as CSV, XLSX or text.
home-step-import-do = Import a journal
api-home = How an organization stands: cash, what is open by age, the result of the year and of twelve months, what is due within seven days, the latest entries, and the top customers and expenses of a quarter
api-part-home = Home
