### The firm's tasks

tasks = Tasks
task-quarter = Q{ $quarter } { $year }
task-month = { $month } { $year }
task-period-help = A year, a quarter or a month: 2027, Q1 2027 or 3/2027.
column-task-title = Title
column-task-kind = Kind
column-task-period = Period
column-task-waiting-for = Waits for
column-task-priority = Priority
column-task-start-on = Starts
column-task-due-on = Internal date
column-task-owner-id = Owner
column-task-reviewer-id = Reviewer
column-task-estimate-minutes = Minutes planned
column-task-assignee-id = Person
column-task-subtask = Subtask
column-task-done = Done
column-task-status = Status
column-task-reason = Reason
column-task-tags = Tags
column-task-description = Description

task-kind-tax = Tax
task-kind-accounting = Accounting
task-kind-payroll = Payroll
task-kind-corporate = Corporate
task-kind-notice = Notice
task-kind-advice = Advice
task-kind-other = Other
task-status-planned = Planned
task-status-ready = Ready to start
task-status-in-progress = In progress
task-status-waiting = Waiting
task-status-in-review = In review
task-status-done = Done
task-status-cancelled = Cancelled
task-waiting-for-client = The client
task-waiting-for-authority = The authorities
task-waiting-for-third-party = A third party
task-waiting-for-internal = The firm
task-priority-low = Low
task-priority-normal = Normal
task-priority-high = High
task-priority-urgent = Urgent

error-task-period = No period: type 2027, Q1 2027 or 3/2027.
error-task-step = The present status does not lead to this one.
error-task-only-waiting = Only a waiting task waits for somebody: set it to waiting, or leave this empty.
error-task-only-cancelled = A reason is given of a task that is cancelled: cancel it, or leave this empty.
error-task-after-legal = The internal date cannot be after the legal one, { $day }.
error-task-own-review = You sent it to review: somebody else approves it.
error-task-own-reviewer = Whoever does it cannot review it.
error-task-unseen = { $name } does not see this client: assign the client first.

activity-kind-task = Tasks
activity-task-created = added the task
activity-task-updated = changed the task
activity-task-deleted = deleted the task
activity-task-restored = put back the task
activity-task-subtask-added = added a subtask to
activity-task-subtask-updated = changed a subtask of
activity-task-subtask-removed = removed a subtask from
activity-task-commented = wrote an internal note in
notification-task-mentioned = { $who } names you in a note of the task “{ $task }”.
notification-task-returned = { $who } returns the task “{ $task }” to you.

task = Task
task-about = Details
task-all-firm = The whole firm
task-approve = Approve
task-assign = Assign to
task-begin = Begin
task-by-person = By person
task-cancel = Cancel the task
task-cancel-reason = Why it is cancelled
task-dates-people = Dates and people
task-delete-about = You can undo it for a day.
task-delete-sure = Delete “{ $name }”?
task-estimate = Time planned
task-finish = Mark as done
task-follow = Follow
task-unfollow = Unfollow
task-followers = Followers
task-followers-none = Nobody yet
task-gone = Who has left
task-handle = To handle today
task-handle-none = Nothing is late, nothing waits for review, and nothing of yours is due today.
task-home = The work
task-hours = { $hours } h
task-internal = Internal
task-legal = Legal
task-legal-day = Legal { $day }
task-line-new = New subtask
task-lines = Subtasks
task-lines-done = Subtasks done
task-lines-empty = It has no subtasks.
task-lines-help = One a line.
task-load = Hours of the week
task-me = Me
task-move = Move
task-move-example = +2 days, Fri
task-move-label = Move the internal date
task-new = New task
task-no-period = Without a period
task-nobody = Nobody
task-note-add = Save note
task-note-help = Only the firm sees it. Type @ and somebody’s name to tell them.
task-note-internal = Internal, the firm only
task-note-new = Internal note
task-notes = Conversation
task-notes-more = The latest { $count } notes are shown.
task-oldest-since = the oldest, since { $day }
task-own-today = Yours today
task-period-example = Q1 2027
task-person = Person
task-prepared = Prepared by { $name }
task-prepared-by = Prepared by
task-prepared-other = Prepared by { $name } · { $reviewer } reviews it
task-prepared-you = Prepared by { $name } · you review it
task-reopen = Reopen
task-return = Return
task-see-all = See all ({ $count })
task-send-review = Send for review
task-set-status = Set
task-steps = Other status
task-when = When
task-why = Why
task-when-late = Late
task-when-today = Today
task-when-week = This week
task-when-later = Later
task-when-none = Without a date
tasks-client-none = None.
tasks-closed = Finished
tasks-empty = There are no open tasks yet.
tasks-late = Late
tasks-mine = Mine
tasks-none = No task is like this.
tasks-open = Open
tasks-review = For review
tasks-search = Title or client
tasks-waiting = Waiting for the client
tasks-week = Due this week
task-group-due = By date
task-group-client = By client
task-group-owner = By owner
task-group-status = By status
task-group-period = By period
task-group-none = Ungrouped
task-awaited-client = the client
task-awaited-authority = the authorities
task-awaited-third-party = a third party
task-awaited-internal = the firm
task-wait-client = Wait for the client
task-wait-authority = Wait for the authorities
task-wait-third-party = Wait for a third party
task-wait-internal = Wait for the firm
task-fault-client = the client is awaited since { $day }
task-fault-authority = the authorities are awaited since { $day }
task-fault-third-party = a third party is awaited since { $day }
task-fault-internal = the firm itself is awaited since { $day }
task-ours-planned = ours, not begun
task-ours-ready = ours, ready since { $day }
task-ours-in-progress = ours, in progress since { $day }
task-ours-waiting = waiting since { $day }
task-ours-in-review = for review since { $day }
task-ours-done = done on { $day }
task-ours-cancelled = cancelled on { $day }
error-task-move = Type +2 days, a day of the week or a date.
client-tab-tasks = Tasks
flash-task-created = Task “{ $name }” added.
flash-task-followed = You follow the task: your morning digest tells of it.
flash-task-unfollowed = You no longer follow the task.
flash-task-line-added = Subtask added.
flash-task-line-removed = Subtask “{ $name }” removed.
flash-task-note-added = Internal note saved.
flash-task-status = It is now: { $name }.
task-late-days =
    { $count ->
       [one] 1 day late
      *[other] { $count } days late
    }
task-late-internal =
    { $count ->
       [one] 1 day past the internal date
      *[other] { $count } days past the internal date
    }
task-left-legal =
    { $count ->
       [one] 1 left to the legal one
      *[other] { $count } left to the legal one
    }
task-in-days =
    { $count ->
       [one] in 1 day
      *[other] in { $count } days
    }
task-oldest-days =
    { $count ->
       [one] the oldest, 1 day
      *[other] the oldest, { $count } days
    }
task-mine-week =
    { $count ->
       [one] 1 due this week
      *[other] { $count } due this week
    }
task-review-you =
    { $count ->
       [one] 1 reviewed by you
      *[other] { $count } reviewed by you
    }
task-today-count =
    { $count ->
       [one] 1 today
      *[other] { $count } today
    }
tasks-found =
    { $count ->
       [one] 1 task
      *[other] { $count } tasks
    }
tasks-partly-more =
    { $count ->
       [one] And 1 more, still ticked.
      *[other] And { $count } more, still ticked.
    }
flash-tasks-changed =
    { $count ->
       [one] 1 task changed.
      *[other] { $count } tasks changed.
    }
flash-tasks-deleted =
    { $count ->
       [one] 1 task deleted.
      *[other] { $count } tasks deleted.
    }
flash-tasks-undone =
    { $count ->
       [one] 1 task is as it was.
      *[other] { $count } tasks are as they were.
    }
tasks-partly = Changed: { $count }. Not changed, and why: { $refused }.

task-template = Template
task-templates = Templates
task-template-new = New template
task-templates-empty = There are no templates yet: with one, the same task is made for many clients and periods.
task-template-due = Internal date
task-template-active = In use
task-template-title-help = What its tasks are called; as the template when empty.
task-template-model-help = The tax model whose obligations it serves, such as 303.
task-template-due-days-help = Negative, before it.
task-template-lines-help = One a line. After a bar, days from the internal date: Reconcile | -5
task-apply = Apply to clients
task-apply-do = Make tasks
task-applications = Applications
task-periods = Periods
task-periods-help = By commas: Q1 2027, Q2 2027. When empty, one task without a period for each client.
task-outdated = Tasks of an older version
task-internal-then = Would be
task-same = same
task-application-done = { $made } made, { $already } were there
task-application-running = { $done } of { $total }
task-anchor-period-end = End of the period
task-anchor-period-start = Beginning of the period
task-anchor-legal = Legal date
task-weekends-keep = Not moved
task-weekends-before = To the Friday before
task-weekends-after = To the Monday after
task-owner-rule-assigned = Whoever has the client
task-owner-rule-applier = Whoever applies it
task-owner-rule-nobody = Nobody
column-task-template-name = Name
column-task-template-title = Title of its tasks
column-task-template-model = Tax model
column-task-template-due-anchor = Counted from
column-task-template-due-days = Days after
column-task-template-weekends = At a weekend
column-task-template-start-days = Starts days before
column-task-template-owner-rule = Owner
column-task-template-subtasks = Subtasks
column-task-template-active = In use
column-task-template-tasks = Tasks
column-task-series-frequency = Frequency
column-task-series-every = Every
column-task-series-day = Day
column-task-series-starts-on = From
column-task-series-ends-on = Until
column-task-series-anchor = Counted from
column-task-series-field = Field of the client
column-task-series-offset-days = Days after
column-task-series-period-of = Is about
column-task-series-days-ahead = Made days before
column-task-series-skip = Left out
column-task-series-clients = Clients
column-task-series-active = In use
task-series-title-help = The template’s when empty.
task-series-day-help = 31 is the last one.
task-series-skip-help = Planned days, such as 2027-04-15, by commas.
task-frequency-weekly = Weekly
task-frequency-monthly = Monthly
task-frequency-quarterly = Quarterly
task-frequency-yearly = Yearly
task-series-anchor-calendar = The calendar
task-series-anchor-legal-date = The legal date
task-series-anchor-fiscal-year-end = The end of the fiscal year
task-series-anchor-client-field = A field of the client
task-period-of-previous = The period before
task-period-of-current = Its own period
task-period-of-none = None
activity-kind-task-template = Task templates
activity-kind-task-series = Task series
activity-task-template-created = added the task template
activity-task-template-updated = changed the task template
activity-task-template-applied = applied the task template
activity-task-template-renewed = brought up to date the tasks of the template
activity-task-series-created = added the task series
activity-task-series-updated = changed the task series
notification-task-template-applied = The template “{ $name }” is applied: { $made } tasks made, { $already } were there.
task-days-after =
    { $count ->
       [one] 1 day after: { $anchor }
      *[other] { $count } days after: { $anchor }
    }
task-days-before =
    { $count ->
       [one] 1 day before: { $anchor }
      *[other] { $count } days before: { $anchor }
    }
task-outdated-ahead =
    { $count ->
       [one] 1 task that is not begun follows an older version.
      *[other] { $count } tasks that are not begun follow an older version.
    }
task-outdated-begun =
    { $count ->
       [one] 1 that is begun is left alone.
      *[other] { $count } that are begun are left alone.
    }
task-outdated-more =
    { $count ->
       [one] And 1 more.
      *[other] And { $count } more.
    }
task-renew =
    { $count ->
       [one] Bring 1 task up to date
      *[other] Bring { $count } tasks up to date
    }
flash-task-template-applied =
    { $count ->
       [one] 1 task is being made.
      *[other] { $count } tasks are being made.
    }

task-views = Views
task-view-list = List
task-view-board = Board
task-view-calendar = Calendar
task-view-load = Workload
task-view-week = My week
task-board-help = Drag a card, or lift it with Space, move it with the arrows and drop it with Enter; Esc puts it back.
task-board-lifted = Lifted. Move it with the arrows.
task-board-to = To
task-board-back = It stays where it was.
task-move-card = Move “{ $name }” to
task-month-before = Month before
task-month-after = Next month
task-calendar-cut = The first { $count } are shown.
task-week-of = Week of { $day }
task-load-none = Nothing is due in the next six weeks.
flash-task-not-moved = It was not moved: { $name }
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
task-day-more =
    { $count ->
       [one] 1 more
      *[other] { $count } more
    }

task-habits = Notices and views
task-digest = Morning digest
task-digest-about = One message each working day, if there is something to tell. Who names you and what is returned to you is told at once.
task-digest-no-mail = Your account gets no notices by mail: switch them on in your account.
task-digest-hour = Hour
task-digest-kinds = What it tells
task-digest-late = What is yours and late
task-digest-today = What is yours and due today
task-digest-review = What you review
task-digest-followed = Notes in what you follow
task-own-views = Kept views
task-own-views-none = None: narrow the list and use “Keep view”.
task-view-shared = of everybody
task-view-keep = Keep view
task-view-name = Name of the view
task-view-share = For the whole firm
task-review-rule = Review
task-own-review-allowed = Everybody may review what they did themselves
flash-task-view-kept = View “{ $name }” kept.
flash-task-view-refused = The view was not kept: { $name }
activity-task-review-rule = changed who reviews tasks in
column-practice-own-review = Review one’s own
mail-task-digest-subject = { $practice }: your day, { $day }
mail-task-digest-note = You get this digest each working morning. Change its hour or what it tells, or switch it off, in Tasks, “Notices and views”.
mail-task-digest-followed = New notes in what you follow:
mail-task-digest-late =
    { $count ->
       [one] 1 late task:
      *[other] { $count } late tasks:
    }
mail-task-digest-today =
    { $count ->
       [one] 1 due today:
      *[other] { $count } due today:
    }
mail-task-digest-review =
    { $count ->
       [one] 1 waits for your review:
      *[other] { $count } wait for your review:
    }
mail-task-digest-more =
    { $count ->
       [one] and 1 more
      *[other] and { $count } more
    }
column-task-obligation-id = Obligation
task-no-obligation = None
job-apply-task-template = Apply a task template
job-make-task-occurrences = Make the tasks of series
job-send-task-digest = Send the morning digest

task-series = Series
task-series-new = New series
task-series-empty = There are no series yet: a series makes the same task again and again.
task-series-ahead = The next year
task-series-none = It does not come in the next year.
task-series-computed = planned
task-series-what = What is done
task-series-when = When
task-series-no-template = No template
column-task-template-kind = Kind
column-task-template-priority = Priority
column-task-template-description = Description
column-task-template-reviewer-id = Reviewer
column-task-template-estimate-minutes = Minutes planned
column-task-template-tags = Tags
column-task-series-title = Title
column-task-series-kind = Kind
column-task-series-template-id = Template
column-task-series-model = Tax model
column-task-series-field-id = Field of the client
column-task-series-weekends = At a weekend
column-task-series-owner-rule = Owner
column-task-series-estimate-minutes = Minutes planned
