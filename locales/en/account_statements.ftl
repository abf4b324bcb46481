# The statement of account of a contact.
statement-title = Statement of account
statement-file = statement
statement-shape-movements = Movements
statement-shape-open = Open
statement-days = from { $from } to { $to }
statement-day = at { $day }
statement-what = Document
statement-reference = Reference
statement-balance = Balance
statement-opening = Brought forward
statement-closing = Balance
statement-days-overdue = Days overdue
statement-write-off = Written off
statement-as-customer = As a customer, in { $currency }
statement-as-vendor = As a vendor, in { $currency }
statement-none-movements = Nothing between those days, nor before.
statement-none-open = Nothing open on that day.
statement-email-title = Send the statement
statement-email-about = The statement goes with it as a PDF, as it stands now.
statement-mail-subject = { $company }: statement of your account
statement-mail-body =
    Hello,
    Please find attached the statement of account of { $contact } { $days }.
    If anything differs from your records, reply to this message.
    { $company }
statement-mail-note = Sent by { $company }.
activity-statement-emailed = e-mailed the statement of
api-statement = The statement of account of a contact
api-statement-email = Sends the statement of a contact by e-mail, with its PDF
api-statement-messages = The statements that were sent to a contact
api-query-shape = Movements between two days, or what is open on a day
job-send-statement = Send a statement of account by email
