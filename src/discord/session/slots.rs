//! Which cards of a session stand in its channel, and what each shows.

use sha2::{Digest as _, Sha256};

use crate::app::{App, AppError};
use crate::discord::route::{Route, SessionRoundVerb, SessionVerb};
use crate::discord::views::{self, Card};
use crate::interview::group::{Ending, Phase, RoundStatus};
use crate::locale::{Language, Texts};
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

/// What a card shows now.
pub(super) async fn card(app: &App, texts: &Texts, session: &StoredSession, slot: Slot) -> Result<Option<Card>, AppError> {
    let t = texts.locale(Language::from_code(&session.locale).unwrap_or_default());
    Ok(match slot.kind {
        SlotKind::Lobby => Some(views::lobby(t, session)),
        SlotKind::Question(round) => app.asked_in(session, round).map(|asked| views::session_question(t, session, &asked)),
        SlotKind::Reveal(round) => app.reveal(session, round).await?.map(|revealed| views::reveal(t, session, &revealed)),
        SlotKind::Podium => match session.group.ending() {
            Some(ending) => Some(views::podium(t, session, ending, &app.podium(session).await?)),
            None => None,
        },
    })
}

/// What a card shows, in short: cards that show the same have the same.
pub(super) fn digest(card: &Card) -> String {
    short(&format!("{card:?}"))
}

/// 24 hexadecimal digits of a digest.
fn short(text: &str) -> String {
    crate::hex(&Sha256::digest(text)[..12])
}
