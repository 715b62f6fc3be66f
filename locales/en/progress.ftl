# How far somebody has come, and what they missed.

progress-title = Your progress
progress-title-member = { $name }: progress
progress-counts =
    { $answers ->
        [one] 1 answer · { $answered } of { $questions } questions
       *[other] { $answers } answers · { $answered } of { $questions } questions
    }
progress-concepts = By concept: the mean of the last answers
progress-concept = { $title }: { $score }, { $answered } of { $questions } asked
progress-due = { $count } due
progress-more =
    { $count ->
        [one] One more concept; `/topics` lists them all.
       *[other] { $count } more concepts; `/topics` lists them all.
    }
progress-by-day = Mean score, day by day
progress-by-week = Mean score, week by week
progress-trend = { $from } to { $to }: { $means }
progress-change = From { $from } to { $to }.
progress-reviews =
    { $count ->
        [0] Nothing is due for review.
        [one] 1 review is due: the next interview begins with it.
       *[other] { $count } reviews are due: the next interview begins with them.
    }
progress-rests = `{ $question }` rests, since it was missed so often. Its card helps more than asking again: `/study { $concept }`.
progress-unseen =
    { $count ->
        [one] One concept to discover: /topics lists them all.
       *[other] { $count } concepts to discover: /topics lists them all.
    }
progress-none = Nothing was answered yet. `/interview` is a good place to start.
progress-footer-member = Answers in this server that count on its boards.
progress-refused-title = Nothing to see
progress-needs-server = In private I show you your own progress. What { $name } shows, they show the members of their server.
progress-bot = { $name } is a bot, and was never asked.
progress-no-member = { $name } is not in this server.
progress-nothing-shown = { $name } has no answers here that count on the boards of this server, or keeps them private, as everybody may. Your own progress is `/progress`.

progress-practise = Practise what I missed
anki-button = What I missed, for Anki
anki-title = What you missed, for Anki
anki =
    { $count ->
        [one] One note, which only you see.
       *[other] { $count } notes, which only you see.
    } In Anki on a computer: File, Import. Importing a newer file later updates these notes and keeps when they are due.
anki-nothing-title = Nothing missed
anki-nothing = You have missed nothing that is in the bank, so there is nothing to write. `/interview` finds more to ask.
