### Requests: what the firm asks of a client, line by line

requests = Requests
request = Request
client-tab-requests = Requests

# States
request-state-draft = Draft
request-state-sent = Sent
request-state-opened = Opened
request-state-in-progress = In progress
request-state-submitted = Submitted
request-state-returned = Returned
request-state-accepted = Accepted
request-state-cancelled = Cancelled
request-state-undeliverable = Undeliverable
request-line-state-pending = Pending
request-line-state-answered = To accept
request-line-state-not-applicable = Not applicable, to accept
request-line-state-accepted = Accepted
request-line-state-returned = Returned

# Kinds of line
request-kind-text = Text
request-kind-long-text = Long text
request-kind-number = Number
request-kind-date = Date
request-kind-money = Amount
request-kind-yes-no = Yes or no
request-kind-choice = One of several
request-kind-several = Any of a list
request-kind-upload = Files
request-kind-read-and-accept = Read and accept
request-read-accepted = Read and accepted

# E-mails
request-mail-hello = Hello { $name },
request-mail-subject-sending = { $firm }: { $title }
request-mail-subject-reminder = Reminder: { $title }
request-mail-subject-return = Something is missing in “{ $title }”
request-mail-subject-renewal = New link: { $title }
request-mail-subject-code = { $code } is your code
request-mail-sending =
    { $left ->
       [one] { $firm } asks you for 1 thing for “{ $title }”. You can answer from your phone, without an account or a password.
       *[other] { $firm } asks you for { $left } things for “{ $title }”. You can answer from your phone, without an account or a password.
    }
request-mail-reminder =
    { $left ->
       [0] { $firm } is waiting for you to send “{ $title }”: everything is answered, and all that is left is to press “Send to the firm”.
       [one] { $firm } is still waiting for 1 answer of “{ $title }”.
       *[other] { $firm } is still waiting for { $left } answers of “{ $title }”.
    }
request-mail-return = { $firm } has looked at “{ $title }” and sends this back to you:
request-mail-renewal =
    { $left ->
       *[other] This is the new link to “{ $title }”, from { $firm }. The one before had expired.
    }
request-mail-returned = • { $line }: { $reason }
request-mail-due = It is expected by { $day }.
request-mail-open = Open the request
request-mail-note = The link opens this request alone and works until { $until }. Do not forward it: whoever has it can answer in your name.
request-mail-code = Your code to open “{ $title }” is { $code }. It is good for half an hour.
request-mail-code-note = If you did not ask for it, there is nothing that you need to do.
notification-request-submitted = { $client } has submitted “{ $title }”.

# Activity
activity-kind-request = Requests
activity-request-created = prepared the request
activity-request-changed = changed the request
activity-request-removed = deleted the draft of the request
activity-request-sent = sent the request
activity-request-reminded = sent a reminder of the request
activity-request-opened = saw the request opened
activity-request-begun = received the first answers of the request
activity-request-submitted = received the submitted request
activity-request-returned = returned lines of the request
activity-request-accepted = accepted the request
activity-request-lines-accepted = accepted lines of the request
activity-request-reconsidered = went back on the request
activity-request-cancelled = cancelled the request
activity-request-links-revoked = revoked the links of the request
activity-request-undeliverable = could not deliver the request
column-request-client = Client
column-request-title = Title
column-request-due-on = Due
column-request-message = Message
column-request-recipients = Recipients
column-request-lines = Lines
column-request-reason = Reason
column-request-answered-by = Who

# Errors
error-request-period = Type a year, a quarter or a month: 2027, 2027-Q1, 2027-03.
error-request-choices = Type at least two choices.
error-request-choice-twice = A choice stands there twice.
error-request-condition-line = The condition names an earlier line that is a yes or no, or a choice.
error-request-condition-answer = The condition names one of the answers of that line.
error-request-lines = Add at least one line.
error-request-recipient-email = Without an email address: { $names }.
error-request-no-address = { $client } has no email address, and nobody was chosen.
error-request-recipients-gone = None of the recipients has an email address any more.
error-request-line-takes-files = This line is answered with files.
error-request-line-takes-no-files = This line is not answered with files.
error-request-files-most = This line has { $max } files already, which is all that it takes.
error-request-received-most = All that this request takes was sent already. Write to the firm.
error-request-file-kind =
    { $kinds ->
       [pdf] This file will not do. A PDF would.
       [image] This file will not do. A photo would: JPG, PNG or WEBP.
       [office] This file will not do. A spreadsheet or a document (XLSX, DOCX, ODS) or a ZIP would.
       [pdf-image] This file will not do. A PDF or a photo (JPG, PNG) would.
       [pdf-office] This file will not do. A PDF, a spreadsheet, a document or a ZIP would.
       [image-office] This file will not do. A photo (JPG, PNG), a spreadsheet, a document or a ZIP would.
       *[other] This file will not do. A PDF, a photo (JPG, PNG), a spreadsheet, a document or a ZIP would.
    }
error-request-line-missing = An answer is missing.

problem-request-sent-already = The request was sent already.
problem-request-not-waiting = The request waits for the client no longer.
problem-request-line-unanswered = The line has no answer to accept or return.
problem-request-not-judged = The request is not open.
problem-request-nothing-to-accept = There is nothing to accept.
problem-request-nothing-to-return = There is nothing to return.
problem-request-closed = The request is closed already.
problem-request-closed-to-answers = The request takes no more changes.
problem-request-line-accepted = The line is accepted already.

# API
api-requests = Requests, the latest first
api-requests-create = Prepare a request, as a draft
api-request = One request
api-request-send = Send a request to its recipients
api-request-accept = Accept what arrived
api-request-return = Return what arrived, with a reason
api-request-cancel = Cancel a request
api-request-line = Accept or return a line, or answer it for the client

# Answering without an account
request-link-expired = The link has expired
request-link-expired-about = Links of { $firm } stop working after a while. You can get another at the address that this one came to.
request-link-renew = Get another link
request-link-renewed = Look at your email
request-link-renewed-about = { $firm } is sending another link to the same address. If it does not come within a few minutes, write to the firm.
problem-request-link-revoked = The firm has withdrawn this link. If you think that it is a mistake, write to them.
request-code = Access code
request-code-about = To open this request you need a code of six digits, which is sent to the email address that the link came to.
request-code-digits = Code
request-code-enter = Enter
request-code-send = Send me a code
request-code-sent = We have sent you a code. Earlier ones are still good for half an hour.
error-request-code-wrong = This is not the code.
error-request-code-tries = Too many wrong codes. Ask for another.
request-public-submitted = Sent. { $firm } is looking at it and will write to you if something is missing.
request-public-accepted = { $firm } has accepted everything. There is nothing more that you need to do.
request-public-due = Expected by { $day }
request-public-progress =
    { $asked ->
       [one] { $answered } of 1 answered
       *[other] { $answered } of { $asked } answered
    }
request-progress = Answered
request-public-missing = Missing
request-public-done = Answered
request-public-begin = Begin
request-public-go-on = Go on
request-public-submit = Send to the firm
request-public-submit-about = Afterwards you can no longer change your answers, except what the firm returns to you.
request-public-lacking =
    { $count ->
       [one] 1 answer is missing.
       *[other] { $count } answers are missing.
    }
request-public-returned = Returned: { $reason }
request-public-optional = If there is one
request-public-all = The whole request
request-public-place = { $at } of { $of }
request-public-closed = This answer can no longer be changed.
request-public-next = Next
request-answered = Answered
request-saved = Saved at
request-save-failed = It could not be saved. It will be when you press “Next”.
request-not-applicable = Not applicable…
request-not-applicable-why = Why does it not apply?
request-not-applicable-say = Say that it does not apply
request-not-applicable-because = Not applicable: “{ $reason }”
request-number-help = The figure alone: 1,234.5
request-money-help = In { $currency }, with a point before the cents: 1,234.56
request-accept-this = I have read it and accept it
request-files = Files sent
request-files-help = Several at once, of up to { $max } MB each.
request-camera = Camera
request-choose-files = Files
request-upload = Upload what was chosen
request-file-remove = Remove { $name }
request-slot-uploading = Uploading
request-slot-waiting = No connection. It will be tried again: do not close the page.
request-slot-cancel = Cancel
request-slot-retry = Try again
request-slot-failed = It could not be uploaded.
request-slot-done = Uploaded
request-slot-remove = Remove
request-slot-wait = Wait until the files are uploaded.

# The firm's pages
requests-to-judge = To review
requests-open = Open
requests-late = Overdue
requests-drafts = Drafts
requests-closed = Closed
requests-all = All
requests-none = There is no request here.
requests-none-found = No request matches.
requests-search = Title or client
request-new = New request
request-edit = Edit the request
request-copy = Copy
request-state = State
request-answers = Answered
request-due-on = Due
request-of = { $answered } of { $asked }
request-answered-of = { $answered } of { $asked } answered
request-late =
    { $days ->
       [one] 1 day ago
       *[other] { $days } days ago
    }
request-to-judge =
    { $count ->
       *[other] { $count } to accept
    }
request-quarter = Q{ $quarter } { $year }
request-for-whom = Which client?
request-clients-cut = These are the first { $max }: search by name or tax id.
request-sent-on = Asked on { $day }
request-reason = Reason: { $reason }
request-lines = Lines
request-line-at = Line { $at }
request-line-add = Add a line
request-line-up = Move line { $at } up
request-line-down = Move line { $at } down
request-line-remove = Remove line { $at }
request-refresh = Update the conditions
request-save-and-send = Save and send
request-always = Always
request-only-if = only if line { $line } is “{ $answer }”
request-required = required
request-optional = if there is one
request-unanswered = Not answered
request-recipients = Recipients
request-recipients-help = If you choose nobody, it goes to the client's address: { $email }
request-recipients-help-none = The client has no email address: add one to its profile or to a contact.
request-no-email = no email address
request-field-title = Title
request-field-kind = Kind of answer
request-field-choices = Choices
request-field-document-kind = What document it is
request-field-period = Period
request-field-file-kinds = Files that will do
request-field-currency = Currency
request-field-help = Explanation for the client
request-field-condition = When it is asked
request-field-required = It is required
request-field-due-on = Due
request-field-message = Message
request-field-remind-every = Remind every (days)
request-field-asks-code = Ask for a code that comes by email
request-field-lines = Lines
request-message-help = The client reads it above the lines.
request-remind-help = 0 for no reminders. Nothing goes at weekends.
request-code-help = Each time that it is opened in a new browser. For what is most private.
request-choices-help = One on each row.
request-period-help = 2027, 2027-Q1 or 2027-03
request-file-kinds-help = With none ticked, all will do.
request-currency-help = Empty, the client's.
request-file-kind-pdf = PDF
request-file-kind-image = Photos
request-file-kind-office = Spreadsheets, documents and ZIP
request-document-none = Not classified
request-document-invoice-received = Bill received
request-document-invoice-issued = Invoice issued
request-document-statement = Statement
request-document-payslip = Payslip
request-document-contract = Contract
request-document-return = Tax return
request-document-filing-proof = Proof of filing
request-document-deed = Deed
request-document-certificate = Certificate
request-document-notification = Notification
request-document-other = Other
request-send = Send
request-send-again = Send again
request-remind-now = Remind now
request-accept-all = Accept what arrived ({ $count })
request-close = Close it
request-accept = Accept
request-accept-line = Accept line { $at }
request-undo-line = Undo at line { $at }
request-return = Return
request-return-label = What is missing, for { $name }
request-return-help = They will read it as it stands, by email and in the request.
request-return-so = Return with this reason
request-ready-illegible = It can't be read well. Please send it again.
request-ready-other-period = It is of another period.
request-ready-missing-page = A page is missing.
request-not-applicable-said = Not applicable:
request-on-accepting = On accepting
request-on-accepting-about = Once all is accepted the request closes by itself. The files become documents of the client, with their kind and period, internal until they are shared.
request-reminders = Reminders
request-every = Every
request-every-days =
    { $days ->
       [one] day, not at weekends
       *[other] { $days } days, not at weekends
    }
request-never = No reminders
request-reminded = Sent
request-reminded-most = no more than { $max } go
request-next = Next
request-link = Link without account
request-link-until = Expires
request-link-none = None is open
request-link-mailed = Last sent
request-link-failed = not delivered
request-link-opened = Opened
request-link-new = Make a link
request-link-new-about = Copy it and give it to { $client } alone: whoever has it answers in their name. It is not shown again.
request-link-revoke = Revoke the links
request-link-revoke-question = Revoke all links?
request-link-revoke-about = They no longer open the request. A reminder sends another.
request-back = Back to the request
request-times =
    { $count ->
       [one] 1 link
       *[other] { $count } links
    }
request-code-asked = Asked for
request-code-not = Not asked for
request-evidence = Evidence
request-evidence-cut = These are the last { $max }.
request-of-line = (line { $at })
request-did-sent = sent the request
request-did-opened = opened the request
request-did-answered = answered
request-did-not-applicable = said that it does not apply
request-did-uploaded = uploaded a file
request-did-removed = removed a file
request-did-submitted = submitted the request
request-did-accepted = accepted
request-did-returned = returned
request-did-reconsidered = went back
request-did-cancelled = cancelled the request
request-did-revoked = revoked the links
request-undeliverable-about = It could not be delivered to { $emails }. There are no reminders until it is sent again.
request-mend-address = Correct the address
request-cancel = Cancel the request
request-cancel-question = Cancel “{ $title }”?
request-cancel-about = The links stop working and the client can answer no longer.
request-remove-question = Delete the draft “{ $title }”?
flash-request-saved = “{ $name }” is saved as a draft.
flash-request-sent = “{ $name }” is sent.
flash-request-reminded = A reminder of “{ $name }” is on its way.
flash-request-accepted = What arrived in “{ $name }” is accepted.
flash-request-cancelled = “{ $name }” is cancelled.
flash-request-revoked = The links of “{ $name }” open nothing any more.
flash-request-removed = The draft “{ $name }” is deleted.
flash-request-line-accepted = Line accepted.
flash-request-line-returned = Line returned: the client will know within a few minutes.
flash-request-line-undone = Done: the line is to be accepted again.
error-request-changed-meanwhile = Somebody else has changed this draft. What you typed is still here: save again to keep it.
error-request-link-needs-email = This request asks for a code, and the client has no email address to send it to.
activity-request-link-made = made a link for the request
job-send-request = Send a request's link
job-send-request-code = Send a request's code
job-tell-returned-request = Tell what was returned of a request
job-remind-clients = Remind clients of their requests

# Templates and many at once
request-templates = Templates
request-templates-none = There is no template. Make one, or save a finished request as one.
request-templates-most = There are { $max } templates, which is all that there can be.
request-template-new = New template
request-template-edit = Edit the template
request-template-about = Where you write {"{"}period{"}"} the period stands that is chosen when it is sent, and documents without a period are of that one.
request-template-lines =
    { $count ->
       [one] 1 line
       *[other] { $count } lines
    }
request-template-remove-question = Delete the template “{ $title }”?
request-template-remove-about = Requests that came from it stay.
request-to-template = Save as a template
request-begin-with = Begin with a template
request-many = Send to many
request-many-template = Template
request-many-period = Period
request-many-due-on = Due
request-many-ids = Clients
request-many-period-help = 2027, 2027-Q1 or 2027-03: it takes the place of {"{"}period{"}"}.
request-many-preview = Preview
request-many-told = { $ready } ready, { $without } with nobody who has an email address.
request-many-without = Nobody with an email address
request-many-again = has the same open already
request-many-send =
    { $count ->
       [one] Send to 1 client
       *[other] Send to { $count } clients
    }
flash-request-many =
    { $count ->
       [one] On its way to 1 client. A notification will tell how it went.
       *[other] On its way to { $count } clients. A notification will tell how it went.
    }
flash-request-template-saved = The template “{ $name }” is saved.
flash-request-template-removed = The template “{ $name }” is deleted.
notification-request-round = “{ $title }”: { $sent } sent, { $failed } not sent.
error-request-many-nobody = Choose at least one client.
activity-kind-request-template = Templates of requests
activity-request-template-created = made the request template
activity-request-template-changed = changed the request template
activity-request-template-removed = deleted the request template
column-request-template-title = Title
job-send-requests = Send a request to many clients
api-part-requests = Requests of clients
requests-home-to-judge = Requests to review
requests-home-open = Open requests
requests-home-late = Overdue requests

# In the portal
request-portal-left =
    { $count ->
       [0] all is answered: it is to be sent
       [one] 1 answer is missing
       *[other] { $count } answers are missing
    }
request-task = The task that waits for this request
