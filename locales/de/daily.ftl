# Die tägliche Frage, und Serien.

daily-title = Frage des Tages · { $concept }
daily-closed-title = Frage des Tages · { $concept } · vorbei
daily-over-title = Frage des Tages · vorbei
daily-hint = Hinweis
daily-answered = { $count ->
    [0] noch niemand hat geantwortet
    [one] { $count } Person hat geantwortet
   *[other] { $count } haben geantwortet
}
daily-modal = Frage des Tages
daily-left-bank = Diese Frage ist nicht mehr in der Sammlung. Die nächste kommt zu ihrer Zeit.
daily-nobody = Diesmal hat niemand geantwortet.
daily-points = Wie viele jeden Punkt getroffen haben
daily-best = Am besten:
daily-counted = Diese Antwort zählt für heute.
daily-practice = Deine erste Antwort zählt; diese ist Übung.
daily-late = Die Frage ist vorbei, das hier ist Übung.
daily-hints-title = Hinweise
daily-hints-more = Drücke noch einmal auf Hinweis für den nächsten. Jeder kostet ein wenig auf der Bestenliste.
daily-hints-last = Das war der letzte Hinweis. Versuch es: auch eine halbe Antwort zählt.

week-title = Die Woche ab { $date }
week-people = { $count ->
    [one] { $count } Person hat hier geantwortet.
   *[other] { $count } Personen haben hier geantwortet.
}
week-most = Die meisten Punkte
week-improved = Am meisten verbessert
week-footer = /leaderboard zeigt die laufende Woche
week-streak = Meine Serie

daily-refused-none = Hier gibt es noch keine tägliche Frage. `/daily setup` richtet eine ein.
daily-refused-which = Hier gibt es mehrere tägliche Fragen: sag durch den Kanal, welche du meinst, { $channels }.
daily-refused-many = Ein Server kann { $most } tägliche Fragen haben. Ändere eine davon.
daily-refused-off = Diese tägliche Frage ist abgeschaltet. `/daily setup` beginnt sie neu.
daily-refused-claimed = Die Frage vom { $date } ist schon gestellt.
daily-refused-place = Die Schlange hat { $places } Plätze.
daily-refused-gone = Diese Frage ist nicht mehr da. Die nächste kommt zu ihrer Zeit.

daily-needs-server = Das geht auf einem Server, auf dem ich bin.
daily-needs-manager = Nur wer den Server verwalten darf, kann seine tägliche Frage ändern.
daily-bad-time = Diese Uhrzeit verstehe ich nicht. Schreib sie wie `9:00` oder `18:30`.
daily-bad-zone = Diese Zeitzone kenne ich nicht. Nimm eine von denen, die beim Tippen angeboten werden, etwa `Europe/Berlin`.
daily-bad-days = Diese Tage verstehe ich nicht. Schreib `jeden Tag`, `werktags`, `am Wochenende` oder Tage wie `Mo, Mi, Fr`.
daily-bad-date = Dieses Datum verstehe ich nicht. Schreib es wie `2026-09-01`.
daily-unclear = Discord sagt nicht, ob ich dort schreiben darf. Versuch es gleich noch einmal.
daily-forbidden-title = Dort kann ich nicht schreiben
daily-forbidden = In { $channel } fehlt mir, was eine tägliche Frage braucht: { $missing }. Erlaube es in den Einstellungen des Kanals und versuch es noch einmal.

daily-set-title = Die tägliche Frage ist eingerichtet
daily-paused-title = Die tägliche Frage ist geändert
daily-off-title = Die tägliche Frage ist abgeschaltet
daily-now-title = Die Frage von heute ist unterwegs
daily-status-title = Tägliche Fragen
daily-is-off = Abgeschaltet; `/daily setup` beginnt sie neu.
daily-is-stopped = Ausgesetzt: { $why }. `/daily setup` setzt sie fort.
daily-is-paused = Ausgesetzt bis { $date }.
daily-next = Nächste: { $moment }
daily-left = { $left } von { $pool } Fragen sind übrig, bis sie sich wiederholen.
daily-missed = { $date } kam nicht: { $why }.
daily-why-late = ich war nicht rechtzeitig da
daily-why-nothing = es gab nichts zu fragen
daily-why-gone = den Kanal gibt es nicht mehr
daily-why-forbidden = ich darf dort nicht mehr schreiben
daily-why-unsent = Discord hat sie nicht rechtzeitig angenommen
daily-queue-title = Was als Nächstes gefragt wird
daily-queue-footer = /daily queue move: 3 to: 1 · /daily queue skip: 2

streak-title = Deine Serie
streak-days = { $days ->
    [one] **Ein Tag** mit einer Antwort. So beginnt jede Serie.
   *[other] **{ $days } Tage** mit einer Antwort.
}
streak-none = Gerade läuft keine Serie. Jede Antwort beginnt eine, hier, in `/interview` oder privat.
streak-today = Heute hast du schon geantwortet.
streak-begin = Heute ist ein guter Tag, um zu beginnen.
streak-open = Heute ist noch Zeit; und ein verpasster Tag in der Woche ist verziehen.
streak-open-last = Heute ist noch Zeit. Der verpasste Tag dieser Woche ist verbraucht, also zählt es heute.
streak-longest = Deine längste hatte { $days ->
    [one] einen Tag.
   *[other] { $days } Tage.
}
streak-rules = Ruhetage, Tage, an denen ich weg war, und ein verpasster Tag in der Woche unterbrechen nichts.
streak-footer = Dein Tag endet um { $ends } in { $zone } · Ruhe: { $rest }
streak-milestone = { $days ->
    [3] Drei Tage mit einer Antwort. So beginnt eine Gewohnheit!
    [7] Sieben Tage mit einer Antwort. Gut gemacht!
    [14] Vierzehn Tage mit einer Antwort. Du bleibst dran!
    [30] Dreißig Tage mit einer Antwort. Das ist jetzt eine Gewohnheit!
    [100] Hundert Tage mit einer Antwort. Hut ab!
    [365] 365 Tage mit einer Antwort: ein ganzes Jahr. Hut ab!
   *[other] { $days } Tage mit einer Antwort in deiner Serie. Gut gemacht!
}

days-every = jeden Tag
days-weekdays = werktags
days-weekends = am Wochenende
days-none = keine
day-mon = Mo
day-tue = Di
day-wed = Mi
day-thu = Do
day-fri = Fr
day-sat = Sa
day-sun = So
