### The client's portal, and what the firm does with it

portal = Portal
client-tab-portal = Portal
portal-home = Home
portal-documents = Documents
portal-messages = Messages
portal-hello = Hello,
portal-none = Nobody has invited you to a portal yet.
portal-waiting = Waiting for you
portal-nothing-waits = Nothing for now.
portal-part-failed = A part cannot be shown now. Try again in a while.
portal-dates = Your dates
portal-date-filed = Filed
portal-date-until = last day, { $day }
portal-date-account = by direct debit, from { $account }
portal-dates-more = { $count ->
    [one] And one date more.
   *[other] And { $count } dates more.
}
portal-latest = Latest documents
portal-no-documents = The documents that the firm shares with you will be here.
portal-none-found = No document is called that.
portal-search = Name or period
portal-new = New
portal-sent-by-you = sent by you
portal-save-named = Save { $name }
portal-save-all = Save all (ZIP)
portal-unread = { $count ->
    [one] One unread message
   *[other] { $count } unread messages
}
portal-send-files = Send files
portal-send-about = { $firm } will see them. Photos or PDF, several at once.
portal-send = Send
portal-sent = Sent
portal-sent-summary = # of % sent
portal-folder = Sent by the client
portal-write = Write to the firm
portal-only-reads = Your access is to read: it sends no files nor messages.
portal-message-to = Message to { $firm }
portal-no-messages = There are no messages yet.
portal-earlier = See earlier ones
portal-conversation = Conversation
portal-conversation-about = Nobody at the client sees internal notes.
portal-nothing-said = Nobody has written anything yet.
portal-internal = Internal, the firm only
portal-to-client = To the client: { $names }
portal-from-client = From the client
portal-read-by = Read by { $name }, { $at }
portal-who-reads = Who will read it
portal-text = Text
portal-note = Internal note
portal-message = Message to client
portal-recipients = Who gets it
portal-note-about = Only the firm sees it.
portal-message-about = They will see it at the portal, and are told by mail.
portal-save-note = Save note
portal-send-to = { $count ->
    [one] Send to one person
   *[other] Send to { $count } people
}
portal-sure = This began as an internal note. Press again to send it to the client.
portal-people = People with access
portal-nobody = Nobody at this client comes to the portal yet.
portal-invitation-until = Invitation sent, good until { $day }
portal-invitation-expired = The invitation has expired
portal-revoke = Take back
portal-revoke-question = Take back the invitation of { $email }?
portal-seen = came on { $at }
portal-never-seen = has not come yet
portal-end = End access
portal-end-question = End the access of { $name }?
portal-end-about = They no longer see documents and messages of this client. They can be invited again.
portal-role = Role
portal-role-help = Administration sees all areas; Read only sends nothing.
portal-role-administrator = Administration
portal-role-accounting = Accounting
portal-role-payroll = Payroll
portal-role-read-only = Read only
portal-categories = Areas they see
portal-categories-help = With none ticked, those of the role. Everybody sees what is general.
portal-no-contacts = No contact person is left to invite: add one on the profile of
portal-invite = Invite to the portal
portal-contact = Contact person
portal-contact-help = The invitation goes to their address.
portal-invitation-title = Portal of { $firm }
portal-invitation-text = { $firm } invites you to its portal for { $client }: your documents, your dates and your messages, in one place.
mail-portal-invitation-subject = { $firm } invites you to its portal
mail-portal-invitation = { $by }, of { $firm }, invites you to the portal of { $client }: your documents, your dates and your messages with the firm.
mail-portal-invitation-note = The invitation is good until { $until } and for you alone. If you do not expect it, do nothing.
error-contact-no-email = This contact person has no e-mail address: add it first on the client's profile.
error-messages-today = You have sent { $max } messages today: go on tomorrow, or call the firm.
problem-already-of-client = You have access to this client already
activity-client-person-invited = invited to the portal of
activity-client-invitation-revoked = took back an invitation to the portal of
activity-client-person-joined = joined the portal of
activity-client-person-changed = changed an access to the portal of
activity-client-person-removed = ended an access to the portal of
activity-client-note-written = wrote a note on
activity-client-message-sent = wrote to the client
activity-client-answered = wrote to the firm from
activity-client-uploaded = sent a file from
notification-client-message = { $tenant } has written to you.
notification-client-answer = { $client } has written.
notification-client-upload = { $client } has sent a file.
job-send-client-invitation = Invitation to the portal
flash-portal-sent = { $count ->
    [one] File sent.
   *[other] { $count } files sent.
}
flash-portal-message-sent = Message sent.
flash-portal-note-saved = Note saved: only the firm sees it.
flash-portal-message-sent-to = { $count ->
    [one] Message sent to one person.
   *[other] Message sent to { $count } people.
}
flash-portal-invited = Invitation sent.
flash-portal-revoked = The invitation of { $name } is good no more.
flash-portal-ended = Access ended.
