//! What this process sent: the number of each message, by which its echo among
//! the updates is known.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use crate::telegram::lock;

/// So many messages are remembered.
const MOST: usize = 10_000;

/// Messages that this process sent, with the random ids they were sent with.
#[derive(Default)]
pub(crate) struct Sent(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    ids: HashMap<(i64, i32), i64>,
    /// The oldest is first.
    order: VecDeque<(i64, i32)>,
}

// === impl Sent ===

impl Sent {
    /// A message of this chat was sent with this random id.
    pub(crate) fn remember(&self, chat_id: i64, message_id: i32, random_id: i64) {
        let mut remembered = lock(&self.0);
        let key = (chat_id, message_id);
        if remembered.ids.insert(key, random_id).is_some() {
            return;
        }
        remembered.order.push_back(key);
        if remembered.order.len() > MOST
            && let Some(oldest) = remembered.order.pop_front()
        {
            remembered.ids.remove(&oldest);
        }
    }

    /// The random id of a message; 0 = unknown.
    pub(crate) fn random_id(&self, chat_id: i64, message_id: i32) -> i64 {
        let remembered = lock(&self.0);
        let known = remembered.ids.get(&(chat_id, message_id));
        known.copied().unwrap_or(0)
    }
}
