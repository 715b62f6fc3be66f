//! Interviews, event by event.

use super::*;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600 + second, 0).unwrap()
}

fn interview(count: usize) -> Solo {
    let key = |i: usize| format!("standard/python/concept/q{i}").parse().unwrap();
    Solo::new((0..count).map(key))
}

/// Effects and refusals of a run of events.
fn play(count: usize, events: &[Event]) -> (Solo, Vec<Result<Effect, Refusal>>) {
    let mut solo = interview(count);
    let mut log = Vec::new();
    for event in events {
        match solo.apply(event, at(0)) {
            Ok((next, effect)) => {
                solo = next;
                log.push(Ok(effect));
            }
            Err(refusal) => log.push(Err(refusal)),
        }
    }
    (solo, log)
}

#[test]
fn an_interview_asks_grades_and_reports() {
    use Effect::{Ask, Grade, Report};
    let (solo, log) = play(2, &[Event::Begin, Event::Answer(0), Event::Next(0), Event::Skip(1)]);
    assert_eq!(log, [Ok(Ask(0)), Ok(Grade(0)), Ok(Ask(1)), Ok(Report)]);
    assert!(solo.ended);
}

#[test]
fn a_double_press_of_anything_counts_once() {
    let (_, log) = play(
        3,
        &[Event::Begin, Event::Begin, Event::Answer(0), Event::Answer(0), Event::Next(0), Event::Next(0), Event::Skip(1), Event::Skip(1)],
    );
    let refused: Vec<_> = log.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused, [Refusal::MovedOn, Refusal::Answered, Refusal::MovedOn, Refusal::Skipped]);
}

#[test]
fn a_question_that_left_the_bank_is_replaced_or_passed_over() {
    let mut solo = play(3, &[Event::Begin, Event::Hint { round: 0, available: 3 }]).0;
    let other: QuestionKey = "standard/python/other/one".parse().unwrap();
    solo.replace(0, Some(other.clone()), at(0));
    assert_eq!((solo.rounds[0].status, solo.rounds[0].hints, &solo.rounds[0].question), (Status::Asked, 0, &other));
    solo.replace(1, None, at(0));
    solo.replace(0, None, at(0));
    assert_eq!(solo.open_round(), Some(2));
    solo.replace(2, None, at(0));
    assert!(solo.ended);
}

#[test]
fn a_question_that_is_chosen_late_changes_places_with_a_later_one() {
    let mut solo = play(3, &[Event::Begin]).0;
    let keys: Vec<_> = solo.rounds.iter().map(|round| round.question.clone()).collect();
    solo.choose(0, keys[2].clone());
    let now: Vec<_> = solo.rounds.iter().map(|round| &round.question).collect();
    assert_eq!(now, [&keys[2], &keys[1], &keys[0]]);
}

#[test]
fn hints_run_out_and_an_open_question_is_not_passed_by() {
    let hint = Event::Hint { round: 0, available: 1 };
    let (solo, log) = play(1, &[Event::Begin, hint.clone(), hint, Event::Next(0), Event::Answer(1)]);
    assert_eq!(log[1], Ok(Effect::Hint { round: 0, hint: 0 }));
    assert_eq!(log[2..], [Err(Refusal::NoHintLeft), Err(Refusal::Unanswered), Err(Refusal::NotOpen)]);
    assert_eq!(solo.rounds[0].hints, 1);
}

#[test]
fn a_follow_up_is_taken_once_and_even_after_the_end() {
    let follow = Event::FollowUp { round: 0, point: "weak".into() };
    let (_, log) = play(1, &[Event::Begin, follow.clone(), Event::Answer(0), Event::End, Event::Answer(0), follow.clone(), follow]);
    assert_eq!(log[1], Err(Refusal::Unanswered));
    assert_eq!(log[4], Err(Refusal::Ended));
    assert_eq!(log[5], Ok(Effect::GradeFollowUp { round: 0, point: "weak".into() }));
    assert_eq!(log[6], Err(Refusal::FollowedUp));
}

/// An interview with two minutes for a question, and what is so after an event at a second.
fn after(solo: &Solo, event: &Event, second: i64) -> Solo {
    solo.apply(event, at(second)).unwrap().0
}

#[test]
fn a_question_has_its_time_from_when_it_is_asked_and_a_late_answer_is_marked_and_graded() {
    let limited = Solo { allowed: Some(TimeDelta::minutes(2)), ..interview(3) };
    let asked = after(&limited, &Event::Begin, 0);
    assert_eq!(asked.rounds.iter().map(|round| round.deadline).collect::<Vec<_>>(), [Some(at(120)), None, None]);
    let hinted = after(&asked, &Event::Hint { round: 0, available: 1 }, 100);
    assert_eq!(hinted.rounds[0].deadline, Some(at(120)), "a hint takes no time away");

    let last_moment = 120 + GRACE.num_seconds() - 1;
    assert!(!after(&hinted, &Event::Answer(0), last_moment).rounds[0].late);
    let (late, effect) = hinted.apply(&Event::Answer(0), at(last_moment + 1)).unwrap();
    assert_eq!((late.rounds[0].late, effect), (true, Effect::Grade(0)));

    let followed = after(&late, &Event::FollowUp { round: 0, point: "weak".into() }, 500);
    let next = after(&followed, &Event::Next(0), 1000);
    assert_eq!(next.rounds[1].deadline, Some(at(1120)), "reading a verdict and a follow-up take no time away");
    let skipped = after(&next, &Event::Skip(1), 1500);
    assert_eq!((skipped.rounds[1].late, skipped.rounds[2].deadline), (false, Some(at(1620))));
}

#[test]
fn a_question_in_the_place_of_one_that_left_the_bank_has_its_whole_time() {
    let limited = Solo { allowed: Some(TimeDelta::minutes(2)), ..interview(2) };
    let mut asked = after(&limited, &Event::Begin, 0);
    let other: QuestionKey = "standard/python/other/one".parse().unwrap();
    asked.replace(1, Some(other.clone()), at(60));
    asked.replace(0, Some(other), at(60));
    assert_eq!(asked.rounds.iter().map(|round| round.deadline).collect::<Vec<_>>(), [Some(at(180)), None]);
    asked.replace(0, None, at(90));
    assert_eq!((asked.open_round(), asked.rounds[1].deadline), (Some(1), Some(at(210))));
}

#[test]
fn where_time_is_not_limited_no_answer_is_late() {
    let asked = after(&interview(1), &Event::Begin, 0);
    assert!(!after(&asked, &Event::Answer(0), 1_000_000).rounds[0].late);
}
