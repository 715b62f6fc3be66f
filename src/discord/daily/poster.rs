//! The task that posts what falls due: first the posts, then the edits, at a pace that leaves room for people.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use serenity::http::Http;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::error;

use super::outlet::Channels;
use super::pace::{PER_SECOND, Pacer};
use crate::app::{App, AppError};
use crate::clock;
use crate::locale::Texts;
use crate::store::{Chore, Post, PostId};

/// Requests under way at the same time: enough for the pace over a slow line.
const UNDER_WAY: usize = 32;
/// Edits between two looks for what has fallen due.
const EDITS: usize = 40;
/// Longest time between two looks, for what another process has set up.
const LOOK: TimeDelta = TimeDelta::seconds(20);
/// The least of it that is real time, whatever a test clock says.
const BREATH: Duration = Duration::from_millis(50);

/// What posts dailies.
pub(in crate::discord) struct Poster {
    app: Arc<App>,
    channels: Arc<Channels>,
    /// How late a daily may be.
    late: TimeDelta,
    /// Rung when something has been set up, or answered.
    bell: Arc<Notify>,
}

impl Poster {
    pub(in crate::discord) fn new(app: Arc<App>, http: Arc<Http>, texts: Arc<Texts>, late: TimeDelta, bell: Arc<Notify>) -> Self {
        let channels = Channels::new(http, texts, Pacer::new(PER_SECOND));
        Self { app, channels: Arc::new(channels), late, bell }
    }

    /// Posts for ever. Any number of processes may do so over one database.
    pub(in crate::discord) async fn run(&self) {
        loop {
            if let Err(fault) = self.round().await {
                error!(%fault, "dailies could not be seen to; they are tried again");
            }
            clock::pause(BREATH).await;
            let now = self.app.clock.now();
            let next = self.app.store.next_chore().await.ok().flatten();
            let wait = next.map_or(LOOK, |next| (next - now).clamp(TimeDelta::zero(), LOOK));
            tokio::select! {
                () = self.app.clock.sleep(wait) => {}
                () = self.bell.notified() => {}
            }
        }
    }

    async fn round(&self) -> Result<(), AppError> {
        loop {
            let all_claimed = AtomicBool::new(false);
            let claim = async {
                while self.app.claim_dailies(self.late).await? > 0 {}
                all_claimed.store(true, Ordering::Release);
                Ok::<(), AppError>(())
            };
            let (claimed, sent) = tokio::join!(claim, self.send(&all_claimed));
            claimed?;
            sent?;
            let mut posts = self.app.posts_with(Chore::Close).await?;
            let chore = if posts.is_empty() { Chore::Count } else { Chore::Close };
            if posts.is_empty() {
                posts = self.app.posts_with(Chore::Count).await?;
            }
            if posts.is_empty() {
                return Ok(());
            }
            posts.truncate(EDITS);
            let mut work = JoinSet::new();
            for post in posts {
                self.begin(&mut work, chore, post);
            }
            let mut failed = false;
            while let Some(done) = work.join_next().await {
                failed |= done.is_err() || done.is_ok_and(|(_, done)| !done);
            }
            if failed {
                return Ok(());
            }
        }
    }

    /// Sends what is claimed, in order, while more is being claimed.
    async fn send(&self, all_claimed: &AtomicBool) -> Result<(), AppError> {
        let mut work = JoinSet::new();
        let mut under_way: HashSet<PostId> = HashSet::new();
        loop {
            let last_look = all_claimed.load(Ordering::Acquire);
            let posts = self.app.posts_with(Chore::Send).await?;
            let posts: Vec<Post> = posts.into_iter().filter(|post| !under_way.contains(&post.id)).collect();
            if posts.is_empty() {
                match work.join_next().await {
                    Some(done) => drop(done.map(|(id, _)| under_way.remove(&id))),
                    None if last_look => return Ok(()),
                    None => clock::pause(Duration::from_millis(5)).await,
                }
                continue;
            }
            for post in posts {
                while work.len() >= UNDER_WAY
                    && let Some(done) = work.join_next().await
                {
                    drop(done.map(|(id, _)| under_way.remove(&id)));
                }
                under_way.insert(post.id);
                self.begin(&mut work, Chore::Send, post);
            }
        }
    }

    /// Does a chore on a task of its own; which post it was, and whether the database went along.
    fn begin(&self, work: &mut JoinSet<(PostId, bool)>, chore: Chore, post: Post) {
        let (app, channels, late) = (Arc::clone(&self.app), Arc::clone(&self.channels), self.late);
        work.spawn(async move {
            let done = app.do_chore(chore, &post, late, &*channels).await;
            if let Err(fault) = &done {
                error!(%fault, "a daily could not be seen to; it is tried again");
            }
            (post.id, done.is_ok())
        });
    }
}
