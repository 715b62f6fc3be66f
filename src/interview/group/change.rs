//! Events to the next state.

use chrono::{DateTime, Utc};

use super::{
    EXTENSION, Effect, Ending, Entry, Event, GRACE, Group, GroupRefusal, GroupRound, LONGEST_ROUND, MOST_PEOPLE, Phase, READING,
    RoundStatus, Seat,
};

type Effects<P> = Result<Vec<Effect<P>>, GroupRefusal>;

impl<P: Copy + Eq> Group<P> {
    /// The state after an event, and what there is to do, in order.
    ///
    /// # Errors
    /// The [`GroupRefusal`] when the event changes nothing.
    pub fn apply(&self, event: &Event<P>, now: DateTime<Utc>) -> Result<(Self, Vec<Effect<P>>), GroupRefusal> {
        let mut next = self.clone();
        let mut effects = next.change(event, now)?;
        // Whose host was deleted has another one from the next event on.
        if next.host.is_none() && next.ending().is_none() {
            effects.extend(next.make_host(next.latest(None)));
        }
        Ok((next, effects))
    }

    fn change(&mut self, event: &Event<P>, now: DateTime<Utc>) -> Effects<P> {
        if self.ending().is_some() {
            return Err(GroupRefusal::Ended);
        }
        match event {
            Event::Join { who, time } => self.join(*who, *time, now),
            Event::Leave(who) => self.leave(*who, now),
            Event::Start { by, allowed } => {
                self.as_host(*by, now)?;
                if !matches!(self.phase, Phase::Lobby { .. }) {
                    return Err(GroupRefusal::Begun);
                }
                self.rounds = allowed.iter().copied().map(GroupRound::new).collect();
                Ok(self.ask(0, now))
            }
            Event::Answer { by, round } => self.answer(*by, *round, now),
            Event::Hint { by, round, available } => self.hint(*by, *round, *available, now),
            Event::Quote { by, round, agree } => {
                let entry = self.entry_of(*by, *round).filter(|entry| entry.has_answered()).ok_or(GroupRefusal::Unanswered)?;
                entry.quotable = *agree;
                self.sees(*by, now);
                Ok(Vec::new())
            }
            Event::Next { by, round } => {
                self.as_host(*by, now)?;
                match self.phase {
                    Phase::Revealed { round: shown, .. } if shown == *round => Ok(self.ask(round + 1, now)),
                    _ if matches!(self.status(*round), Some(RoundStatus::Closed | RoundStatus::Withdrawn)) => Err(GroupRefusal::MovedOn),
                    _ => Err(GroupRefusal::NotOpen),
                }
            }
            Event::Pause(by) => {
                self.as_host(*by, now)?;
                match self.phase {
                    Phase::Lobby { .. } => Err(GroupRefusal::NotBegun),
                    _ if self.paused_at.is_some() => Err(GroupRefusal::AsItIs),
                    _ => {
                        self.paused_at = Some(now);
                        Ok(Vec::new())
                    }
                }
            }
            Event::Resume(by) => {
                self.as_host(*by, now)?;
                self.resume(now)
            }
            Event::Extend { by, round } => {
                self.as_host(*by, now)?;
                self.extend(*round)
            }
            Event::Skip { by, round } => {
                self.as_host(*by, now)?;
                self.is_open(*round)?;
                let mut effects = self.close(*round, false, now);
                if !self.rounds[*round].has_answers() {
                    effects = self.ask(round + 1, now);
                }
                Ok(effects)
            }
            Event::HandOver { by, to } => {
                self.as_host(*by, now)?;
                if by == to {
                    return Err(GroupRefusal::AsItIs);
                }
                if !self.is_here(*to) {
                    return Err(GroupRefusal::NotIn);
                }
                Ok(self.make_host(Some(*to)))
            }
            Event::End(by) => {
                self.as_host(*by, now)?;
                Ok(self.end(Ending::ByHost))
            }
            Event::Withdraw(round) => self.withdraw(*round, now),
            Event::Tick => self.tick(now),
            Event::ChannelGone => Ok(self.end(Ending::ChannelGone)),
        }
    }

    fn join(&mut self, who: P, time: u16, now: DateTime<Utc>) -> Effects<P> {
        if self.is_here(who) {
            return Err(GroupRefusal::In);
        }
        if self.here().count() >= MOST_PEOPLE {
            return Err(GroupRefusal::Full);
        }
        let seat = Seat { who, here: true, seen: now, time };
        match self.people.iter_mut().find(|seat| seat.who == who) {
            Some(old) => *old = seat,
            None => self.people.push(seat),
        }
        Ok(Vec::new())
    }

    fn leave(&mut self, who: P, now: DateTime<Utc>) -> Effects<P> {
        let seat = self.people.iter_mut().find(|seat| seat.who == who && seat.here).ok_or(GroupRefusal::NotIn)?;
        (seat.here, seat.seen) = (false, now);
        if self.here().next().is_none() {
            let ending = if self.rounds.is_empty() { Ending::NeverBegun } else { Ending::Abandoned };
            return Ok(self.end(ending));
        }
        let mut effects = if self.host == Some(who) { self.make_host(self.latest(None)) } else { Vec::new() };
        effects.extend(self.close_if_complete(now));
        Ok(effects)
    }

    fn answer(&mut self, by: P, round: usize, now: DateTime<Utc>) -> Effects<P> {
        self.in_time(by, round, now)?;
        let entry = self.entry_or_new(by, round);
        entry.answers += 1;
        entry.answered_at = Some(now);
        self.sees(by, now);
        let mut effects = vec![Effect::Keep(round)];
        effects.extend(self.close_if_complete(now));
        Ok(effects)
    }

    fn hint(&mut self, by: P, round: usize, available: u32, now: DateTime<Utc>) -> Effects<P> {
        self.in_time(by, round, now)?;
        let entry = self.entry_or_new(by, round);
        if entry.hints >= available {
            // A new entry that says nothing is no change.
            self.rounds[round].entries.retain(|entry| entry.hints > 0 || entry.has_answered());
            return Err(GroupRefusal::NoHintLeft);
        }
        entry.hints += 1;
        let hint = entry.hints - 1;
        self.sees(by, now);
        Ok(vec![Effect::Hint { round, hint }])
    }

    fn resume(&mut self, now: DateTime<Utc>) -> Effects<P> {
        let since = self.paused_at.take().ok_or(GroupRefusal::AsItIs)?;
        let stood = now - since;
        match &mut self.phase {
            Phase::Asking(round) => {
                if let Some(deadline) = self.rounds.get_mut(*round).and_then(|round| round.deadline.as_mut()) {
                    *deadline += stood;
                }
            }
            Phase::Revealed { next_at, .. } => *next_at += stood,
            Phase::Lobby { .. } | Phase::Ended(_) => {}
        }
        Ok(self.close_if_complete(now))
    }

    fn extend(&mut self, round: usize) -> Effects<P> {
        self.is_open(round)?;
        let open = &mut self.rounds[round];
        let (Some(asked_at), Some(deadline)) = (open.asked_at, open.deadline) else { return Err(GroupRefusal::NotOpen) };
        if deadline + EXTENSION - asked_at > LONGEST_ROUND {
            return Err(GroupRefusal::LongEnough);
        }
        open.deadline = Some(deadline + EXTENSION);
        Ok(Vec::new())
    }

    /// The person acts as the host, and is seen.
    fn as_host(&mut self, by: P, now: DateTime<Utc>) -> Result<(), GroupRefusal> {
        if !self.is_here(by) {
            return Err(GroupRefusal::NotIn);
        }
        if self.host != Some(by) {
            return Err(GroupRefusal::NotHost);
        }
        self.sees(by, now);
        Ok(())
    }

    fn sees(&mut self, who: P, now: DateTime<Utc>) {
        if let Some(seat) = self.people.iter_mut().find(|seat| seat.who == who) {
            seat.seen = seat.seen.max(now);
        }
    }

    fn status(&self, round: usize) -> Option<RoundStatus> {
        self.rounds.get(round).map(|round| round.status)
    }

    /// The round is the one that is open.
    fn is_open(&self, round: usize) -> Result<(), GroupRefusal> {
        match self.phase {
            Phase::Lobby { .. } => Err(GroupRefusal::NotBegun),
            Phase::Asking(open) if open == round => Ok(()),
            _ => Err(GroupRefusal::NotOpen),
        }
    }

    /// The round is open for a person who is there.
    fn in_time(&self, by: P, round: usize, now: DateTime<Utc>) -> Result<(), GroupRefusal> {
        if !self.is_here(by) {
            return Err(GroupRefusal::NotIn);
        }
        self.is_open(round)?;
        let reads = self.paused_at.unwrap_or(now);
        if self.deadline_of(by, round).is_none_or(|deadline| reads >= deadline + GRACE) {
            return Err(GroupRefusal::TimeUp);
        }
        Ok(())
    }

    fn entry_of(&mut self, who: P, round: usize) -> Option<&mut Entry<P>> {
        self.rounds.get_mut(round)?.entries.iter_mut().find(|entry| entry.who == who)
    }

    fn entry_or_new(&mut self, who: P, round: usize) -> &mut Entry<P> {
        let entries = &mut self.rounds[round].entries;
        let at = entries.iter().position(|entry| entry.who == who).unwrap_or_else(|| {
            entries.push(Entry { who, hints: 0, answers: 0, answered_at: None, quotable: false, graded: false });
            entries.len() - 1
        });
        &mut entries[at]
    }

    /// Closes the open round if everybody who is there has answered; not while the clock stands still.
    fn close_if_complete(&mut self, now: DateTime<Utc>) -> Vec<Effect<P>> {
        let Phase::Asking(round) = self.phase else { return Vec::new() };
        let (answered, of) = self.answered(round);
        if self.paused_at.is_some() || answered < of { Vec::new() } else { self.close(round, false, now) }
    }

    /// Closes the open round: what was answered is graded, once.
    pub(super) fn close(&mut self, round: usize, late: bool, now: DateTime<Utc>) -> Vec<Effect<P>> {
        let mut effects = self.grade(round);
        self.rounds[round].late = late;
        self.phase = Phase::Revealed { round, next_at: now + READING };
        self.paused_at = None;
        effects.push(Effect::Reveal(round));
        effects
    }

    /// Closes the open round ungraded: whoever has answered is told; where nobody has, the next question is asked at once.
    fn withdraw(&mut self, round: usize, now: DateTime<Utc>) -> Effects<P> {
        self.is_open(round)?;
        self.rounds[round].status = RoundStatus::Withdrawn;
        if !self.rounds[round].has_answers() {
            return Ok(self.ask(round + 1, now));
        }
        self.phase = Phase::Revealed { round, next_at: now + READING };
        self.paused_at = None;
        Ok(vec![Effect::Reveal(round)])
    }

    fn grade(&mut self, round: usize) -> Vec<Effect<P>> {
        let open = &mut self.rounds[round];
        open.status = RoundStatus::Closed;
        let mut people = Vec::new();
        for entry in open.entries.iter_mut().filter(|entry| entry.has_answered() && !entry.graded) {
            entry.graded = true;
            people.push(entry.who);
        }
        if people.is_empty() { Vec::new() } else { vec![Effect::Grade { round, people }] }
    }

    /// Asks the question of a round; after the last one it is over.
    pub(super) fn ask(&mut self, round: usize, now: DateTime<Utc>) -> Vec<Effect<P>> {
        let Some(next) = self.rounds.get_mut(round) else { return self.end(Ending::Finished) };
        next.status = RoundStatus::Asked;
        (next.asked_at, next.deadline) = (Some(now), Some(now + next.allowed));
        self.phase = Phase::Asking(round);
        self.paused_at = None;
        vec![Effect::Ask(round)]
    }

    /// Ends the session; what was answered to an open question is graded.
    pub(super) fn end(&mut self, ending: Ending) -> Vec<Effect<P>> {
        let mut effects = if let Phase::Asking(round) = self.phase { self.grade(round) } else { Vec::new() };
        self.phase = Phase::Ended(ending);
        self.paused_at = None;
        effects.push(Effect::End(ending));
        effects
    }

    pub(super) fn make_host(&mut self, host: Option<P>) -> Vec<Effect<P>> {
        self.host = host;
        host.map(Effect::Host).into_iter().collect()
    }
}
