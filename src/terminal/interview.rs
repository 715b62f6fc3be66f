//! Holding an interview on a terminal.

use std::io::{self, Write};

use super::input::{self, Input, Lines};
use super::style::Style;
use crate::app::{Action, App, AppError, Asked, Graded, Outcome, Started};
use crate::interview::Refusal;
use crate::store::Person;

/// Either the use cases or the terminal failed.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// A use case failed.
    #[error(transparent)]
    App(#[from] AppError),
    /// The terminal failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Whether the person wants to go on.
enum Then {
    Next,
    Stop,
}

/// Holds an interview from its first question to its report.
///
/// # Errors
/// [`TerminalError`]; everything graded before is stored.
pub async fn interview(
    app: &App,
    person: &Person,
    started: Started,
    lines: &mut dyn Lines,
    out: &mut dyn Write,
) -> Result<(), TerminalError> {
    Room { app, person, started, lines, out, style: Style::of_stdout() }.hold().await
}

/// The interview room: whom we talk to, and how.
struct Room<'r> {
    app: &'r App,
    person: &'r Person,
    started: Started,
    lines: &'r mut dyn Lines,
    out: &'r mut dyn Write,
    style: Style,
}

impl<'r> Room<'r> {
    async fn hold(&mut self) -> Result<(), TerminalError> {
        writeln!(self.out, "{}", self.style.aside(self.manual()))?;
        let mut outcome = self.play(&Action::Look).await?;
        loop {
            outcome = match outcome {
                Outcome::Question(asked) => self.ask(asked).await?,
                Outcome::Report(report) => {
                    write!(self.out, "\n{}", self.style.report(&report))?;
                    return Ok(self.out.flush()?);
                }
                Outcome::Refused(refusal @ (Refusal::Gone | Refusal::NotYours | Refusal::NotOpen)) => {
                    writeln!(self.out, "{refusal}")?;
                    return Ok(());
                }
                Outcome::Refused(refusal) => {
                    writeln!(self.out, "{refusal}")?;
                    self.play(&Action::Look).await?
                }
                // Only after a change from elsewhere: the verdict was seen there.
                Outcome::Verdict(graded) => self.play(&Action::Next(graded.round)).await?,
                Outcome::Hint(_) | Outcome::FollowUp(_) => self.play(&Action::Look).await?,
            };
        }
    }

    fn manual(&self) -> &'static str {
        if self.lines.is_interactive() {
            "Answer in your own words and press Enter (Alt-Enter, or a backslash at the end, begins a new line). \
             You can also type: hint, skip, quit."
        } else {
            "A line holding only a full stop, or the end of input, ends an answer. Commands: hint, skip, quit."
        }
    }

    async fn play(&self, action: &Action) -> Result<Outcome<'r>, TerminalError> {
        Ok(self.app.play(self.person, self.started.id, action).await?)
    }

    /// Plays, and keeps the person's words while the database fails and they want to try again.
    async fn insist(&mut self, action: &Action) -> Result<Outcome<'r>, TerminalError> {
        loop {
            match self.play(action).await {
                Err(TerminalError::App(error @ AppError::Store(_))) => {
                    writeln!(self.out, "{error}.\nYour words are not lost: press Enter to try again, or type quit.")?;
                    self.out.flush()?;
                    if matches!(input::read(self.lines)?, Input::Quit | Input::End) {
                        return Err(error.into());
                    }
                }
                played => return played,
            }
        }
    }

    /// Shows a question and stays with it until it is answered or skipped.
    async fn ask(&mut self, asked: Asked<'r>) -> Result<Outcome<'r>, TerminalError> {
        let Asked { round, of, concept, question, .. } = asked;
        let aside = format!("{} of {of} · {} · about {} min", round + 1, question.level, question.minutes);
        write!(self.out, "\n{}{}", self.style.heading(&concept.title, &aside), self.style.text(&question.prompt))?;
        if let Some(code) = &question.code {
            write!(self.out, "{}", self.style.code(code))?;
        }
        if let Some(deadline) = asked.deadline {
            let until = deadline.with_timezone(&self.person.time_zone).format("%H:%M:%S");
            write!(self.out, "\n{}", self.style.aside(&format!("Time until {until}. A later answer counts all the same.")))?;
        }
        writeln!(self.out)?;
        let mut empty = 0;
        loop {
            self.out.flush()?;
            let action = match input::read(self.lines)? {
                Input::Answer(text) => Action::Answer { round, text, interaction: None },
                Input::Hint => Action::Hint(round),
                Input::Skip => Action::Skip(round),
                Input::Quit | Input::End => Action::End,
            };
            match self.insist(&action).await? {
                Outcome::Verdict(graded) => {
                    return self.verdict(&graded).await;
                }
                Outcome::Hint(asked) => {
                    let left = if asked.hints_left() == 0 { "the last one".to_owned() } else { format!("{} left", asked.hints_left()) };
                    let hint = asked.hints.last().copied().unwrap_or_default();
                    writeln!(self.out, "{}", self.style.text(&format!("Hint ({left}): {hint}")))?;
                }
                Outcome::Refused(Refusal::Empty) if empty > 0 => {
                    writeln!(self.out, "Skipped. It can come back another day.")?;
                    return self.play(&Action::Skip(round)).await;
                }
                Outcome::Refused(refusal) => {
                    empty += usize::from(refusal == Refusal::Empty);
                    writeln!(self.out, "{refusal}")?;
                    if !matches!(refusal, Refusal::Empty | Refusal::NoHintLeft) {
                        return self.play(&Action::Look).await;
                    }
                }
                outcome => return Ok(outcome),
            }
        }
    }

    /// Shows a verdict, asks the follow-up if a missed point has one, and goes on.
    async fn verdict(&mut self, graded: &Graded<'r>) -> Result<Outcome<'r>, TerminalError> {
        write!(self.out, "\n{}", self.style.verdict(graded.question, &graded.answer, &graded.verdict))?;
        if graded.late {
            write!(self.out, "\n{}", self.style.text("This came after its time. It was graded as always: late costs nothing."))?;
        }
        let then = self.follow_up(graded).await?;
        let model = textwrap::fill(&graded.question.answer, 80);
        write!(self.out, "\n{}{}", self.style.aside("A model answer:"), self.style.text(&model))?;
        if let Some(prints) = &graded.question.prints {
            writeln!(self.out, "\n{}{}", self.style.aside("It prints:"), self.style.code(prints))?;
        }
        if graded.rests {
            let study = format!(
                "You have missed this question so often that it rests from now on: asking again teaches less than reading. Its study card: \
                 `mockingbird study {}`.",
                graded.question.key.concept
            );
            write!(self.out, "\n{}", self.style.text(&study))?;
        }
        self.out.flush()?;
        match then {
            Then::Next => self.play(&Action::Next(graded.round)).await,
            Then::Stop => self.play(&Action::End).await,
        }
    }

    async fn follow_up(&mut self, graded: &Graded<'r>) -> Result<Then, TerminalError> {
        let found = graded.open_follow_up().and_then(|point| Some((point, point.follow_up.as_ref()?)));
        let Some((point, follow_up)) = found else { return Ok(Then::Next) };
        writeln!(self.out, "\n{}", self.style.text(&format!("Follow-up: {}", follow_up.prompt)))?;
        self.out.flush()?;
        let text = match input::read(self.lines)? {
            Input::Answer(text) => text,
            Input::Hint => {
                writeln!(self.out, "{}", self.style.text(&point.hint))?;
                self.out.flush()?;
                match input::read(self.lines)? {
                    Input::Answer(text) => text,
                    Input::Quit => return Ok(Then::Stop),
                    _ => return Ok(Then::Next),
                }
            }
            Input::Skip | Input::End => return Ok(Then::Next),
            Input::Quit => return Ok(Then::Stop),
        };
        let action = Action::FollowUp { round: graded.round, point: point.id.clone(), text, interaction: None };
        match (self.insist(&action).await?, &action) {
            (Outcome::FollowUp(result), Action::FollowUp { text, .. }) => {
                write!(self.out, "{}", self.style.follow_up(&result.point.says, text, result.added, &result.evidence))?;
            }
            (Outcome::Refused(refusal), _) => writeln!(self.out, "{refusal}")?,
            _ => {}
        }
        Ok(Then::Next)
    }
}
