//! What waits for each bot: 24 hours of updates, in order, with ids.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::{UserId, World};

/// Updates that `getUpdates` leaves out unless they are asked for by name.
const ONLY_BY_NAME: &[&str] = &["chat_member", "message_reaction", "message_reaction_count"];

/// How long an update is kept, in milliseconds.
pub const RETENTION_MS: i64 = 24 * 3600 * 1000;

/// One bot's updates and how it fetches them.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    waiting: VecDeque<Update>,
    next_id: i64,
    allowed: Vec<String>,
    /// At most so many updates an answer, however many were asked for.
    pub(crate) batch: Option<usize>,
    /// Counts getUpdates calls: whoever finds a higher number than its own has been replaced.
    pub(crate) poller: u64,
    pub(crate) webhook: Option<String>,
}

#[derive(Debug, Clone)]
struct Update {
    id: i64,
    at: i64,
    value: Value,
}

// === impl Queue ===

impl Queue {
    pub(crate) fn starting_at(next_id: i64) -> Self {
        Self {
            waiting: VecDeque::new(),
            next_id,
            allowed: Vec::new(),
            batch: None,
            poller: 0,
            webhook: None,
        }
    }

    fn admits(&self, kind: &str) -> bool {
        if self.allowed.is_empty() {
            !ONLY_BY_NAME.contains(&kind)
        } else {
            self.allowed.iter().any(|allowed| allowed == kind)
        }
    }

    fn push(&mut self, at: i64, mut value: Value) {
        let id = self.next_id;
        self.next_id = self.next_id.saturating_add(1);
        value["update_id"] = json!(id);
        self.waiting.push_back(Update { id, at, value });
    }

    /// Sets the list of wanted kinds; unset keeps the previous one.
    pub(crate) fn allow(&mut self, kinds: Option<Vec<String>>) {
        if let Some(kinds) = kinds {
            self.allowed = kinds;
        }
    }

    /// Confirms by offset and returns what is next. A negative offset keeps that many from the end and confirms the
    /// rest.
    ///
    /// An offset beyond all ids is from a sequence that is over: it confirms nothing and leaves nothing out.
    pub(crate) fn fetch(&mut self, offset: i64, limit: usize, now: i64) -> Vec<Value> {
        let offset = if offset > self.next_id { 0 } else { offset };
        self.confirm(offset);
        self.waiting.retain(|update| now - update.at < RETENTION_MS);
        self.waiting
            .iter()
            .filter(|update| offset <= 0 || update.id >= offset)
            .take(self.batch.map_or(limit, |batch| batch.min(limit)))
            .map(|update| update.value.clone())
            .collect()
    }

    fn confirm(&mut self, offset: i64) {
        if offset > 0 {
            self.waiting.retain(|update| update.id >= offset);
        } else if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let drop = self.waiting.len().saturating_sub(keep);
            self.waiting.drain(..drop);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn allowed(&self) -> &[String] {
        &self.allowed
    }
}

// === impl World ===

impl World {
    /// Puts an update into a bot's queue, unless the bot does not want that kind. Over MTProto it is told whatever the
    /// queue admits.
    pub(crate) fn raise(&mut self, bot: UserId, kind: &str, value: Value) {
        self.tell_over_mtproto(bot, kind, &value);
        let now = self.now;
        if let Some(queue) = self.queues.get_mut(&bot)
            && queue.admits(kind)
        {
            queue.push(now, json!({kind: value}));
        }
    }

    /// Puts any JSON object into a bot's queue as an update, verbatim but for its `update_id`. For kinds that nobody
    /// knows yet, and for damaged ones.
    pub fn inject(&mut self, bot: UserId, update: Value) {
        let now = self.now;
        let update = if update.is_object() {
            update
        } else {
            json!({"unknown": update})
        };
        if let Some(queue) = self.queues.get_mut(&bot) {
            queue.push(now, update);
        }
    }

    /// Lets a bot's next update carry that id, as Telegram does after a week of idleness.
    pub fn set_next_update_id(&mut self, bot: UserId, id: i64) {
        if let Some(queue) = self.queues.get_mut(&bot) {
            queue.next_id = id;
        }
    }

    /// How many updates wait for a bot, unconfirmed ones that it has seen included.
    #[must_use]
    pub fn waiting_updates(&self, bot: UserId) -> usize {
        self.queues.get(&bot).map_or(0, Queue::len)
    }
}
