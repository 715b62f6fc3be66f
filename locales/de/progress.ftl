# Wie weit jemand gekommen ist, und was gefehlt hat.

progress-title = Dein Fortschritt
progress-title-member = { $name }: Fortschritt
progress-counts =
    { $answers ->
        [one] 1 Antwort · { $answered } von { $questions } Fragen
       *[other] { $answers } Antworten · { $answered } von { $questions } Fragen
    }
progress-concepts = Nach Konzept: das Mittel der letzten Antworten
progress-concept = { $title }: { $score }, { $answered } von { $questions } gefragt
progress-due = { $count } fällig
progress-more =
    { $count ->
        [one] Noch ein Konzept; `/topics` zeigt alle.
       *[other] { $count } weitere Konzepte; `/topics` zeigt alle.
    }
progress-by-day = Mittelwert, Tag für Tag
progress-by-week = Mittelwert, Woche für Woche
progress-trend = { $from } bis { $to }: { $means }
progress-change = Von { $from } auf { $to }.
progress-reviews =
    { $count ->
        [0] Zur Wiederholung steht nichts an.
        [one] 1 Wiederholung steht an: Das nächste Interview beginnt damit.
       *[other] { $count } Wiederholungen stehen an: Das nächste Interview beginnt damit.
    }
progress-rests = `{ $question }` ruht, weil so oft etwas gefehlt hat. Die Lernkarte hilft mehr als noch einmal zu fragen: `/study { $concept }`.
progress-unseen =
    { $count ->
        [one] Ein Konzept ist noch zu entdecken: /topics zeigt alle.
       *[other] { $count } Konzepte sind noch zu entdecken: /topics zeigt alle.
    }
progress-none = Noch ist nichts beantwortet. Ein guter Anfang ist `/interview`.
progress-footer-member = Antworten auf diesem Server, die auf seinen Ranglisten zählen.
progress-refused-title = Nichts zu sehen
progress-needs-server = Hier unter uns zeige ich dir deinen eigenen Fortschritt. Was { $name } zeigt, gilt den Mitgliedern des gemeinsamen Servers.
progress-bot = { $name } ist ein Bot und wurde nie gefragt.
progress-no-member = { $name } ist nicht auf diesem Server.
progress-nothing-shown = { $name } hat hier keine Antworten, die auf den Ranglisten dieses Servers zählen, oder behält sie für sich, wie es allen freisteht. Deinen eigenen Fortschritt zeigt `/progress`.

progress-practise = Üben, was mir fehlte
anki-button = Was mir fehlte, für Anki
anki-title = Was dir fehlte, für Anki
anki =
    { $count ->
        [one] Eine Notiz, die nur du siehst.
       *[other] { $count } Notizen, die nur du siehst.
    } In Anki am Rechner: Datei, Importieren. Eine neuere Datei bringt diese Notizen später auf den Stand und behält, wann sie fällig sind.
anki-nothing-title = Nichts verfehlt
anki-nothing = Dir fehlt nichts, was in der Sammlung steht, also gibt es nichts zu schreiben. `/interview` findet mehr zu fragen.
