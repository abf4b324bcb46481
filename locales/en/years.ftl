### Fiscal years: closing, locks and opening balances

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
closing-check-length = Closing entries of at most 10,000 postings
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
opening-closed = They belong to fiscal year { $year }, which is closed: it has to be reopened to put them right.
opening-date-help = The first day that is kept here.
opening-cell = { $column }, row { $row }
opening-more-rows = More rows
flash-opening-balances = Opening balances saved.
