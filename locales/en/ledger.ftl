### The chart of accounts

error-account-code = A code has only letters, digits, dots and hyphens.
error-account-unknown = There is no account with this code.
error-account-loop = An account can't depend on itself.
activity-account-created = created the account
activity-account-updated = changed the account
chart-of-accounts = Chart of accounts
accounts-count =
    { $count ->
       [one] 1 account
       *[other] { $number } accounts
    }
account-add = Add account
account-edit = Edit account
account-name = Account name
account-search = Search an account by code or name
account-none = No account matches.
account-active = Active account
account-active-help = An inactive account is kept, but not offered.
account-parent-help = The account that it hangs under.
account-type-asset = Asset
account-type-liability = Liability
account-type-equity = Equity
account-type-income = Income
account-type-expense = Expense
error-account-merge-itself = Choose another account: this is the same one.
error-account-merge-type = Only accounts of the same type and currency can be merged.
error-account-merge-child = An account cannot be merged into one that hangs under it.
error-csv-columns = Columns are missing: the first line must have code, name and type.
error-csv-empty = Choose a CSV file with at least one account.
error-csv-unreadable = Line { $line } cannot be read: check quotes and separators.
error-csv-faults = The first { $max } errors are shown and the rest of the file was not read. Correct them and choose the file again.
error-csv-many-columns = The file has too many columns: { $max } at most.
error-csv-not-text = This is not a CSV file: save it as CSV in your spreadsheet.
error-csv-type = This is no type of account: write Asset, Liability, Equity, Income or Expense.
error-csv-currency = Write the three letters of the currency, like EUR or USD.
error-csv-yes-no = Write yes or no.
error-csv-repeated = The code is on line { $line } already.
activity-account-merged = merged the account
activity-accounts-imported = imported a file of accounts
accounts-export = Export CSV
accounts-import = Import CSV
accounts-import-title = Import accounts
accounts-import-about = The first line names the columns: code, name, type and, if you like, parent account, currency and active account; separated by commas or semicolons. New accounts are added, those of a code that exists are changed, and the others stay.
accounts-file = CSV file
accounts-look = Check the file
accounts-look-title = What it will do
accounts-same =
    { $count ->
       [one] 1 is the same
       *[other] { $number } are the same
    }
accounts-import-button = Import
accounts-faults = Nothing was imported: some lines need correcting
accounts-fault-line = Line
accounts-fault-column = Column
accounts-fault-value = Value
accounts-fault-what = What to correct
accounts-line = { $line }
flash-accounts-imported =
    { $count ->
       [one] 1 account imported.
       *[other] { $count } accounts imported.
    }
flash-account-merged = Accounts merged.
account-parent-none = Proposed from the code
account-currency-own = The organization's
account-currency-help = Only for accounts in another currency, like a bank in dollars.
account-merge = Merge into another account
account-merge-about = The other account takes over the accounts under this one and all that uses it. This one is gone, and that cannot be undone.
account-merge-into = Account that stays
account-merge-button = Merge the accounts
accounts-file-name = chart-of-accounts
