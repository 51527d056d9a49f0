//! What this process sent: the number of each message, by which its echo among
//! the updates is known.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use grammers_client::tl::enums;

use crate::peers::chat_id_of;
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

    /// Takes over what an answer to a call says of the messages that it made. An update that
    /// numbers a message names no chat, and the same number is in each: the message itself
    /// comes with it.
    pub(crate) fn learn(&self, told: &enums::Updates) {
        let updates = match told {
            enums::Updates::Updates(it) => it.updates.as_slice(),
            enums::Updates::Combined(it) => it.updates.as_slice(),
            _ => return,
        };
        let numbered = updates.iter().filter_map(|update| match update {
            enums::Update::MessageId(it) => Some(it),
            _ => None,
        });
        for numbered in numbered {
            let chats = updates.iter().filter_map(made);
            let mut chats = chats.filter(|(_, id)| *id == numbered.id);
            if let Some((chat_id, id)) = chats.next() {
                self.remember(chat_id, id, numbered.random_id);
            }
        }
    }

    /// The random id of a message; 0 = unknown.
    pub(crate) fn random_id(&self, chat_id: i64, message_id: i32) -> i64 {
        let remembered = lock(&self.0);
        let known = remembered.ids.get(&(chat_id, message_id));
        known.copied().unwrap_or(0)
    }
}

/// The chat and the number of a message that an update brings.
fn made(update: &enums::Update) -> Option<(i64, i32)> {
    let message = match update {
        enums::Update::NewMessage(new) => &new.message,
        enums::Update::NewChannelMessage(new) => &new.message,
        _ => return None,
    };
    let peer = match message {
        enums::Message::Message(message) => &message.peer_id,
        enums::Message::Service(message) => &message.peer_id,
        enums::Message::Empty(_) => return None,
    };
    Some((chat_id_of(peer), message.id()))
}
