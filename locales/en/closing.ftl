### The closing of a year: checks, and the allocation of its result

closing-check-again = Check again
closing-check-done = Done
closing-check-failing = Missing
closing-check-warns = Warning
closing-check-accepted = Accepted
closing-checks-undecided = To decide
closing-checks-obligatory = Required
closing-checks-recommended = Recommended
closing-check-book = Journal balances
closing-check-book-entries =
    { $count ->
        [one] 1 entry, debits equal credits
       *[other] { $number } entries, debits equal credits
    }
closing-check-numbers = Numbers without gaps
closing-check-numbers-whole = Closing renumbers by date; the original numbers are kept
closing-check-numbers-gaps = A journal lacks a number
closing-check-not-needed = Not needed: there are no balances that it is about
closing-check-open =
    { $count ->
        [one] 1 unmatched posting · { $accounts }
       *[other] { $number } unmatched postings · { $accounts }
    }
closing-check-not-moved = No movements in { $accounts }
closing-check-not-moved-where = No movements in { $accounts } · with a balance { $held }
closing-check-look = See
closing-check-see = See what is missing: { $name }
closing-check-accept = Accept with a reason…
closing-check-accept-do = Accept
closing-check-withdraw = Withdraw
closing-check-accepted-by = Accepted by { $name } on { $day }: “{ $reason }”
closing-accepted = Accepted warnings
closing-with-warnings =
    { $count ->
        [one] Can be closed with 1 warning
       *[other] Can be closed with { $count } warnings
    }
closing-about-warnings =
    { $count ->
        [one] 1 warning is undecided.
       *[other] { $count } warnings are undecided.
    }
flash-closing-check-accepted = Warning accepted: it is kept in the activity with its reason.
flash-closing-check-withdrawn = The warning is undecided again.
activity-closing-check-accepted = accepted a warning of the closing of fiscal year
activity-closing-check-withdrawn = withdrew the acceptance of a warning of the closing of fiscal year
field-closing-check = Warning
allocation-do = Allocate the result…
allocation-title = Allocate the result of { $year }
allocation-waits = The profit of { $amount } waits on { $account } until its allocation is approved.
allocation-waits-loss = The loss of { $amount } waits on { $account } until its allocation is approved.
allocation-about = Profit of { $amount } on { $account }. Share the amount out among the accounts as the members resolved.
allocation-about-loss = Loss of { $amount } on { $account }. Take it to losses of earlier years, or make up for it.
allocation-legal = Proposed for the legal reserve ({ $account }): { $percent }% of the profit until it is { $of }% of the capital; then losses of earlier years, and the rest to the first account.
allocation-date-help = The day of the resolution, in the next fiscal year.
allocation-account = Account
allocation-other = Other account { $number }
allocation-amount = Amount, { $account }
allocation-left = { $amount } left to allocate
allocation-over = { $amount } too much
allocation-left-live = # left to allocate
allocation-over-live = # too much
allocation-ties = Balances
allocation-post = Post
entry-allocation = Allocation of the result of fiscal year { $year }
error-allocation-day = Enter a day of fiscal year { $year }.
error-allocation-rest = What is shared out is not the result: the difference is { $rest }.
problem-result-allocated = The result is allocated already, or the next fiscal year is not open
flash-result-allocated = Result allocated in entry { $name }.
flash-nothing-to-allocate = There is no result to allocate.
