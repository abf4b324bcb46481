### Navigation and frame

skip = Skip to content
nav = Main
menu = Menu
search = Search
search-placeholder = Search clients, organizations, settings…
search-title = Results for “{ $words }”
search-none = Nothing matches. Try other words.
search-begin = Type what you look for: a client, an organization, an account or a setting.
search-all = See all
search-pages = Pages and settings
search-accounts = Accounts
search-tenants = Practices and organizations
search-practice = Practice
search-organization = Organization
switch = Choose a practice or organization
switch-all = See all
switch-practice = Practices
switch-organization = Organizations
switch-search = Find a practice or organization
switch-none = None matches.
switch-cut = { $max } fit here. Type part of the name and press Enter to search them all.
go-home = Go to the start
go-back = Back to the previous page
account-of = Account of { $name }
language-name = English
language-es = Spanish
language-en = English
theme = Theme
theme-system = As the system
theme-light = Light
theme-dark = Dark
shortcuts = Keyboard shortcuts
shortcut-search = Search
shortcut-new-client = New client
shortcut-received-bill = Received bill
shortcut-clients = Go to clients
shortcut-team = Go to the team
shortcut-settings = Go to the settings
shortcut-save = Save the form
shortcut-move = Move down and up the list
shortcut-select = Select the row
shortcut-help = This help
nav-home = Home
nav-overview = Overview
nav-settings = Settings
nav-users = Users
nav-activity = Activity
nav-accounts = Chart of accounts
nav-client = Client profile
nav-client-of = Profile in { $practice }
nav-reports = Reports
nav-fiscal-years = Fiscal years
operations = Server status

### Actions

actions = Actions
save = Save
save-and-new = Save and create another
cancel = Cancel
close = Close
undo = Undo
back = Back
edit = Edit
edit-named = Edit { $name }
add = Add
delete = Delete
remove = Remove
change = Change
open = Open
link = Link
unlink = Unlink
enable = Enable
activate = Activate
deactivate = Deactivate
export = Export
filter = Filter
filters = Filters
filter-remove = Remove filter { $label }: { $value }
filter-remove-all = Remove all
clear-filters = Clear the filters
columns = Columns
columns-shown = Columns that are shown
sort = Sort
select-all = Select all
select-named = Select { $name }
selected =
    { $count ->
       [one] 1 selected
       *[other] { $count } selected
    }
see-all = See all
add-link = Add
add-named = Add: { $name }
assign = Assign
assign-to = Assign to…
expand = Expand all
collapse = Collapse all
resend = Resend
revoke = Revoke
copied = Copied
choose = Choose…
file-choose = Choose a file
file-none = No file chosen
any = Any
optional = optional
day-placeholder = dd/mm/yyyy
tag = Tag
tag-add = Add tag
application = Application
views = Views
profile = Profile
unsaved = There are unsaved changes. Leave the page?
unsaved-stay = Stay here
unsaved-leave = Leave without saving
read-only-note = Your role lets you see this, but not change it.
errors-found = 
    { $count ->
       [one] One thing needs correcting
       *[other] { $count } things need correcting
    }
combobox-none = No results
combobox-hint = Type to search; the up and down arrows move through the list and Enter chooses.
combobox-count-one = 1 result
combobox-count = %n results
combobox-more = There are more: type to search among them.
combobox-mismatch = “%t” does not match any option.
combobox-searching = Searching…
today = Today
yesterday = Yesterday
days-ago = { $count } days ago
pages = Pages
pages-range = { $range } of { $total }
pages-previous = Previous
pages-next = Next
more-than = more than { $count }
state-active = Active
state-inactive = Inactive
state-open = Waiting for an answer
state-accepted = Accepted
state-revoked = Revoked
state-expired = Expired
last-activity = Last activity

### Messages shown once

flash-saved = Changes saved.
flash-record-saved = “{ $name }” was saved.
flash-account-saved = Your details were saved.
flash-practice-saved = Practice settings saved.
flash-organization-saved = Organization profile saved.
flash-logo-saved = Logo saved.
flash-logo-removed = Logo removed.
flash-record-moved = “{ $name }” was moved.
flash-session-expired = Your session has expired. Sign in to go on.
flash-deactivated = “{ $name }” is now inactive.
flash-activated = “{ $name }” is active again.
flash-client-created = Client created.
flash-organization-created = Organization created.
flash-practice-created = Practice created.
flash-application-enabled = Application enabled with its default data.
flash-invited = Invitation sent to { $name }.
flash-member-added = { $name } now has access.
flash-member-removed = { $name } has no access any more.
flash-role-changed = Role of { $name } changed.
flash-left = You left { $name }.
flash-password-changed = Password changed. Other sessions were ended.
flash-revoked = Invitation revoked.
flash-session-ended = Session ended.
flash-sessions-ended = The other sessions were ended.

### Fields

field-name = Name
field-your-name = Full name
field-first-name = First name
field-last-name = Last name
field-legal-name = Legal name
legal-name-help = What stands on invoices and tax forms, where it differs from the business name.
field-business-name = Business name
field-display-name = Display name
field-client-type = Client type
field-salutation = Salutation
field-email = Email
field-phone = Phone
field-mobile = Mobile
field-website = Website
field-tax-id = Tax ID
tax-id-other = VAT number
field-users = People
field-ids = Selection
field-industry = Industry
field-notes = Notes
field-tags = Tags
field-tag = Tag
field-country = Country
field-street1 = Street and number
field-street2 = Floor, door
field-city = City
field-state = State or province
field-province = Province
field-postal-code = Postal code
field-billing-address = Billing address
field-shipping-address = Shipping address
field-currency = Currency
field-language = Language
field-time-zone = Time zone
field-date-format = Date format
field-fiscal-year-start = Fiscal year start
field-password = Password
field-new-password = New password
field-current-password = Current password
field-role = Role
field-owner-name = Owner's name
field-status = Status
field-assigned = Assigned to
field-applications = Applications
field-invite-client = Invitation
field-organization = Organization
field-organizations = Organizations
field-code = Code
field-type = Type
field-parent-code = Parent account
field-contact-name = Contact's name
field-position = Position
field-contact-email = Contact's email
field-contact-phone = Contact's phone
field-field-name = Field name
field-token-name = What it is for
field-token-days = Lifetime
field-token-practice = Practice
field-token-password = Your password
field-new-email = New email
field-email-password = Your password
field-imported = Imported
field-failed = Failed
field-custom-fields = Custom fields

### Errors of a field

error-sent-before = It was saved already, saying something else; what you see now was not. Save it again if it is another; if it is the same, correct what was saved.
error-required = Enter this.
error-too-long = Too long: at most { $max } characters.
error-characters = It has characters that are not allowed.
error-choice = Choose one of the options.
error-email = This is not an email address, such as name@example.com.
error-phone = Not a valid phone number. If it is from another country, begin with + and its prefix.
error-website = Not a web address, such as example.com.
error-tax-id = It does not have the form of a tax ID of that country.
error-tax-id-length = It has the wrong number of characters: check for missing or extra digits.
error-tax-id-check = The check digit does not match: check what you typed.
error-country = Choose a country.
error-currency = Choose a currency.
error-language = Choose a language.
error-time-zone = Choose a time zone.
error-state = Choose a province or state of the list.
error-postal-code = A Spanish postal code has 5 digits and begins with 01 to 52.
error-taken = There is another one like it.
error-display-name-taken = There is a client with this name: { $name }.
error-tax-id-taken = There is a client with this tax id: { $name }.
error-tax-id-taken-unseen = Another client has this tax id.
error-password-short = Too short: at least { $min } characters.
error-password-email = Do not use your email address in the password.
error-password-common = It is among the first that anybody would try. Try several words in a row.
error-too-many-attempts = Too many attempts. Try again in { $minutes } min.
error-email-same = It is your email already.
error-credentials = The email or the password is wrong.
error-current-password = This is not your current password.
error-already-member = This person has access already.
error-already-invited = There is an open invitation to this email already.
error-application-required = Choose at least one application.
error-invite-needs-application = To invite, choose at least one application.
error-invite-needs-email = To invite, the client's email is needed.
error-nothing-selected = Nothing is selected.
error-nobody-chosen = Choose at least one person.
error-too-many-rows = Too many: at most { $max }.
error-between = Enter a number between { $min } and { $max }.
error-amount = Enter an amount, such as 25.50.
error-decimals = It has more decimals than the currency.
error-number = This is no number that fits here: write it as 1,234.50.
error-number-too-large = At most { $max }.
error-date = Enter a date.
error-decimals-four = At most four decimals.

### Problems of a request

problem-not-found = Not found
problem-not-found-help = The page does not exist, or you have no access to it.
problem-unauthenticated = Sign in
session-expired = Your session has expired
session-expired-kept = What you typed is not saved yet, but it is still on this page. Sign in and send it again; passwords and files have to be given once more.
session-expired-back = Nothing was saved. Sign in, come back to this tab and go back to the previous page.
session-expired-sign-in = Sign in in another tab
session-expired-send = Send again what I typed
session-expired-here = What you typed is still on the page. Sign in and it will be saved.
server-unreachable = The server could not be reached. What you typed is still here and is not saved.
server-slow = The server takes longer than usual. Please wait: there is no need to press again.
offline = Offline. What you type stays on the page; you can save it once the connection is back.
retry = Try again
problem-forbidden = Your role does not allow it
problem-forbidden-help = Ask whoever administers the practice or organization.
problem-malformed = The request can't be read
problem-not-acceptable = No answer is of a kind that the request accepts
problem-invalid = Some data needs correcting
problem-too-many = Too many attempts
problem-too-many-help = Wait a minute and try again.
problem-internal = Something failed on the server
problem-internal-help = Nothing was saved. Try again; if it happens again, tell whoever runs the server.
problem-link = The link no longer works
problem-link-help = It was used, has expired or is incomplete. Ask for another.
problem-invitation-used = The invitation was accepted already
problem-invitation-used-help = Sign in with the account that accepted it.
problem-invitation-revoked = The invitation was revoked
problem-invitation-expired = The invitation has expired
problem-invitation-expired-help = Ask whoever invited you to resend it.
problem-invitation-unknown = The invitation does not exist
problem-invitation-unknown-help = Check that the link is complete. If it was resent, use the latest one.
problem-invitation-closed = The invitation is no longer open
problem-invitation-open = There is an open invitation to this client already
problem-invitation-other-user = The invitation is for another address
problem-invite-without-email = The client has no email
problem-last-administrator = At least one administrator must stay
problem-last-administrator-help = Give that role to somebody else first.
problem-last-owner = At least one owner must stay
problem-last-owner-help = Give that role to another person first.
problem-practice-required = You belong to several practices: name the one that the call is for in the header Despacho-Practice, or use a token made for one
problem-token-read-only = This API token only reads
problem-application-unknown = This application is not available
problem-idempotency-key = The Idempotency-Key is not valid
problem-idempotency-key-reused = This Idempotency-Key was used with another request
problem-no-practice = This user belongs to no practice
problem-organization-linked = The organization is linked to a client already
problem-import-nothing-to-retry = There is nothing left to retry
problem-printer-absent = Nothing can be printed yet
problem-printer-absent-help = The program that prints is getting ready. Try again in a few minutes; if it happens again, tell whoever runs the server.
problem-printer-busy = Too many documents are waiting
problem-printer-busy-help = Try again in a minute.
problem-printer-died = The document could not be printed
problem-printer-died-help = Try again; if it happens again, tell whoever runs the server.
problem-document-too-long = The document takes too long to print
problem-document-too-long-help = It may have too many lines. Split it and try again.
problem-document-too-large = The document is too large to print
problem-document-too-large-help = Take out lines or text, or use a smaller logo, and try again.
problem-document-faulty = The document can't be printed as it is
problem-document-faulty-help = Check the template and the logo; if it happens again, tell whoever runs the server.

### Activity

activity-empty = There is no activity yet.
activity-latest = Latest activity
activity-earlier = See earlier
activity-emptied = empty
activity-rows = { $added } rows added, { $replaced } replaced
activity-search = Client, record or person
activity-person = Who
activity-kind = What
activity-from = From
activity-to = To
activity-none = Nothing matches these filters.
activity-kind-client = Clients
activity-kind-user = Users
activity-kind-invitation = Invitations
activity-kind-organization = Organization
activity-kind-practice = Practice
activity-kind-import = Imports
activity-kind-custom-field = Custom fields
activity-kind-account = Accounts
activity-kind-journal-entry = Journal entries
activity-kind-period-lock = Locks
activity-kind-fiscal-year = Fiscal years
activity-client-created = created the client
activity-client-updated = changed the client
activity-client-imported = imported the client
activity-client-invited = invited the client
activity-client-activated = activated the client
activity-client-deactivated = deactivated the client
activity-client-assigned = changed who is assigned to the client
activity-contact-added = added a contact to
activity-contact-updated = changed a contact of
activity-contact-removed = removed a contact of
activity-organization-linked = linked an organization to
activity-organization-unlinked = unlinked an organization from
activity-import-started = started an import
activity-import-retried = retried an import
activity-import-completed = completed an import
activity-organization-created = created the organization
activity-organization-updated = changed the organization
activity-application-enabled = enabled an application in
activity-practice-created = created the practice
activity-practice-updated = changed the practice
activity-member-added = gave access to
activity-member-removed = took away the access of
activity-member-left = left
activity-member-role-changed = changed the role of
activity-invitation-sent = invited
activity-invitation-resent = resent the invitation to
activity-invitation-revoked = revoked the invitation to
activity-invitation-accepted = accepted the invitation sent to
activity-record-created = added
activity-record-updated = changed
activity-record-activated = activated
activity-record-deactivated = deactivated
activity-custom-field-created = created the field
activity-custom-field-activated = activated the field
activity-custom-field-deactivated = deactivated the field

### Months

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

### Team, common to practices and organizations

team = Team
team-add = Add a person
team-add-help = Whoever has an account is in at once and is told; the others get an invitation.
team-add-button = Add
team-members = { $count ->
       [one] One person
       *[other] { $count } people
    }
team-since = Since
team-role-of = Role of { $name }
team-pending = { $count ->
       [one] 1 open invitation
       *[other] { $count } open invitations
    }
team-seen = Last access
team-never = Not yet
team-roles = What each role may do
team-you = You
team-remove = Take the access of { $name } away?
team-remove-about-practice = They will no longer see this practice nor be assigned to its clients. The invitations that they sent and nobody answered are revoked. You can add them again.
team-remove-about-organization = They will no longer see this organization. The invitations that they sent and nobody answered are revoked. You can add them again.
team-last-owner = At least one owner must stay: give that role to another person first.
team-last-administrator = At least one administrator must stay: give that role to another person first.
leave = Leave
leave-question = Leave { $name }?
leave-about = You will have no access any more. To come back, somebody inside has to add you.
leave-last-owner = Only owner
leave-last-administrator = Only administrator
invitation-sent-by = by { $name }
invitation-revoke = Revoke the invitation to { $email }?
invitation-revoke-about = The link that they got will work no more. You can invite them again.
invitations = Invitations
invitation-until = until { $date }
regional-settings = Regional settings
address = Address

### Style guide

styleguide = Style guide
styleguide-buttons = Buttons
styleguide-tags = Tags
styleguide-forms = Forms
styleguide-empty = Empty list
styleguide-progress = Progress
problem-stale = Somebody else saved changes meanwhile
stale-title = Somebody else saved changes while you were editing
stale-about = Nothing has been saved yet. What you typed is still below: look at the differences and save again, or reload the page to keep what is stored.
stale-what = Field
stale-stored = Stored now
stale-typed = What you typed
stale-field = “{ $stored }” is stored now; you sent “{ $typed }”.
error-wrong-type = { $wanted ->
    [string] A text is expected.
    [integer] A whole number is expected.
    [number] A number is expected.
    [boolean] true or false is expected.
    [array] A list is expected.
    [object] An object is expected.
   *[other] The value is not of the expected type.
}
error-missing = This is missing.
error-id = This is not an id.
error-cursor = The cursor is not one that was answered here.
error-repeated = It stands more than once.
reference-key = or its code, if it is not listed
yes = Yes
no = No
error-name-link = A name cannot hold links or Internet addresses. After an abbreviation’s full stop, put a space.
error-mail-by-sender = You have sent { $max } invitations today. Go on tomorrow.
error-mail-to-recipient = This address has received { $max } messages today. Try again tomorrow.
error-mail-by-one = You have sent this address { $max } messages today. Try again tomorrow.
error-more-errors = There are more errors; the first { $max } are shown.
problem-incident = Reference of the failure, should you report it: { $id }
problem-role-changed = Somebody has changed this person's role meanwhile
problem-role-changed-help = Go back to the page to see the present one.
mail-plain-link = If the button does not work, copy this link into your browser:
