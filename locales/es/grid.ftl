### The grid of an entry: contacts, dates, pasting and keys

entry-without-contact = sin contacto
entry-make-contact = Crear contacto en { $account }…
entry-make-contact-named = Crear «{ $name }» en { $account }
entry-repeat = Repetir el { $number }
entry-contact-about = Con el número siguiente; cliente o proveedor, según la cuenta.
general-ledger-all-contacts = Ver la cuenta entera
entry-ambiguous = Coinciden varias: elija una.
