### The control matrix: the books of all clients against a few checks

control = Control
control-about = Many in a row: the client needs help. Many in a column: the procedure does.
control-region = Clients and checks
control-client = Client
control-last-posting = Last posting
control-drafts = Drafts
control-suspense = Suspense accounts
control-cash = Negative cash
control-tax = Taxes not filed
control-months = Months not locked
control-year = Year not closed
control-opening = Unbalanced opening
control-bank-reconciled = Bank reconciled
control-bank-lines = Lines not matched
control-draft-invoices = Draft invoices
control-draft-bills = Draft bills
control-overdue = Overdue receivables
control-days =
    { $count ->
       [one] 1 day ago
       *[other] { $count } days ago
    }
control-always = always
control-months-open =
    { $count ->
       [one] 1 month
       *[other] { $count } months
    }
control-over = from more than { $value } on
control-over-days =
    { $count ->
       [one] after 1 day
       *[other] after { $count } days
    }
control-over-months =
    { $count ->
       [one] after 1 month
       *[other] after { $count } months
    }
control-since = { $day } · { $days } d
control-snoozed = snoozed until { $day }
control-snoozed-by = Snoozed until { $day } by { $name }.
control-with-warning = { $count } with a warning
control-count =
    { $count ->
       [0] no warnings
       [one] 1 warning
       *[other] { $count } warnings
    }
control-clients =
    { $count ->
       [one] 1 client
       *[other] { $count } clients
    }
control-warnings =
    { $count ->
       [0] No warnings.
       [one] 1 warning in { $clients }.
       *[other] { $count } warnings in { $clients }.
    }
control-tab-warnings = With warnings
control-tab-all = All
control-tab-mine = Mine
control-tab-snoozed = Snoozed
control-none = No client has warnings in this view.
control-no-books = There is no client with books that you may see.
control-all-checks = Remove the filter
control-pages = Pages
control-page = Page { $page } of { $pages }
control-before = Earlier
control-after = Later
control-profile = Client's profile
control-check = Check
control-value = Now
control-bound = Warns
control-own = own
control-change = Snooze or change
control-change-named = { $check }: snooze or change
control-through = Snooze until
control-through-help = { $max } days at most.
control-snooze = Snooze the warning
control-wake = Warn again
control-threshold-days = Warn from more than (days)
control-threshold-count = Warn from more than
control-threshold-months = Warn from more than (months)
control-threshold-money = Warn from more than (units of the currency, without decimals)
control-threshold-help = Empty for the usual one: { $usual }.
control-threshold-save = Save the threshold
error-control-through = Choose a day from today to { $max } days from now.
flash-control-snoozed = Warning snoozed.
flash-control-woken = The warning is seen again.
flash-control-threshold = Threshold saved.
activity-control-snoozed = snoozed a control warning of
activity-control-woken = showed a control warning again of
activity-control-threshold-set = changed a control threshold of
field-control-last-posting = Last posting
field-control-drafts = Drafts
field-control-suspense = Suspense accounts
field-control-cash = Negative cash
field-control-tax = Taxes not filed
field-control-months = Months not locked
field-control-year = Year not closed
field-control-opening = Unbalanced opening
field-control-bank-reconciled = Bank reconciled
field-control-bank-lines = Lines not matched
field-control-draft-invoices = Draft invoices
field-control-draft-bills = Draft bills
field-control-overdue = Overdue receivables
api-part-control = Control matrix
api-control = The books of all clients against the checks, those with the most warnings first
