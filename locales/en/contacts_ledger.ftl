### Contacts in the ledger: control accounts, balances by contact and matching

account-control = Contacts' account
account-control-receivable = Receivable: customers and debtors
account-control-payable = Payable: suppliers and creditors
account-control-help = Its postings say whose they are, and its balance is kept by contact.
error-account-has-contacts = The account has postings of contacts: it goes on by contact.
error-contact-unknown = There is no contact with that number.
error-contact-inactive = The contact is inactive: activate it or choose another.
error-contact-not-taken = The account is not kept by contact: take the contact out, or mark it as a contacts' account.
