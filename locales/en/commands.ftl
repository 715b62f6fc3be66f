# What Discord shows while somebody types a command: at most 100 characters each. The names of commands and of their
# options are the same in every language; `command-x` describes the command, `option-x-y` its option y.

command-interview = A mock interview, in private: answer in your own words and see what an expert listens for
option-interview-topic = A concept, a subject or a tag; everything without it
option-interview-level = Only questions of this level
option-interview-questions = How many questions, 1 to 10; 5 without it
command-leaderboard = Who has earned most in this server, and where you stand
option-leaderboard-period = This day, week or month; all time without it
option-leaderboard-topic = A concept or a subject; everything without it
option-leaderboard-by = What to rank by; points without it
option-leaderboard-hide = Hide yourself on the boards of this server, or show yourself again
command-question = One question, now
option-question-topic = A concept, a subject or a tag; everything without it
option-question-level = Only a question of this level
command-study = What an expert knows of a concept: the card, programs and what they print, links
option-study-concept = The concept to study
command-topics = What there is to ask, and how much of it you have been asked
