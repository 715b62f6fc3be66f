# The daily question, and streaks.

daily-title = Question of the day · { $concept }
daily-closed-title = Question of the day · { $concept } · over
daily-over-title = Question of the day · over
daily-hint = Hint
daily-answered = { $count ->
    [0] nobody has answered yet
    [one] { $count } has answered
   *[other] { $count } have answered
}
daily-modal = Question of the day
daily-left-bank = That question has left the bank. The next one comes in its time.
daily-nobody = Nobody has answered it this time.
daily-points = How many met each point
daily-best = Best:
daily-counted = This answer counts for today.
daily-practice = Your first answer counts; this one is practice.
daily-late = The question is over, so this is practice.
daily-hints-title = Hints
daily-hints-more = Press Hint again for another one. Each hint costs a little on the board.
daily-hints-last = That was the last hint. Have a go: half an answer counts too.

week-title = The week from { $date }
week-people = { $count ->
    [one] { $count } person has answered here.
   *[other] { $count } people have answered here.
}
week-most = Most points
week-improved = Most improved
week-footer = /leaderboard shows the week that goes on
week-streak = My streak

daily-refused-none = There is no daily question here yet. `/daily setup` begins one.
daily-refused-which = There are several daily questions here: say which one by its channel, { $channels }.
daily-refused-many = A server may have { $most } daily questions. Change one of them, or give one another time.
daily-refused-off = This daily question is switched off. `/daily setup` begins it anew.
daily-refused-claimed = The question of { $date } is out already.
daily-refused-place = The queue has { $places } places.
daily-refused-gone = This question is no longer there. The next one comes in its time.

daily-needs-server = Ask for this in a server that I am in.
daily-needs-manager = Only those who may manage the server can change its daily question.
daily-bad-time = I do not understand that time. Write it like `9:00` or `18:30`.
daily-bad-zone = I do not know that time zone. Choose one of those that are offered while you type, such as `Europe/Berlin`.
daily-bad-days = I do not understand those days. Write `every day`, `weekdays`, `weekends`, or days such as `mon, wed, fri`.
daily-bad-date = I do not understand that date. Write it like `2026-09-01`.
daily-unclear = Discord does not say whether I may post there. Please try again in a moment.
daily-forbidden-title = I cannot post there
daily-forbidden = In { $channel } I may not do what a daily question needs: { $missing }. Allow it in the channel's settings and try again.

daily-set-title = The daily question is set up
daily-paused-title = The daily question is changed
daily-off-title = The daily question is off
daily-now-title = Today's question is on its way
daily-status-title = Daily questions
daily-is-off = Switched off; `/daily setup` begins it anew.
daily-is-stopped = Paused: { $why }. `/daily setup` goes on with it.
daily-is-paused = Paused until { $date }.
daily-next = Next: { $moment }
daily-left = { $left } of { $pool } questions are left until they repeat.
daily-missed = { $date } was not posted: { $why }.
daily-why-late = I was not there in time
daily-why-nothing = there was nothing to ask
daily-why-gone = the channel is gone
daily-why-forbidden = I may not post there any more
daily-why-unsent = Discord did not take it in time
daily-queue-title = What is asked next
daily-queue-footer = /daily queue move: 3 to: 1 · /daily queue skip: 2

streak-title = Your streak
streak-days = { $days ->
    [one] **One day** with an answer. Every streak begins like this.
   *[other] **{ $days } days** with an answer.
}
streak-none = No streak is going on. Any answer begins one, here, in `/interview` or in private.
streak-today = You have answered today.
streak-begin = Today is a good day to begin.
streak-open = There is still time today; and one missed day a week is forgiven.
streak-open-last = There is still time today. This week's missed day is used up, so today counts.
streak-longest = Your longest one had { $days ->
    [one] one day.
   *[other] { $days } days.
}
streak-rules = Rest days, days on which I was down and one missed day a week break nothing.
streak-footer = Your day ends at { $ends } in { $zone } · rest: { $rest }
streak-milestone = { $days ->
    [3] Three days with an answer. That is how a habit begins!
    [7] Seven days with an answer. Well done!
    [14] Fourteen days with an answer. You keep at it!
    [30] Thirty days with an answer. That is a habit now!
    [100] A hundred days with an answer. Hats off!
    [365] 365 days with an answer: a whole year. Hats off!
   *[other] { $days } days with an answer in your streak. Well done!
}

days-every = every day
days-weekdays = weekdays
days-weekends = weekends
days-none = none
day-mon = Mon
day-tue = Tue
day-wed = Wed
day-thu = Thu
day-fri = Fri
day-sat = Sat
day-sun = Sun
