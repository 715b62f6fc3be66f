//! Names and reasons that the rooms below know as values, in the language of whoever reads them.

use chrono::Weekday;

use super::Locale;
use crate::bank::{Level, TopicError};
use crate::board::{By, Period};
use crate::grade::{Flag, Score};
use crate::interview::Refusal;
use crate::interview::group::GroupRefusal;
use crate::schedule::Days;

/// Sets of days that have a name.
const SETS: [(Days, &str); 4] =
    [(Days::EVERY, "days-every"), (Days::WEEKDAYS, "days-weekdays"), (Days::WEEKENDS, "days-weekends"), (Days::NONE, "days-none")];

impl Locale<'_> {
    /// "a good part of it".
    #[must_use]
    pub fn in_words(&self, score: Score) -> String {
        self.text(match score.percent() {
            95.. => "score-complete",
            75.. => "score-strong",
            55.. => "score-good",
            30.. => "score-start",
            1.. => "score-first",
            _ => "score-none",
        })
    }

    /// Why a press changed nothing.
    #[must_use]
    pub fn refusal(&self, refusal: Refusal) -> String {
        self.text(match refusal {
            Refusal::NotYours => "refusal-not-yours",
            Refusal::Gone => "refusal-gone",
            Refusal::Ended => "refusal-ended",
            Refusal::Empty => "refusal-empty",
            Refusal::Answered => "refusal-answered",
            Refusal::Skipped => "refusal-skipped",
            Refusal::NotOpen => "refusal-not-open",
            Refusal::Unanswered => "refusal-unanswered",
            Refusal::MovedOn => "refusal-moved-on",
            Refusal::NoHintLeft => "refusal-no-hint-left",
            Refusal::NotMissed => "refusal-not-missed",
            Refusal::LeftBank => "refusal-left-bank",
            Refusal::Shared => "refusal-shared",
            Refusal::FollowedUp => "refusal-followed-up",
        })
    }

    /// Why a press in a session changed nothing.
    #[must_use]
    pub fn group_refusal(&self, refusal: GroupRefusal) -> String {
        self.text(match refusal {
            GroupRefusal::Gone => "group-gone",
            GroupRefusal::Ended => "group-ended",
            GroupRefusal::NotHost => "group-not-host",
            GroupRefusal::NotIn => "group-not-in",
            GroupRefusal::In => "group-in",
            GroupRefusal::Elsewhere => "group-elsewhere",
            GroupRefusal::ChannelTaken => "group-channel-taken",
            GroupRefusal::Full => "group-full",
            GroupRefusal::Begun => "group-begun",
            GroupRefusal::NotBegun => "group-not-begun",
            GroupRefusal::NotOpen => "group-not-open",
            GroupRefusal::TimeUp => "group-time-up",
            GroupRefusal::Empty => "group-empty",
            GroupRefusal::Unanswered => "group-unanswered",
            GroupRefusal::NoHintLeft => "group-no-hint-left",
            GroupRefusal::MovedOn => "group-moved-on",
            GroupRefusal::AsItIs => "group-as-it-is",
            GroupRefusal::LongEnough => "group-long-enough",
            GroupRefusal::NotDue => "group-not-due",
        })
    }

    /// What was remarkable about an answer.
    #[must_use]
    pub fn flag(&self, flag: Flag) -> String {
        self.text(match flag {
            Flag::Empty => "flag-empty",
            Flag::Contradicted => "flag-contradicted",
            Flag::OfAnother => "flag-of-another",
            Flag::KeywordList => "flag-keyword-list",
            Flag::Echo => "flag-echo",
            Flag::AddressesMarker => "flag-addresses-marker",
            Flag::TooShort => "flag-too-short",
            Flag::OffTopic => "flag-off-topic",
            Flag::Unrelated => "flag-unrelated",
            Flag::Recited => "flag-recited",
        })
    }

    /// "senior".
    #[must_use]
    pub fn level(&self, level: Level) -> String {
        self.text(level_key(level))
    }

    /// "weekdays", or "Mon, Wed".
    #[must_use]
    pub fn days(&self, days: Days) -> String {
        match SETS.iter().find(|(set, _)| *set == days) {
            Some((_, key)) => self.text(key),
            None => days.each().map(|day| self.text(day_key(day))).collect::<Vec<_>>().join(", "),
        }
    }

    /// The days that somebody writes in their language, as [`Self::days`] says them or with whole names, or in English.
    #[must_use]
    pub fn read_days(&self, text: &str) -> Option<Days> {
        let wanted = text.trim().to_lowercase();
        let is = |key: &&(Days, &str)| self.text(key.1).to_lowercase() == wanted;
        if let Some((set, _)) = SETS.iter().find(is) {
            return Some(*set);
        }
        let own = |word: &str| Days::WEEK.into_iter().find(|day| word.starts_with(&self.text(day_key(*day)).to_lowercase()));
        let mut words = wanted.split([',', ' ']).filter(|word| !word.is_empty());
        let read = words.try_fold(Days::NONE, |days, word| Some(days.with(own(word)?)));
        text.parse().ok().or(read.filter(|days| !days.is_empty()))
    }

    /// "This week".
    #[must_use]
    pub fn period(&self, period: Period) -> String {
        self.text(match period {
            Period::Day => "period-day",
            Period::Week => "period-week",
            Period::Month => "period-month",
            Period::All => "period-all",
        })
    }

    /// "points".
    #[must_use]
    pub fn by(&self, by: By) -> String {
        self.text(match by {
            By::Points => "by-points",
            By::Average => "by-average",
            By::Improvement => "by-improvement",
        })
    }

    /// Why there is nothing to ask. A person's words are put in as they are.
    #[must_use]
    pub fn topic_error(&self, error: &TopicError) -> String {
        match error {
            TopicError::Unknown { topic, nearest: None } => self.with("topic-unknown", &[("topic", topic.as_str().into())]),
            TopicError::Unknown { topic, nearest: Some(nearest) } => {
                self.with("topic-unknown-near", &[("topic", topic.as_str().into()), ("nearest", nearest.as_str().into())])
            }
            TopicError::NoneAtLevel { topic, level } => {
                self.with("topic-none-at-level", &[("topic", topic.as_str().into()), ("level", self.level(*level).into())])
            }
        }
    }
}

fn day_key(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "day-mon",
        Weekday::Tue => "day-tue",
        Weekday::Wed => "day-wed",
        Weekday::Thu => "day-thu",
        Weekday::Fri => "day-fri",
        Weekday::Sat => "day-sat",
        Weekday::Sun => "day-sun",
    }
}

fn level_key(level: Level) -> &'static str {
    match level {
        Level::Junior => "level-junior",
        Level::Mid => "level-mid",
        Level::Senior => "level-senior",
    }
}
