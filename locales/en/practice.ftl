practice = Practice
practice-new = New practice
practice-name = Practice name
practice-create = Create the practice
practice-settings = Practice settings
practice-role-owner = Owner
practice-role-administrator = Administrator
practice-role-manager = Manager
practice-role-staff = Staff
practice-role-read-only = Read-only
practice-role-owner-about = Everything, other owners included.
practice-role-administrator-about = Everything but what concerns owners.
practice-role-manager-about = All clients: create, import, assign, deactivate. Neither team nor settings.
practice-role-staff-about = Sees and changes the assigned clients alone.
practice-role-read-only-about = Sees all clients and changes nothing.
custom-fields = Custom fields of clients
custom-fields-about = They appear on each client's form. A deactivated field keeps its data.

### List of clients

client = Client
clients = Clients
clients-active = Active
clients-inactive = Inactive
clients-all = All
clients-search = Name, tax ID, email, phone…
clients-none = No client matches the filters.
clients-found =
    { $count ->
       [one] 1 client
       *[other] { $count } clients
    }
clients-found-more = More than { $count } clients
clients-mine = Your clients
clients-mine-empty = No clients are assigned to you yet.
clients-empty = Your clients will be here.
clients-add = Add clients
clients-import = Import existing client organizations
clients-import-about = The organizations in which you are a user already, as clients of the practice.
clients-create = Create a client
clients-create-about = With a new organization and its applications, or without one.
client-new = New client
client-form-new = New client
client-edit = Edit client
client-identity = Client details
client-applications-help = A new organization will be created and you will be its administrator. Without applications, it is saved as an “other client”.
client-other = Other client
client-open-existing = Open that client
client-same-tax-id = It is another client with the same tax id: save anyway
client-type-business = Business
client-type-individual = Individual
salutation-mr = Mr
salutation-ms = Ms
salutation-mx = Mx
salutation-dr = Dr
display-name-help = How it appears in lists. Unique in the practice.
tags-help = Separated by commas.
shipping-other = The shipping address is different
invite-client = Invite this client as an administrator of the organization
invite-client-help = They will receive an email with a single-use link, good for 7 days.
invite-client-disabled = Choose an application first: without an organization there is nothing to invite to.
invite-client-now = Invite the client
client-column-created = Created
client-column-updated = Last change

### What was done to a selection

flash-clients-activated =
    { $count ->
       [0] They were active already.
       [one] 1 client activated.
       *[other] { $count } clients activated.
    }
flash-clients-deactivated =
    { $count ->
       [0] They were inactive already.
       [one] 1 client deactivated.
       *[other] { $count } clients deactivated.
    }
flash-clients-tagged =
    { $count ->
       [0] They had that tag already.
       [one] Tag added to 1 client.
       *[other] Tag added to { $count } clients.
    }
flash-clients-assigned =
    { $count ->
       [0] They were assigned already.
       [one] 1 client assigned.
       *[other] { $count } clients assigned.
    }
flash-clients-undone =
    { $count ->
       [one] Undone: 1 client is as before.
       *[other] Undone: { $count } clients are as before.
    }

### Profile

client-tab-overview = Overview
client-tab-organizations = Organizations
client-tab-activity = Activity
client-without-organization = This client has no organization.
organization-go = Go to organization
organization-no-access = You have no access to the organization: ask whoever administers it to give it to you from this client’s profile.
organization-your-role = Your role
organization-link = Link another organization
flash-organization-linked = “{ $name }” is linked to this client.
flash-organization-unlinked = “{ $name }” is no longer linked to this client.
organization-link-none = There is no other organization in which you are a user and that is not linked.
contacts = Contact persons
contacts-empty = There are no contacts yet.
flash-contact-removed = { $name } was removed from the contacts.
contact-add = Add contact
assigned-users = Assigned to
assigned-empty = Nobody is assigned to this client.
assigned-change = Change
invitation-pending-until = Invitation pending until { $date }
invitation-revoke-sure = Revoke the invitation of { $email }?
unlink-sure = Unlink { $name }?
unlink-about = The organization is no longer this client's: its books, its data and who works in it stay as they are. You can link it again.
assigned-no-access = No access to { $organization }
assigned-role = Role of { $name } in { $organization }
assigned-give = Give access
assigned-give-to = Give access to { $name }: { $organization }
flash-assigned =
    { $count ->
       [0] The client is assigned to nobody.
       [one] Client assigned to one person.
       *[other] Client assigned to { $count } people.
    }

### Import

import-title = Import clients
import-search = Search organization
import-empty = There are no organizations to import: either you are a user of none, or all are clients already.
import-none = No organization matches.
import-known-tax-id = There is a client with this tax id: { $name }.
import-known-name = There is a client with this name: { $name }.
import-known-choice = What to do with { $name }
import-known-link = Link to { $name }
import-known-create = Create another client
import-missing = Is an organization missing?
import-tip = Ask your client to add you as a user of their organization. You can send them this text:
import-tip-text = Hello: to keep your books I need access to your organization at Despacho. In Settings › Users, add { $name } with the email { $email } and the role “Accountant”. Thank you.
import-tip-copy = Copy the text
import-progress = Progress of the import
import-status-queued = Waiting
import-status-running = Importing…
import-status-completed = Import completed
import-may-leave = You may leave this page.
import-summary = { $done } of { $total } imported, { $failed } failed
import-see-clients = See the clients
import-retry = Retry the failed ones
import-failed = Could not be imported
import-done = Imported
imports-recent = Recent imports
import-error-access-lost = You are no longer a user of this organization.
import-error-already-linked = It is linked to a client of the practice already.
import-error-interrupted = The import was interrupted before it got here.
clients-file = clients
clone-sources-cut = The first { $max } are shown: search for the missing one by the name of the client or of the organization.
clone-restore = Bring the preferences back
organization-link-cut = The first { $max } are shown: search for the missing one.
organization-link-search = Search for an organization to link
import-cut = The first { $max } organizations are shown: search for the others.
import-search-all = Search among all organizations

custom-field-kind = What it takes
custom-field-options = Options
custom-field-options-help = One a line; only of “one of several” and “several”.
custom-field-default = Initial value
custom-field-required = Required
error-not-of-kind = Only choices have options.
field-kind-text = Text
field-kind-long-text = Long text
field-kind-number = Number
field-kind-money = Amount (€)
field-kind-date = Date
field-kind-yes-no = Yes or no
field-kind-choice = One of several
field-kind-choices = Several
field-kind-person = Member of the team
field-kind-iban = IBAN
field-kind-tax-id = Tax id
