### Matching in the general ledger, and what stands around an account's ledger

match = Matching
match-all = All
match-only-open = Unmatched
match-only-matched = Matched
match-open = Open
match-with = Matched with
match-unmatched = Unmatched
match-select-all = Select all postings of the page
match-select = Select the posting of entry { $number }, { $amount }
match-one = 1 posting
match-count = # postings
match-difference = Difference
match-unselect = Clear selection
match-do = Match
match-remove = Unmatch
match-round = Match, taking the difference to rounding
match-round-amount = Take # to rounding
match-rounding-text = Rounding difference · { $text }
match-refused = Nothing was matched
match-automatic = Match automatically
match-all-done = Nothing is left to match through { $day } with these filters.
match-see-all = See all postings
match-contact = Contact
match-everybody = All
match-nobody = No contact
match-proposal = Proposal
match-reason = Reason
match-reason-reference = same document, sum to zero
match-reason-amount = same amount, no other equal one
match-more = and { $count } more
match-proposed =
    { $count ->
        [one] 1 proposal among { $open } open postings. Nothing is matched until you accept it.
       *[other] { $count } proposals among { $open } open postings. Nothing is matched until you accept them.
    }
match-proposed-first = The first { $count } are shown.
match-nothing-proposed = No proposals among { $open } open postings: no document or amount agrees beyond doubt.
match-back = Back to the ledger
match-accept = Match the chosen ones
match-chosen-one = 1 chosen
match-chosen-other = # chosen
error-match-none = None of the chosen postings is matched.
error-match-rounding-large = The difference is too large for rounding: at most one unit of the currency.
error-match-rounding-account = The chart lacks account { $code }, which takes rounding differences.
problem-match-undo-late = More than ten minutes have passed: unmatch in the ledger
flash-postings-matched = Matched as { $name }.
flash-match-removed =
    { $count ->
        [one] 1 match removed.
       *[other] { $count } matches removed.
    }
flash-nothing-matched = Nothing was matched.
flash-proposals-accepted =
    { $count ->
        [one] 1 proposal matched.
       *[other] { $count } proposals matched.
    }
flash-proposals-accepted-some = Proposals matched: { $count }. Not matched, as they no longer balance or somebody matched them: { $name }.
ledger-account-before = Previous account, { $account }
ledger-account-after = Next account, { $account }
ledger-accounts = Sub-accounts
ledger-all-accounts = All
contact-balances = Balances by contact
contact-balances-about = What each customer and vendor owes or is owed, with its ledger.
contact-balances-file = balances-by-contact-{ $to }
contact-balances-none = No contact has a balance on this day.
contact-balances-of = by contact
contact-balances-rows =
    { $count ->
        [one] 1 balance
       *[other] { $number } balances
    }
contact-balance-none = No balance.
