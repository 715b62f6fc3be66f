//! The task that posts what falls due: first the posts, then the edits, at a pace that leaves room for people.

use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use serenity::http::Http;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::error;

use super::outlet::Channels;
use crate::app::{App, AppError, Pacer};
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
/// Real time between two tries while the database is in trouble.
const TROUBLE: Duration = Duration::from_secs(5);

/// Posts that wait for a turn, in order. Nobody holds them yet.
type Line = Arc<Mutex<VecDeque<Post>>>;

/// What came of a turn: the posts that left the line with it, and whether the database went along.
type Done = (Vec<PostId>, Result<(), AppError>);

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
        let pacer = Pacer::new(app.store.clone(), app.clock.clone());
        let channels = Channels::new(http, texts, pacer, app.monitor.clone());
        Self { app, channels: Arc::new(channels), late, bell }
    }

    /// Posts for ever. Any number of processes may do so over one database.
    pub(in crate::discord) async fn run(&self) {
        loop {
            // Nobody could answer what is posted while presses do not get here; what is too late then is skipped.
            self.app.until_heard().await;
            let pause = match self.round().await {
                Ok(()) => BREATH,
                Err(fault) => {
                    error!(%fault, "dailies could not be seen to; they are tried again");
                    TROUBLE
                }
            };
            clock::pause(pause).await;
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
                let claimed = self.claim().await;
                all_claimed.store(true, Ordering::Release);
                claimed
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
            let (mut work, line) = (JoinSet::new(), Line::default());
            for post in posts {
                self.begin(&mut work, &line, chore, post);
            }
            let mut outcome = Ok(());
            while let Some(done) = work.join_next().await {
                outcome = outcome.and(done.map_or(Ok(()), |(_, done)| done));
            }
            outcome?;
        }
    }

    async fn claim(&self) -> Result<(), AppError> {
        while self.app.claim_dailies(self.late).await? > 0 {}
        Ok(())
    }

    /// Sends what is claimed, in order, while more is being claimed.
    async fn send(&self, all_claimed: &AtomicBool) -> Result<(), AppError> {
        let (mut work, line) = (JoinSet::new(), Line::default());
        let mut under_way: HashSet<PostId> = HashSet::new();
        let mut outcome = Ok(());
        while outcome.is_ok() {
            let last_look = all_claimed.load(Ordering::Acquire);
            let posts = self.app.posts_with(Chore::Send).await?;
            let mut posts = posts.into_iter().filter(|post| !under_way.contains(&post.id)).collect::<Vec<Post>>().into_iter();
            if posts.len() == 0 && work.is_empty() {
                if last_look {
                    return Ok(());
                }
                clock::pause(Duration::from_millis(5)).await;
                continue;
            }
            let mut waits = posts.len() == 0;
            while outcome.is_ok() && (waits || posts.len() > 0) {
                if (waits || work.len() >= UNDER_WAY)
                    && let Some(done) = work.join_next().await
                {
                    outcome = done.map_or(Ok(()), |(posts, done): Done| {
                        under_way.retain(|id| !posts.contains(id));
                        done
                    });
                    waits = false;
                }
                if let Some(post) = posts.next() {
                    under_way.insert(post.id);
                    self.begin(&mut work, &line, Chore::Send, post);
                }
            }
        }
        // What is under way is seen to its end.
        while work.join_next().await.is_some() {}
        outcome
    }

    /// Puts a post into the line, and waits for one turn more, on a task of its own.
    fn begin(&self, work: &mut JoinSet<Done>, line: &Line, chore: Chore, post: Post) {
        line.lock().unwrap_or_else(PoisonError::into_inner).push_back(post);
        let (app, channels, late, line) = (Arc::clone(&self.app), Arc::clone(&self.channels), self.late, Arc::clone(line));
        work.spawn(async move {
            let mut taken = Vec::new();
            // Boxed: it is large, and many wait in line.
            let done = Box::pin(turn(&app, &channels, late, chore, &line, &mut taken)).await;
            (taken, done)
        });
    }
}

/// Waits for a turn, and gives it to the first post of the line that no other process is at. A post is held no sooner, or its
/// hold might be over before its turn comes; and no turn is lost on what another process has sent.
async fn turn(app: &App, channels: &Channels, late: TimeDelta, chore: Chore, line: &Line, taken: &mut Vec<PostId>) -> Result<(), AppError> {
    channels.turn().await?;
    loop {
        let Some(post) = line.lock().unwrap_or_else(PoisonError::into_inner).pop_front() else { return Ok(()) };
        taken.push(post.id);
        if app.do_chore(chore, &post, late, channels).await? {
            return Ok(());
        }
    }
}
