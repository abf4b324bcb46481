### Exchange rates, revaluation and exceptions to locks

exchange-rates = Exchange rates
rates-about = A rate is good for its day and the seven after it, unless another is nearer. Entries in another currency with neither a rate nor an amount in it take that of their date: your own or the firm's, the latest day first; of the same day, your own.
rates-all = All currencies
rates-none = There are no exchange rates yet. Type one, or take the European Central Bank's file.
rates-older = Earlier
rates-pair = Currencies
rates-one-is = 1 { $currency } in { $base }
rates-source = Source
rates-source-typed = Typed
rates-source-file = File
rates-source-ecb = ECB
rates-of-practice = of the firm
rates-remove-one = Remove the rate of { $currency } in { $base } of { $date }
rates-type = Type a rate
rates-rate-help = Units of the reference currency for one of the other; up to ten decimals.
rates-base = In the currency
rates-file = Take a file
rates-file-about = The European Central Bank's (“eurofxref”, daily, of 90 days or historical, XML or CSV; the last five years are taken) or a CSV of your own with date, currency and rate. Rates that are there of those days are replaced.
rates-file-choose = File of rates
rates-file-take = Take the rates
rates-faults = The file has errors and nothing was taken
rates-line = Line { $line }
field-rate = Exchange rate
field-rates = Exchange rates
flash-rate-removed = Exchange rate removed.
flash-rates-taken = { $count ->
    [one] One exchange rate taken.
   *[other] { $count } exchange rates taken.
}
error-rates-file = This is no file of exchange rates: use the ECB's, or a CSV with columns for date, currency and rate.
error-rate-of-itself = A currency has no rate in itself.
activity-exchange-rates-set = set exchange rates of
activity-kind-exchange-rates = Exchange rates
opening-in-currency = Amount in the currency
settings-exchange-rates-about = By day, for entries in another currency
api-part-exchange-rates = Exchange rates
api-exchange-rates = The firm's exchange rates, the latest day first; they are good for all its clients
api-exchange-rates-put = Sets exchange rates of the firm in place of those of their day and pair; without a rate, takes it away. file is the text of a file: the ECB's, or CSV
api-exchange-rates-own = The exchange rates that the organization uses: its own, and those of the firms that keep it
api-exchange-rates-own-put = Sets exchange rates of the organization's own, which come before the firm's of the same day
api-query-currency = A currency on either side of the pair

### Revaluation

revaluation = Exchange differences
revaluation-about = Values what is in other currencies at the rate of a day: money, customers, suppliers and other monetary items. Advances, stock and fixed assets keep their value. The difference goes to gains or losses.
revaluation-reversal = The next day
revaluation-reversal-none = Nothing: the new value stays
revaluation-reversal-next-day = It is undone by the opposite entry
revaluation-look = See what would change
revaluation-make = Post the differences
revaluation-none = There are no monetary items in other currencies on that day.
revaluation-lines = Items in other currencies
revaluation-held = In its currency
revaluation-carried = Carrying value
revaluation-value = Value at the day's rate
revaluation-difference = Difference
revaluation-gains = Gains
revaluation-losses = Losses
revaluation-rates = Rates of the day
revaluation-rates-about = Left empty, the table's is used. Type another to use it instead.
revaluation-no-rate = The table has no rate: type it.
revaluation-rate-of = { $rate }, of { $date }
revaluation-rate-derived = { $rate }, of { $date }; it follows from others and is rounded to ten decimals
revaluation-rate-typed = Typed here
revaluation-leave-out = Accounts that are left as they are
revaluation-before = Earlier ones
revaluation-came-to = Gains { $gains }, losses { $losses }
revaluation-undone-after = undone the next day
revaluation-undoing = Undoes the exchange differences at { $date }
revaluation-entry = Exchange differences at { $date }
flash-revaluation-made = Exchange differences of { $name } posted.
entry-kind-revaluation = Exchange differences
error-date-future = That day has not come yet.
error-revaluation-nothing = Nothing changes its value on that day.
problem-revaluation-exists = The exchange differences of that day are posted already
activity-revaluation-made = posted the exchange differences of
api-part-revaluations = Exchange differences
api-revaluations = The exchange differences that were posted, the latest day first
api-revaluations-make = Values what is in other currencies at a day's rate and posts the differences, once a day; with dry_run it only answers what it would do. Rates are those of rates, or the table's

### Exceptions to locks

lock-exceptions = Exceptions to locks
exceptions-about = An exception lets somebody post in a softly locked period who otherwise cannot, and expires by itself. Entries that use it are marked. Hard locks have no exceptions.
exceptions-none = There are no exceptions.
exception-everyone = Everyone who posts
exception-any-day = Any day
exception-from = from { $date }
exception-through = through { $date }
exception-until = until { $at }
exception-state-asked = Asked for
exception-state-granted = In force
exception-state-refused = Refused
exception-state-ended = Taken back
exception-state-expired = Expired
exception-give = Give an exception
exception-for = For whom
exception-for-hours = For
exception-hours = { $count ->
    [one] One hour
    [24] One day
    [72] Three days
    [168] One week
   *[other] { $count } hours
}
exception-refuse = Refuse
exception-end = Take back
exception-end-question = Take the exception back?
exception-ask = Ask for an exception
exception-ask-about = Whoever may close periods is told and decides. The day that you name is opened for as long as they give you.
field-first-day = From the day
field-last-day = Through the day
field-member = For
flash-exception-granted = Exception given.
flash-exception-refused = Exception refused.
flash-exception-ended = Exception taken back.
flash-exception-asked = Exception asked for. You will be told the answer.
error-exception-expires = It expires after now and within { $max } days.
problem-lock-exception-decided = The exception is decided already
problem-lock-exception-over = The exception is no longer in force
activity-kind-lock-exception = Exceptions to locks
activity-subject-lock-exception-all = all
activity-subject-lock-exception-sales = sales
activity-subject-lock-exception-purchases = purchases
activity-subject-lock-exception-bank = bank
activity-subject-lock-exception-payroll = payroll
activity-subject-lock-exception-tax = taxes
activity-lock-exception-asked = asked for an exception to the lock of
activity-lock-exception-granted = gave an exception to the lock of
activity-lock-exception-refused = refused an exception to the lock of
activity-lock-exception-ended = took back an exception to the lock of
notification-lock-exception-asked = { $who } asks for an exception to the lock of { $tenant }: { $reason }
notification-lock-exception-granted = { $who } gives you an exception to the lock of { $tenant }.
notification-lock-exception-refused = { $who } does not give you the exception to the lock of { $tenant }.
api-part-lock-exceptions = Exceptions to locks
api-part-lock-exception-requests = Requests for exceptions
api-lock-exceptions = The exceptions to locks, the latest first, those that are asked for too
api-lock-exceptions-grant = Gives an exception to soft locks until an instant, or answers the request that request names
api-lock-exceptions-end = Takes an exception back before it expires
api-lock-exceptions-ask = Asks for an exception to post on a day; whoever may give it is told
