//! Study-group sessions: the state machine against a model, and the use cases on both databases.

mod keeping;
mod model;
mod play;

use chrono::TimeDelta;
use mockingbird::app::{App, Guild, SessionAction, SessionOpened, SessionOutcome, SessionWish};
use mockingbird::clock::Clock;
use mockingbird::store::{Account, Person, Provider, SessionId, StoredSession};

pub(crate) const GUILD: i64 = 7;
/// The clock of an app for tests stands still here.
const START: i64 = 1_767_225_600;

pub(crate) const SWIMS: &str = "It swims with its wings.";
pub(crate) const ALL: &str = "The wings are flippers for swimming under water. In return it cannot fly.";

/// A person of the guild.
pub(crate) struct Member {
    pub(crate) person: Person,
    pub(crate) at: Guild,
}

pub(crate) async fn member(app: &App, name: &str) -> Member {
    let account = Account { provider: Provider::Discord, external_id: name.to_owned() };
    let person = app.person(&account, chrono_tz::Tz::UTC).await.unwrap();
    Member { person, at: Guild { id: GUILD, installed: true, display_name: name.to_owned() } }
}

/// A wish for one question about penguins, in a channel of its own number.
pub(crate) fn wish(channel: i64) -> SessionWish {
    SessionWish {
        topic: Some("penguin".into()),
        level: None,
        questions: 1,
        minutes: None,
        patience: TimeDelta::minutes(5),
        locale: "en-US".into(),
        channel,
    }
}

pub(crate) async fn open(app: &App, host: &Member, wish: &SessionWish) -> SessionId {
    match app.open_session(&host.person, &host.at, wish).await.unwrap() {
        SessionOpened::Open(session) => session.id,
        SessionOpened::Refused(refusal, _) => panic!("{refusal}"),
    }
}

pub(crate) async fn act<'a>(app: &'a App, who: &Member, id: SessionId, action: SessionAction) -> SessionOutcome<'a> {
    app.act_in_session(&who.person, &who.at, id, &action).await.unwrap()
}

/// Something that must work.
pub(crate) async fn does(app: &App, who: &Member, id: SessionId, action: SessionAction) {
    if let SessionOutcome::Refused(refusal) = act(app, who, id, action).await {
        panic!("{}: {refusal}", who.at.display_name);
    }
}

pub(crate) fn says(round: usize, text: &str) -> SessionAction {
    SessionAction::Answer { round, text: text.into(), interaction: None }
}

/// Sets an app's clock to so many seconds after the start.
pub(crate) fn set(app: &mut App, seconds: i64) {
    app.clock = Clock::parse(&format!("{}@0", START + seconds)).unwrap();
}

pub(crate) async fn state(app: &App, id: SessionId) -> StoredSession {
    app.session(id).await.unwrap().unwrap()
}
