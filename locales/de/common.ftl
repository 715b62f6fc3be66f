# Was auf Karten jeder Art steht. Namen in Backticks sind Befehle und bleiben, wie sie sind.

score-complete = vollständig
score-strong = stark
score-good = ein guter Teil davon
score-start = ein Anfang, auf dem sich bauen lässt
score-first = ein erstes Stück
score-none = noch nicht da

level-junior = Junior
level-mid = Mid
level-senior = Senior

period-day = Heute
period-week = Diese Woche
period-month = Dieser Monat
period-all = Insgesamt

by-points = Punkte
by-average = Durchschnitt
by-improvement = Fortschritt

refusal-not-yours = Dieses Interview gehört jemand anderem. Dein eigenes kannst du jederzeit beginnen.
refusal-gone = Dieses Interview gibt es nicht mehr. Ein neues kannst du jederzeit beginnen.
refusal-ended = Dieses Interview ist vorbei. Nichts wurde doppelt gezählt.
refusal-empty = Da war nichts zu bewerten. Ein paar Wörter genügen für den Anfang.
refusal-answered = Diese Frage hast du schon beantwortet; die erste Antwort zählt.
refusal-skipped = Diese Frage hast du schon übersprungen.
refusal-not-open = Diese Frage ist nicht offen.
refusal-unanswered = Beantworte diese Frage zuerst, oder überspringe sie.
refusal-moved-on = Du bist schon bei der nächsten Frage.
refusal-no-hint-left = Das war der letzte Hinweis zu dieser Frage. Versuch es: Auch eine halbe Antwort zählt.
refusal-not-missed = Hier gibt es keine Nachfrage zu beantworten.
refusal-left-bank = Diese Frage ist nicht mehr in der Sammlung, darum kommt hier eine andere. Von deinen Punkten geht nichts verloren.
refusal-shared = Diesen Bericht hast du schon geteilt.
refusal-followed-up = Diese Nachfrage hast du schon beantwortet.

flag-empty = Da war kein Wort zu bewerten.
flag-of-another = Einige richtige Wörter sind vom Falschen gesagt: Sieh noch einmal nach, was wozu gehört.
flag-keyword-list = Das ist eine Liste von Stichwörtern. Sag, was sie tun und wie sie zusammenhängen: Eine Liste bringt höchstens 30 %.
flag-echo = Das wiederholt die Frage. Wörter der Frage allein bringen nichts.
flag-addresses-marker = Sätze, die sich an die Bewertung richten, wurden ausgelassen.
flag-too-short = Das sind ein, zwei Wörter, wo ein paar Sätze gefragt waren: Es bringt höchstens 30 %.
flag-off-topic = Das passt viel besser zu einer anderen Frage als zu der gestellten.
flag-unrelated = Darin steht kein Wort von dem, wonach gefragt war: Es bringt höchstens 25 %.
flag-recited = Das ist fast Wort für Wort die Musterantwort. Sie behält ihre Punkte, zählt aber nicht für die Rangliste.
flag-contradicted = Ein Satz, der etwas Falsches sagt, bringt auch für die richtigen Wörter darin nichts.

topic-unknown = Ein Thema „{ $topic }“ gibt es nicht. `/topics` zeigt alle.
topic-unknown-near = Ein Thema „{ $topic }“ gibt es nicht. Meinst du „{ $nearest }“? `/topics` zeigt alle.
topic-none-at-level = Zu „{ $topic }“ gibt es keine Frage der Stufe { $level }. Lass die Stufe weg, oder wähle eine andere.

not-here-title = Nicht hier
not-yet-title = Noch nicht
nothing-changed-title = Nichts hat sich geändert
no-topic-title = Dieses Thema gibt es nicht
no-board-title = Diese Rangliste gibt es nicht
no-board = Für „{ $topic }“ gibt es keine Rangliste, nur für jedes Konzept darin: { $concepts }
nothing-missed-title = Nichts nachzuholen
nothing-missed = Hier hat dir zuletzt nichts gefehlt. `/interview` hat Neues, und das hier füllt sich von selbst.
failed-title = Es tut mir leid
failed =
    Bei mir ist etwas schiefgegangen; von dir wurde nichts doppelt gezählt. Bitte drück gleich noch einmal.

    Kennung: `{ $reference }`
slower-title = Einen Moment bitte
slower =
    { $seconds ->
        [one] Das ging schneller, als ich mitkomme. Nichts ist verloren: Drück in einer Sekunde noch einmal.
       *[other] Das ging schneller, als ich mitkomme. Nichts ist verloren: Drück in { $seconds } Sekunden noch einmal.
    }
old-button-title = Ein Knopf einer anderen Version
old-button = Dieser Knopf stammt von einer anderen Version von mir, oder es gibt ihn nicht mehr. `/interview` bringt dich dorthin zurück, wo du warst.
old-command-title = Ein Befehl einer anderen Version
old-command = Diesen Befehl kenne ich nicht. Lade Discord neu, und versuch es gleich noch einmal.

permission-view = Kanal ansehen
permission-send = Nachrichten senden
permission-embed = Links einbetten
permission-history = Nachrichtenverlauf lesen
permission-thread = Öffentliche Threads erstellen
permission-send-thread = Nachrichten in Threads senden
