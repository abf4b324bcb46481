### Recurring entries, and those that undo themselves

recurring = Recurring
recurring-about = Entries that come again every so many weeks or months, as drafts or posted. What could not be made is told here and tried every hour.
recurring-empty = There are no recurring entries yet. They are made here, from a template or from an entry.
recurring-new = New recurring entry
recurring-make = Make recurring
recurring-more = More recurring entries
recurring-when = When
recurring-does = What it does
recurring-next = Next date
recurring-drafts = Leaves a draft
recurring-posts = Posts
recurring-active = Active
recurring-stopped = Stopped
recurring-ended = Ended
recurring-every = Every
recurring-unit = Weeks or months
recurring-unit-weeks = weeks
recurring-unit-months = months
recurring-day = Day of the month
recurring-day-help = A shorter month has it on its last day. By weeks, the weekday of the first date counts.
recurring-last-day = Last day
recurring-from = From
recurring-until = Until
recurring-count = Times
recurring-every-weeks = { $every ->
    [one] Every week
   *[other] Every { $every } weeks
  }
recurring-every-months = { $every ->
    [one] Every month
   *[other] Every { $every } months
  }
recurring-on-day = { $every }, on day { $day }
recurring-on-last = { $every }, on the last day
recurring-lines-about = Lines hold amounts or formulas as in templates; what they ask is answered here once. No account is left empty.
recurring-fault = That of { $day } could not be made: { $why }
error-author-without-right = Whoever saved it can no longer post in this organization: save it again to go on in your name.
recurring-next-dates = Next dates
recurring-came = Made
recurring-left-out = left out
recurring-gone = draft deleted
recurring-skip = Leave the next one out
recurring-stale = Somebody saved it meanwhile. What you typed is still here: saved again, it goes over theirs.
recurring-delete-about = The entries that it made stay.
flash-recurring-skipped = { $name } left out.
flash-recurring-deleted = { $name } deleted.
problem-recurring-ended = It has no more dates
problem-recurring-ended-help = Change its end, so that it goes on.
activity-recurring-created = made the recurring entry
activity-recurring-changed = changed the recurring entry
activity-recurring-deleted = deleted the recurring entry
activity-recurring-skipped = left out a date of the recurring entry
activity-recurring-failed = could not have an entry made of
activity-kind-recurring-entry = Recurring entries
job-make-recurring = Make recurring entries
entry-reverse-on = Reverse automatically
entry-reverse-on-day = Reverse on
entry-reverse-on-about = The entry and its reversal on that date are posted together.
entry-reverses-itself = Automatic reversal
field-reverse-on = Reverse on
api-part-recurring-entries = Recurring entries
api-recurring = The recurring entries with their next dates
api-recurring-create = Makes a recurring entry of its lines, of a template (template) or of an entry (entry); frequency and every tell how often, day the day of the month (31 the last one), action whether it leaves drafts or posts
api-recurring-one = A recurring entry
api-recurring-change = Changes a recurring entry, stops it or resumes it
api-recurring-remove = Deletes a recurring entry; those that it made stay
api-recurring-skip = Leaves the next date out
