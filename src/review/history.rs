//! What a person has answered, made from the ledger in order of time.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::Memory;
use crate::bank::QuestionKey;
use crate::grade::Score;

/// One answer of the ledger, follow-ups left out.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The question.
    pub question: QuestionKey,
    /// What it scored.
    pub score: Score,
    /// When.
    pub at: DateTime<Utc>,
}

/// All of one person's answers.
#[derive(Clone, Debug, Default)]
pub struct History {
    memories: HashMap<QuestionKey, Memory>,
    latest: Option<(DateTime<Utc>, QuestionKey)>,
}

impl History {
    /// Makes a history of answers, which come in order of time.
    #[must_use]
    pub fn of(answers: impl IntoIterator<Item = Answered>) -> Self {
        let mut history = Self::default();
        for answer in answers {
            history.add(answer);
        }
        history
    }

    /// Adds the latest answer.
    pub fn add(&mut self, answer: Answered) {
        let Answered { question, score, at } = answer;
        let memory = Memory::after(self.memories.get(&question), score, at);
        if self.latest.as_ref().is_none_or(|(latest, _)| *latest <= at) {
            self.latest = Some((at, question.clone()));
        }
        self.memories.insert(question, memory);
    }

    /// What is remembered of a question; `None` if it was never answered.
    #[must_use]
    pub fn memory(&self, question: &QuestionKey) -> Option<&Memory> {
        self.memories.get(question)
    }

    /// The question that was answered last.
    #[must_use]
    pub fn latest(&self) -> Option<&QuestionKey> {
        self.latest.as_ref().map(|(_, question)| question)
    }

    /// Every question that was answered, with what is remembered of it, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionKey, &Memory)> {
        self.memories.iter()
    }

    /// Mean of the last scores on a concept's questions; `None` before the first.
    #[must_use]
    pub fn mastery(&self, concept: &str) -> Option<Score> {
        let scores: Vec<Score> = self.iter().filter(|(key, _)| key.concept == concept).map(|(_, memory)| memory.score()).collect();
        (!scores.is_empty()).then(|| Score::mean(scores))
    }
}
