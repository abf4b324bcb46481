### Taxes: how they work

records-taxes-about = What is charged, borne and withheld. From how each tax is treated follow its postings, the VAT books and the boxes of returns.
column-taxes-kind-help = On what you sell, on what you buy, or withheld from what is paid.
column-taxes-rate-help = Withholdings below zero.
column-taxes-account-id-help = Where the tax is posted: in Spain 477, 472, 473 or 4751.
column-taxes-treatment = Treatment
column-taxes-treatment-help = Standard is the usual one. Others open what each needs.
column-taxes-direction = Who withholds
column-taxes-nature = Applies to
column-taxes-cause = Reason
column-taxes-cause-help = The code by which the invoice says why no tax is charged.
column-taxes-deductible-percent = Deductible
column-taxes-deductible-percent-help = Empty is all of it. What is not deducted goes to the cost of the line.
column-taxes-due-account-id = Account of the tax due
column-taxes-due-account-id-help = That of the VAT you account for in your supplier's place: in Spain 477, or 4750 for deferred imports.
column-taxes-pending-account-id = Account until paid
column-taxes-pending-account-id-help = Under cash accounting, where the tax waits; empty where it accrues with the invoice.
column-taxes-valid-from = From
column-taxes-valid-to = Until
choice-taxes-treatment-standard = Standard
choice-taxes-treatment-exempt = Exempt
choice-taxes-treatment-not-subject = Outside the scope
choice-taxes-treatment-intra-community = Intra-community
choice-taxes-treatment-export = Export
choice-taxes-treatment-import = Import
choice-taxes-treatment-reverse-charge = Reverse charge
choice-taxes-treatment-surcharge = Equivalence surcharge
choice-taxes-treatment-agriculture = Agricultural compensation
choice-taxes-treatment-withholding = Withholding
choice-taxes-direction-sale = The customer withholds from us
choice-taxes-direction-purchase = We withhold from the supplier
choice-taxes-nature-any = Any operation
choice-taxes-nature-goods = Goods
choice-taxes-nature-services = Services
choice-taxes-nature-investment = Investment goods
choice-taxes-nature-professional = Professional activities
choice-taxes-nature-farming = Farming and modules
choice-taxes-nature-rent = Rents
choice-taxes-nature-capital = Income from capital
choice-taxes-cause-none = —
choice-taxes-cause-e1 = E1 · Exempt by article 20
choice-taxes-cause-e2 = E2 · Exempt by article 21, export
choice-taxes-cause-e3 = E3 · Exempt by article 22
choice-taxes-cause-e4 = E4 · Exempt by articles 23 and 24
choice-taxes-cause-e5 = E5 · Exempt by article 25, intra-community supply
choice-taxes-cause-e6 = E6 · Exempt by another rule
choice-taxes-cause-n1 = N1 · Outside the scope by articles 7 and 14 or others
choice-taxes-cause-n2 = N2 · Outside the scope by place of supply
error-tax-rate-zero = With this treatment no tax is charged: the rate is 0.
records-complete = { $count ->
    [one] Add the missing one
   *[other] Add the { $count } missing
}
flash-records-completed = { $count ->
    [0] None is missing.
    [one] One was added.
   *[other] { $count } were added.
}
