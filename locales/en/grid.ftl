### The grid of an entry: contacts, dates, pasting and keys

entry-without-contact = no contact
entry-make-contact = Add a contact in { $account }…
entry-make-contact-named = Add “{ $name }” in { $account }
entry-repeat = Repeat { $number }
entry-contact-about = With the next number; a customer or a vendor, as the account says.
general-ledger-all-contacts = See the whole account
entry-ambiguous = Several match: choose one.
