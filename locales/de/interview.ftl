# Die Karten eines Interviews.

opening-title = Dein Probeinterview
opening-count = { $count ->
    [one] eine Frage
   *[other] { $count } Fragen
}
opening-all-topics = alle Themen
opening-topic = zu { $topic }
opening-every-level = jede Stufe
opening-missed = was dir gefehlt hat
opening-missed-all = { $count ->
    [one] Bei einer Frage hat dir zuletzt etwas gefehlt.
   *[other] Bei { $count } Fragen hat dir zuletzt etwas gefehlt.
}
opening-minutes = { $minutes ->
    [one] je eine Minute
   *[other] je { $minutes } Minuten
}
opening-time = je { $time } Minuten
opening = Antworte in deinen eigenen Worten; auch eine halbe Antwort zählt. Tippfehler und Grammatik sind egal, und niemand stoppt die Zeit. Nur du siehst das hier, und was du schreibst, bleibt unter uns. Die Fragen sind auf Englisch, deine Antworten bitte auch.
opening-timed = Antworte in deinen eigenen Worten; auch eine halbe Antwort zählt. Tippfehler und Grammatik sind egal. Die Zeit einer Frage beginnt, wenn du sie siehst, und eine späte Antwort zählt genauso. Nur du siehst das hier, und was du schreibst, bleibt unter uns. Die Fragen sind auf Englisch, deine Antworten bitte auch.
opening-practice = Punkte sind zum Üben da, und für nichts sonst.
opening-begin = Los
opening-not-now = Jetzt nicht

open-already-title = Willkommen zurück
open-already = Du hast noch ein offenes Interview. Seine Fragen, deine Antworten und deine Punkte sind alle noch da.
open-already-resume = Weitermachen
open-already-over = Neu beginnen

question-title = { $round } von { $of } · { $concept }
question-footer = { $level } · etwa { $minutes } min · { $name }
question-deadline = Zeit bis { $at } ({ $in }). Später ist auch gut: es zählt genauso.
question-answer = Antworten
question-hint = Hinweis (noch { $left })
question-skip = Überspringen
question-another = Eine andere Frage
interview-end = Beenden

answer-title = Frage { $round }
answer-label = Deine Antwort
answer-placeholder = In deinen eigenen Worten. Notizen genügen.
follow-up-placeholder = Ein Satz genügt.

verdict-title = Deine Antwort
verdict-footer = { $round } von { $of } · { $name }
verdict-followed = (Nachfrage, +{ $added })
verdict-not-quite = Nicht ganz. Der Punkt war: { $point }
verdict-missed = Fehlt. Hinweis: { $hint }
verdict-late = Das kam nach der Zeit. Bewertet wurde es wie immer: Spät kostet nichts.
verdict-rests = Diese Frage ruht jetzt, weil sie so oft danebenging. Ihre Lernkarte hilft mehr, als noch einmal zu fragen.
verdict-follow-up = Nachfrage
verdict-model = Musterantwort
verdict-study = Lernkarte
verdict-next = Weiter
verdict-report = Zum Bericht

model-title = Eine Musterantwort
model-prints = Ausgabe:

report-empty-title = Bis zum nächsten Mal
report-empty = Nichts wurde beantwortet, und das ist in Ordnung. `/interview` beginnt ein neues, wann immer du magst.
report-title = Dein Bericht
report-skipped = übersprungen
report-late = spät
report-late-all = { $count ->
    [one] Eine Antwort kam nach der Zeit. Sie zählt voll; mit etwas Übung reicht die Zeit.
   *[other] { $count } Antworten kamen nach der Zeit. Sie zählen voll; mit etwas Übung reicht die Zeit.
}
report-mastery = { $score } über alles, was du dazu gefragt wurdest
report-chart-title = Was du jetzt weißt
report-chart = Nach deinen letzten Antworten, dieses Interview eingerechnet
report-chart-next = als Nächstes ansehen
report-strongest = Am stärksten:
report-nothing-next = Hier ist nichts mehr nachzuholen. Versuch als Nächstes ein anderes Thema.
report-study-next = Als Nächstes ansehen
report-footer = { $answered } von { $asked } beantwortet
report-again = Noch mal, was mir gefehlt hat ({ $count })
report-study = Lernkarte: { $title }
report-share = Zusammenfassung teilen
shared-title = { $name } hat ein Probeinterview gemacht
shared-footer = { $answered } von { $asked } beantwortet · /interview für dein eigenes
shared-nothing-title = Nichts wurde gepostet
