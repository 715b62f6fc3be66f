//! Which cards of a session stand in its channel, and what each shows.

use sha2::{Digest as _, Sha256};

use crate::app::{App, AppError};
use crate::discord::route::{Route, SessionRoundVerb, SessionVerb};
use crate::discord::views::{self, Card};
use crate::interview::group::{Ending, Phase, RoundStatus};
use crate::locale::{Language, Texts};
use crate::picture::Chart;
use crate::store::{SessionId, StoredSession};

/// A card of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) kind: SlotKind,
    /// Whether it is sent where it is not there yet; others are only brought up to date.
    pub(super) live: bool,
}

/// What a card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlotKind {
    Lobby,
    Question(usize),
    Reveal(usize),
    Podium,
}

impl Slot {
    /// Its name among the cards of the session.
    pub(super) fn name(&self) -> String {
        match self.kind {
            SlotKind::Lobby => "lobby".to_owned(),
            SlotKind::Question(round) => format!("question-{round}"),
            SlotKind::Reveal(round) => format!("reveal-{round}"),
            SlotKind::Podium => "podium".to_owned(),
        }
    }

    /// The id of a button that this card has, and no other of the session.
    pub(super) fn mark(&self, session: SessionId) -> String {
        let round = |round, verb| Route::SessionRound { session, round, verb };
        let route = match self.kind {
            SlotKind::Lobby => Route::Session { session, verb: SessionVerb::Join },
            SlotKind::Question(of) => round(of, SessionRoundVerb::Answer),
            SlotKind::Reveal(of) => round(of, SessionRoundVerb::Verdict),
            SlotKind::Podium => Route::Session { session, verb: SessionVerb::Report },
        };
        route.to_string()
    }
}

/// The cards that may still change, in the order in which they come.
pub(super) fn standing(session: &StoredSession) -> Vec<Slot> {
    let group = &session.group;
    if group.phase == Phase::Ended(Ending::ChannelGone) {
        return Vec::new();
    }
    let slot = |kind, live| Slot { kind, live };
    let mut slots = vec![slot(SlotKind::Lobby, matches!(group.phase, Phase::Lobby { .. }))];
    let asked = group.rounds.iter().rposition(|round| round.status != RoundStatus::Waiting);
    for round in asked.map(|round| round.saturating_sub(1)..=round).into_iter().flatten() {
        slots.push(slot(SlotKind::Question(round), group.phase == Phase::Asking(round)));
        let shown = matches!(group.phase, Phase::Revealed { round: shown, .. } if shown == round);
        slots.push(slot(SlotKind::Reveal(round), shown));
    }
    if let Phase::Ended(Ending::Finished | Ending::ByHost | Ending::Abandoned) = group.phase {
        slots.push(slot(SlotKind::Podium, true));
    }
    slots
}

/// What a card shows: its words, and the picture that is drawn when they are sent.
pub(super) struct Shown {
    pub(super) card: Card,
    pub(super) chart: Option<Chart>,
}

impl Shown {
    /// What it shows, in short: cards that show the same have the same.
    pub(super) fn digest(&self) -> String {
        let Self { card, chart } = self;
        // 24 hexadecimal digits.
        crate::hex(&Sha256::digest(format!("{card:?}{chart:?}"))[..12])
    }
}

/// What a card shows now.
pub(super) async fn shown(app: &App, texts: &Texts, session: &StoredSession, slot: Slot) -> Result<Option<Shown>, AppError> {
    let t = texts.locale(Language::from_code(&session.locale).unwrap_or_default());
    if let (SlotKind::Podium, Some(ending)) = (slot.kind, session.group.ending()) {
        let podium = app.podium(session).await?;
        return Ok(Some(Shown { card: views::podium(t, session, ending, &podium), chart: views::group_chart(t, &podium) }));
    }
    let card = match slot.kind {
        SlotKind::Lobby => Some(views::lobby(t, session)),
        SlotKind::Question(round) => Some(match app.asked_in(session, round) {
            Some(asked) => views::session_question(t, session, &asked),
            None => views::lost_question(t, session, round),
        }),
        SlotKind::Reveal(round) if app.asked_in(session, round).is_none() => {
            Some(views::lost_reveal(t, session, round, &app.round_scores(session, round).await?))
        }
        SlotKind::Reveal(round) => app.reveal(session, round).await?.map(|revealed| views::reveal(t, session, &revealed)),
        SlotKind::Podium => None,
    };
    Ok(card.map(|card| Shown { card, chart: None }))
}
