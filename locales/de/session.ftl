# Sitzungen von Lerngruppen.

session-title = Lerngruppe
session-lobby =
    Alle beantworten jede Frage in eigenen Worten, jede und jeder für sich, und sehen dann, was die Gruppe wusste. Niemand gewinnt, weil er schnell ist, und auch eine halbe Antwort zählt.

    Die Punkte sind zum Üben da, und für nichts sonst.
session-minutes = { $minutes ->
    [one] je eine Minute
   *[other] je { $minutes } Minuten
}
session-own-minutes = jede mit eigener Zeit
session-people = { $count ->
    [one] Eine Person ist dabei:
   *[other] { $count } sind dabei:
}
session-host-is = Leitung: { $name }
session-lobby-until = Der Warteraum schließt { $until }, wenn die Leitung nicht vorher anfängt.
session-under-way = Es hat angefangen. Mitmachen geht noch.
session-over = Diese Sitzung ist vorbei.
session-never-begun = Geschlossen, ohne dass es angefangen hätte.
session-join = Mitmachen
session-leave = Gehen
session-start = Anfangen
session-host = Leitung …

session-time-up = Die Zeit endet { $until }.
session-waits = Die Auflösung wartet auf die letzten Antworten bis spätestens { $until }.
session-paused = Die Leitung hat die Uhr angehalten.
session-answered = { $answered } von { $of } haben geantwortet
session-closed = Geschlossen: { $answered } von { $of } haben geantwortet
session-question-private = nur du siehst, was du schreibst, und kannst es ändern, bis die Zeit um ist
session-hint = Hinweis
session-hints-left = { $left ->
    [0] Das war der letzte Hinweis. Jeder Hinweis kostet etwas.
    [one] Ein Hinweis ist noch da. Jeder Hinweis kostet etwas.
   *[other] { $left } Hinweise sind noch da. Jeder Hinweis kostet etwas.
}

session-received-title = Angekommen
session-received = Deine Antwort ist da. Mit *Antworten* kannst du sie ändern; die letzte zählt.
session-received-again = Deine neue Antwort steht anstelle der alten. Die letzte zählt.
session-received-closed = Deine Antwort ist da, und sie war die letzte: Jetzt kommt, was die Gruppe wusste.
session-your-time = Deine Zeit endet { $until }.
session-quotable = Die Gruppe darf deine Antwort sehen, wenn sie die vollständigste ist.
session-not-quotable = Niemand sonst sieht deine Antwort. Du kannst sie der Gruppe zeigen lassen, wenn sie die vollständigste ist.
session-quote = Ihr dürft mich zitieren
session-unquote = Zitiert mich nicht
session-too-late-title = Für diese zu spät
session-your-words = Hier sind deine Worte, damit sie nicht verloren sind:

session-reveal-title = { $round } von { $of } · { $concept } · was ihr wusstet
session-late = Ich war nicht da, als die Zeit um war. Alles, was beantwortet wurde, ist hier.
session-nobody = Niemand hat geantwortet, und das ist in Ordnung.
session-points = { $count ->
    [one] Was die eine Antwort sagte
   *[other] Was die { $count } Antworten sagten
}
session-point-all = { $of ->
    [one] gesagt
   *[other] alle { $of } haben es gesagt
}
session-point-some = { $met } von { $of } haben es gesagt
session-point-nobody = niemand hat es erwähnt
session-scores = Punkte
session-hidden = { $count ->
    [one] Eine Person behält ihre Punkte für sich.
   *[other] { $count } behalten ihre Punkte für sich.
}
session-somebody = jemandem
session-quoted = Die vollständigste Antwort, die zitiert werden darf, von { $name }
session-talk = Redet darüber:
session-talk-mistake = Jemand sagte „{ $says }“. Was stimmt daran nicht? { $correction }
session-talk-nobody = Niemand hat „{ $point }“ erwähnt. Warum ist das wichtig?
session-talk-divided = Manche haben „{ $point }“ gesagt, manche nicht. Wer erklärt es den anderen?
session-lost-title = { $round } von { $of } · eine Frage, die es nicht mehr gibt
session-lost-question = Diese Frage steht nicht mehr in der Bank und ist deshalb geschlossen.
session-lost = Diese Frage steht nicht mehr in der Bank, also wird niemand nach ihr bewertet. Was du geschrieben hast, ist aufgehoben: *Meine Worte* zeigt es dir allein.
session-lost-graded = Diese Frage steht nicht mehr in der Bank. Die Punkte bleiben.
session-lost-own = Diese Frage steht nicht mehr in der Bank, also gibt es kein Urteil.
session-my-words = Meine Worte
session-verdict = Mein Urteil
session-next-at = Die nächste Frage kommt { $until }, oder wenn die Leitung *Weiter* drückt.
session-podium-at = Das Ergebnis kommt { $until }, oder wenn die Leitung weitergeht.
session-to-podium = Zum Ergebnis

session-podium-title = Was ihr daraus gemacht habt
session-podium = Plätze
session-podium-footer = { $count ->
    [one] eine Frage · zählt für die Rangliste nach deren Regeln
   *[other] { $count } Fragen · zählen für die Rangliste nach deren Regeln
}
session-earned = { $percent } Punkte
session-end-finished = Das war die letzte Frage. Gut gemacht, ihr alle.
session-end-by-host = Die Leitung hat die Sitzung beendet. Alles, was beantwortet wurde, zählt.
session-end-abandoned = Es war niemand mehr da, also habe ich die Sitzung geschlossen. Alles, was beantwortet wurde, zählt.
session-group = Die Gruppe als Ganzes
session-gap = Als Nächstes lernen:
session-report = Mein Bericht
session-picture-title = Was die Gruppe wusste
session-picture-of = { $people ->
    [one] eine Person
   *[other] { $people } Leute
} · { $questions ->
    [one] eine Frage
   *[other] { $questions } Fragen
}
session-picture-gap = als Nächstes
session-picture-footer = Die Punkte sind zum Üben da, und für nichts sonst

session-host-title = Du leitest
session-host-lobby = { $count ->
    [one] Noch bist du allein. Fang an, wenn alle da sind.
   *[other] { $count } sind dabei. Fang an, wenn alle da sind.
}
session-host-revealed = Geh weiter, wenn die Gruppe darüber geredet hat.
session-host-more = `/session host` gibt die Leitung weiter, und `/session show` holt die Karte ans Ende des Kanals. Bist du eine Weile weg, leitet jemand anders.
session-pause = Uhr anhalten
session-resume = Weiter geht es
session-extend = 2 Minuten mehr
session-skip = Jetzt schließen
session-joined-title = Du bist dabei
session-joined = Wenn die Leitung anfängt, drück unter jeder Frage *Antworten*. Nur du siehst, was du schreibst.
session-left-title = Du bist gegangen
session-left = Was du beantwortet hast, zählt. Du kannst jederzeit wiederkommen.
session-handed-over-title = Weitergegeben
session-handed-over = { $name } leitet jetzt.
session-opened-elsewhere-title = Es gibt schon eine Sitzung
session-shown-title = Da kommt sie
session-shown = Die Karte kommt ans Ende des Kanals.
session-in-thread = Die Sitzung ist in <#{ $channel }>.
session-none-title = Hier ist keine Sitzung
session-none = In diesem Kanal ist keine Sitzung. `/session start` eröffnet eine.
session-needs-server-title = Eine Sitzung braucht einen Server
session-needs-server = Eröffne eine Sitzung auf einem Server, auf dem ich bin.
session-may-not-title = Das darf ich hier nicht
session-may-not = Eine Sitzung stellt ihre Fragen im Kanal. In diesem fehlt mir: { $missing }. Wer den Server verwaltet, kann mir das geben.
session-thread-failed = Ich konnte hier keinen Thread anlegen. Versuch es ohne.
session-thread-name = Lerngruppe


group-gone = Diese Sitzung gibt es nicht mehr. `/session start` eröffnet eine neue.
group-ended = Diese Sitzung ist vorbei. Alles, was beantwortet wurde, zählt.
group-not-host = Das kann nur die Leitung.
group-not-in = Du bist nicht in dieser Sitzung. Mit *Mitmachen* oder einer Antwort kommst du dazu.
group-in = Du bist schon dabei.
group-elsewhere = Du bist in einer anderen Sitzung dieses Servers. Verlass erst die.
group-channel-taken = In diesem Kanal ist schon eine Sitzung. Mach dort mit, oder eröffne deine in einem anderen Kanal.
group-full = Diese Sitzung ist voll. Eröffne eine andere in einem anderen Kanal.
group-begun = Die Sitzung hat schon angefangen.
group-not-begun = Die Sitzung hat noch nicht angefangen.
group-not-open = Diese Frage ist nicht mehr offen.
group-time-up = Die Zeit für diese Frage ist um.
group-empty = Da war nichts zu bewerten. Ein paar Worte genügen.
group-unanswered = Du hast diese Frage nicht beantwortet.
group-no-hint-left = Das war der letzte Hinweis zu dieser Frage. Versuch es: Auch eine halbe Antwort zählt.
group-moved-on = Die Sitzung ist schon weiter.
group-as-it-is = So ist es schon.
group-long-enough = Diese Frage hatte alle Zeit, die es gibt.
group-not-due = Noch ist nichts fällig.
