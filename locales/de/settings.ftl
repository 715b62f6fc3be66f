# /settings, /privacy, /help, Einwände, und was angeboten wird, während jemand tippt.

choice-subject = { $name } (das ganze Fach)
choice-tag = { $name } (Stichwort)

settings-own-title = Deine Einstellungen
settings-server-title = Einstellungen dieses Servers
settings-zone = Zeitzone
settings-zone-value = { $zone }, dort ist es { $time }
settings-zone-own-about = Sie bestimmt, wann ein Tag für dich endet. Ändern mit `/settings me timezone`: Tippe deine Stadt.
settings-zone-server-about = Sie bestimmt, wann ein Tag der Ranglisten endet. Ändern mit `/settings server timezone`: Tippe eine Stadt.
settings-level = Stufe
settings-level-any = jede
settings-level-about = Was du gefragt wirst, wenn du keine Stufe nennst.
settings-time = Zeit für eine Antwort
settings-time-usual = die übliche
settings-time-quarter = ein Viertel mehr
settings-time-half = um die Hälfte mehr
settings-time-double = doppelt so viel
settings-time-about = Für alle, die in einem anderen Tempo lesen, tippen oder denken. Niemand sonst erfährt davon.
settings-boards = Ranglisten dieses Servers
settings-boards-shown = sie zeigen dich
settings-boards-hidden = sie zeigen dich nicht; was du antwortest, zählt weiter für dich
settings-boards-hide = Nicht auf Ranglisten zeigen
settings-boards-show = Auf Ranglisten zeigen
settings-language = Sprache
settings-language-discord = wie der Server in Discord eingestellt ist
settings-language-about = Von allem, was alle sehen. Was nur eine Person sieht, ist in ihrer eigenen Sprache.
settings-channels = Kanäle
settings-channels-all = alle
settings-channels-about = Wo ich allen etwas zeige. Anderswo antworte ich nur für dich.
settings-channels-choose = Nur in diesen Kanälen etwas zeigen
settings-channels-everywhere = In allen Kanälen
settings-needs-server-title = Das braucht einen Server
settings-needs-server = Benutze `/settings server` auf dem Server, den du einstellen willst.
settings-not-yours-title = Das kannst du nicht einstellen
settings-not-yours = Das stellt ein, wer das Recht „Server verwalten“ hat. `/settings me` gehört ganz dir.
settings-no-zone-title = Diese Zeitzone gibt es nicht
settings-no-zone = Eine Zeitzone „{ $zone }“ kenne ich nicht. Tippe eine große Stadt in deiner Nähe, etwa Berlin, und wähle aus der Liste.
settings-no-zone-near = Eine Zeitzone „{ $zone }“ kenne ich nicht. Meinst du „{ $nearest }“?
only-here = Nur du siehst das: Auf diesem Server zeige ich etwas in { $channels }.

privacy-title = Was ich von dir aufbewahre
privacy-kept = Bis du gelöscht wirst
privacy-kept-what = Deine Discord-Kennung, deinen Namen auf jedem Server, deine Einstellungen, deine Interviews, und von jeder Antwort die Punkte und was sie getroffen und verfehlt hat.
privacy-days = 30 Tage lang, oder wie es eingestellt hat, wer mich betreibt
privacy-days-what = Den Text deiner Antworten.
privacy-never = Nie
privacy-never-what = Nachrichten, Mitgliederlisten, irgendetwas, das du mir nicht selbst gegeben hast.
privacy-about =
    Deine Antworten sieht niemand außer dir: nur deine Gruppe, wo du erlaubst, dass sie zitiert werden, und bei einem Einwand, wer ihn prüft. Ranglisten eines Servers zeigen deinen Namen und deine Summen dort, außer du verbirgst sie mit `/settings me`. Deine Worte bewertet ein Programm hier, sie gehen an niemanden.

    Punkte sind zum Üben da. Sie sind kein Maß für einen Menschen und nicht für Entscheidungen über jemandes Arbeit gedacht.
privacy-export = Exportieren
privacy-delete = Löschen
privacy-exported-title = Alles, was ich von dir aufbewahre
privacy-exported = Es steht in der Datei, als JSON, das jeder Texteditor zeigt. Nur du siehst diese Nachricht: Speichere die Datei gleich, denn wenn Discord neu lädt, ist sie weg.
privacy-too-much-title = Zu viel für eine Nachricht
privacy-too-much = Was ich von dir aufbewahre, ist größer, als eine Datei hier sein darf. Bitte, wer mich betreibt, um `mockingbird export`.
privacy-nothing-title = Da ist nichts
privacy-nothing = Von dir bewahre ich nichts auf.
privacy-ask-title = Alles über dich löschen?
privacy-ask =
    Deine Antworten, Punkte, Interviews, Einstellungen, Einwände und Plätze auf Ranglisten verschwinden, auf jedem Server, sofort. Es gibt keinen Weg zurück und hier keine Kopie; mit **Exportieren** bekommst du vorher eine.

    Sicherungen, die vorher gemacht wurden, enthalten dich noch, bis sie weggeworfen werden.
privacy-delete-yes = Alles löschen
privacy-delete-no = Behalten
privacy-deleted-title = Du bist gelöscht
privacy-deleted =
    In meiner Datenbank ist nichts mehr von dir. Sicherungen von vorher enthalten dich noch, bis sie weggeworfen werden.

    Wenn du je wieder eine Frage beantwortest, fängst du als jemand Neues an.
privacy-not-yours-title = Nicht hier
privacy-not-yours = Dieser Knopf war für jemand anderen. Deinen eigenen bekommst du mit `/privacy`.

help-title = Wobei ich helfe
help = Ich stelle Interviewfragen, du antwortest in deinen eigenen Worten, und ich zeige dir, auf welche deiner Worte Fachleute geachtet hätten. Es ist Übung, nur für dich, in deinem Tempo. Die Fragen sind auf Englisch, deine Antworten bitte auch.
help-task-practise = Üben
help-task-group = Mit deiner Gruppe
help-task-yours = Deins
help-grading-title = So wird bewertet
help-grading =
    Zu jeder Frage gehört eine Liste von Punkten, die eine gute Antwort nennt, in welchen Worten auch immer. Ich suche sie in deinen, zitiere, was ich gefunden habe, und gebe Hinweise auf das, was fehlt. Tippfehler und Grammatik sind egal; eine Liste von Stichwörtern ist keine Antwort. Falsches kostet etwas; eine halbe Antwort zählt.

    Kein Sprachmodell liest mit: Dieselbe Antwort bekommt immer dasselbe Urteil. Ist ein Urteil falsch? Drück darunter auf **Einwand**, und sag warum.

dispute-button = Einwand
dispute-modal-title = Was ist an diesem Urteil falsch?
dispute-modal-label = Deine Begründung
dispute-modal-placeholder = Was hätte zählen sollen, oder was hat gezählt und ist falsch?
dispute-stored-title = Dein Einwand ist festgehalten
dispute-stored = Die Prüfenden deiner Gruppe bekommen die Frage, deine Antwort und diese Begründung zu sehen. Die Punkte bleiben, wie sie sind, bis sie entschieden haben.
dispute-before-title = Du hast schon Einwand erhoben
dispute-before = Dein Einwand gegen dieses Urteil ist festgehalten; der erste gilt:
dispute-empty-title = Nichts wurde festgehalten
dispute-empty = Sag in ein paar Worten, was an dem Urteil falsch ist, damit es sich jemand ansehen kann.
dispute-not-yours = Das ist das Urteil über jemand anderes Antwort.
dispute-gone = Diese Antwort gibt es nicht mehr.
