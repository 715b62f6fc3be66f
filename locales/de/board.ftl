# Die Rangliste.

board-title = Rangliste
board-title-topic = Rangliste · { $topic }
board-nobody-at-all = Hier hat noch niemand eine Frage beantwortet. `/interview` ist ein guter Anfang.
board-nobody-points = Hier hat noch niemand eine solche Frage beantwortet. `/interview` ist ein guter Anfang.
board-nobody-average = Noch hat niemand { $enough } Antworten, die zählen; so viele braucht ein Durchschnitt.
board-nobody-improvement = Noch hat niemand { $enough } Antworten, die in diesem Zeitraum zählen, und ebenso viele in dem davor; so viele braucht ein Fortschritt.
board-by-points = die beste der ersten Antworten jedes Tages auf jede Frage; 100 Punkte für eine volle, mehr bei höheren Stufen
board-by-average = der Durchschnitt der ersten Antworten jedes Tages
board-by-improvement = der Durchschnitt der ersten Antworten jedes Tages, verglichen mit dem Zeitraum davor
board-page = Seite { $page } von { $pages }, { $people } Leute
board-back = Zurück
board-on = Weiter
board-points = Punkte
board-questions = { $count ->
    [one] { $count } Frage
   *[other] { $count } Fragen
}
board-answers = { $count ->
    [one] { $count } Antwort
   *[other] { $count } Antworten
}
board-needs-server-title = Eine Rangliste braucht einen Server
board-needs-server = Frag nach der Rangliste auf einem Server, auf dem ich bin.

hidden-title = Du bist verborgen
hidden = Keine Rangliste dieses Servers zeigt dich. Was du antwortest, zählt weiter für dich, und `/leaderboard hide: False` zeigt dich wieder.
unhidden-title = Du stehst auf den Ranglisten
unhidden = Die Ranglisten dieses Servers zeigen dich, mit allem, was inzwischen gezählt hat.
