# /settings, /privacy, /help, objections, and what is offered while somebody types.

choice-subject = { $name } (the whole subject)
choice-tag = { $name } (tag)

settings-own-title = Your settings
settings-server-title = Settings of this server
settings-zone = Time zone
settings-zone-value = { $zone }, where it is { $time }
settings-zone-own-about = It decides when a day of yours ends. Change it with `/settings me timezone`: type your city.
settings-zone-server-about = It decides when a day of the boards ends. Change it with `/settings server timezone`: type a city.
settings-level = Level
settings-level-any = any
settings-level-about = What you are asked when you name no level.
settings-time = Time for an answer
settings-time-usual = the usual
settings-time-quarter = a quarter more
settings-time-half = half as much again
settings-time-double = twice as much
settings-time-about = For whoever reads, types or thinks at another pace. Nobody else is told.
settings-boards = Boards of this server
settings-boards-shown = they show you
settings-boards-hidden = they hide you; what you answer still counts for you
settings-boards-hide = Hide me on boards
settings-boards-show = Show me on boards
settings-language = Language
settings-language-discord = as the server has it in Discord
settings-language-about = Of what everybody sees. What one person alone sees is in their own language.
settings-channels = Channels
settings-channels-all = all of them
settings-channels-about = Where I show something to everybody. Elsewhere I answer in private.
settings-channels-choose = Show things in these channels only
settings-channels-everywhere = In all channels
settings-needs-server-title = This needs a server
settings-needs-server = Use `/settings server` in the server that you want to set.
settings-not-yours-title = This is not yours to set
settings-not-yours = Whoever has the permission Manage Server sets this. `/settings me` is all yours.
settings-no-zone-title = No such time zone
settings-no-zone = I know no time zone “{ $zone }”. Type a large city near you, such as Berlin, and choose from the list.
settings-no-zone-near = I know no time zone “{ $zone }”. Did you mean “{ $nearest }”?
only-here = Only you see this: this server has me show things in { $channels }.

privacy-title = What I keep about you
privacy-kept = Kept until you are deleted
privacy-kept-what = Your Discord id, your name in each server, your settings, your interviews, and of each answer the score and what it met and missed.
privacy-days = Kept for 30 days, or as whoever runs me has set
privacy-days-what = The text of your answers.
privacy-never = Never kept
privacy-never-what = Messages, lists of members, anything that you did not give me yourself.
privacy-about =
    Nobody but you sees your answers, except your group where you agree to be quoted, and reviewers where you object to a verdict. Boards of a server show your name and your sums there, unless you hide them with `/settings me`. Your words are graded by a program here, and are sent to nobody.

    Scores are for practice. They are no measure of a person, and not to be used for decisions about anybody's work.
privacy-export = Export
privacy-delete = Delete
privacy-exported-title = Everything that I keep about you
privacy-exported = It is in the file, in JSON, which any text editor shows. Only you see this message: save the file now, since it is gone when Discord reloads.
privacy-too-much-title = Too much for a message
privacy-too-much = What I keep about you is larger than a file may be here. Ask whoever runs me for `mockingbird export`.
privacy-nothing-title = There is nothing
privacy-nothing = I keep nothing about you.
privacy-ask-title = Delete everything about you?
privacy-ask =
    Your answers, scores, interviews, settings, objections and places on boards go, in every server, at once. There is no way back, and no copy here; **Export** gives you one first.

    Backups that whoever runs me has made before still hold you until they are thrown away.
privacy-delete-yes = Delete everything
privacy-delete-no = Keep it
privacy-deleted-title = You are deleted
privacy-deleted =
    Nothing about you is left in my database. Backups from before still hold you until they are thrown away.

    If you ever answer a question again, you begin as somebody new.
privacy-not-yours-title = Not here
privacy-not-yours = This button was made for somebody else. `/privacy` gives you your own.

help-title = How I can help
help = I ask interview questions, you answer in your own words, and I show you which of your words an expert would have listened for. It is practice, in private, at your own pace.
help-task-practise = Practise
help-task-group = With your group
help-task-yours = Yours
help-grading-title = How grading works
help-grading =
    Each question has a list of points that a good answer makes, in whatever words. I look for them in yours, quote what I found, and hint at what I missed. Typos and grammar do not matter; a list of keywords is not an answer. What is wrong costs something; half an answer counts.

    No model reads along: the same answer always has the same verdict. Is a verdict wrong? Press **Dispute** below it and say why.

dispute-button = Dispute
dispute-modal-title = What is wrong with this verdict?
dispute-modal-label = Your reason
dispute-modal-placeholder = What should have counted, or what counted and is wrong?
dispute-stored-title = Your objection is kept
dispute-stored = The reviewers of your group get to see the question, your answer and this reason. The score stays as it is until they have decided.
dispute-before-title = You have objected already
dispute-before = Your objection to this verdict is kept; the first one stands:
dispute-empty-title = Nothing was kept
dispute-empty = Say in a few words what is wrong with the verdict, so that somebody can look at it.
dispute-not-yours = This is the verdict on somebody else's answer.
dispute-gone = This answer is no longer there.
