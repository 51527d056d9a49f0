//! A bot's updates: an own getUpdates loop.
//!
//! Telegram forgets an update when it is asked for a later one, so the offset
//! moves only after the server committed. Nothing that comes stalls the loop: an
//! element that cannot be read is passed on as such, and an answer that cannot be
//! read is asked for again one element at a time.

mod answer;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backline_client::Backoff;
use backline_gateway::{Assignment, Batch, Clock, Report, Reports, Updates};
use backline_proto::gateway::v1::{Cursor, IdentityProfile, IdentityState, Update, cursor::Kind};
use serde_json::{Value, json};

use self::answer::{Elements, Unreadable};
use crate::api::{Api, Failure, result_of};
use crate::translate::ALLOWED_UPDATES;

/// How long Telegram may hold an empty answer back, and how long that may take
/// at most with everything.
const LONG_POLL: Duration = Duration::from_secs(50);
const POLL_TIMEOUT: Duration = Duration::from_secs(60);
/// Most updates in one answer.
const LIMIT: u32 = 100;
/// Gaps after failures.
const SHORTEST_GAP: Duration = Duration::from_secs(1);
const LONGEST_GAP: Duration = Duration::from_secs(30);
/// Gap between questions while something that moves nothing on heads the queue.
const STUCK_GAP: Duration = Duration::from_secs(1);
/// So often an unreadable answer comes the same before it is taken for an update.
const POISON_REPEATS: u32 = 5;

/// The cursor before the first id: nothing is confirmed. Telegram's ids begin at 1.
const NOWHERE: i64 = 0;

/// One bot's updates.
pub(crate) struct Receiver {
    api: Api,
    clock: Arc<dyn Clock>,
    reports: Reports,
    /// The Bot API server's address: every one numbers its updates itself.
    source: String,
    /// What Telegram says of the bot; `None` until it was asked.
    profile: Option<IdentityProfile>,
    /// The first update that is not committed yet; `None` = whatever Telegram
    /// has.
    offset: Option<i64>,
    /// What waits is to be forgotten, until that is committed.
    skips_waiting: bool,
    /// How many are asked for: fewer after an answer that could not be read.
    limit: u32,
    backoff: Backoff,
    /// Whether the last poll went well. If not, the next one does not wait for
    /// updates, so that it is known at once whether polling works.
    is_well: bool,
    /// The last batch moves nothing on: what is in it comes again until an update
    /// passes over it.
    stuck: Vec<Update>,
    /// An answer to the question for one update that could not be read, and how
    /// often it came.
    poison: Option<(String, u32)>,
}

// === impl Receiver ===

impl Receiver {
    pub(crate) fn new(api: Api, source: String, assignment: &Assignment) -> Self {
        let mut receiver = Self {
            api,
            clock: Arc::clone(&assignment.clock),
            reports: assignment.reports.clone(),
            source,
            profile: None,
            offset: None,
            skips_waiting: assignment.skips_waiting,
            limit: LIMIT,
            backoff: Backoff::new(SHORTEST_GAP, LONGEST_GAP),
            stuck: Vec::new(),
            poison: None,
            is_well: false,
        };
        receiver.go_to(assignment.cursor.as_ref());
        receiver
    }

    /// One round: a batch, or a reason to go round again.
    async fn round(&mut self) -> Option<Batch> {
        if self.profile.is_none() {
            match self.api.call("getMe", &json!({})).await {
                Ok(me) => self.profile = Some(trouble::profile(&me)),
                Err(failure) => return self.wait_out(failure).await,
            }
        }
        if self.skips_waiting {
            return self.skip_waiting().await;
        }
        let answer = match self.poll().await {
            Ok(answer) => answer,
            Err(failure) => return self.wait_out(failure).await,
        };
        let read = match result_of(&answer) {
            Ok(result) => answer::elements(result, &self.source, self.offset),
            Err(Failure::Lost(detail)) => Err(Unreadable(detail)),
            Err(failure) => return self.wait_out(failure).await,
        };
        let elements = match read {
            Ok(elements) => elements,
            Err(unreadable) => match self.isolate(&answer) {
                Some(elements) => elements,
                None => {
                    self.limit = 1;
                    return self.wait_out(Failure::Lost(unreadable.0)).await;
                }
            },
        };
        self.went_well();
        if elements.reached.is_none() && elements.updates == self.stuck {
            // The server has them; nothing new is behind them yet.
            if !self.stuck.is_empty() {
                self.clock.sleep(STUCK_GAP).await;
            }
            return None;
        }
        Some(self.batch(elements))
    }

    /// Forgets what waits, and stands behind it. A negative offset gives the last update and has
    /// all before it forgotten (core.telegram.org/bots/api#getupdates).
    async fn skip_waiting(&mut self) -> Option<Batch> {
        let params = json!({"offset": -1, "limit": 1, "allowed_updates": ALLOWED_UPDATES});
        let answer = match self.api.answer("getUpdates", &params, POLL_TIMEOUT).await {
            Ok(answer) => answer,
            Err(failure) => return self.wait_out(failure).await,
        };
        let read = match result_of(&answer) {
            Ok(result) => answer::elements(result, &self.source, None),
            Err(failure) => return self.wait_out(failure).await,
        };
        let Elements { updates, reached } = match read {
            Ok(elements) => elements,
            Err(unreadable) => return self.wait_out(Failure::Lost(unreadable.0)).await,
        };
        if reached.is_none() && !updates.is_empty() {
            // One without a legible id: nothing can be said of it, until the next comes.
            let detail = "the last update has no id".to_owned();
            return self.wait_out(Failure::Lost(detail)).await;
        }
        self.went_well();
        Some(self.batch(Elements {
            updates: Vec::new(),
            reached,
        }))
    }

    async fn poll(&self) -> Result<String, Failure> {
        let params = json!({
            "offset": self.offset,
            "limit": self.limit,
            "timeout": if self.is_well { LONG_POLL.as_secs() } else { 0 },
            "allowed_updates": ALLOWED_UPDATES,
        });
        self.api
            .answer("getUpdates", &without_null(params), POLL_TIMEOUT)
            .await
    }

    /// An answer of one element that is no JSON, again and again the same: that
    /// element, as it is. Cut off by the network it would differ or pass, and what
    /// does not begin as an answer of the Bot API is some proxy's page: neither
    /// may pass for an update.
    fn isolate(&mut self, answer: &str) -> Option<Elements> {
        if self.limit > 1 || !answer.trim_start().starts_with("{\"ok\":true") {
            return None;
        }
        let count = match self.poison.take() {
            Some((before, count)) if before == answer => count + 1,
            _ => 1,
        };
        if count < POISON_REPEATS {
            self.poison = Some((answer.to_owned(), count));
            return None;
        }
        Some(answer::one(answer, &self.source, self.offset))
    }

    fn batch(&mut self, elements: Elements) -> Batch {
        let Elements { updates, reached } = elements;
        self.stuck = if reached.is_none() {
            updates.clone()
        } else {
            Vec::new()
        };
        // What moves nothing on leaves the stream where it stands; at its very
        // beginning, that is before the first id.
        let stands = reached.or(self.offset.map(|id| id.saturating_sub(1)));
        let cursor = Cursor {
            kind: Some(Kind::UpdateId(stands.unwrap_or(NOWHERE))),
            source: self.source.clone(),
        };
        Batch {
            updates,
            cursor: Some(cursor),
        }
    }

    fn went_well(&mut self) {
        self.is_well = true;
        self.backoff.reset();
        self.poison = None;
        // Doubled rather than set back: what could not be read may be further on.
        self.limit = self.limit.saturating_mul(2).min(LIMIT);
        let (state, profile) = (IdentityState::Online, self.profile.clone());
        self.reports.tell(Report {
            state,
            detail: String::new(),
            profile,
        });
    }

    /// Tells what is wrong, and waits.
    async fn wait_out(&mut self, failure: Failure) -> Option<Batch> {
        self.is_well = false;
        let trouble = trouble::of(&failure);
        if let Some(report) = trouble.report {
            if report.state == IdentityState::BadCredential {
                // Asked anew who it is before it is polled again.
                self.profile = None;
            }
            self.reports.tell(report);
        }
        match trouble.wait {
            Some(wait) => self.clock.sleep(wait).await,
            None => self.pause().await,
        }
        None
    }

    async fn pause(&mut self) {
        let gap = self.backoff.next_gap();
        self.clock.sleep(gap).await;
    }

    /// Goes on behind a cursor, when it belongs to this Bot API server.
    fn go_to(&mut self, cursor: Option<&Cursor>) {
        if let Some(cursor) = cursor.filter(|cursor| cursor.source == self.source)
            && let Some(Kind::UpdateId(id)) = cursor.kind
            && id != NOWHERE
        {
            self.offset = Some(id.saturating_add(1));
        }
    }
}

#[async_trait]
impl Updates for Receiver {
    async fn next(&mut self) -> Batch {
        loop {
            if let Some(batch) = self.round().await {
                return batch;
            }
        }
    }

    async fn confirmed(&mut self, committed: Option<Cursor>) {
        self.skips_waiting = false;
        self.go_to(committed.as_ref());
    }
}

fn without_null(mut params: Value) -> Value {
    if let Value::Object(params) = &mut params {
        params.retain(|_, value| !value.is_null());
    }
    params
}
