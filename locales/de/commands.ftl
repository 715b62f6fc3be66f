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
command-question = Eine einzelne Frage, jetzt gleich
option-question-topic = Ein Konzept, ein Fach oder ein Stichwort; ohne Angabe alles
option-question-level = Nur eine Frage dieser Stufe
command-study = Was Fachleute von einem Konzept wissen: Karte, Programme und was sie ausgeben, Links
option-study-concept = Das Konzept, das du lernen willst
command-topics = Was es zu fragen gibt, und wie viel davon du schon gefragt wurdest
