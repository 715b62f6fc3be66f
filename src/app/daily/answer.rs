//! What people do with a daily question: answer it, in private, and take hints.

use super::DailyRefusal;
use crate::app::{App, AppError, Graded, Guild};
use crate::bank::Question;
use crate::grade::Flag;
use crate::store::{Attempt, AttemptId, NewAttempt, Person, Post, PostId, PostState};

/// Front end of attempts at daily questions.
const SOURCE: &str = "daily";

/// A graded answer to a daily question.
#[derive(Debug)]
pub struct DailyGraded<'b> {
    /// What it earned, and why.
    pub graded: Graded<'b>,
    /// Whether it is the one that counts; otherwise it is practice.
    pub counted: bool,
    /// Whether the question was open.
    pub open: bool,
}

/// What came of an answer or a wish.
#[derive(Debug)]
pub enum DailyOutcome<'b> {
    /// The verdict.
    Verdict(Box<DailyGraded<'b>>),
    /// Hints so far, and whether there are more.
    Hints(Vec<&'b str>, bool),
    /// Nothing was done.
    Refused(DailyRefusal),
}

impl App {
    /// Grades an answer to a daily question; the person's first one counts, as long as the question is open. `message` is
    /// the one that was pressed.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails, and then nothing is stored.
    pub async fn answer_daily(
        &self,
        by: &Person,
        guild: &Guild,
        post: PostId,
        message: Option<i64>,
        (text, interaction): (String, String),
    ) -> Result<DailyOutcome<'_>, AppError> {
        let (post, question) = match self.open_daily(guild, post, message).await? {
            Ok(found) => found,
            Err(refusal) => return Ok(DailyOutcome::Refused(refusal)),
        };
        let verdict = self.grade_words(question, &text);
        if verdict.flags.contains(&Flag::Empty) {
            return Ok(DailyOutcome::Refused(DailyRefusal::Empty));
        }
        self.visit(guild, by).await?;
        let now = self.clock.now();
        let id = AttemptId::new(now);
        let attempt = Attempt {
            guild: Some(guild.id),
            installed: true,
            source: SOURCE.to_owned(),
            seconds: (now - post.posted_at.unwrap_or(post.due_at)).num_seconds().max(0),
            guild_day: Some(self.guild_day(guild.id).await?),
            interaction: Some(interaction),
            ..Attempt::new(id, by.id, question, (now, by.time_zone, by.habits)).graded(&verdict)
        };
        let counted = self.store.record_daily(post.id, NewAttempt { attempt, answer: text.clone() }).await?;
        let graded = Graded {
            attempt: id,
            round: 0,
            of: 1,
            question,
            answer: text,
            total: verdict.score,
            verdict,
            followed: Vec::new(),
            alone: true,
            rests: false,
            late: false,
        };
        Ok(DailyOutcome::Verdict(Box::new(DailyGraded { graded, counted, open: post.is_open })))
    }

    /// Takes one more hint for a daily question.
    ///
    /// # Errors
    /// [`AppError::Store`] when the database fails.
    pub async fn hint_daily(&self, by: &Person, guild: &Guild, post: PostId, message: Option<i64>) -> Result<DailyOutcome<'_>, AppError> {
        let (post, question) = match self.open_daily(guild, post, message).await? {
            Ok(found) => found,
            Err(refusal) => return Ok(DailyOutcome::Refused(refusal)),
        };
        let available = question.points.len();
        let taken = self.store.take_daily_hint(post.id, by.id, i64::try_from(available).unwrap_or(i64::MAX)).await?;
        let taken = usize::try_from(taken).unwrap_or(available).min(available);
        Ok(DailyOutcome::Hints(question.points.iter().take(taken).map(|point| point.hint.as_str()).collect(), taken < available))
    }

    /// A post whose button was pressed, with its question. Who presses has seen it: if nobody had noted that it is there,
    /// it is noted now.
    async fn open_daily(
        &self,
        guild: &Guild,
        id: PostId,
        message: Option<i64>,
    ) -> Result<Result<(Post, &Question), DailyRefusal>, AppError> {
        let Some(mut post) = self.store.post(id).await?.filter(|post| post.guild == guild.id) else {
            return Ok(Err(DailyRefusal::Gone));
        };
        if let (PostState::Claimed, Some(message)) = (post.state, message) {
            self.store.set_posted(&post, message, self.clock.now()).await?;
            post.is_open = true;
        }
        let question = post.question.as_ref().and_then(|key| self.bank.question(key)).map(|(_, question)| question);
        Ok(question.map(|question| (post, question)).ok_or(DailyRefusal::LeftBank))
    }
}
