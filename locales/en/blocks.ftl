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
