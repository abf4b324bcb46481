### What comes again by itself: when, and why it could not be made

recurring-every = Every
recurring-unit = Unit
recurring-unit-days = days
recurring-unit-weeks = weeks
recurring-unit-months = months
recurring-unit-years = years
recurring-day = Day of the month
recurring-day-help = A shorter month has it on its last day. Days and weeks are counted from the first date.
recurring-last-day = Last day
recurring-from = From
recurring-until = Until
recurring-count = Times
recurring-every-days = { $every ->
    [one] Every day
   *[other] Every { $every } days
  }
recurring-every-weeks = { $every ->
    [one] Every week
   *[other] Every { $every } weeks
  }
recurring-every-months = { $every ->
    [one] Every month
   *[other] Every { $every } months
  }
recurring-every-years = { $every ->
    [one] Every year
   *[other] Every { $every } years
  }
recurring-on-day = { $every }, on day { $day }
recurring-on-last = { $every }, on the last day
recurring-in-month = { $when }, in { $month }
period-month = { $month } { $year }
error-author-without-right = Whoever saved it can no longer post in this organization: save it again to go on in your name.
problem-recurring-ended = It has no more dates
problem-recurring-ended-help = Change its end, so that it goes on.
