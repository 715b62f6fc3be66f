//! Sessions by example; `tests/it/sessions/model.rs` holds the state machine against a model.

use super::*;
use crate::grade::Score;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

/// A session of Ada (the host), Bob and Cy that was started at 0 with rounds of four minutes.
fn begun(rounds: usize) -> Group<char> {
    let mut group = Group::open('a', 100, TimeDelta::minutes(5), at(0));
    does(&mut group, &Event::Join { who: 'b', time: 100 }, 0);
    does(&mut group, &Event::Join { who: 'c', time: 100 }, 0);
    does(&mut group, &Event::Start { by: 'a', allowed: vec![TimeDelta::minutes(4); rounds] }, 0);
    group
}

fn does(group: &mut Group<char>, event: &Event<char>, seconds: i64) -> Vec<Effect<char>> {
    let (next, effects) = group.apply(event, at(seconds)).unwrap();
    *group = next;
    effects
}

fn answer(by: char, round: usize) -> Event<char> {
    Event::Answer { by, round }
}

fn refusal(group: &Group<char>, event: &Event<char>, seconds: i64) -> GroupRefusal {
    group.apply(event, at(seconds)).unwrap_err()
}

#[test]
fn a_round_closes_when_everybody_has_answered_and_the_last_words_are_graded_once() {
    let mut group = begun(2);
    assert_eq!(does(&mut group, &answer('a', 0), 10), [Effect::Keep(0)]);
    assert_eq!(does(&mut group, &answer('a', 0), 20), [Effect::Keep(0)]);
    does(&mut group, &answer('b', 0), 30);
    assert_eq!(group.answered(0), (2, 3));
    let closed = does(&mut group, &answer('c', 0), 40);
    assert_eq!(closed, [Effect::Keep(0), Effect::Grade { round: 0, people: vec!['a', 'b', 'c'] }, Effect::Reveal(0)]);
    assert_eq!(group.rounds[0].entry('a').unwrap().answers, 2);
    assert_eq!(refusal(&group, &answer('a', 0), 41), GroupRefusal::NotOpen);
    assert_eq!(refusal(&group, &Event::Next { by: 'b', round: 0 }, 41), GroupRefusal::NotHost);
    assert_eq!(does(&mut group, &Event::Next { by: 'a', round: 0 }, 41), [Effect::Ask(1)]);
    assert_eq!(refusal(&group, &Event::Next { by: 'a', round: 0 }, 42), GroupRefusal::MovedOn);
}

#[test]
fn time_closes_a_round_goes_on_and_ends_the_session() {
    let mut group = begun(2);
    does(&mut group, &answer('a', 0), 10);
    assert_eq!(group.due(), Some(at(240) + GRACE));
    assert_eq!(refusal(&group, &Event::Tick, 244), GroupRefusal::NotDue);
    does(&mut group, &answer('b', 0), 244);
    assert_eq!(refusal(&group, &answer('c', 0), 245), GroupRefusal::TimeUp);
    assert_eq!(does(&mut group, &Event::Tick, 245), [Effect::Grade { round: 0, people: vec!['a', 'b'] }, Effect::Reveal(0)]);
    assert_eq!(does(&mut group, &Event::Tick, 365), [Effect::Ask(1)]);
    does(&mut group, &answer('c', 1), 400);
    does(&mut group, &Event::Tick, 610);
    assert_eq!(does(&mut group, &Event::Tick, 730), [Effect::End(Ending::Finished)]);
    assert_eq!(group.due(), None);
}

#[test]
fn extended_time_is_waited_for_up_to_the_patience() {
    let mut group = begun(1);
    does(&mut group, &Event::Join { who: 'd', time: 150 }, 1);
    does(&mut group, &Event::Join { who: 'e', time: 300 }, 1);
    assert_eq!(group.deadline_of('a', 0), Some(at(240)));
    assert_eq!(group.deadline_of('d', 0), Some(at(360)), "half as much again");
    assert_eq!(group.deadline_of('e', 0), Some(at(540)), "twice as much again would be longer than the patience");
    assert_eq!(group.waits_until(0), Some(at(540)));
    does(&mut group, &answer('e', 0), 300);
    assert_eq!(refusal(&group, &answer('a', 0), 300), GroupRefusal::TimeUp);
    assert_eq!(group.due(), Some(at(360) + GRACE), "who has answered is not waited for");
}

#[test]
fn a_pause_stops_the_clock_and_an_extension_adds_to_it() {
    let mut group = begun(1);
    does(&mut group, &Event::Pause('a'), 200);
    assert_eq!(refusal(&group, &Event::Tick, 1000), GroupRefusal::NotDue);
    does(&mut group, &answer('b', 0), 900);
    does(&mut group, &Event::Resume('a'), 1000);
    assert_eq!(group.rounds[0].deadline, Some(at(1040)));
    does(&mut group, &Event::Extend { by: 'a', round: 0 }, 1001);
    assert_eq!(group.rounds[0].deadline, Some(at(1160)));
    for _ in 0..20 {
        let _ = group.apply(&Event::Extend { by: 'a', round: 0 }, at(1001)).map(|(next, _)| group = next);
    }
    assert!(group.rounds[0].deadline.unwrap() <= at(0) + LONGEST_ROUND);
    assert_eq!(refusal(&group, &Event::Extend { by: 'a', round: 0 }, 1002), GroupRefusal::LongEnough);
}

#[test]
fn whoever_leaves_keeps_their_answer_and_is_waited_for_no_longer() {
    let mut group = begun(1);
    does(&mut group, &answer('b', 0), 10);
    does(&mut group, &Event::Leave('b'), 20);
    does(&mut group, &answer('c', 0), 30);
    let effects = does(&mut group, &Event::Leave('a'), 40);
    assert_eq!(effects, [Effect::Host('c'), Effect::Grade { round: 0, people: vec!['b', 'c'] }, Effect::Reveal(0)]);
    assert_eq!(does(&mut group, &Event::Leave('c'), 50), [Effect::End(Ending::Abandoned)]);
}

#[test]
fn a_host_who_vanishes_is_replaced_by_whoever_did_something_last() {
    let mut group = begun(3);
    does(&mut group, &Event::Pause('a'), 60);
    does(&mut group, &answer('b', 0), 70);
    does(&mut group, &answer('c', 0), 80);
    assert_eq!(group.due(), Some(at(60) + HOST_AWAY));
    assert_eq!(does(&mut group, &Event::Tick, 60 + 900), [Effect::Host('c')]);
    assert_eq!(does(&mut group, &Event::Resume('c'), 970), []);
    assert_eq!(refusal(&group, &Event::Skip { by: 'a', round: 0 }, 971), GroupRefusal::NotHost);
}

#[test]
fn what_nobody_takes_part_in_any_more_closes_itself() {
    let mut lobby = Group::open('a', 100, TimeDelta::zero(), at(0));
    assert_eq!(does(&mut lobby, &Event::Tick, 1800), [Effect::End(Ending::NeverBegun)]);
    let mut group = Group::open('a', 100, TimeDelta::zero(), at(0));
    does(&mut group, &Event::Start { by: 'a', allowed: vec![TimeDelta::minutes(10); 5] }, 0);
    assert_eq!(does(&mut group, &Event::Tick, 605), [Effect::End(Ending::Abandoned)]);
    let mut paused = begun(2);
    does(&mut paused, &answer('b', 0), 10);
    does(&mut paused, &Event::Pause('a'), 20);
    let due = paused.due().unwrap();
    assert_eq!(does(&mut paused, &Event::Tick, 20 + 1800), [Effect::Grade { round: 0, people: vec!['b'] }, Effect::End(Ending::Abandoned)]);
    assert_eq!(due, at(20 + 1800));
}

#[test]
fn a_deadline_that_passed_while_the_bot_was_away_is_closed_late_and_nobody_is_taken_to_have_left() {
    let mut group = begun(2);
    does(&mut group, &answer('b', 0), 10);
    does(&mut group, &Event::Tick, 7200);
    assert!(group.rounds[0].late && matches!(group.phase, Phase::Revealed { round: 0, next_at } if next_at == at(7200) + READING));
    assert_eq!(does(&mut group, &Event::Tick, 7320), [Effect::Ask(1)]);
}

#[test]
fn a_skipped_question_is_graded_as_far_as_it_was_answered() {
    let mut group = begun(2);
    does(&mut group, &answer('b', 0), 10);
    let skipped = does(&mut group, &Event::Skip { by: 'a', round: 0 }, 20);
    assert_eq!(skipped, [Effect::Grade { round: 0, people: vec!['b'] }, Effect::Reveal(0)]);
    does(&mut group, &Event::Next { by: 'a', round: 0 }, 30);
    assert_eq!(does(&mut group, &Event::Skip { by: 'a', round: 1 }, 40), [Effect::End(Ending::Finished)]);
}

#[test]
fn a_question_that_is_taken_back_grades_nobody_and_forgets_nobody() {
    let mut group = begun(2);
    does(&mut group, &answer('b', 0), 10);
    assert_eq!(does(&mut group, &Event::Withdraw(0), 20), [Effect::Reveal(0)]);
    let entry = group.rounds[0].entry('b').unwrap();
    assert!(entry.has_answered() && !entry.graded);
    assert_eq!(refusal(&group, &answer('c', 0), 21), GroupRefusal::NotOpen);
    assert_eq!(refusal(&group, &Event::Withdraw(0), 21), GroupRefusal::NotOpen);
    assert_eq!(does(&mut group, &Event::Next { by: 'a', round: 0 }, 30), [Effect::Ask(1)]);
    // Where nobody has answered, there is nothing to be told.
    assert_eq!(does(&mut group, &Event::Withdraw(1), 40), [Effect::End(Ending::Finished)]);
}

#[test]
fn hints_are_each_persons_own_and_run_out() {
    let mut group = begun(1);
    let hint = |by| Event::Hint { by, round: 0, available: 2 };
    assert_eq!(does(&mut group, &hint('b'), 10), [Effect::Hint { round: 0, hint: 0 }]);
    assert_eq!(does(&mut group, &hint('c'), 10), [Effect::Hint { round: 0, hint: 0 }]);
    assert_eq!(does(&mut group, &hint('b'), 10), [Effect::Hint { round: 0, hint: 1 }]);
    assert_eq!(refusal(&group, &hint('b'), 11), GroupRefusal::NoHintLeft);
    assert_eq!(refusal(&group, &hint('z'), 11), GroupRefusal::NotIn);
}

#[test]
fn equals_share_a_rank() {
    let places = podium(&[('a', 10), ('b', 30), ('c', 30), ('d', 5)]);
    assert_eq!(places.iter().map(|place| (place.rank, place.who)).collect::<Vec<_>>(), [(1, 'b'), (1, 'c'), (3, 'a'), (4, 'd')]);
}

#[test]
fn a_reveal_counts_points_quotes_who_agreed_and_finds_what_to_discuss() {
    let given = |who, score, met: &[&str], mistakes: &[&str], quotable| {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Given { who, score: Score::from_thousandths(score), met: ids(met), mistakes: ids(mistakes), quotable }
    };
    let points = ["x".to_owned(), "y".to_owned(), "z".to_owned()];
    let all = [given('a', 900, &["x", "y"], &[], false), given('b', 500, &["x"], &[], true), given('c', 0, &[], &["m"], true)];
    let reveal = |mistakes: &[String], given: &[Given<char>]| Reveal::new(&points, mistakes, given);
    let sum = reveal(&["n".into(), "m".into()], &all);
    assert_eq!(sum.points.iter().map(|tally| tally.met).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!((sum.answered, sum.quoted, sum.talk), (3, Some('b'), Some(Talk::Mistake("m".into()))));
    assert_eq!(reveal(&[], &all).talk, Some(Talk::Nobody("z".into())));
    let split = [given('a', 1000, &["x", "y", "z"], &[], false), given('b', 900, &["x", "z"], &[], false)];
    assert_eq!(reveal(&[], &split).talk, Some(Talk::Divided("y".into())));
    assert_eq!((reveal(&[], &[]).talk, reveal(&[], &split[..1]).talk), (None, None));
}
