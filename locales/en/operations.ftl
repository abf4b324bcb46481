### The page of the installation's administrators

operations-server = Server
operations-version = Version
operations-engine = Database
operations-engine-sqlite = SQLite, embedded
operations-engine-postgres = PostgreSQL
operations-uptime = Running for
operations-uptime-days =
    { $days ->
       [one] 1 day and { $hours } h
       *[other] { $days } days and { $hours } h
    }
operations-uptime-hours = { $hours } h { $minutes } min
operations-printer = Printing program
operations-printer-there = Installed
operations-printer-missing = Missing: no PDF can be made
operations-use = Use
operations-people = People
operations-practices = Practices
operations-organizations = Organizations
operations-storage = Storage
operations-storage-database = Database
operations-storage-files = Attached files
operations-storage-files-kept =
    { $files ->
       [one] 1 file, { $size }
       *[other] { $files } files, { $size }
    }
operations-storage-mail = Mail kept in the folder
operations-storage-mail-files =
    { $files ->
       [one] 1 message, { $size }
       *[other] { $files } messages, { $size }
    }
operations-storage-mail-cut = More than { $files } messages; those counted take { $size }
operations-size-b = { $size } B
operations-size-kb = { $size } kB
operations-size-mb = { $size } MB
operations-size-gb = { $size } GB
operations-mail = Mail
operations-mail-server = Mail server
operations-mail-configured = Configured
operations-mail-kept = None configured: messages are kept in the data's folder “mail”
operations-mail-waiting = Messages to be sent
operations-mail-failed = Messages that could not be sent
operations-jobs = Background jobs
operations-jobs-empty = No job has been done yet.
operations-job = Job
operations-status-queued = Waiting
operations-status-running = Running
operations-status-done = Done
operations-status-failed = Failed
operations-failed = Failed jobs
operations-failed-empty = No job has failed.
operations-failed-more = There are more failed jobs, earlier than these.
operations-retry = Retry
operations-retry-all = Retry all
operations-retry-some = Retry the { $count } oldest
operations-waiting = Waiting for another try
operations-running = Running
operations-cut = The first { $count } are shown.
operations-failed-at = Failed on { $at }
operations-next-at = Next try: { $at }
operations-since = Pending since { $at }
operations-attempts =
    { $count ->
       [one] 1 try
       *[other] { $count } tries
    }
job-send-confirmation = Mail to confirm an account
job-send-known = Mail about an account that exists already
job-send-reset = Mail to reset a password
job-send-notification = Notification by mail
job-send-email-change = Link to change an email
job-send-security-notice = Security notice
job-note-attempt = Note of an attempt to sign in
job-send-invitation = Invitation by mail
job-import-clients = Import of clients
job-index-clients = Words for the search of clients
job-user-renamed = Order of clients by who is assigned
flash-job-retried = The job is waiting again.
flash-jobs-retried = The jobs are waiting again.
problem-job-not-failed = The job is no longer among the failed ones
problem-job-not-failed-help = It was retried already, or removed for its age. Go back to the server status to see how it is.
problem-no-failed-jobs = There are no failed jobs
problem-no-failed-jobs-help = All of them were retried already.
