//! Which questions a person means by a topic and a level.

use thiserror::Error;

use super::{Bank, Concept, Level, Question};

/// Why there is nothing to ask.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TopicError {
    /// Nothing is called so.
    #[error("there is no topic `{topic}`{}; `mockingbird topics` lists them all", nearest.as_ref().map(|n| format!(", did you mean `{n}`?")).unwrap_or_default())]
    Unknown {
        /// What was asked for.
        topic: String,
        /// The topic whose name is most like it.
        nearest: Option<String>,
    },
    /// The topic has no question at the level.
    #[error("{topic} has no {level} question; leave the level out, or choose another")]
    NoneAtLevel {
        /// What was asked for.
        topic: String,
        /// The level.
        level: Level,
    },
}

impl Bank {
    /// The questions of a topic, at a level: all of the bank where neither is given.
    ///
    /// A topic is a concept (id, number or part of its title), a subject (id or title), a tag, or one question by its name
    /// (`slots/trade`).
    ///
    /// # Errors
    /// [`TopicError`] when nothing is called so, or nothing of it is at that level.
    pub fn pool(&self, topic: Option<&str>, level: Option<Level>) -> Result<Vec<(&Concept, &Question)>, TopicError> {
        let named = topic.map(str::trim).filter(|name| name.contains('/')).and_then(|name| self.named(name));
        if let Some(found) = named.and_then(|question| self.question(&question.key))
            && level.is_none_or(|level| found.1.level == level)
        {
            return Ok(vec![found]);
        }
        let concepts = match topic {
            Some(topic) => self.topic(topic)?,
            None => self.concepts().collect(),
        };
        let fits = |question: &&Question| level.is_none_or(|level| question.level == level);
        let pool: Vec<_> = concepts
            .into_iter()
            .flat_map(|concept| concept.questions.iter().filter(fits).map(move |question| (concept, question)))
            .collect();
        match level {
            Some(level) if pool.is_empty() => Err(TopicError::NoneAtLevel { topic: topic.unwrap_or("the bank").to_owned(), level }),
            _ => Ok(pool),
        }
    }

    /// The first reading of `topic` that names anything, most exact first.
    fn topic(&self, topic: &str) -> Result<Vec<&Concept>, TopicError> {
        let wanted = topic.trim().to_lowercase();
        let of_subject = |concept: &Concept| {
            self.subjects.iter().any(|subject| {
                (subject.id == wanted || subject.title.to_lowercase() == wanted) && subject.concepts.iter().any(|c| c.id == concept.id)
            })
        };
        let readings: [&dyn Fn(&Concept) -> bool; 4] = [
            &|concept| concept.id == wanted || concept.number.to_string() == wanted || concept.title.to_lowercase() == wanted,
            &of_subject,
            &|concept| concept.tags.iter().any(|tag| tag.to_lowercase() == wanted),
            &|concept| wanted.len() >= 3 && concept.title.to_lowercase().contains(&wanted),
        ];
        let found =
            readings.iter().map(|reading| self.concepts().filter(|c| reading(c)).collect::<Vec<_>>()).find(|found| !found.is_empty());
        found.ok_or_else(|| {
            let names = self.concepts().flat_map(|c| std::iter::once(&c.id).chain(&c.tags)).chain(self.subjects.iter().map(|s| &s.id));
            TopicError::Unknown { topic: topic.to_owned(), nearest: crate::nearest(&wanted, names.map(String::as_str)).map(str::to_owned) }
        })
    }
}
