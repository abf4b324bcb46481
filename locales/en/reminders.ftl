# Reminders of invoices that are due or overdue.
nav-reminders = Reminders
reminders-title = Reminders
reminders-all = All
reminders-rules = Rules
reminders-one = Reminder
reminders-on = On since { $since } in the name of { $name }: they go every morning, and end once the invoice is paid, void or disputed.
reminders-off = Reminders are off.
reminders-switch-on = Switch on
reminders-switch-off = Switch off
reminders-switch-on-question = Send reminders to customers?
reminders-switch-on-about = From today on, by the active rules. What should have gone before does not. Answers come to the organization's address.
reminders-upcoming = Next fourteen days
reminders-none = Nothing to remind of in the next fourteen days.
reminders-none-off = Once they are on, what will go is seen here.
reminders-no-rules = There is no active rule with a template.
reminders-first =
    { $max ->
       [one] The first is shown.
       *[other] The first { $max } are shown.
    }
reminders-day = Goes on
reminders-rule = Rule
reminders-no-address = no address
reminders-no-address-about = The contact has no e-mail address: this reminder will not go.
reminders-goes-to = It will go to { $address }, with the PDF and a link, and with what is left on that day.
reminders-stops = Not reminded
reminders-disputed = disputed
reminders-resume = Resume
reminders-resume-named = { $name }: resume reminders
reminders-next = The next goes on
reminders-no-next = No reminder is left to go.
reminders-stopped-disputed = The invoice is disputed: no reminders go.
reminders-stopped-contact = Stopped for this contact.
reminders-stopped-document = Stopped for this invoice.
reminders-deed-pause = Stop
reminders-deed-dispute = Disputed
reminders-deed-contact = Stop for the contact
reminders-deed-resume = Resume
flash-reminders-on = Reminders are on.
flash-reminders-off = Reminders are off.
flash-reminders-stopped = No more reminders will go.
flash-reminders-resumed = Reminders go again.
activity-reminders-on = switched on the reminders of
activity-reminders-off = switched off the reminders of
activity-reminders-stopped = stopped the reminders of
activity-reminders-disputed = marked as disputed
activity-reminders-resumed = resumed the reminders of
activity-document-reminded = sent a reminder of
field-reminder = Reminder
api-part-reminders = Reminders
api-reminders = Whether reminders are on, and what goes within fourteen days unless it is paid before
api-reminders-switch = Switches reminders on or off; they go in the name of whoever switches them on
api-invoice-reminders = The reminders of an invoice: whether they go, and the next
api-invoice-reminders-change = Stops the reminders of an invoice, marks it as disputed, or resumes them
job-remind-customers = The day's reminders
