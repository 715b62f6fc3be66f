# Study cards, and what there is to ask.

study-what = What it is
study-how = How it works
study-why = Why it matters
study-use-cases = When to use it
study-avoid = When to leave it
study-costs = What it costs
study-pitfalls = What goes wrong
study-prints = It prints:
study-links = Read on
study-page-card = The card
study-page-use = In use
study-page-example = Example { $number }
study-page-links = Links
study-page-more = more
study-footer = { $page } · { $number } of { $of }
study-back = Back
study-on = On: { $page }
study-ask = Ask me about it
study-before = Previous: { $title }
study-after = Next: { $title }
study-related = See also: { $title }
study-gone-title = No longer there
study-gone = This concept has left the bank. `/topics` shows all that there are.
study-which-title = Which one?
study-which = “{ $topic }” has several concepts. Choose one to study:

topics-title = What there is to ask
topics-summary = **{ $asked } of { $questions }** questions asked, { $known } of them known
topics-concept = { $asked } of { $questions } asked, { $known } known
topics-untouched = { $questions } to ask
topics-footer = Known: the last answer earned { $strong } or more. · page { $page } of { $pages }
topics-empty = There is nothing in the bank.
