# What is open by age.
aged-receivables = Receivables by age
aged-receivables-about = What customers owe: not due and overdue, by contact.
aged-payables = Payables by age
aged-payables-about = What is owed to vendors: not due and overdue, by contact.
aged-by-contact = By contact
aged-none = Nothing is open.
aged-due-on = Due on { $day }
aged-items =
    { $count ->
       [one] 1 item
       *[other] { $count } items
    }
age-not-due = Not due
age-days-1-30 = 1–30 days
age-days-31-60 = 31–60 days
age-days-61-90 = 61–90 days
age-over-90 = Over 90
aged-unnumbered = Without a number
