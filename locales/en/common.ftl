# What stands on cards of every kind. Names in backticks are commands and stay as they are.

score-complete = complete
score-strong = strong
score-good = a good part of it
score-start = a start to build on
score-first = a first piece
score-none = not there yet

level-junior = junior
level-mid = mid
level-senior = senior

period-day = Today
period-week = This week
period-month = This month
period-all = All time

by-points = points
by-average = average
by-improvement = improvement

refusal-not-yours = This is somebody else's interview. Start your own any time.
refusal-gone = This interview is no longer there. Start a new one any time.
refusal-ended = This interview is over. Nothing was counted twice.
refusal-empty = There was nothing to grade. A few words are enough to begin with.
refusal-answered = You have answered this question already; the first answer counts.
refusal-skipped = You have skipped this question already.
refusal-not-open = This question is not open.
refusal-unanswered = Answer this question or skip it first.
refusal-moved-on = You have gone on to the next question already.
refusal-no-hint-left = That was the last hint for this question. Have a go: half an answer counts too.
refusal-not-missed = There is no follow-up to answer here.
refusal-left-bank = That question has left the bank, so here is another one. Nothing that you scored is lost.
refusal-shared = You have shared this report already.
refusal-followed-up = You have answered this follow-up already.

flag-empty = There was no word to grade.
flag-of-another = Some right words are said of the wrong thing: look again at which does what.
flag-keyword-list = This is a list of keywords. Say what they do and how they hang together: a list earns 30 % at the most.
flag-echo = This repeats the question. Words of the question earn nothing by themselves.
flag-addresses-marker = Sentences that speak to the marker were left out.
flag-too-short = This is a word or two where a few sentences were asked for: it earns 30 % at the most.
flag-off-topic = This fits another question much better than the one that was asked.
flag-unrelated = This has no word of what was asked about: it earns 25 % at the most.
flag-recited = This is the model answer nearly word for word. It keeps its score, but is not ranked.
flag-contradicted = A sentence that says something untrue earns nothing for the right words in it.

topic-unknown = There is no topic “{ $topic }”. `/topics` lists them all.
topic-unknown-near = There is no topic “{ $topic }”. Did you mean “{ $nearest }”? `/topics` lists them all.
topic-none-at-level = “{ $topic }” has no { $level } question. Leave the level out, or choose another.

not-here-title = Not here
not-yet-title = Not yet
nothing-changed-title = Nothing has changed
no-topic-title = No such topic
no-board-title = No such board
no-board = There is no board of “{ $topic }”, only of each of its concepts: { $concepts }
nothing-missed-title = Nothing to make good
nothing-missed = There is nothing here that you missed when you last answered it. `/interview` has something new, and this fills up by itself.
failed-title = I am sorry
failed =
    Something went wrong on my side; nothing of yours was counted twice. Please press again in a moment.

    Reference: `{ $reference }`
slower-title = One moment, please
slower =
    { $seconds ->
        [one] That was faster than I can follow. Nothing is lost: press again in a second.
       *[other] That was faster than I can follow. Nothing is lost: press again in { $seconds } seconds.
    }
old-button-title = A button of another version
old-button = This button is from another version of me, or no longer there. `/interview` brings you back to where you were.
old-command-title = A command of another version
old-command = I do not know this command. Reload Discord, and try again in a moment.

permission-view = View Channel
permission-send = Send Messages
permission-embed = Embed Links
permission-history = Read Message History
permission-thread = Create Public Threads
permission-send-thread = Send Messages in Threads
