# The leaderboard.

board-title = Leaderboard
board-title-topic = Leaderboard · { $topic }
board-nobody-at-all = Nobody has answered a question here yet. `/interview` is a good place to start.
board-nobody-points = Nobody has answered such a question here yet. `/interview` is a good place to start.
board-nobody-average = Nobody has { $enough } answers that count yet, which an average needs.
board-nobody-improvement = Nobody has { $enough } answers that count in this window and as many in the one before, which an improvement needs.
board-by-points = the best of the day's first answers to each question; 100 points for a full one, more at higher levels
board-by-average = the mean of each day's first answers
board-by-improvement = the mean of each day's first answers, against the window before
board-page = page { $page } of { $pages }, { $people } people
board-back = Back
board-on = On
board-points = points
board-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
board-answers = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
board-needs-server-title = A board needs a server
board-needs-server = Ask for the leaderboard in a server that I am in.

hidden-title = You are hidden
hidden = No board of this server shows you. What you answer still counts for you, and `/leaderboard hide: False` shows you again.
unhidden-title = You are on the boards
unhidden = The boards of this server show you, with all that counted meanwhile.
