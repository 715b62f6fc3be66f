# Was Discord zeigt, während jemand einen Befehl tippt: je höchstens 100 Zeichen. Die Namen der Befehle und ihrer
# Optionen sind in jeder Sprache gleich.

command-interview = Ein Probeinterview, nur für dich: antworte frei und sieh, worauf Fachleute achten
option-interview-topic = Ein Konzept, ein Fach oder ein Stichwort; ohne Angabe alles
option-interview-level = Nur Fragen dieser Stufe
option-interview-questions = Wie viele Fragen, 1 bis 10; ohne Angabe 5
command-leaderboard = Wer auf diesem Server am meisten Punkte hat, und wo du stehst
option-leaderboard-period = Dieser Tag, diese Woche oder dieser Monat; ohne Angabe insgesamt
option-leaderboard-topic = Ein Konzept oder ein Fach; ohne Angabe alles
option-leaderboard-by = Wonach gereiht wird; ohne Angabe nach Punkten
option-leaderboard-hide = Dich auf den Ranglisten dieses Servers verbergen oder wieder zeigen
command-daily = Eine Frage am Tag in einem Kanal dieses Servers
option-daily-setup = Jeden Tag eine Frage in einem Kanal stellen, oder das ändern
option-daily-setup-channel = Der Kanal
option-daily-setup-time = Uhrzeit, etwa 9:00
option-daily-setup-timezone = Zeitzone dieser Uhrzeit, etwa Europe/Berlin
option-daily-setup-topic = Ein Konzept, ein Fach oder ein Schlagwort; sonst alles
option-daily-setup-level = Nur Fragen dieser Stufe
option-daily-setup-days = every day, weekdays, weekends, oder Tage wie mon, wed, fri
option-daily-setup-ping = Eine Rolle, die bei jeder Frage erwähnt wird
option-daily-status = Wie es um die täglichen Fragen dieses Servers steht
option-daily-pause = Die tägliche Frage bis zu einem Datum aussetzen
option-daily-pause-until = Das Datum, ab dem es weitergeht, etwa 2026-09-01
option-daily-pause-channel = Ihr Kanal, wenn es mehrere gibt
option-daily-off = Die tägliche Frage abschalten; ihre Einstellungen bleiben
option-daily-off-channel = Ihr Kanal, wenn es mehrere gibt
option-daily-now = Die Frage von heute jetzt stellen
option-daily-now-channel = Ihr Kanal, wenn es mehrere gibt
option-daily-queue = Sehen, was als Nächstes gefragt wird, es ordnen, eine Frage auslassen
option-daily-queue-move = Platz der Frage, die bewegt wird
option-daily-queue-to = Platz, an den sie kommt
option-daily-queue-skip = Platz der Frage, die ausgelassen wird
option-daily-queue-channel = Ihr Kanal, wenn es mehrere gibt
command-streak = Deine Serie von Tagen mit einer Antwort, und wann du ruhst
option-streak-rest = Tage, an denen du ruhst, etwa weekends oder sat; none für keinen
option-streak-day_ends = Stunde, zu der dein Tag endet, 0 bis 6; sonst 3
