### Groups of preferences

preferences-organization-profile = Organization profile
preferences-organization-profile-about = Industry, fiscal year, formats; name and address, which are never cloned.
preferences-organization-profile-count = { "" }
preferences-logo = Logo
preferences-logo-about = The image on documents.
preferences-logo-count =
    { $count ->
       [one] 1 image
       *[other] { $number } images
    }
preferences-document-templates = Document templates
preferences-document-templates-about = Design, colours, texts and columns of invoices and other documents.
preferences-document-templates-count =
    { $count ->
       [one] 1 template
       *[other] { $number } templates
    }
preferences-email-templates = Email templates
preferences-email-templates-about = What emails to customers say, by language.
preferences-email-templates-count =
    { $count ->
       [one] 1 template
       *[other] { $number } templates
    }
preferences-chart-of-accounts = Chart of accounts
preferences-chart-of-accounts-about = The accounts that everything is posted to.
preferences-chart-of-accounts-count =
    { $count ->
       [one] 1 account
       *[other] { $number } accounts
    }
preferences-custom-fields = Custom fields
preferences-custom-fields-about = Custom fields on contacts, items and invoices.
preferences-custom-fields-count =
    { $count ->
       [one] 1 field
       *[other] { $number } fields
    }
preferences-taxes = Taxes
preferences-taxes-about = Taxes, withholdings, and groups that apply together.
preferences-taxes-count =
    { $count ->
       [one] 1 tax or group
       *[other] { $number } taxes and groups
    }
preferences-number-series = Number series
preferences-number-series-about = How documents are numbered.
preferences-number-series-count =
    { $count ->
       [one] 1 series
       *[other] { $number } series
    }
preferences-payment-terms = Payment terms
preferences-payment-terms-about = When invoices are due.
preferences-payment-terms-count =
    { $count ->
       [one] 1 term
       *[other] { $number } terms
    }
preferences-bank-rules = Bank rules
preferences-bank-rules-about = Which account bank lines go to.
preferences-bank-rules-count =
    { $count ->
       [one] 1 rule
       *[other] { $number } rules
    }
preferences-reminders = Reminders
preferences-reminders-about = When customers are reminded of an invoice.
preferences-reminders-count =
    { $count ->
       [one] 1 reminder
       *[other] { $number } reminders
    }
preferences-roles = Roles
preferences-roles-about = Own roles and what each allows.
preferences-roles-count =
    { $count ->
       [one] 1 role
       *[other] { $number } roles
    }

### Applying preferences

preferences-apply = Apply preferences
preferences-apply-new = Apply another organization's preferences
preferences-apply-about = Copies the preferences of another organization of which you are a user as well: adds what is missing, replaces what differs, leaves the rest. It can be undone while nothing has used it.
preferences-apply-to = They will be applied to { $name }
preferences-applied-none = No preferences of another organization have been applied yet.
preferences-no-source = You are not a user of any other organization with Books whose settings you may see.
preferences-undone = Undone
preferences-in-use = Changed or in use since: it can no longer be undone
flash-preferences-applied = Preferences applied.
flash-preferences-undone = Undone: everything is as it was.
apply = Apply
continue = Continue
upload = Upload
preview = Preview
preview-named = Preview: { $name }
move-up-named = Move { $name } up
move-down-named = Move { $name } down
related-lists = Related lists
download-pdf = Download PDF
logo-file = PNG or JPEG image
logo-help = Up to 256 KB. It shows on documents whose template asks for it.
logo-none = There is no logo.
logo-remove = Remove the logo?
logo-remove-about = Documents will come out without it. You will need the file to put it back.
role-gone = Removed role

### Cloning

clients-clone = Clone a client
clients-clone-about = With the preferences of another client's organization.
clients-clone-none = There is no client with Books yet whose preferences you may clone.
clone-card = Cloned preferences
clone-title = Clone preferences
clone-title-client = Choose a client
clone-title-groups = Choose the preferences
clone-offer = Clone the preferences of an existing client's organization
clone-defaults = Otherwise the default settings will be used.
clone-source = From which organization
clone-no-client = No client has Books with settings that you may see.
clone-edit = Edit preferences
clone-remove = Remove preferences
clone-other-client = Another client
clone-groups = What is cloned
clone-refresh = Update the preview
clone-preview = Preview of the changes
clone-read-at = Read: { $at }
clone-needs = Needs: { $groups }
clone-pulled-in = Comes along because it is needed by: { $group }
clone-added =
    { $count ->
       [one] 1 is added
       *[other] { $number } are added
    }
clone-replaced =
    { $count ->
       [one] 1 is replaced
       *[other] { $number } are replaced
    }
clone-left =
    { $count ->
       [one] 1 is left
       *[other] { $number } are left
    }
clone-effect-added = Added
clone-effect-replaced = Replaced
clone-effect-same = Same
clone-effect-other-currency = Not cloned: other currency
clone-effect-kept = Stays
clone-effect-omitted = Not created
clone-all-same = All of it is the same already.
clone-more = and { $number } more
clone-other-currency = The source organization works in { $currency }: the currency is not cloned.
clone-foreign-accounts =
    { $count ->
       [one] One account in another currency ({ $currencies }) is not cloned.
       *[other] { $count } accounts in another currency ({ $currencies }) are not cloned.
    }
clone-foreign-short =
    { $count ->
       [one] One account in another currency is not cloned.
       *[other] { $count } accounts in another currency are not cloned.
    }

### Errors

error-clone-source-lost = You no longer have access to that client's preferences. Nothing was saved: choose another one.
error-clone-source-changed = The chosen client's preferences have changed since you saw them. Nothing was saved: check the preview and save them again.
error-clone-source-required = Choose a client.
error-clone-missing = { $name } uses “{ $needed }”, which is not cloned and the organization does not have. Leave that group out, or change it at the source.
error-clone-unfinished = Save or cancel the preferences that you were choosing.
error-clone-needs-books = Cloning preferences needs Books among the applications.
error-clone-currency-changed = The currency has changed since you saw the preferences. Check the preview and save them again.
error-clone-itself = Choose another organization: this is the same one.
error-preference-group-unknown = There are no preferences called { $name }.
error-choose-one = Choose at least one.
error-color = This is not a colour, like #1f5c4a.
error-image = This is not a PNG or JPEG image.
error-file-too-large = The file is too large: { $max } KB at most.
error-options-two = Write at least two options, one on each line.
error-options-for-choice = Only fields of the choice kind have options.
error-variable-unknown = There is no variable “{ $name }”. See the list below.
problem-preferences-same = There is nothing to apply: it is all the same already
problem-preferences-undone = It was undone already
problem-preferences-used = It can no longer be undone
problem-preferences-used-help = The preferences were changed since, or something uses what was added. Nothing was touched.
activity-preferences-applied = applied preferences to
activity-preferences-undone = undid the preferences applied to
activity-preferences-cloned = cloned preferences into
activity-preferences-changed = changed preferences of
activity-logo-changed = changed the logo of
activity-logo-removed = removed the logo of
activity-record-moved = moved
field-cloned-from = Preferences from
field-merged-into = Merged into
field-accounts = Accounts

### Documents with sample data

document-from = From
document-to = To
document-date = Date
document-due = Due date
document-base = Subtotal
document-total = Total
document-preview-about = With sample data, in the organization's language and with its taxes, series and payment terms.
document-preview-image = First page of the sample document
document-preview-file = preview.pdf
printer-absent = The program that prints is still getting ready; this page updates by itself.
printer-check = Check again
email-preview-about = With sample data.
preview-as-typed = As it is typed in the form; it is not saved yet.
sample-customer = Sample Customer Ltd
sample-street = 1 Invented Street
sample-town = Sampletown
sample-unit = pc
sample-line-1 = Sample service
sample-line-2 = Sample item
sample-line-3 = Invented transport
sample-value-text = Sample text
sample-value-long-text = Sample text
sample-value-whole-number = 12
sample-value-decimal = 12.5
sample-value-amount = 25.00
sample-value-date = 01/01/2027
sample-value-yes-no = Yes
sample-value-choice = Option
sample-value-email = sample@mail.example
sample-value-link = https://sample.example

### Accounts

field-into = Account that stays
field-file = File
error-currency-in-use = The currency can no longer be changed: there are amounts in it.
preferences-sources-cut = The first { $max } organizations are shown: search for the missing one by its name.
