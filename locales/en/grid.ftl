### The grid of an entry: contacts, dates, pasting and keys

entry-without-contact = no contact
entry-make-contact = Add a contact in { $account }…
entry-make-contact-named = Add “{ $name }” in { $account }
entry-repeat = Repeat { $number }
entry-contact-about = With the next number; a customer or a vendor, as the account says.
general-ledger-all-contacts = See the whole account
entry-ambiguous = Several match: choose one.
entry-key-search = searches
entry-key-all = all
entry-keys = In the grid of entries
entry-keys-next = Next cell
entry-keys-rows = The same column of another line; in the open list, another option
entry-keys-zeros = Filled with zeros to the length of sub-accounts
entry-keys-contact = Contact 7 of account 430
entry-keys-search = List of accounts and contacts
entry-keys-balance = In an empty amount, what is lacking to balance
entry-keys-sums = Solved on leaving the cell; a negative one changes side
entry-keys-copy = In an empty description, the one above
entry-keys-remove = Removes the line
entry-keys-move = Moves the line
entry-keys-ledger = Ledger of the account, in another tab
entry-keys-save = Save and new
entry-keys-back = Closes the list; again, gives back what the cell had
entry-day-no-year = No fiscal year contains { $day }.
entry-day-closed = Fiscal year { $year } is closed.
entry-day-locked = Locked up to { $through }, included. { $by } locked it on { $at }: “{ $reason }”.
entry-day-gives-way = Locked up to { $through }, included, by { $by } on { $at }: “{ $reason }”. You may post all the same, and it is marked.
entry-day-use = Use { $day }
entry-pasted = { $number } lines pasted. Debit { $debit }, credit { $credit }.
entry-paste-undo = Undo the paste
entry-paste-too-many = Up to 500 lines are pasted at once: none was.
entry-paste-dated = What was pasted begins with a column of dates: it looks like several entries.
entry-paste-block = See and post the entries
entry-paste-lines = Paste the lines only
block-title = Paste several entries
block-about = Copy the rows of your spreadsheet: date, account, description, debit and credit, or with headings. An entry ends where it balances or where the day changes, unless a column has its number. All of them are posted, or none.
block-text = Rows
block-help = Columns between tabs. 629.7 and 430.7 do.
block-look = Check
block-preview = Entries that will be posted
block-empty = There is no line of an entry.
block-row = Row { $row }
block-more = and { $number } more
block-wrong = { $count ->
    [one] Cannot be posted: 1 row to put right
   *[other] Cannot be posted: { $count } rows to put right
}
block-entries = { $count ->
    [one] 1 entry
   *[other] { $number } entries
}
block-post = { $count ->
    [one] Post the entry
   *[other] Post the { $number } entries
}
flash-block-posted = Entries posted: { $name }.
