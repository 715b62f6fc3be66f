//! Whose turn it is to change a session, within this process. The version of the session is what counts; waiting in line
//! keeps those who press at the same moment from trying again and again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::OwnedMutexGuard;

use crate::store::{SessionId, Store};

type Turn = tokio::sync::Mutex<()>;

/// The lines before sessions that somebody waits for.
#[derive(Debug, Default)]
pub(in crate::store) struct Turns(Mutex<HashMap<SessionId, Weak<Turn>>>);

impl Turns {
    fn of(&self, id: SessionId) -> Arc<Turn> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|_, line| line.strong_count() > 0);
        if let Some(line) = lines.get(&id).and_then(Weak::upgrade) {
            return line;
        }
        let line = Arc::new(Turn::default());
        lines.insert(id, Arc::downgrade(&line));
        line
    }
}

impl Store {
    /// Waits until this task may change a session.
    pub async fn session_turn(&self, id: SessionId) -> OwnedMutexGuard<()> {
        self.turns().of(id).lock_owned().await
    }
}
