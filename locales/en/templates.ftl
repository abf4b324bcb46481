### Entry templates

templates = Templates
templates-about = Entries that come again with other amounts: F9 in an entry brings them, by code or name. They post nothing by themselves.
templates-empty = There are no templates yet.
templates-none = No template matches.
templates-all = See all
templates-more = More templates
templates-usual = Add the usual ones
template-new = New template
template-of-entry = Make a template
template-use = Use
template-use-named = Use { $name }
template-use-about = The lines go into the entry, where they can be changed. Nothing is posted until you save.
template-to-grid = Put into the entry
template-asks = Asks
template-search = Code or name
template-contact = Contact
template-cell = { $column }, line { $line }
template-code-help = Typed after F9. For example, C21.
template-text-help = { "{" }month{ "}" }, { "{" }quarter{ "}" } and { "{" }year{ "}" } are those of the entry’s date.
template-lines-about = Debit and credit hold an amount (100.00), something that is asked (base), a sum with it or with another line (L1*21%; base*0.19) or “=” for what balances. An account left empty is typed in the entry; “?” as contact asks for the contact.
template-delete-question = Delete the template { $name }?
template-delete-about = Entries that were made with it stay as they are.
flash-template-saved = { $name } saved.
flash-template-deleted = { $name } deleted.
flash-templates-added = { $count ->
    [0] All the usual ones were there already.
    [one] One template added.
   *[other] { $count } templates added.
  }
error-formula-syntax = This is no formula: type amounts, names without spaces, L1 for another line, and + - * / %.
error-formula-too-large = The result is too large.
error-formula-circle = The lines wait for each other.
error-formula-line = There is no such line, or its amount is what balances.
error-formula-unknown = Something is asked that was not answered.
error-formula-division = It divides by zero.
error-template-rests = Only one line can be what balances.
error-template-code = The code has no spaces.
activity-entry-template-created = made the template
activity-entry-template-changed = changed the template
activity-entry-template-deleted = deleted the template
activity-kind-entry-template = Templates
api-part-entry-templates = Entry templates
api-entry-templates = The entry templates, by name
api-entry-templates-create = Makes an entry template. debit and credit hold formulas with a decimal point: amounts, what is asked by its name, other lines (L1), “=” for what balances; contact “?” asks for the contact, an empty account_code for the account
api-entry-template = An entry template
api-entry-template-change = Changes an entry template
api-entry-template-remove = Deletes an entry template
api-entry-template-fill = The entry that a template makes on a date with what is answered (variables), to be created afterwards; it posts nothing
