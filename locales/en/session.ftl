# Study-group sessions.

session-title = Study-group session
session-lobby =
    Everybody answers every question in their own words, in private, and then sees what the group knew. Nobody wins by being quickest, and half an answer counts too.

    Scores are for practice, and for nothing else.
session-minutes = { $minutes ->
    [one] one minute each
   *[other] { $minutes } minutes each
}
session-own-minutes = each with its own time
session-people = { $count ->
    [one] One person is in:
   *[other] { $count } people are in:
}
session-host-is = Host: { $name }
session-lobby-until = The lobby closes { $until }, unless the host starts before.
session-under-way = It has started. You can still join.
session-over = This session is over.
session-never-begun = It was closed without having started.
session-join = Join
session-leave = Leave
session-start = Start
session-host = Host …

session-time-up = The time is up { $until }.
session-waits = The reveal waits for the last answers until { $until } at the latest.
session-paused = The host has stopped the clock.
session-answered = { $answered } of { $of } have answered
session-closed = Closed: { $answered } of { $of } have answered
session-question-private = only you see what you write, and you can change it until the time is up
session-hint = Hint
session-hints-left = { $left ->
    [0] That was the last hint. Every hint costs a little.
    [one] One hint is left. Every hint costs a little.
   *[other] { $left } hints are left. Every hint costs a little.
}

session-received-title = Received
session-received = Your answer is in. Press *Answer* again to change it; the last one counts.
session-received-again = Your new answer has taken the place of the old one. The last one counts.
session-received-closed = Your answer is in, and it was the last one: here comes what the group knew.
session-your-time = Your time is up { $until }.
session-quotable = The group may see your answer, if it is the most complete one.
session-not-quotable = Nobody else sees your answer. You may let the group see it, if it is the most complete one.
session-quote = You may quote me
session-unquote = Do not quote me
session-too-late-title = Too late for this one
session-your-words = Here are your words, so that they are not lost:

session-reveal-title = { $round } of { $of } · { $concept } · what you knew
session-late = I was away when the time was up. Everything that was answered is here.
session-nobody = Nobody has answered, and that is fine.
session-points = { $count ->
    [one] What the one answer said
   *[other] What the { $count } answers said
}
session-point-all = { $of ->
    [one] said
   *[other] all { $of } said it
}
session-point-some = { $met } of { $of } said it
session-point-nobody = nobody mentioned it
session-scores = Scores
session-hidden = { $count ->
    [one] One person keeps their score to themselves.
   *[other] { $count } people keep their scores to themselves.
}
session-somebody = somebody
session-quoted = The most complete answer that may be quoted, by { $name }
session-talk = Talk about it:
session-talk-mistake = Somebody said “{ $says }”. What is wrong with that? { $correction }
session-talk-nobody = Nobody mentioned “{ $point }”. Why does it matter?
session-talk-divided = Some said “{ $point }”, some did not. Who can explain it to the others?
session-lost-title = { $round } of { $of } · a question that is gone
session-lost-question = This question has left the bank, so it is closed.
session-lost = This question has left the bank while you were at it, so nobody is graded on it. What you wrote is kept: *My words* shows it to you alone.
session-lost-graded = This question has left the bank since. The scores stand.
session-lost-own = This question has left the bank, so there is no verdict on it.
session-my-words = My words
session-verdict = My verdict
session-next-at = The next question comes { $until }, or when the host presses *Next*.
session-podium-at = The podium comes { $until }, or when the host goes on.
session-to-podium = To the podium

session-podium-title = What you made of it
session-podium = Podium
session-podium-footer = { $count ->
    [one] one question · counted on the leaderboard by its rules
   *[other] { $count } questions · counted on the leaderboard by its rules
}
session-earned = { $percent } points
session-end-finished = That was the last question. Well done, all of you.
session-end-by-host = The host has ended the session. Everything that was answered is counted.
session-end-abandoned = Nobody was there any more, so I have closed the session. Everything that was answered is counted.
session-group = The group as a whole
session-gap = Study next:
session-report = My report
session-picture-title = What the group knew
session-picture-of = { $people ->
    [one] one person
   *[other] { $people } people
} · { $questions ->
    [one] one question
   *[other] { $questions } questions
}
session-picture-gap = study next
session-picture-footer = Scores are for practice, and for nothing else

session-host-title = You are the host
session-host-lobby = { $count ->
    [one] You are alone so far. Start when everybody is there.
   *[other] { $count } people are in. Start when everybody is there.
}
session-host-revealed = Go on when the group has talked about it.
session-host-more = `/session host` makes somebody else the host, and `/session show` brings the card back to the end of the channel. If you are away for a while, somebody else becomes the host.
session-pause = Stop the clock
session-resume = Go on
session-extend = 2 more minutes
session-skip = Close it now
session-joined-title = You are in
session-joined = When the host starts, press *Answer* below each question. Only you see what you write.
session-left-title = You have left
session-left = What you have answered is counted. You can come back any time.
session-handed-over-title = Handed over
session-handed-over = { $name } is the host now.
session-opened-elsewhere-title = There is a session already
session-shown-title = Here it comes
session-shown = The card is coming to the end of the channel.
session-in-thread = The session is in <#{ $channel }>.
session-none-title = No session here
session-none = There is no session in this channel. `/session start` opens one.
session-needs-server-title = A session needs a server
session-needs-server = Open a session in a server that I am in.
session-may-not-title = I may not do that here
session-may-not = A session posts its questions in the channel. In this one I lack: { $missing }. Somebody who manages the server can give me that.
session-thread-failed = I could not make a thread here. Try it without one.
session-thread-name = Study-group session


group-gone = This session is no longer there. `/session start` opens a new one.
group-ended = This session is over. Everything that was answered is counted.
group-not-host = Only the host can do this.
group-not-in = You are not in this session. Press *Join* or answer a question to come in.
group-in = You are in already.
group-elsewhere = You are in another session of this server. Leave that one first.
group-channel-taken = There is a session in this channel already. Join that one, or open yours in another channel.
group-full = This session is full. Open another one in another channel.
group-begun = The session has started already.
group-not-begun = The session has not started yet.
group-not-open = This question is no longer open.
group-time-up = The time for this question is up.
group-empty = There was nothing to grade. A few words are enough.
group-unanswered = You have not answered this question.
group-no-hint-left = That was the last hint for this question. Have a go: half an answer counts too.
group-moved-on = The session has gone on already.
group-as-it-is = That is how it is already.
group-long-enough = This question has had all the time that there is.
group-not-due = Nothing is due yet.
