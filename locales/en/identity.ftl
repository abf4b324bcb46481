### Landing

landing-title = The accounting practice, in one place
landing-text = Despacho brings together your practice's clients and the books, expenses, payroll and inventory of each.
home-welcome = Welcome
home-title = Your practices and organizations
home-empty = Choose where to begin. You can do the other later.
home-practice = Create a practice
home-practice-about = For accounting firms: add clients and work for them.
home-organization = Create an organization
home-organization-about = For businesses: keep your books and invite your accountant.

### Sign-up and sign-in

sign-up = Create an account
sign-up-have = Have an account already?
sign-up-sent = Check your email
sign-up-sent-text = We have sent you a link to confirm the address. It expires in two days.
sign-in = Sign in
sign-in-new = First time here?
sign-out = Sign out
mail-kept = This server has no mail configured: the message is kept in the folder “mail” of its data.
confirm = Confirm the email
confirm-title = Confirm your email
confirm-text = Type the password that you signed up with to enter Despacho.
confirm-password = Your password
error-confirm-password = This is not the password of this sign-up. If it was not yours, sign up again: another link will be sent.
confirm-other = You do not remember the password, or it was not you who signed up?
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
session-seen = Last activity:
session-this = This session
session-end = End
session-end-others = End the other sessions
device-unknown = Unknown device
tokens-about = A token lets a program act in your name.
token-once = Copy the token now: it will not be shown again.
token-made = Made on { $date }
token-create = Create a token
api-documentation = API documentation
api-about = Call it with a token in the header Authorization: Bearer. Errors are application/problem+json (RFC 9457); writes take Idempotency-Key; lists take limit, search and cursor.
api-schemas = Schemas

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
notification-import-completed = 
    Import completed: { $done ->
       [one] 1 client imported
       *[other] { $done } clients imported
    }{ $failed ->
       [0] .
       *[other] , { $failed } failed.
    }
notification-member-added = { $by } gave you access to { $tenant }.

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
mail-invitation-note = The link works once and expires in seven days.
mail-notification-note = You receive this because you asked for notifications by email. You can change it in your account.
developer-mail = Kept mail
developer-mail-empty = There is no message.
mail-reset-unconfirmed = Hello. Choose another password with this link.
