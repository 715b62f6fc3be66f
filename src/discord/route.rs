//! `custom_id`s: version, verb and key, at most 100 characters, parsed here alone.
//!
//! An id names a thing and what to do with it, never who may: the use cases check that. An id of another version, or
//! one that never was ours, is no route, and is answered kindly.

use std::fmt;
use std::str::FromStr;

use super::verbs::{
    DAILY_VERBS, INTERVIEW_VERBS, PRIVACY_VERBS, ROUND_VERBS, SESSION_ROUND_VERBS, SESSION_VERBS, SETTING_VERBS, name, verb,
};
pub use super::verbs::{DailyVerb, InterviewVerb, PrivacyVerb, RoundVerb, SessionRoundVerb, SessionVerb, SettingVerb};
use crate::app::BoardWish;
use crate::bank::{ConceptKey, Level, is_slug};
use crate::board::{By, Period};
use crate::store::{AttemptId, InterviewId, PostId, SessionId};

/// Version of the ids that this program writes.
const VERSION: &str = "1";

/// What a press or a modal is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Something about a round of an interview.
    Round {
        /// The interview.
        interview: InterviewId,
        /// Position of the round.
        round: usize,
        /// What.
        verb: RoundVerb,
    },
    /// Something about the follow-up on a point.
    FollowUp {
        /// The interview.
        interview: InterviewId,
        /// Position of the round.
        round: usize,
        /// Id of the point.
        point: String,
        /// Whether this is the answer; otherwise the wish to give one.
        answer: bool,
    },
    /// Something about an interview as a whole.
    Interview {
        /// The interview.
        interview: InterviewId,
        /// What.
        verb: InterviewVerb,
    },
    /// Start over: end what is open and begin anew.
    StartOver(Wanted),
    /// A page of the guild's board.
    Board(BoardWish),
    /// A page of a study card.
    Study {
        /// The concept.
        concept: ConceptKey,
        /// Page, from 0; the last one when there are not so many.
        page: u32,
        /// Whether it comes beside the card that is pressed.
        apart: bool,
    },
    /// One question on a concept.
    Ask(ConceptKey),
    /// A page of what there is to ask.
    Topics(u32),
    /// Something about a post of a daily. Every post has a button of this kind, by which it is known.
    Daily {
        /// The post.
        post: PostId,
        /// What.
        verb: DailyVerb,
    },
    /// Something about a study group's session as a whole.
    Session {
        /// The session.
        session: SessionId,
        /// What.
        verb: SessionVerb,
    },
    /// Something about a round of a session.
    SessionRound {
        /// The session.
        session: SessionId,
        /// Position of the round.
        round: usize,
        /// What.
        verb: SessionRoundVerb,
    },
    /// What one missed, as a file for Anki.
    Anki,
    /// An interview of what one missed.
    Missed,
    /// A setting of one's own, or of the guild.
    Setting(SettingVerb),
    /// Something about what is kept.
    Privacy(PrivacyVerb),
    /// An objection to a verdict.
    Dispute {
        /// The attempt that it is on.
        attempt: AttemptId,
        /// Whether this is the reason; otherwise the wish to give one.
        reason: bool,
    },
}

/// The options of `/interview`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Number of questions.
    pub count: u8,
    /// Minutes for each; time is not limited without them.
    pub minutes: Option<u8>,
    /// Whether only what was missed is asked.
    pub missed: bool,
    /// Level.
    pub level: Option<Level>,
    /// Topic, as it was typed; at most [`Wanted::LONGEST_TOPIC`] characters.
    pub topic: Option<String>,
}

impl Wanted {
    /// Characters of a topic that fit into an id with the rest.
    pub const LONGEST_TOPIC: u16 = 60;
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:")?;
        match self {
            Self::Round { interview, round, verb } => write!(f, "{}:{interview}:{round}", name(&ROUND_VERBS, verb)),
            Self::FollowUp { interview, round, point, answer } => {
                write!(f, "{}:{interview}:{round}:{point}", if *answer { "followed" } else { "follow" })
            }
            Self::Interview { interview, verb } => write!(f, "{}:{interview}", name(&INTERVIEW_VERBS, verb)),
            Self::Daily { post, verb } => write!(f, "{}:{post}", name(&DAILY_VERBS, verb)),
            Self::Board(BoardWish { period, by, topic, page }) => {
                write!(f, "board:{page}:{}:{}:{}", period.name(), by.name(), topic.as_deref().unwrap_or_default())
            }
            Self::Study { concept, page, apart } => write!(f, "{}:{page}:{concept}", if *apart { "card" } else { "study" }),
            Self::Ask(concept) => write!(f, "ask:{concept}"),
            Self::Topics(page) => write!(f, "topics:{page}"),
            Self::Session { session, verb } => write!(f, "{}:{session}", name(&SESSION_VERBS, verb)),
            Self::SessionRound { session, round, verb } => write!(f, "{}:{session}:{round}", name(&SESSION_ROUND_VERBS, verb)),
            Self::Anki => write!(f, "anki:missed"),
            Self::Missed => write!(f, "missed:ask"),
            Self::Setting(verb) => write!(f, "set:{}", name(&SETTING_VERBS, verb)),
            Self::Privacy(PrivacyVerb::Delete(user)) => write!(f, "delete:{user}"),
            Self::Privacy(verb) => write!(f, "privacy:{}", name(&PRIVACY_VERBS, verb)),
            Self::Dispute { attempt, reason } => write!(f, "{}:{attempt}", if *reason { "disputed" } else { "dispute" }),
            Self::StartOver(Wanted { count, minutes, missed, level, topic }) => {
                write!(f, "over:{count}")?;
                if let Some(minutes) = minutes {
                    write!(f, "x{minutes}")?;
                }
                let missed = if *missed { "m" } else { "" };
                write!(f, "{missed}:{}:{}", level.map_or("", Level::name), topic.as_deref().unwrap_or_default())
            }
        }
    }
}

/// An id that leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this button is of another version")]
pub struct Unrouted;

impl FromStr for Route {
    type Err = Unrouted;

    fn from_str(id: &str) -> Result<Self, Unrouted> {
        parse(id).filter(|route| route.to_string() == id).ok_or(Unrouted)
    }
}

fn parse(id: &str) -> Option<Route> {
    let mut parts = id.strip_prefix(VERSION)?.strip_prefix(':')?.splitn(4, ':');
    let (head, key) = (parts.next()?, parts.next()?);
    if head == "over" {
        let level = match parts.next()? {
            "" => None,
            level => Some(Level::from_name(level)?),
        };
        let topic = parts.next()?;
        let (count, missed) = key.strip_suffix('m').map_or((key, false), |count| (count, true));
        let (count, minutes) = match count.split_once('x') {
            Some((count, minutes)) => (count, Some(minutes.parse().ok()?)),
            None => (count, None),
        };
        let topic = (!topic.is_empty()).then(|| topic.to_owned());
        return Some(Route::StartOver(Wanted { count: count.parse().ok()?, minutes, missed, level, topic }));
    }
    if head == "board" {
        let (period, rest) = (Period::from_name(parts.next()?)?, parts.next()?);
        let (by, topic) = rest.split_once(':')?;
        let topic = (!topic.is_empty()).then(|| topic.to_owned());
        return Some(Route::Board(BoardWish { period, by: By::from_name(by)?, topic, page: key.parse().ok()? }));
    }
    match head {
        "study" | "card" => {
            return Some(Route::Study { concept: parts.next()?.parse().ok()?, page: key.parse().ok()?, apart: head == "card" });
        }
        "ask" => return Some(Route::Ask(key.parse().ok()?)),
        "topics" => return Some(Route::Topics(key.parse().ok()?)),
        "anki" => return Some(Route::Anki),
        "missed" => return Some(Route::Missed),
        "set" => return verb(&SETTING_VERBS, key).map(Route::Setting),
        "privacy" => return verb(&PRIVACY_VERBS, key).map(Route::Privacy),
        "delete" => return Some(Route::Privacy(PrivacyVerb::Delete(key.parse().ok()?))),
        "dispute" | "disputed" => return Some(Route::Dispute { attempt: key.parse().ok()?, reason: head == "disputed" }),
        _ => {}
    }
    if let Some(verb) = verb(&DAILY_VERBS, head) {
        return Some(Route::Daily { post: key.parse().ok()?, verb });
    }
    if let Some(verb) = verb(&SESSION_VERBS, head) {
        return Some(Route::Session { session: key.parse().ok()?, verb });
    }
    if let Some(verb) = verb(&SESSION_ROUND_VERBS, head) {
        return Some(Route::SessionRound { session: key.parse().ok()?, round: parts.next()?.parse().ok()?, verb });
    }
    let interview = key.parse().ok()?;
    if let Some(verb) = verb(&INTERVIEW_VERBS, head) {
        return Some(Route::Interview { interview, verb });
    }
    let round = parts.next()?.parse().ok()?;
    if let Some(verb) = verb(&ROUND_VERBS, head) {
        return Some(Route::Round { interview, round, verb });
    }
    let answer = match head {
        "follow" => false,
        "followed" => true,
        _ => return None,
    };
    let point = parts.next().filter(|point| is_slug(point))?.to_owned();
    Some(Route::FollowUp { interview, round, point, answer })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_route() -> Vec<Route> {
        let interview: InterviewId = "0198c0de00007000800000000000abcd".parse().unwrap();
        let mut routes: Vec<Route> = ROUND_VERBS.iter().map(|(verb, _)| Route::Round { interview, round: 49, verb: *verb }).collect();
        routes.extend(INTERVIEW_VERBS.iter().map(|(verb, _)| Route::Interview { interview, verb: *verb }));
        let post: PostId = "0198c0de00007000800000000000abcd".parse().unwrap();
        routes.extend(DAILY_VERBS.iter().map(|(verb, _)| Route::Daily { post, verb: *verb }));
        let session: SessionId = "0198c0de00007000800000000000abcd".parse().unwrap();
        routes.extend(SESSION_VERBS.iter().map(|(verb, _)| Route::Session { session, verb: *verb }));
        routes.extend(SESSION_ROUND_VERBS.iter().map(|(verb, _)| Route::SessionRound { session, round: 9, verb: *verb }));
        routes.extend(SETTING_VERBS.iter().map(|(verb, _)| Route::Setting(*verb)));
        routes.extend(PRIVACY_VERBS.iter().map(|(verb, _)| Route::Privacy(*verb)));
        routes.push(Route::Privacy(PrivacyVerb::Delete(u64::MAX)));
        let attempt = "0198c0de00007000800000000000abcd".parse().unwrap();
        routes.extend([false, true].map(|reason| Route::Dispute { attempt, reason }));
        for answer in [false, true] {
            routes.push(Route::FollowUp { interview, round: 49, point: "p".repeat(40), answer });
        }
        for (topic, level) in [(None, None), (Some("ü".repeat(60)), Some(Level::Senior)), (Some("a:b:c".into()), None)] {
            for (minutes, missed) in [(None, false), (None, true), (Some(60), false), (Some(60), true)] {
                routes.push(Route::StartOver(Wanted { count: 10, minutes, missed, level, topic: topic.clone() }));
            }
        }
        let concept = ConceptKey { subject: "s".repeat(40), concept: "c".repeat(40) };
        routes.extend([false, true].map(|apart| Route::Study { concept: concept.clone(), page: 9, apart }));
        routes.extend([Route::Ask(concept), Route::Topics(u32::MAX), Route::Anki, Route::Missed]);
        for (topic, page) in [(None, 0), (Some("ü".repeat(60)), u32::MAX), (Some("a:b:c".into()), 7)] {
            routes.push(Route::Board(BoardWish { period: Period::Month, by: By::Improvement, topic, page }));
        }
        routes
    }

    #[test]
    fn every_route_survives_the_round_trip_within_100_characters() {
        for route in every_route() {
            let id = route.to_string();
            assert!(id.chars().count() <= 100, "{id}");
            assert_eq!(id.parse(), Ok(route), "{id}");
        }
    }

    #[test]
    fn what_is_not_ours_is_no_route() {
        let ok = every_route()[0].to_string();
        let bad = [
            "",
            "1",
            "1:",
            "1:answer",
            "1:answer:x:0",
            "0:answer:0198c0de00007000800000000000abcd:0",
            "1:answer:0198c0de00007000800000000000abcd:-1",
            "1:answer:0198c0de00007000800000000000abcd:007",
            "1:follow:0198c0de00007000800000000000abcd:0:No Slug",
            "1:over:300::",
            "1:over:3:guru:",
            "1:over:3x:senior:",
            "1:over:3x05::",
            "1:over:3mx5::",
            "1:set:guru",
            "1:set:level:senior",
            "1:delete:-1",
            "1:delete:007",
            "1:dispute:x",
            "1:board:0:year:points:",
            "1:board:0:week:points",
            "1:board:-1:week:points:",
            "1:study:0:slots",
            "1:study::python/slots",
            "1:ask:python/slots:0",
            "1:topics:-1",
            "1:anki:somebody",
        ];
        for id in bad.into_iter().map(str::to_owned).chain([format!("{ok}:more"), ok.to_uppercase()]) {
            assert!(id.parse::<Route>().is_err(), "{id}");
        }
    }
}
