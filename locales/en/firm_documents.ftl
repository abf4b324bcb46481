### Documents of the firm's clients

firm-documents = Documents
client-tab-firm-documents = Documents
firm-document-name = Name
firm-document-kind = Kind
firm-document-category = Area
firm-document-category-help = At the client, those who have this area see it, and only once it is shared.
firm-document-period = Period
firm-document-period-help = 2027, Q1 2027 or 03/2027; empty, of none.
firm-document-year = Fiscal year
firm-document-folder = Folder
firm-document-folder-help = Such as Taxes/2027. The client does not see folders.
firm-document-note = Note
firm-document-kind-invoice-received = Invoice received
firm-document-kind-invoice-issued = Invoice issued
firm-document-kind-statement = Statement
firm-document-kind-payslip = Payslip
firm-document-kind-contract = Contract
firm-document-kind-return = Return
firm-document-kind-filing-proof = Proof of filing
firm-document-kind-deed = Deed
firm-document-kind-certificate = Certificate
firm-document-kind-notification = Notification
firm-document-kind-other = Other
firm-document-category-general = General
firm-document-category-accounting = Accounting
firm-document-category-tax = Tax
firm-document-category-payroll = Payroll
firm-document-category-legal = Legal
error-period = Write a year, a quarter or a month: 2027, Q1 2027 or 03/2027.
error-year = Write the year with four digits.
error-not-contact = This is not a contact person of the client.
error-contact-no-right = { $name } has no access to this area: grant it first, or change the document's area.
problem-document-deleted = The document is in the bin
problem-document-held = The document is on hold: it cannot be deleted
problem-document-linked = Something names the document: it cannot be deleted for good
problem-document-not-deleted = The document is not in the bin
activity-kind-firm-document = Documents
activity-firm-document-added = added the document
activity-firm-document-version-added = added a version of
activity-firm-document-version-restored = brought back a version of
activity-firm-document-changed = changed the document
activity-firm-document-shared = shared with the client
activity-firm-document-unshared = stopped sharing
activity-firm-document-deleted = moved to the bin
activity-firm-document-restored = took out of the bin
activity-firm-document-purged = deleted for good
activity-firm-document-hold-set = put on hold the document
activity-firm-document-hold-lifted = lifted the hold on
field-firm-document-number = Version
field-firm-document-shared = Shared with
firm-document-shared-nobody = Nobody at the client
firm-document-shared-all = The whole client
firm-document-shared-some = Some people
job-empty-document-bin = Emptying the bin of documents
api-firm-documents = Documents of clients, the latest first
api-firm-documents-add = Adds a document to a client
api-firm-document = A document
api-firm-document-change = Changes what is typed of a document
api-firm-document-delete = Moves a document to the bin, where it stays for 60 days
api-firm-document-content = What is in a document, in its latest version or another
api-firm-document-versions = A document's versions, the latest first
api-firm-document-versions-add = Adds a version; earlier ones stay as they are
api-firm-document-versions-restore = Brings an earlier version back as a new one
api-firm-document-share = Shares a document with the whole client, with some people or with nobody
api-firm-document-hold = Puts a document on hold, or lifts it
api-firm-document-restore = Takes a document out of the bin
api-part-documents = Documents of clients
api-query-deleted = true, what is in the bin
api-query-version = The number of a version; empty, the latest
firm-documents-all = All
firm-documents-received = From clients
firm-documents-of-shared = Shared
firm-documents-of-internal = Internal
firm-documents-bin = Bin
firm-documents-bin-about = What is deleted stays here for { $days } days, and longer where the law has it kept or a task, a request or an obligation names it.
firm-documents-bin-empty = The bin is empty.
firm-documents-none = No document is as asked.
firm-documents-empty = There are no documents here yet.
firm-documents-more = See older ones
firm-documents-search = Name, tag, folder or client
firm-documents-sharing = Who sees it
firm-documents-added = Added
firm-documents-deleted = Deleted
firm-documents-version = Version { $number }
firm-documents-size-b = { $size } bytes
firm-documents-size-kb = { $size } kB
firm-documents-size-mb = { $size } MB
firm-documents-shared = Shared
firm-documents-shared-some = With some people
firm-documents-internal = Internal
firm-documents-from-client = From the client
firm-documents-held = On hold
firm-documents-share-all = Share with the client
firm-documents-unshare = Stop sharing
firm-documents-delete = Delete
firm-documents-restore = Bring back
firm-documents-add = Add documents
firm-documents-add-about = Drop them here, or choose them. Nobody at the client sees them until they are shared.
firm-documents-files = Files
firm-documents-files-help = Up to { $count } at once, of { $max } MB each at most.
firm-documents-send = Add
firm-documents-kind-other = Other
firm-documents-category-of-kind = That of its kind
firm-documents-waiting = Waiting
firm-documents-done = Added
firm-documents-same = Added. The client had the same in “#” already.
firm-documents-failed = It could not be sent.
firm-documents-cancelled = Cancelled
firm-documents-summary = # of % added
firm-documents-archive = documents-{ $day }.zip
firm-documents-preview = Preview
firm-documents-no-preview = This kind of file is not shown here: save it to open it.
firm-documents-open = Open in another tab
firm-documents-save = Save
firm-documents-in-bin = It is in the bin: nobody at the client sees it. It goes for good after { $days } days, save what has to be kept.
firm-documents-held-about = On hold: it cannot be deleted, whatever its age.
firm-documents-same-as = It has the same in it as
firm-documents-hold = Put on hold
firm-documents-let-go = Lift the hold
firm-documents-purge = Delete for good
firm-documents-purge-question = Delete “{ $name }” for good?
firm-documents-purge-about = It goes with all its versions, even if it has to be kept. This cannot be undone.
firm-documents-facts = Facts
firm-documents-by-link = the client, without an account
firm-documents-size = Size
firm-documents-keep-until = Keep until
firm-documents-keep-why = { $years } years from the end of the fiscal year: { $source }
firm-documents-hash = SHA-256
firm-documents-versions = Versions
firm-documents-version-add = Add a version
firm-documents-version-note = What changes
firm-documents-file = File
firm-documents-restored-from = brought back from { $number }
firm-documents-restore-version = Bring version { $number } back
firm-documents-shared-with-all = Shared with the whole client: those who have the area { $category } see it.
firm-documents-shared-with = Shared with { $names }.
firm-documents-internal-about = Internal: nobody at the client sees it.
firm-documents-no-right = Does not have the area { $category }
firm-documents-no-account = No account yet: will see it on coming in
firm-documents-reads = Seen by the client
firm-documents-seen = has seen it
firm-documents-downloaded = has downloaded it
firm-documents-times = { $count } times
flash-firm-documents-added = { $count ->
    [one] Document added.
   *[other] { $count } documents added.
}
flash-firm-documents-added-same = { $count ->
    [one] Document added. The client had the same already: { $name }.
   *[other] { $count } documents added. The client had the same already: { $name }.
}
flash-firm-documents-deleted = { $count ->
    [one] A document moved to the bin.
   *[other] { $count } documents moved to the bin.
}
flash-firm-documents-restored = { $count ->
    [one] Document brought back.
   *[other] { $count } documents brought back.
}
flash-firm-documents-shared = { $count ->
    [one] Document shared with the client.
   *[other] { $count } documents shared with their clients.
}
flash-firm-documents-unshared = { $count ->
    [one] The document is internal.
   *[other] { $count } documents are internal.
}
flash-firm-documents-version = { $name } has a new version.
flash-firm-documents-shared-one = { $name } was shared.
flash-firm-documents-unshared-one = { $name } is internal.
flash-firm-documents-held = { $name } is on hold.
flash-firm-documents-let-go = { $name } is no longer on hold.
flash-firm-documents-deleted-one = { $name } moved to the bin.
flash-firm-documents-restored-one = { $name } was brought back.
flash-firm-documents-purged = { $name } was deleted for good.
