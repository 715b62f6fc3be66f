//! What can be done by a press, a menu or a modal, and what each is called in a `custom_id`.

/// What can be set by a menu or a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingVerb {
    /// One's level.
    Level,
    /// One's extended time.
    ExtendedTime,
    /// Hides oneself on the guild's boards.
    Hide,
    /// Shows oneself on them.
    Show,
    /// The guild's language.
    Language,
    /// The guild's channels.
    Channels,
    /// All channels again.
    Everywhere,
}

/// What can be done about what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivacyVerb {
    /// Shows what is kept.
    Look,
    /// A copy of it.
    Export,
    /// Asks whether to delete it.
    Ask,
    /// Deletes it; the Discord user that was asked.
    Delete(u64),
}

/// What can be done with a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundVerb {
    /// Opens the modal.
    Answer,
    /// Is the modal.
    Submit,
    /// Takes a hint.
    Hint,
    /// Passes the question over.
    Skip,
    /// Goes on to the next question.
    Next,
    /// Shows the model answer.
    Model,
}

/// What can be done with an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterviewVerb {
    /// Shows where it stands.
    Resume,
    /// Ends it.
    End,
    /// Posts its report.
    Share,
    /// Asks another question of the kind, where it was one by itself.
    Another,
    /// Asks again what was missed.
    Again,
    /// Asks it again, and ends what is open.
    AgainOver,
}

/// What can be done with a post of a daily.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DailyVerb {
    /// Opens the modal.
    Answer,
    /// Is the modal.
    Submit,
    /// Takes a hint.
    Hint,
    /// Shows one's own streak.
    Streak,
}

/// What can be done in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionVerb {
    /// Comes in.
    Join,
    /// Goes.
    Leave,
    /// Starts it.
    Start,
    /// Shows the host what can be done.
    Host,
    /// Stops the clock.
    Pause,
    /// Lets it run again.
    Resume,
    /// Ends it.
    End,
    /// Shows a person's own report.
    Report,
}

/// What can be done with a round of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionRoundVerb {
    /// Opens the modal.
    Answer,
    /// Is the modal.
    Submit,
    /// Takes a hint.
    Hint,
    /// Goes on.
    Next,
    /// Closes it.
    Skip,
    /// Gives it more time.
    Extend,
    /// Shows a person's own verdict.
    Verdict,
    /// Lets the person's answer be quoted.
    Quote,
    /// Lets it no longer be.
    Unquote,
}

pub(super) const ROUND_VERBS: [(RoundVerb, &str); 6] = [
    (RoundVerb::Answer, "answer"),
    (RoundVerb::Submit, "submit"),
    (RoundVerb::Hint, "hint"),
    (RoundVerb::Skip, "skip"),
    (RoundVerb::Next, "next"),
    (RoundVerb::Model, "model"),
];
pub(super) const INTERVIEW_VERBS: [(InterviewVerb, &str); 6] = [
    (InterviewVerb::Resume, "resume"),
    (InterviewVerb::End, "end"),
    (InterviewVerb::Share, "share"),
    (InterviewVerb::Another, "another"),
    (InterviewVerb::Again, "again"),
    (InterviewVerb::AgainOver, "again-over"),
];

pub(super) const DAILY_VERBS: [(DailyVerb, &str); 4] = [
    (DailyVerb::Answer, "daily-answer"),
    (DailyVerb::Submit, "daily-submit"),
    (DailyVerb::Hint, "daily-hint"),
    (DailyVerb::Streak, "daily-streak"),
];

pub(super) const SESSION_VERBS: [(SessionVerb, &str); 8] = [
    (SessionVerb::Join, "s-join"),
    (SessionVerb::Leave, "s-leave"),
    (SessionVerb::Start, "s-start"),
    (SessionVerb::Host, "s-host"),
    (SessionVerb::Pause, "s-pause"),
    (SessionVerb::Resume, "s-resume"),
    (SessionVerb::End, "s-end"),
    (SessionVerb::Report, "s-report"),
];
pub(super) const SESSION_ROUND_VERBS: [(SessionRoundVerb, &str); 9] = [
    (SessionRoundVerb::Answer, "s-answer"),
    (SessionRoundVerb::Submit, "s-submit"),
    (SessionRoundVerb::Hint, "s-hint"),
    (SessionRoundVerb::Next, "s-next"),
    (SessionRoundVerb::Skip, "s-skip"),
    (SessionRoundVerb::Extend, "s-extend"),
    (SessionRoundVerb::Verdict, "s-verdict"),
    (SessionRoundVerb::Quote, "s-quote"),
    (SessionRoundVerb::Unquote, "s-unquote"),
];

pub(super) const SETTING_VERBS: [(SettingVerb, &str); 7] = [
    (SettingVerb::Level, "level"),
    (SettingVerb::ExtendedTime, "time"),
    (SettingVerb::Hide, "hide"),
    (SettingVerb::Show, "show"),
    (SettingVerb::Language, "language"),
    (SettingVerb::Channels, "channels"),
    (SettingVerb::Everywhere, "everywhere"),
];
pub(super) const PRIVACY_VERBS: [(PrivacyVerb, &str); 3] =
    [(PrivacyVerb::Look, "look"), (PrivacyVerb::Export, "export"), (PrivacyVerb::Ask, "ask")];

/// What a verb is called in an id.
pub(super) fn name<V: PartialEq>(verbs: &[(V, &'static str)], verb: &V) -> &'static str {
    verbs.iter().find(|row| row.0 == *verb).map_or("", |row| row.1)
}

/// The verb that is called so.
pub(super) fn verb<V: Copy>(verbs: &[(V, &str)], name: &str) -> Option<V> {
    verbs.iter().find(|row| row.1 == name).map(|row| row.0)
}
