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
command-daily = A question a day in a channel of this server
option-daily-setup = Post a question a day in a channel, or change how
option-daily-setup-channel = The channel
option-daily-setup-time = Time of day, such as 9:00
option-daily-setup-timezone = Time zone of that time, such as Europe/Berlin
option-daily-setup-topic = A concept, a subject or a tag; everything without it
option-daily-setup-level = Only questions of this level
option-daily-setup-days = every day, weekdays, weekends, or days such as mon, wed, fri
option-daily-setup-ping = A role that is pinged with each question
option-daily-status = How the daily questions of this server stand
option-daily-pause = Pause the daily question until a date
option-daily-pause-until = The date from which it goes on, such as 2026-09-01
option-daily-pause-channel = Its channel, if there are several
option-daily-off = Switch the daily question off; its settings are kept
option-daily-off-channel = Its channel, if there are several
option-daily-now = Post today's question now
option-daily-now-channel = Its channel, if there are several
option-daily-queue = See what is asked next, put it in order, pass a question over
option-daily-queue-move = Place of the question to move
option-daily-queue-to = Place to move it to
option-daily-queue-skip = Place of the question to pass over
option-daily-queue-channel = Its channel, if there are several
command-streak = Your streak of days with an answer, and when you rest
option-streak-rest = Days on which you rest, such as weekends, or sat; none to rest on no day
option-streak-day_ends = Hour at which your day ends, 0 to 6; 3 without it
