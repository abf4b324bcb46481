# Insights: the figures of all clients' books.
insights = Insights
insights-about = On { $day }, of the books that you may see.
insights-in = Amounts in { $currency }.
insights-year = This year and the last
insights-quarter = This quarter and the last
insights-first = The first { $max } organizations are shown, by client.
insights-file = insights
insights-clients =
    { $count ->
       [one] 1 organization
       *[other] { $count } organizations
    }
insight-cash = Cash
insight-receivables = Receivables
insight-overdue = Overdue
insight-payables = Payables
insight-income = Income
insight-income-before = Income before
insight-expenses = Expenses
insight-expenses-before = Expenses before
insight-result = Result
insight-result-before = Result before
insight-margin = Margin
api-part-insights = Insights
api-insights = The figures of all clients' books: cash, what is open and overdue, income, expenses and result of a period and of the one before, and the margin
