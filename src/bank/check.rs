//! Grading a bank against itself: model answers score full marks, samples score what their author says, and no sample
//! passes for an answer to a question about something else.

use std::thread;

use super::{Bank, Concept, Fault, Question, Sample};
use crate::grade::{Score, Verdict};
use crate::text::{Document, Negation};

/// The most that a sample may score on a question of an unrelated concept.
const MOST_ELSEWHERE: Score = Score::from_thousandths(250);
/// A sample whose range begins here is good enough that no mistake may be found in it.
const GOOD: Score = Score::from_thousandths(700);

/// Every model answer short of full marks, every sample outside its range, every mistake found in a good sample, and
/// every sample that scores on a question of an unrelated concept.
#[must_use]
pub fn check(bank: &Bank) -> Vec<Fault> {
    let mut faults: Vec<Fault> = bank.questions().flat_map(|(_, question)| check_question(question)).collect();
    faults.extend(check_elsewhere(bank));
    faults
}

fn check_question(question: &Question) -> Vec<Fault> {
    let mut faults = Vec::new();
    let verdict = question.rubric().grade(&question.answer);
    if verdict.score < Score::FULL || !verdict.mistakes.is_empty() {
        let message = format!("the model answer of {} scores {} instead of full marks", question.key.short(), verdict.score);
        faults.push(Fault::new(question.answer_place.clone(), message, "this answer").with_help(account(&verdict)));
    }
    for sample in &question.samples {
        let verdict = question.rubric().grade(&sample.answer);
        let (low, high) = sample.score;
        if verdict.score < low || verdict.score > high {
            let message = format!(
                "a sample of {} scores {:.2}, outside its range of {:.2} to {:.2}",
                question.key.short(),
                verdict.score.fraction(),
                low.fraction(),
                high.fraction()
            );
            faults.push(Fault::new(sample.place.clone(), message, "this sample").with_help(account(&verdict)));
        }
        if low >= GOOD {
            faults.extend(false_alarms(question, sample));
        }
    }
    faults
}

/// Phrases of mistakes that fire in a good sample, each at its own place: what they cost falls on people who are right.
fn false_alarms(question: &Question, sample: &Sample) -> Vec<Fault> {
    let fired = question.rubric().fired(&sample.answer).mistakes;
    let mut faults = Vec::new();
    for (mistake, phrases) in question.mistakes.iter().zip(fired) {
        for phrase in phrases.into_iter().filter_map(|index| mistake.accept.get(index)) {
            let message = format!(
                "this phrase of the mistake `{}` fires in a sample of {} that is worth {:.2} or more",
                mistake.id,
                question.key.short(),
                sample.score.0.fraction()
            );
            let help = format!("name its subject, or block it with `unless:`; the sample: {}", start_of(&sample.answer));
            faults.push(Fault::new(phrase.place.clone(), message, "this phrase").with_help(help));
        }
    }
    faults
}

/// Every sample against every question of a concept that is not its own and that neither links to the other.
///
/// The one quadratic part of a check, so it uses every core.
fn check_elsewhere(bank: &Bank) -> Vec<Fault> {
    let all: Vec<(&Concept, &Question)> = bank.questions().collect();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(all.len().max(1));
    let all = &all;
    let work = |worker: usize| -> Vec<Fault> { all.iter().skip(worker).step_by(workers).flat_map(|row| check_row(*row, all)).collect() };
    if workers <= 1 {
        return work(0);
    }
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|worker| scope.spawn(move || work(worker))).collect();
        // A worker panics only where grading does, and that is for the caller to hear.
        running.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// The samples of one question on the questions of all unrelated concepts.
fn check_row((concept, question): (&Concept, &Question), all: &[(&Concept, &Question)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let others: Vec<&Question> = all.iter().filter(|(its, other)| is_unrelated(concept, question, its, other)).map(|row| row.1).collect();
    for sample in &question.samples {
        let document = Document::read(&sample.answer, question.language());
        let negation = Negation::read(&document);
        for other in &others {
            let verdict = other.rubric().grade_read(&document, &negation);
            if verdict.score > MOST_ELSEWHERE {
                let message = format!(
                    "a sample of {} scores {:.2} on {}, a question of another concept",
                    question.key.short(),
                    verdict.score.fraction(),
                    other.key.short()
                );
                let help = format!(
                    "make the phrases of {} say what they are about, or link the concepts with `see_also`; there {}",
                    other.key.short(),
                    account(&verdict)
                );
                faults.push(Fault::new(sample.place.clone(), message, "this sample").with_help(help));
            }
        }
    }
    faults
}

fn is_unrelated(concept: &Concept, question: &Question, other_concept: &Concept, other: &Question) -> bool {
    let same_subject = question.key.subject == other.key.subject;
    let same = same_subject && concept.id == other_concept.id;
    let linked = same_subject && (concept.see_also.contains(&other_concept.id) || other_concept.see_also.contains(&concept.id));
    // Answers in one language say nothing about rubrics in another.
    !same && !linked && question.language() == other.language()
}

/// What was met, missed and mistaken, by id.
fn account(verdict: &Verdict) -> String {
    let ids = |met: bool| {
        let ids: Vec<_> = verdict.points.iter().filter(|p| p.is_met() == met).map(|p| p.id.as_str()).collect();
        if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
    };
    let mistakes: Vec<_> = verdict.mistakes.iter().map(|m| m.id.as_str()).collect();
    let mistakes = if mistakes.is_empty() { "none".to_owned() } else { mistakes.join(", ") };
    format!("met: {}; missed: {}; mistakes: {mistakes}", ids(true), ids(false))
}

/// Enough of an answer to know it by.
fn start_of(answer: &str) -> String {
    const ENOUGH: usize = 80;
    let line = answer.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Source, SourceFile};

    fn concept(id: &str, number: u32, see_also: &str, question: &str) -> SourceFile {
        let text = format!(
            "id = '{id}'\nnumber = {number}\ntitle = '{id}'\nlevel = 'junior'\nsee_also = [{see_also}]\n\
             card = {{ what = 'x', why = 'x', use_cases = ['x'], trade_offs = ['x'] }}\n\
             [[questions]]\nid = 'what'\nkind = 'explain'\nlevel = 'junior'\nminutes = 1\nprompt = 'What?'\n{question}"
        );
        let path = format!("things/{number}-{id}.toml");
        SourceFile { shown: path.clone(), path, text }
    }

    const KETTLE: &str = "answer = 'It boils water.'
[[questions.points]]
id = 'boils'
says = 'It boils water'
accept = ['boils water']
hint = 'What for?'
[[questions.mistakes]]
id = 'cools'
says = 'It cools'
correction = 'It heats.'
accept = ['gets cold', 'ice']
[[questions.samples]]
answer = 'You boil water in it.'
score = [0.9, 1.0]
";
    const PAN: &str = "answer = 'You fry in it, or boil water.'
[[questions.points]]
id = 'fries'
says = 'It fries'
accept = ['fry', 'boil water']
hint = 'What for?'
";

    fn messages(files: Vec<SourceFile>) -> Vec<String> {
        let subject = "title = 'Things'\nlanguage = 'en'\nlicence = 'CC0-1.0'\n";
        let mut source = Source { files };
        source.files.push(SourceFile { path: "things/subject.toml".into(), shown: String::new(), text: subject.into() });
        let bank = Bank::load(&source).unwrap_or_else(|faults| panic!("{faults:?}"));
        check(&bank).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn a_sample_must_not_pass_for_an_answer_about_another_concept() {
        let found = messages(vec![concept("kettle", 1, "", KETTLE), concept("pan", 2, "", PAN)]);
        assert_eq!(found, ["a sample of kettle/what scores 1.00 on pan/what, a question of another concept"]);
    }

    #[test]
    fn a_link_either_way_allows_it() {
        assert!(messages(vec![concept("kettle", 1, "'pan'", KETTLE), concept("pan", 2, "", PAN)]).is_empty());
        assert!(messages(vec![concept("kettle", 1, "", KETTLE), concept("pan", 2, "'kettle'", PAN)]).is_empty());
    }

    #[test]
    fn a_mistake_must_not_fire_in_a_good_sample() {
        let cold = KETTLE.replace("You boil water in it.", "Before the water gets cold again you boil water in it. It boils water!");
        let found = messages(vec![concept("kettle", 1, "", &cold.replace("[0.9, 1.0]", "[0.7, 1.0]"))]);
        let fires = "this phrase of the mistake `cools` fires in a sample of kettle/what that is worth 0.70 or more";
        assert!(found.contains(&fires.to_owned()), "{found:?}");
        let poor = messages(vec![concept("kettle", 1, "", &cold.replace("[0.9, 1.0]", "[0.0, 1.0]"))]);
        assert!(poor.is_empty(), "{poor:?}");
    }
}
