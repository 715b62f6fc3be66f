//! The state machine of a session held against a model that only counts: what is accepted is graded, once, in the end.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use mockingbird::interview::group::{Effect, Ending, Event, Group, Phase, RoundStatus};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::report;

const SEQUENCES: u32 = 100_000;
const PEOPLE: u32 = 5;
const ROUNDS: u32 = 3;

/// What all sequences came to.
#[derive(Default)]
struct Totals {
    events: u64,
    changes: u64,
    answers: u64,
    graded: u64,
    withdrawn: u64,
    endings: [u64; 5],
}

/// A session, and what is known to be owed to the people in it.
struct Run {
    group: Group<u32>,
    now: DateTime<Utc>,
    /// Round and person of every accepted answer that is not graded yet.
    owed: BTreeSet<(usize, u32)>,
    graded: BTreeSet<(usize, u32)>,
    /// What is kept ungraded, since its question was taken back.
    withdrawn: BTreeSet<(usize, u32)>,
    totals: Totals,
}

/// The event that a number stands for, at a time that it chooses.
fn decode(number: u32, run: &mut Run) -> Event<u32> {
    let (who, other, round) = (number >> 8 & 0xFF, number >> 12 & 0xFF, (number >> 16 & 0xFF) % (ROUNDS + 1));
    let (who, other, round) = (who % PEOPLE, other % PEOPLE, round as usize);
    // Mostly seconds, sometimes minutes, now and then the bot is away for an hour.
    let passed = match number >> 24 & 0x1F {
        31 if number & 1 == 0 => 3600,
        n if n > 29 => i64::from(n) * 10,
        n => i64::from(n) / 3,
    };
    run.now += TimeDelta::seconds(passed);
    // The open round, more often than any other.
    let open = match run.group.phase {
        Phase::Asking(open) | Phase::Revealed { round: open, .. } if number >> 29 != 0 => open,
        _ => round,
    };
    match number % 24 {
        0..=7 => Event::Answer { by: who, round: open },
        8..=10 => Event::Join { who, time: [100, 100, 150, 300][other as usize % 4] },
        11 => Event::Leave(who),
        12 | 13 => Event::Hint { by: who, round: open, available: 2 },
        14 => Event::Start { by: who, allowed: vec![TimeDelta::seconds(60 + i64::from(other) * 90); ROUNDS as usize] },
        15 | 16 => Event::Next { by: who, round: open },
        17 => Event::Pause(who),
        18 => Event::Resume(who),
        19 => Event::Extend { by: who, round: open },
        20 => Event::Skip { by: who, round: open },
        21 => Event::HandOver { by: who, to: other },
        22 => match number >> 16 & 0xF {
            0 => Event::End(who),
            1 => Event::ChannelGone,
            2 | 3 => Event::Withdraw(open),
            _ => Event::Quote { by: who, round: open, agree: other % 2 == 0 },
        },
        _ => Event::Tick,
    }
}

impl Run {
    fn apply(&mut self, event: &Event<u32>) {
        self.totals.events += 1;
        let Ok((after, effects)) = self.group.apply(event, self.now) else { return };
        self.totals.changes += 1;
        if let Event::Answer { by, round } = event {
            assert!(effects.contains(&Effect::Keep(*round)), "an answer that is accepted is kept");
            self.owed.insert((*round, *by));
            self.totals.answers += 1;
        }
        if let Event::Withdraw(round) = event {
            let kept: BTreeSet<_> = self.owed.extract_if(.., |(of, _)| of == round).collect();
            self.totals.withdrawn += kept.len() as u64;
            self.withdrawn.extend(kept);
        }
        for effect in &effects {
            if let Effect::Grade { round, people } = effect {
                for who in people {
                    assert!(self.owed.remove(&(*round, *who)), "{who} is graded in round {round} for an answer that there is");
                    assert!(self.graded.insert((*round, *who)), "{who} is graded in round {round} once");
                    assert!(!self.withdrawn.contains(&(*round, *who)), "{who} is graded on a question that there is no more");
                    self.totals.graded += 1;
                }
            }
        }
        let asked = after.rounds.iter().filter(|round| round.status == RoundStatus::Asked).count();
        assert_eq!(asked, usize::from(matches!(after.phase, Phase::Asking(_))), "one question is open, or none");
        assert!(after.ending().is_some() || after.host.is_some_and(|host| after.is_here(host)), "the host is there");
        assert!(after.ending().is_some() || after.due().is_some(), "what goes on has an end");
        assert!(after.ending().is_none() || self.owed.is_empty(), "nothing is owed in the end: {:?}", self.owed);
        self.group = after;
    }

    /// Lets time pass until it is over.
    fn finish(&mut self) {
        for _ in 0..20 {
            let Some(due) = self.group.due() else { break };
            self.now = self.now.max(due);
            let before = self.group.clone();
            self.apply(&Event::Tick);
            assert_ne!(self.group, before, "what is due happens");
        }
        let Some(ending) = self.group.ending() else { panic!("it does not end: {:?}", self.group) };
        assert!(self.owed.is_empty());
        for (round, who) in &self.withdrawn {
            let entry = self.group.rounds[*round].entry(*who);
            assert!(entry.is_some_and(|entry| entry.has_answered() && !entry.graded), "what is not graded is kept");
        }
        let all = [Ending::Finished, Ending::ByHost, Ending::NeverBegun, Ending::Abandoned, Ending::ChannelGone];
        self.totals.endings[all.iter().position(|one| *one == ending).unwrap()] += 1;
        // Over is over.
        assert!(self.group.apply(&Event::Answer { by: 0, round: 0 }, self.now).is_err());
    }
}

#[test]
fn no_sequence_of_events_loses_an_answer_counts_one_twice_or_goes_on_for_ever() {
    let totals = RefCell::new(Totals::default());
    let config = Config { cases: SEQUENCES, failure_persistence: None, ..Config::default() };
    let start = DateTime::UNIX_EPOCH;
    TestRunner::new(config)
        .run(&prop::collection::vec(any::<u32>(), 4..26), |numbers| {
            let group = Group::open(0, 100, TimeDelta::minutes(3), start);
            let mut run = Run {
                group,
                now: start,
                owed: BTreeSet::new(),
                graded: BTreeSet::new(),
                withdrawn: BTreeSet::new(),
                totals: Totals::default(),
            };
            // Three in four sequences begin with people in it who have started, so that the rest is not spent in the lobby.
            if numbers[0] % 4 != 0 {
                for who in 1..=numbers[0] / 4 % 4 {
                    run.apply(&Event::Join { who, time: 100 });
                }
                run.apply(&Event::Start { by: 0, allowed: vec![TimeDelta::minutes(2); ROUNDS as usize] });
            }
            for number in &numbers[1..] {
                let event = decode(*number, &mut run);
                run.apply(&event);
            }
            run.finish();
            let mut all = totals.borrow_mut();
            all.events += run.totals.events;
            all.changes += run.totals.changes;
            all.answers += run.totals.answers;
            all.graded += run.totals.graded;
            all.withdrawn += run.totals.withdrawn;
            all.endings.iter_mut().zip(run.totals.endings).for_each(|(all, one)| *all += one);
            Ok(())
        })
        .unwrap();
    let Totals { events, changes, answers, graded, withdrawn, endings: [finished, by_host, never_begun, abandoned, gone] } =
        totals.into_inner();
    report(&format!(
        "sessions of chance: {SEQUENCES} sequences, {events} events, {changes} changes; {answers} answers sent, {graded} graded, {withdrawn} \
         kept whose question was taken back, none lost, none twice; {finished} finished, {by_host} ended by the host, {never_begun} never begun, {abandoned} abandoned, {gone} without their channel"
    ));
    assert!(graded > 50_000 && withdrawn > 500 && [finished, by_host, never_begun, abandoned, gone].iter().all(|count| *count > 500));
}
