//! An account's updates: the library's sequences, read by ourselves.
//!
//! The state that the server keeps moves only with what it has committed, so a
//! gateway that dies in between gets the same again. The library's own receiver
//! is not used: it drops what a difference that is too long stands for, waits for
//! ever against a black hole, and loses its state when it is dropped while it
//! asks. What is used of it are the sequences themselves (`MessageBoxes`).

mod batches;
mod found;
mod keeper;
mod missed;
mod person;
mod standing;
mod stream;
mod trouble;

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backline_client::Backoff;
use backline_gateway::{Assignment, Batch, Clock, Reports, Updates};
use backline_proto::gateway::v1::Cursor;
use futures::FutureExt as _;
use grammers_client::tl::{enums, functions};
use tokio::sync::mpsc;

use self::batches::Batches;
use self::found::Unknown;
use self::missed::Missed;
use self::stream::{News, Next, Stream};
use crate::entry::Entry;
use crate::limits::Limits;
use crate::peers::{Moved, Peers};
use crate::sent::Sent;
use crate::state::State;
use crate::telegram::{Failure, Telegram};
use crate::translate::{Context, Reactions, own_standing, reloaded, translate, unreadable};

pub(crate) use self::found::Found;
pub(crate) use self::keeper::keep;
pub(crate) use self::trouble::{bad_token, logged_out};

/// Gaps after failures.
const SHORTEST_GAP: Duration = Duration::from_secs(1);
const LONGEST_GAP: Duration = Duration::from_secs(30);

/// One account's updates.
pub(crate) struct Receiver {
    telegram: Telegram,
    peers: Arc<Peers>,
    sent: Arc<Sent>,
    limits: Arc<Limits>,
    clock: Arc<dyn Clock>,
    reports: Reports,
    backoff: Backoff,
    /// Rounds that failed, one after the other.
    failures: u32,
    reactions: Reactions,
    /// Where the account's updates stand with all that is in `batches`; none:
    /// not asked yet.
    state: Option<State>,
    /// Where they stood last with what the server committed, or at the beginning.
    committed: Option<State>,
    stream: Option<Stream>,
    /// What the dialogs show.
    dialogs: mpsc::UnboundedReceiver<Found>,
    unknown: Unknown,
    /// What was not told and has to be read, in order.
    missed: Missed,
    /// Changed standings of the account, of which it has to be asked who did it.
    standings: VecDeque<(Moved, i32)>,
    /// People of whom Telegram told only that something is different.
    reloads: VecDeque<(i64, i32)>,
    batches: Batches,
    /// Of a bot.
    entry: Option<Entry>,
}

/// How an identity comes to be served.
pub(crate) struct Beginning {
    /// Where the updates stood at the login; of a bot none.
    pub(crate) at_login: Option<State>,
    /// Of a bot.
    pub(crate) entry: Option<Entry>,
}

// === impl Receiver ===

impl Receiver {
    pub(crate) fn new(
        telegram: Telegram,
        peers: Arc<Peers>,
        sent: Arc<Sent>,
        limits: Arc<Limits>,
        dialogs: mpsc::UnboundedReceiver<Found>,
        assignment: &Assignment,
        beginning: Beginning,
    ) -> Self {
        let Beginning { at_login, entry } = beginning;
        let state = match &assignment.cursor {
            Some(cursor) => State::of(Some(cursor)),
            // Nobody has followed them yet: from the login on.
            None => at_login,
        };
        let mut batches = Batches::default();
        if assignment.cursor.is_none() && state.is_some() {
            // Who dies before the first update goes on from here.
            batches.note();
        }
        for (id, channel) in state.iter().flat_map(|state| &state.channels) {
            if channel.hash != 0 {
                peers.learn_channel(*id, channel.hash);
            }
        }
        Self {
            telegram,
            peers,
            sent,
            limits,
            clock: Arc::clone(&assignment.clock),
            reports: assignment.reports.clone(),
            backoff: Backoff::new(SHORTEST_GAP, LONGEST_GAP),
            failures: 0,
            reactions: Reactions::default(),
            committed: state.clone(),
            unknown: Unknown::new(state.as_ref()),
            state,
            stream: None,
            dialogs,
            missed: Missed::of(entry.is_some()),
            standings: VecDeque::new(),
            reloads: VecDeque::new(),
            batches,
            entry,
        }
    }

    /// One round: a batch, or a reason to go round again. Whatever comes is put
    /// away before anything else is waited for: it may be dropped at any time.
    async fn round(&mut self) -> Result<Option<Batch>, Failure> {
        if let Some(batch) = self.batches.given() {
            return Ok(Some(batch));
        }
        if let Some(state) = &self.state {
            let asks = !self.standings.is_empty() || !self.reloads.is_empty();
            let stands = if self.missed.is_empty() && !asks {
                Some(state)
            } else {
                self.committed.as_ref()
            };
            if let Some(batch) = self.batches.next(stands, self.committed.as_ref()) {
                return Ok(Some(batch));
            }
        }
        if self.stream.is_none() {
            Box::pin(self.connect()).await?;
            return Ok(None);
        }
        if let Some((moved, date)) = self.standings.front() {
            let asking = standing::actor(moved, &self.telegram, &self.peers);
            let actor = tokio::select! {
                biased;
                () = self.telegram.broken() => Err(ended()),
                actor = Box::pin(asking) => actor,
            }?;
            let told = own_standing(moved, *date, actor, &self.peers);
            self.batches.push(vec![told]);
            self.standings.pop_front();
            return Ok(None);
        }
        if let Some((id, date)) = self.reloads.front().copied() {
            let asking = person::ask(id, &self.telegram, &self.peers);
            let user = tokio::select! {
                biased;
                () = self.telegram.broken() => Err(ended()),
                user = Box::pin(asking) => user,
            }?;
            let told = user.map(|user| reloaded(&user, date, &self.peers));
            self.batches.push(told.into_iter().collect());
            self.reloads.pop_front();
            return Ok(None);
        }
        if !self.missed.is_empty() {
            let reading = self.missed.read(&self.telegram, &self.peers);
            let news = tokio::select! {
                biased;
                () = self.telegram.broken() => Err(ended()),
                news = Box::pin(reading) => news,
            }?;
            self.missed.pass(&news);
            self.take(news);
            return Ok(None);
        }
        let Some(stream) = &mut self.stream else {
            return Ok(None);
        };
        let coming = stream.next(&self.telegram, &self.peers, &self.sent, &mut self.dialogs);
        let next = tokio::select! {
            biased;
            () = self.telegram.broken() => return Err(ended()),
            next = Box::pin(coming) => next?,
        };
        match next {
            Next::News(news) => {
                self.went_well();
                self.take(*news);
            }
            Next::Found(found) => self.find(&found),
        }
        Ok(None)
    }

    /// Makes the connection, asks who the account is, and where its updates are.
    async fn connect(&mut self) -> Result<(), Failure> {
        let updates = self.telegram.open().await;
        if let Some(entry) = &self.entry
            && let Some(state) = entry.pass(&self.telegram).await?
            && self.state.is_none()
        {
            self.goes_on_from(state);
        }
        let id = vec![enums::InputUser::UserSelf];
        let users = self
            .telegram
            .call(&functions::users::GetUsers { id })
            .await?;
        self.peers.learn_users(&users);
        if self.limits.is_unknown() {
            self.ask_limits().await;
        }
        if self.state.is_none() {
            let told = self.telegram.call(&functions::updates::GetState {}).await?;
            self.goes_on_from(State::told(told));
        }
        let state = self.state.clone().unwrap_or_default();
        tracing::debug!(%state, "updates go on from here");
        self.stream = Some(Stream::new(&state, updates));
        self.went_well();
        Ok(())
    }

    /// Nobody has followed the updates before.
    fn goes_on_from(&mut self, state: State) {
        self.unknown = Unknown::new(Some(&state));
        self.committed = Some(state.clone());
        self.state = Some(state);
        // Who dies before the first update goes on from here.
        self.batches.note();
    }

    /// What Telegram permits accounts. Where it does not say, what is known counts.
    async fn ask_limits(&self) {
        let request = functions::help::GetAppConfig { hash: 0 };
        match Box::pin(self.telegram.call(&request)).await {
            Ok(enums::help::AppConfig::Config(told)) => self.limits.learn(&told.config),
            Ok(enums::help::AppConfig::NotModified) => {}
            Err(failure) => {
                tracing::debug!(failure = %failure.words(), "what Telegram permits is not told");
            }
        }
    }

    fn went_well(&mut self) {
        self.backoff.reset();
        self.failures = 0;
        self.tell_online();
    }

    fn tell_online(&self) {
        let own = self.peers.user(self.peers.own());
        let limits = self.limits.told(own.is_premium, self.peers.channels());
        let reads_all = self.peers.reads_all();
        self.reports.tell(trouble::online(&own, reads_all, limits));
    }

    /// Takes over what came, all of it at once.
    fn take(&mut self, mut news: News) {
        let state = self.state.get_or_insert_default();
        let rest = self.missed.note(std::mem::take(&mut news.gaps), state);
        news.updates.extend(rest);
        self.peers.learn_users(&news.users);
        let moved = self.peers.learn_chats(&news.chats);
        let mut with = Context {
            peers: &self.peers,
            sent: &self.sent,
            reactions: &mut self.reactions,
            moved,
            changed: Vec::new(),
            reloads: Vec::new(),
            date: news.date,
        };
        for update in &news.updates {
            let translated = translate(update, &mut with);
            self.batches.push(translated);
        }
        self.standings.extend(with.changed);
        self.reloads.extend(with.reloads);
        if let Some(what) = &news.unreadable {
            self.batches.push(vec![unreadable(what, state.pts)]);
        }
        if let Some(stream) = &self.stream {
            state.advance(&stream.state(), |id| self.peers.hash(id));
        }
        for update in &news.updates {
            found::see(update, state);
            self.unknown.came_in(update, self.peers.own());
        }
        tracing::trace!(updates = news.updates.len(), %state, "taken");
        self.batches.note_quietly();
    }

    /// A channel that the dialogs show.
    fn find(&mut self, found: &Found) {
        let Some(state) = &mut self.state else {
            return;
        };
        if let Some(stream) = &mut self.stream {
            stream.know(found);
            state.advance(&stream.state(), |id| self.peers.hash(id));
        }
        if let Some(since) = self.unknown.missed(found, state) {
            self.missed.since(found, since);
        }
        self.batches.note_quietly();
        self.tell_online();
    }

    /// Tells what is wrong, and waits.
    async fn wait_out(&mut self, failure: Failure) {
        let failure = self.telegram.ended().unwrap_or(failure);
        tracing::debug!(failure = %failure.words(), "no updates");
        if let Some(entry) = self.entry.as_mut().filter(|_| failure.is_end()) {
            // What proves the bot is its token, which is at hand.
            self.reports.tell(trouble::logs_in_anew(&failure));
            self.stream = None;
            let gap = entry.begin_anew(&self.telegram).await;
            self.clock.sleep(gap).await;
            return;
        }
        let trouble = trouble::of(&failure);
        if trouble.is_of_connection {
            self.stream = None;
        }
        self.failures += 1;
        // Telegram ends connections now and then, and the next one works.
        let is_passing = self.failures == 1 && trouble.is_of_connection && !failure.is_end();
        if let Some(report) = trouble.report.filter(|_| !is_passing) {
            self.reports.tell(report);
        }
        if failure.is_end() || failure.is_of_token() {
            self.telegram.end(failure);
            self.telegram.close().await;
            // Only a new login, or a new token, mends it, and that is another assignment.
            std::future::pending::<()>().await;
        }
        let wait = trouble.wait.unwrap_or_else(|| self.backoff.next_gap());
        self.clock.sleep(wait).await;
    }
}

#[async_trait]
impl Updates for Receiver {
    async fn next(&mut self) -> Batch {
        loop {
            // A connection that was taken down for good reason is made anew.
            let round = AssertUnwindSafe(self.round()).catch_unwind().await;
            match round {
                Ok(Ok(Some(batch))) => return batch,
                Ok(Ok(None)) => {}
                Ok(Err(failure)) => self.wait_out(failure).await,
                Err(_) => {
                    tracing::error!("reading updates failed in itself; it begins anew");
                    self.stream = None;
                    self.missed = Missed::of(self.entry.is_some());
                    self.standings.clear();
                    self.reloads.clear();
                    self.batches = Batches::default();
                    self.state.clone_from(&self.committed);
                    let gap = self.backoff.next_gap();
                    self.clock.sleep(gap).await;
                }
            }
        }
    }

    async fn confirmed(&mut self, committed: Option<Cursor>) {
        self.batches.pass();
        if let Some(state) = State::of(committed.as_ref()) {
            self.committed = Some(state);
        }
    }
}

fn ended() -> Failure {
    Failure::Lost("the connection to Telegram ended".to_owned())
}
