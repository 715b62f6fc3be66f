# The cards of an interview.

opening-title = Your mock interview
opening-count = { $count ->
    [one] one question
   *[other] { $count } questions
}
opening-all-topics = all topics
opening-topic = on { $topic }
opening-every-level = every level
opening-missed = what you missed
opening-missed-all = { $count ->
    [one] There is one question of which you missed something when you last answered it.
   *[other] There are { $count } questions of which you missed something when you last answered them.
}
opening-minutes = { $minutes ->
    [one] one minute each
   *[other] { $minutes } minutes each
}
opening-time = { $time } minutes each
opening = Answer in your own words; half an answer counts too. Typos and grammar do not matter, and nobody is timing you. Only you can see this, and what you write stays between us.
opening-timed = Answer in your own words; half an answer counts too. Typos and grammar do not matter. The time of a question begins when you see it, and a late answer counts just the same. Only you can see this, and what you write stays between us.
opening-practice = Scores are for practice, and for nothing else.
opening-begin = Begin
opening-not-now = Not now

open-already-title = Welcome back
open-already = You have an interview open. Its questions, your answers and your scores are all there.
open-already-resume = Resume
open-already-over = Start over

question-title = { $round } of { $of } · { $concept }
question-footer = { $level } · about { $minutes } min · { $name }
question-deadline = Time until { $at } ({ $in }). Later is fine: it counts just the same.
question-answer = Answer
question-hint = Hint ({ $left } left)
question-skip = Skip
question-another = Another question
interview-end = End

answer-title = Question { $round }
answer-label = Your answer
answer-placeholder = In your own words. Notes are fine.
follow-up-placeholder = A sentence is enough.

verdict-title = Your answer
verdict-footer = { $round } of { $of } · { $name }
verdict-followed = (follow-up, +{ $added })
verdict-not-quite = Not quite. The point was: { $point }
verdict-missed = Missed. Hint: { $hint }
verdict-late = This came after its time. It was graded as always: late costs nothing.
verdict-rests = You have missed this question so often that it rests from now on. Its study card helps more than asking again.
verdict-follow-up = Follow-up
verdict-model = Model answer
verdict-study = Study card
verdict-next = Next
verdict-report = See the report

model-title = A model answer
model-prints = It prints:

report-empty-title = Until next time
report-empty = Nothing was answered, and that is fine. `/interview` starts a new one whenever you like.
report-title = Your report
report-skipped = skipped
report-late = late
report-late-all = { $count ->
    [one] One answer came after its time. It counts in full; with practice the time will do.
   *[other] { $count } answers came after their time. They count in full; with practice the time will do.
}
report-mastery = { $score } over all you were asked of it
report-chart-title = What you know by now
report-chart = By your last answers, this interview included
report-chart-next = study next
report-strongest = Strongest:
report-nothing-next = Nothing here needs more study. Try another topic next.
report-study-next = Study next
report-footer = { $answered } of { $asked } answered
report-again = Again: what I missed ({ $count })
report-study = Study card: { $title }
report-share = Share the summary
shared-title = { $name } held a mock interview
shared-footer = { $answered } of { $asked } answered · /interview for your own
shared-nothing-title = Nothing was posted
