//! What a bank is made of.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{Place, QuestionKey, Shared};
use crate::grade::{Rubric, Score};
use crate::text::Language;

/// A set of subjects under one id.
#[derive(Debug)]
pub struct Bank {
    /// Id, part of every question's key.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Subjects in order of their folder's name.
    pub subjects: Vec<Subject>,
}

/// A field of knowledge in one language.
#[derive(Debug)]
pub struct Subject {
    /// Name of its folder.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Language of questions and answers.
    pub language: Language,
    /// SPDX name of the licence of its texts.
    pub licence: String,
    /// Concepts in order of their number.
    pub concepts: Vec<Concept>,
}

/// Something to know, with a card to study and questions to ask.
#[derive(Debug)]
pub struct Concept {
    /// Id, unique in the subject.
    pub id: String,
    /// Place in the subject's order.
    pub number: u32,
    /// Name for people.
    pub title: String,
    /// How senior the concept as a whole is.
    pub level: Level,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What to study.
    pub card: Card,
    /// Programs that show it.
    pub examples: Vec<Example>,
    /// Ids of related concepts of the subject.
    pub see_also: Vec<String>,
    /// Links to documentation.
    pub docs: Vec<String>,
    /// At least one. The first is the overview, which answers meant for another concept are recognised by.
    pub questions: Vec<Question>,
}

/// A study card; all texts are Markdown.
#[derive(Debug, Default)]
pub struct Card {
    /// What it is.
    pub what: String,
    /// How it works; may be empty.
    pub how: String,
    /// Why it matters.
    pub why: String,
    /// When to use it.
    pub use_cases: Vec<String>,
    /// What it costs.
    pub trade_offs: Vec<String>,
    /// What goes wrong; may be empty.
    pub pitfalls: Vec<String>,
    /// When to leave it; may be empty.
    pub avoid_when: Vec<String>,
}

/// A program that belongs to a card.
#[derive(Debug)]
pub struct Example {
    /// Path below the subject's folder.
    pub path: String,
    /// The program.
    pub text: String,
    /// What it prints, where that stands beside it under the same name with `.out`.
    pub prints: Option<String>,
}

/// Seniority that a question is fair for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// First job.
    Junior,
    /// Works alone.
    Mid,
    /// Decides for others.
    Senior,
}

impl Level {
    /// All levels, easiest first.
    pub const ALL: [Self; 3] = [Self::Junior, Self::Mid, Self::Senior];

    /// Name in files, commands and the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Junior => "junior",
            Self::Mid => "mid",
            Self::Senior => "senior",
        }
    }

    /// The level of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Say what it is and how it works.
    Explain,
    /// Tell two things apart.
    Compare,
    /// Say when to use it, and when not.
    When,
    /// Say what code prints, and why.
    Predict,
    /// Find what is wrong with code.
    Debug,
    /// Solve a problem with it.
    Design,
    /// Weigh gains and costs.
    TradeOff,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] = [Self::Explain, Self::Compare, Self::When, Self::Predict, Self::Debug, Self::Design, Self::TradeOff];

    /// Name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Explain => "explain",
            Self::Compare => "compare",
            Self::When => "when",
            Self::Predict => "predict",
            Self::Debug => "debug",
            Self::Design => "design",
            Self::TradeOff => "trade-off",
        }
    }
}

/// A question with its rubric.
#[derive(Debug)]
pub struct Question {
    /// Its name for good.
    pub key: QuestionKey,
    /// What it asks for.
    pub kind: Kind,
    /// Whom it is fair for.
    pub level: Level,
    /// What an interviewer would allow, 1 to 60.
    pub minutes: u32,
    /// What is asked, in Markdown.
    pub prompt: String,
    /// Code that belongs to the prompt.
    pub code: Option<String>,
    /// What that code prints, to be held against a run of it; shown with the model answer.
    pub prints: Option<String>,
    /// A model answer; it scores full marks.
    pub answer: String,
    /// Where the model answer stands.
    pub answer_place: Place,
    /// What an expert listens for. At least one.
    pub points: Vec<Point>,
    /// What people believe that is false.
    pub mistakes: Vec<Mistake>,
    /// Answers with the range of scores they must get.
    pub samples: Vec<Sample>,
    /// Names of groups of points, each with the most that it earns.
    pub(super) groups: Vec<(String, u32)>,
    /// Whether a list may be an answer, as where it is asked what code prints.
    pub(super) lists: bool,
    /// Phrases one of which every answer has.
    pub(super) about: Vec<Accept>,
    /// The things that it tells apart, each with the phrases that name it.
    pub(super) things: Vec<(String, Vec<Accept>)>,
    /// What it shares with its subject.
    pub(super) shared: Arc<Shared>,
    /// Points and mistakes, compiled when they are first needed: see [`Question::rubric`].
    pub(super) compiled: OnceLock<Rubric>,
}

impl Question {
    /// The point with an id.
    #[must_use]
    pub fn point(&self, id: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.id == id)
    }

    /// Whether it has any of these points.
    #[must_use]
    pub fn has_any(&self, points: &[String]) -> bool {
        self.points.iter().any(|point| points.contains(&point.id))
    }

    /// The mistake with an id.
    #[must_use]
    pub fn mistake(&self, id: &str) -> Option<&Mistake> {
        self.mistakes.iter().find(|mistake| mistake.id == id)
    }
}

/// A point of a rubric, as people see it.
#[derive(Debug)]
pub struct Point {
    /// Id, unique in the question.
    pub id: String,
    /// The point itself.
    pub says: String,
    /// 1 to 10.
    pub worth: u32,
    /// A nudge that does not tell.
    pub hint: String,
    /// What to ask when the point was missed.
    pub follow_up: Option<FollowUp>,
    /// Its phrases, in the order of the rubric's patterns: those that earn it whole, then those of its parts.
    pub accept: Vec<Accept>,
    /// How its phrases make up the point.
    pub(super) made_of: MadeOf,
}

/// How the phrases of a point make it up.
#[derive(Clone, Debug, Default)]
pub(super) struct MadeOf {
    /// Number of phrases that earn the whole point.
    pub(super) whole: usize,
    /// Number of phrases of each part.
    pub(super) parts: Vec<usize>,
    /// Parts that make the whole point.
    pub(super) at_least: u32,
    /// Index of the point that must be met for this one to count.
    pub(super) needs: Option<usize>,
    /// Index of its group.
    pub(super) group: Option<usize>,
    /// Whether words of the prompt may earn it.
    pub(super) echo: bool,
    /// Indices of the things that it is said of.
    pub(super) of: Vec<usize>,
}

/// A phrase as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// The phrase.
    pub text: String,
    /// Where it stands, quotes included.
    pub place: Place,
}

/// A second chance at one point.
#[derive(Debug)]
pub struct FollowUp {
    /// What is asked.
    pub prompt: String,
    /// Phrases that answer it, beside those of the point itself.
    pub(super) accept: Vec<Accept>,
}

/// A misconception, as people see it.
#[derive(Debug)]
pub struct Mistake {
    /// Id, unique in the question.
    pub id: String,
    /// The false belief.
    pub says: String,
    /// What is true.
    pub correction: String,
    /// Points taken off, 1 to 10.
    pub costs: u32,
    /// Its phrases, in the order of the rubric's patterns.
    pub accept: Vec<Accept>,
    /// Indices of the points that it takes away.
    pub(super) voids: Vec<usize>,
    /// Indices of the things that it must be said of.
    pub(super) of: Vec<usize>,
}

/// An answer with the range of scores that it must get.
#[derive(Debug)]
pub struct Sample {
    /// The answer.
    pub answer: String,
    /// Lowest and highest score allowed.
    pub score: (Score, Score),
    /// Where it stands.
    pub place: Place,
}

impl Bank {
    /// All questions with their concepts, in the bank's order.
    pub fn questions(&self) -> impl Iterator<Item = (&Concept, &Question)> {
        self.concepts().flat_map(|concept| concept.questions.iter().map(move |question| (concept, question)))
    }

    /// All concepts, in the bank's order.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.subjects.iter().flat_map(|subject| &subject.concepts)
    }

    /// The question with a key, and its concept; `None` once it has left the bank.
    #[must_use]
    pub fn question(&self, key: &QuestionKey) -> Option<(&Concept, &Question)> {
        self.questions().find(|(_, question)| question.key == *key)
    }

    /// The question that a person named: `concept/question` or the full key; a concept with one question by its id.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Question> {
        let mut named = self.questions().filter(|(concept, question)| {
            let full = question.key.to_string();
            full == name
                || full.ends_with(&format!("/{name}")) && name.contains('/')
                || (concept.id == name && concept.questions.len() == 1)
        });
        match (named.next(), named.next()) {
            (Some((_, question)), None) => Some(question),
            _ => None,
        }
    }
}
