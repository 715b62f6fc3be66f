//! What can be chosen while somebody types: topics of the bank, concepts, time zones.

use chrono::{DateTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::App;
use crate::bank::Concept;
use crate::find::ranked;

/// What of the bank can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topics {
    /// Concepts, subjects and tags.
    All,
    /// What boards are kept of: concepts and subjects.
    Boards,
    /// Concepts alone.
    Concepts,
}

/// A topic that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic<'b> {
    /// A concept, by its id and title.
    Concept(&'b str, &'b str),
    /// A subject, by its id and title.
    Subject(&'b str, &'b str),
    /// A tag.
    Tag(&'b str),
}

impl<'b> Topic<'b> {
    /// What a command takes for it.
    #[must_use]
    pub fn id(self) -> &'b str {
        match self {
            Self::Concept(id, _) | Self::Subject(id, _) | Self::Tag(id) => id,
        }
    }
}

/// Areas of the zones that are offered; the rest are other names for the same.
const AREAS: [&str; 10] = ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
/// What is offered before anything is typed: a place to begin on every continent.
const WELL_KNOWN: [Tz; 24] = [
    Tz::UTC,
    Tz::Europe__London,
    Tz::Europe__Berlin,
    Tz::Europe__Paris,
    Tz::Europe__Madrid,
    Tz::Europe__Warsaw,
    Tz::Europe__Athens,
    Tz::Europe__Istanbul,
    Tz::Africa__Lagos,
    Tz::Africa__Nairobi,
    Tz::Africa__Johannesburg,
    Tz::Asia__Dubai,
    Tz::Asia__Karachi,
    Tz::Asia__Kolkata,
    Tz::Asia__Jakarta,
    Tz::Asia__Shanghai,
    Tz::Asia__Tokyo,
    Tz::Australia__Sydney,
    Tz::Pacific__Auckland,
    Tz::America__Sao_Paulo,
    Tz::America__New_York,
    Tz::America__Chicago,
    Tz::America__Denver,
    Tz::America__Los_Angeles,
];

impl App {
    /// The topics that somebody may mean by what they have typed so far, best first.
    #[must_use]
    pub fn topics(&self, typed: &str, which: Topics, most: usize) -> Vec<Topic<'_>> {
        let concept = |concept: &'_ Concept| vec![concept.id.clone(), concept.title.clone(), concept.number.to_string()];
        let mut offers: Vec<(Topic<'_>, Vec<String>)> = Vec::new();
        if which != Topics::Concepts {
            let subjects = self.bank.subjects.iter();
            offers.extend(
                subjects.map(|subject| (Topic::Subject(&subject.id, &subject.title), vec![subject.id.clone(), subject.title.clone()])),
            );
        }
        offers.extend(self.bank.concepts().map(|found| (Topic::Concept(&found.id, &found.title), concept(found))));
        if which == Topics::All {
            let mut tags: Vec<&str> = self.bank.concepts().flat_map(|concept| &concept.tags).map(String::as_str).collect();
            tags.sort_unstable();
            tags.dedup();
            let is_new = |tag: &&str| offers.iter().all(|(topic, _)| topic.id() != *tag);
            let tags: Vec<_> = tags.into_iter().filter(is_new).map(|tag| (Topic::Tag(tag), vec![tag.to_owned()])).collect();
            offers.extend(tags);
        }
        ranked(typed, most, offers.iter().map(|(topic, names)| (*topic, names.iter().map(String::as_str))))
    }

    /// The time zones that somebody may mean by what they have typed so far, best first, with the time that it is there.
    #[must_use]
    pub fn zones(&self, typed: &str, most: usize) -> Vec<(Tz, DateTime<Tz>)> {
        let now: DateTime<Utc> = self.clock.now();
        let zones: Vec<Tz> = if typed.trim().is_empty() {
            WELL_KNOWN.into_iter().take(most).collect()
        } else {
            let offered = |zone: &&Tz| **zone == Tz::UTC || zone.name().split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
            ranked(typed, most, TZ_VARIANTS.iter().filter(offered).map(|zone| (*zone, [zone.name()])))
        };
        zones.into_iter().map(|zone| (zone, now.with_timezone(&zone))).collect()
    }
}

/// The zone of a name as somebody typed it, whatever its case.
#[must_use]
pub fn zone(name: &str) -> Option<Tz> {
    let name = name.trim().replace(' ', "_");
    name.parse().ok().or_else(|| TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(&name)).copied())
}
