//! What falls due, and when.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Effect, Ending, Entry, GRACE, Group, GroupRefusal, HOST_AWAY, LATE, PAUSE, Phase, QUIET};

impl<P: Copy + Eq> Group<P> {
    /// When something falls due by itself; a [`Tick`](super::Event::Tick) before that is refused. Nothing does when it is
    /// over.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        [self.phase_due(), self.host_due()].into_iter().flatten().min()
    }

    /// When the time of a round is up for a person; later than for others with extended time, up to the host's patience.
    #[must_use]
    pub fn deadline_of(&self, who: P, round: usize) -> Option<DateTime<Utc>> {
        let round = self.rounds.get(round)?;
        let extra = self.seat(who).map_or(0, |seat| i32::from(seat.time.max(100)) - 100);
        let more = TimeDelta::milliseconds(round.allowed.num_milliseconds() * i64::from(extra) / 100);
        Some(round.deadline? + more.min(self.patience))
    }

    /// When the last of those who may still answer has to have answered, if that is later than the deadline of all.
    #[must_use]
    pub fn waits_until(&self, round: usize) -> Option<DateTime<Utc>> {
        let last = self.awaited(round).max()?;
        self.rounds[round].deadline.filter(|deadline| last > *deadline).map(|_| last)
    }

    /// The deadlines of those who are there and have not answered.
    fn awaited(&self, round: usize) -> impl Iterator<Item = DateTime<Utc>> {
        let open = self.rounds.get(round);
        self.here()
            .filter(move |seat| !open.and_then(|open| open.entry(seat.who)).is_some_and(Entry::has_answered))
            .filter_map(move |seat| self.deadline_of(seat.who, round))
    }

    /// When anybody last did something.
    fn last_sign(&self) -> Option<DateTime<Utc>> {
        self.people.iter().map(|seat| seat.seen).max()
    }

    fn phase_due(&self) -> Option<DateTime<Utc>> {
        match self.phase {
            Phase::Ended(_) => None,
            _ if self.paused_at.is_some() => self.paused_at.max(self.last_sign()).map(|sign| sign + PAUSE),
            Phase::Lobby { until } => Some(until),
            // Where nobody is awaited any more, it is due already.
            Phase::Asking(round) => {
                self.awaited(round).max().map(|last| last + GRACE).or(self.rounds.get(round).and_then(|open| open.asked_at))
            }
            Phase::Revealed { next_at, .. } => Some(next_at),
        }
    }

    fn host_due(&self) -> Option<DateTime<Utc>> {
        if self.ending().is_some() {
            return None;
        }
        let others = self.latest(self.host).and_then(|who| self.seat(who))?;
        match self.host.and_then(|host| self.seat(host)) {
            Some(host) => (others.seen > host.seen).then(|| host.seen + HOST_AWAY),
            None => Some(others.seen),
        }
    }

    /// Who of those who are there did something last, but for one.
    pub(super) fn latest(&self, but: Option<P>) -> Option<P> {
        let others = self.here().filter(|seat| Some(seat.who) != but);
        // Of equals the first, who was there longest.
        others.reduce(|best, seat| if seat.seen > best.seen { seat } else { best }).map(|seat| seat.who)
    }

    /// Does one thing that is due.
    pub(super) fn tick(&mut self, now: DateTime<Utc>) -> Result<Vec<Effect<P>>, GroupRefusal> {
        if let Some(due) = self.phase_due().filter(|due| now >= *due) {
            let late = now - due > LATE && self.paused_at.is_none();
            if late {
                // Nobody could be seen meanwhile, so whoever was there is taken to be there still.
                for seat in self.people.iter_mut().filter(|seat| seat.here) {
                    seat.seen = seat.seen.max(now);
                }
            }
            return Ok(self.phase_over(late, now));
        }
        if self.host_due().is_some_and(|due| now >= due) {
            let next = self.latest(self.host);
            return Ok(self.make_host(next));
        }
        Err(GroupRefusal::NotDue)
    }

    fn phase_over(&mut self, late: bool, now: DateTime<Utc>) -> Vec<Effect<P>> {
        let silent = self.last_sign().is_none_or(|sign| now - sign >= QUIET);
        match self.phase {
            _ if self.paused_at.is_some() => self.end(Ending::Abandoned),
            Phase::Lobby { .. } => self.end(Ending::NeverBegun),
            Phase::Asking(round) if silent && self.rounds[round].entries.is_empty() => self.end(Ending::Abandoned),
            Phase::Asking(round) => self.close(round, late, now),
            Phase::Revealed { round, .. } => self.ask(round + 1, now),
            Phase::Ended(_) => Vec::new(),
        }
    }
}
