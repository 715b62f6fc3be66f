# Lernkarten, und was es zu fragen gibt.

study-what = Was es ist
study-how = Wie es funktioniert
study-why = Warum es zählt
study-use-cases = Wann man es nimmt
study-avoid = Wann man es lässt
study-costs = Was es kostet
study-pitfalls = Was schiefgeht
study-prints = Es gibt aus:
study-links = Zum Weiterlesen
study-page-card = Die Karte
study-page-use = Im Einsatz
study-page-example = Beispiel { $number }
study-page-links = Links
study-page-more = weiter
study-footer = { $page } · { $number } von { $of }
study-back = Zurück
study-on = Weiter: { $page }
study-ask = Frag mich dazu
study-before = Davor: { $title }
study-after = Danach: { $title }
study-related = Siehe auch: { $title }
study-gone-title = Nicht mehr da
study-gone = Dieses Konzept hat die Fragensammlung verlassen. `/topics` zeigt alle, die es gibt.
study-which-title = Welches?
study-which = „{ $topic }“ hat mehrere Konzepte. Such dir eins zum Lernen aus:

topics-title = Was es zu fragen gibt
topics-summary = **{ $asked } von { $questions }** Fragen gestellt, davon { $known } gewusst
topics-concept = { $asked } von { $questions } gestellt, { $known } gewusst
topics-untouched = { $questions } zu stellen
topics-footer = Gewusst: Die letzte Antwort brachte { $strong } oder mehr. · Seite { $page } von { $pages }
topics-empty = Die Fragensammlung ist leer.
