### Landing

landing-title = The accounting firm and its clients, in one place
landing-text = Despacho is free software for accounting firms: a server of one’s own in which the firm looks after its clients and each business has its organization, with the applications that it needs and the people whom it invites.
landing-firm = For the firm
landing-firm-clients = Clients are imported from the organizations in which you work already, or created by hand with their organization.
landing-firm-clone = The settings of one client are copied to another by parts, with a preview and without its data.
landing-firm-team = A team with roles, assigned clients and a record of who changed what.
landing-business = For the business
landing-business-text = Begin alone or by your firm’s invitation. Your organization starts with its country’s chart of accounts, taxes and series.
landing-applications = Four applications
landing-demo = This server is a demonstration. Sign in as { $email } with the password { $password }.
landing-licence = AGPL 3.0 licence
first-start = First account
first-start-about = This server has just begun and nobody has an account. Open the link that the program wrote when it started, or paste its code here: it works once, and needs no mail.
first-start-code = Code or link
first-start-go = Continue
first-start-account = With this account you will create the first practice. There is no email to confirm.
error-first-code = This is not the code that the program wrote when it last started.
home-welcome = Welcome
home-title = Your practices and organizations
home-empty = Choose where to begin. You can do the other later.
home-elsewhere = At a firm's portal
home-practice = Create a practice
home-practice-about = For accounting firms: add clients and work for them.
home-organization = Create an organization
home-organization-about = For businesses: keep your books and invite your accountant.

### Sign-up and sign-in

sign-up = Create an account
sign-up-have = Have an account already?
sign-up-sent = Check your email
sign-up-sent-text = We have sent you a link to confirm the address. It expires in two days.
sign-up-sent-to = We sent a link to { $email } to confirm the address. It expires in two days.
sign-up-sent-help = It does not arrive? Look among the spam, or check that the address is yours.
send-again = Send the message again
sign-up-correct = Correct the address
flash-sent-again = We sent another link to { $name }. The former ones work no more.
sign-in = Sign in
sign-in-new = First time here?
sign-in-unconfirmed = Did you sign up a short while ago? Confirm your email first with the link that we sent you.
sign-out = Sign out
mail-kept = This server has no mail configured: the message is kept in the folder “mail” of its data.
confirm = Confirm the email
confirm-title = Confirm your email
confirm-text = Type the password that you signed up with to enter Despacho.
confirm-password = Your password
error-confirm-password = This is not the password of this sign-up. If it was not yours, sign up again: another link will be sent.
confirm-other = You do not remember the password, or it was not you who signed up?
confirmed-already = Your email is confirmed already
confirmed-already-text = Nothing else is needed: sign in with your email and your password.
confirmation-dead = This link was used or has expired. We will send another to the same address.
confirmation-unknown = The link is incomplete, or another was sent later. Open the latest one that you got; if you have signed up, sign in and we will send another.
link-another = Send another link
reset-link-dead = The link to choose another password works once and expires in two hours.
revoke-tokens-too = Revoke my API tokens too
password-help = At least ten characters. A long phrase is better than odd symbols.
password-forgotten = I forgot my password
password-reset = Recover your password
password-reset-about = We will send you a link to choose another.
password-reset-send = Send the link
password-reset-sent = Check your email
password-reset-sent-text = If the address has an account, a link is on its way; it expires in two hours.
password-choose = Choose another password
password-change = Change the password

### Invitations

invitation-title = Invitation to { $tenant }
invitation-text = { $by } invites you to { $tenant } with the role “{ $role }”.
invitation-by = { $by }, of { $practice },
despacho-is = Despacho is the program in which an accounting firm and its clients share books, expenses, payroll and inventory.
invitation-accept = Accept the invitation
invitation-sign-in = Sign in and accept
invitation-sign-up = Create the account and accept
invitation-other-user = You are signed in as { $mine }, and the invitation is for { $theirs }. Sign out and open the link again.

### Account

account = My account
account-profile = Profile
account-password = Password
account-sessions = Open sessions
account-tokens = API tokens
mail-notices = Receive notifications by email too
mail-notices-help = The same notices that the bell shows: new access, accepted invitations, completed imports. Those about security are always sent.
email-present = You sign in with { $email }.
email-change = Change the email
email-change-help = We will send a link to the new address; until you open it, the present one stays.
email-change-title = Confirm your new email
email-change-text = The account of { $old } will be that of { $new }.
flash-email-change-sent = We sent a link to { $name }. The email changes when you open it.
flash-email-changed = Email changed: you now sign in with { $name }.
session-seen = Last activity:
session-opened = Opened
session-this = This session
session-end = End
session-end-others = End the other sessions
device-unknown = Unknown device
account-security = Security
security-about = What happened to your account in the last year: from where somebody signed in, the failures and the changes. If something is not yours, change your password.
security-empty = Nothing yet.
security-signed-in = Signed in
security-sign-in-failed = Wrong password
security-sign-in-blocked = Attempts blocked: too many wrong passwords
security-reset-asked = A link to recover the password was asked for
security-password-reset = Password recovered by a link
security-password-changed = Password changed
security-email-change-asked = A change of the email was asked for, to
security-email-changed = Email changed to
security-token-made = API token made:
security-token-revoked = API token revoked:
security-session-ended = Session ended from elsewhere
tokens-about = A token lets a program act in your name.
token-once = Copy the token now: it will not be shown again.
token-made = Made on { $date }
token-days = { $count ->
       [365] A year
       *[other] { $count } days
    }
token-ends = expires on { $date }
token-ended = expired on { $date }
token-endless = does not expire
token-used = used
token-unused = never used
token-reads = reads only
token-read-only = Read only
token-read-only-help = The token may look, and change nothing.
token-practice-any = The one that each call names
token-practice-help = You belong to several practices: without a choice, each call names one in the header Despacho-Practice.
token-revoke = Revoke the token “{ $name }”?
token-revoke-about = The programs that use it will stop working at once. It cannot be undone.
flash-token-revoked = Token “{ $name }” revoked.
token-create = Create a token
api-documentation = API documentation

### Notifications

notifications = Notifications
notifications-unread = 
    { $count ->
       [0] Notifications
       *[other] Notifications: { $count } unread
    }
notifications-read = Mark as read
notifications-empty = You have no notifications.
notification-new = New
flash-notifications-read = Notifications marked as read.
notification-import-completed = 
    Import completed: { $done ->
       [one] 1 client imported
       *[other] { $done } clients imported
    }{ $failed ->
       [0] .
       *[other] , { $failed } failed.
    }
notification-member-added = You now have access to { $tenant }.
notification-invitation-accepted = { $who } has accepted your invitation to { $tenant }.

### Mail

mail-confirmation-subject = Confirm your email at Despacho
mail-confirmation = Hello. Confirm this address to start using Despacho.
mail-confirmation-note = The link expires in two days. If you did not sign up, do nothing.
mail-known-subject = You have an account at Despacho already
mail-known = Hello { $name }. Somebody tried to sign up with this address, which has an account already.
mail-known-note = If you forgot the password, you can recover it from the same page.
mail-reset-subject = Recover your Despacho password
mail-reset = Hello { $name }. Somebody asked to change this account's password.
mail-reset-note = The link works once and expires in two hours. If you did not ask for it, do nothing.
mail-invitation-subject = { $by } invites you to { $tenant }
mail-invitation = { $by } invites you to { $tenant } at Despacho with the role “{ $role }”.
mail-invitation-note = The link works once and expires on { $until }.
mail-notification-note = You get this message because notices by email are on in your account. You can turn them off in “My account”.
mail-member-added-note = If you did not expect it, you can leave from “Your practices and organizations”.
mail-email-change-subject = Confirm your new email at Despacho
mail-email-change = Hello. This address was asked to replace { $old } in its account at Despacho.
mail-email-change-note = The link works once and expires in a day. If you did not ask for it, do nothing.
mail-security-network = It was done from the network address { $network }.
mail-security-note = If it was not you, recover your password at once: every session ends and the API tokens are revoked. This notice is always sent.
mail-security-password-reset-subject = Your Despacho password was changed
mail-security-password-reset = On { $at } another password was chosen by a link sent to this address. Every session was ended.
mail-security-password-changed-subject = Your Despacho password was changed
mail-security-password-changed = On { $at } the password of your account was changed. The other sessions were ended.
mail-security-email-change-asked-subject = A change of your Despacho email was asked for
mail-security-email-change-asked = On { $at } the email of your account was asked to change to { $detail }. It changes when that address confirms it.
mail-security-email-changed-subject = Your Despacho email was changed
mail-security-email-changed = On { $at } the email of your account became { $detail }.
mail-security-token-made-subject = An API token was made at Despacho
mail-security-token-made = On { $at } the API token “{ $detail }” was made in your account.
developer-mail = Kept mail
developer-mail-empty = There is no message.
mail-reset-unconfirmed = Hello. Choose another password with this link.
