//! A channel board in memory, which may fail in every way that Discord can.

use std::collections::BTreeMap;
use std::sync::Mutex;

use mockingbird::app::daily::{Card, Outlet, Undone};
use mockingbird::store::{Post, PostId, PostKind};

/// What becomes of the next requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    /// All is well.
    #[default]
    Fine,
    /// Nothing is done, and nobody says so.
    Deaf,
    /// It is done, and nobody says so.
    Mute,
    /// The bot may not.
    Closed,
    /// The channel is gone.
    Gone,
}

/// A message as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) channel: i64,
    pub(crate) post: PostId,
    pub(crate) kind: PostKind,
    pub(crate) question: Option<String>,
    pub(crate) shown: i64,
    pub(crate) closed: bool,
    /// Names that it shows.
    pub(crate) names: Vec<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Channels {
    pub(crate) mood: Mutex<Mood>,
    messages: Mutex<BTreeMap<i64, Message>>,
}

impl Channels {
    pub(crate) fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub(crate) fn messages(&self) -> Vec<Message> {
        self.messages.lock().unwrap().values().cloned().collect()
    }

    pub(crate) fn put(&self, post: &Post, card: &Card<'_>) -> i64 {
        let mut messages = self.messages.lock().unwrap();
        let id = i64::try_from(messages.len()).unwrap() + 1;
        let question = post.question.as_ref().map(ToString::to_string);
        assert!(matches!((card, post.kind), (Card::Open { .. }, PostKind::Question) | (Card::Week(_), PostKind::Week)));
        let names = match card {
            Card::Week(board) => board.most.iter().map(|line| line.name.clone()).collect(),
            _ => Vec::new(),
        };
        let message = Message { id, channel: post.channel, post: post.id, kind: post.kind, question, shown: 0, closed: false, names };
        messages.insert(id, message);
        id
    }

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }
}

impl Outlet for Channels {
    async fn find(&self, post: &Post) -> Result<Option<i64>, Undone> {
        match self.mood() {
            Mood::Fine => {}
            Mood::Closed => return Err(Undone::Forbidden),
            Mood::Gone => return Err(Undone::Gone),
            Mood::Deaf | Mood::Mute => return Err(Undone::Unknown),
        }
        let messages = self.messages.lock().unwrap();
        Ok(messages.values().find(|message| message.post == post.id).map(|message| message.id))
    }

    async fn send(&self, post: &Post, card: &Card<'_>) -> Result<i64, Undone> {
        match self.mood() {
            Mood::Fine => Ok(self.put(post, card)),
            Mood::Deaf => Err(Undone::Unknown),
            Mood::Mute => {
                self.put(post, card);
                Err(Undone::Unknown)
            }
            Mood::Closed => Err(Undone::Forbidden),
            Mood::Gone => Err(Undone::Gone),
        }
    }

    async fn edit(&self, _: &Post, message: i64, card: &Card<'_>) -> Result<(), Undone> {
        if self.mood() != Mood::Fine {
            return Err(Undone::Unknown);
        }
        let mut messages = self.messages.lock().unwrap();
        let message = messages.get_mut(&message).ok_or(Undone::Gone)?;
        match card {
            Card::Open { answers, .. } => message.shown = *answers,
            Card::Closed { answers, .. } => {
                message.shown = i64::try_from(answers.len()).unwrap();
                message.names = answers.iter().filter_map(|answer| answer.name.clone()).collect();
                message.closed = true;
            }
            Card::LeftBank => message.closed = true,
            Card::Week(_) => panic!("a week's board is never edited"),
        }
        Ok(())
    }
}
