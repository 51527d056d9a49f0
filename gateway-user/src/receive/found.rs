//! What the dialogs show, and what updates show of how far a chat has come.

use std::collections::BTreeSet;

use grammers_client::tl::enums;

use crate::peers::{bare_channel, chat_id_of};
use crate::state::State;

/// A supergroup or channel among the dialogs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// Its bare id.
    pub(crate) id: i64,
    pub(crate) pts: i32,
    pub(crate) top: i32,
    /// When its last message was sent.
    pub(crate) date: i32,
}

/// Channels of which the state says nothing.
pub(super) struct Unknown {
    known: BTreeSet<i64>,
    since: i32,
}

// === impl Unknown ===

impl Unknown {
    /// Seen from a state.
    pub(super) fn new(state: Option<&State>) -> Self {
        let known = state.iter().flat_map(|state| state.channels.keys());
        Self {
            known: known.copied().collect(),
            since: state.map_or(i32::MAX, |state| state.date),
        }
    }

    /// The account's own arrival there was told: what was before is none of its messages.
    pub(super) fn came_in(&mut self, update: &enums::Update, own: i64) {
        if let Some(id) = arrival(update, own) {
            self.known.insert(id);
        }
    }

    /// Since when something was posted there that nobody told: the account came
    /// in while nothing was connected, or its updates began in this moment.
    pub(super) fn missed(&mut self, found: &Found, state: &mut State) -> Option<i32> {
        if !self.known.insert(found.id) {
            return None;
        }
        let is_newer = found.date >= self.since;
        if !is_newer && let Some(channel) = state.channels.get_mut(&found.id) {
            channel.top = channel.top.max(found.top);
        }
        is_newer.then_some(self.since)
    }
}

/// The supergroup or channel that the account is told to have come into.
fn arrival(update: &enums::Update, own: i64) -> Option<i64> {
    let enums::Update::NewChannelMessage(new) = update else {
        return None;
    };
    let enums::Message::Service(message) = &new.message else {
        return None;
    };
    let by_itself = message.from_id.as_ref().map(chat_id_of) == Some(own);
    let is_own = match &message.action {
        enums::MessageAction::ChatAddUser(added) => added.users.contains(&own),
        enums::MessageAction::ChatJoinedByLink(_) | enums::MessageAction::ChatJoinedByRequest => {
            by_itself
        }
        _ => false,
    };
    bare_channel(chat_id_of(&message.peer_id)).filter(|_| is_own)
}

/// How far a chat has come, by a new message.
pub(super) fn see(update: &enums::Update, state: &mut State) {
    let message = match update {
        enums::Update::NewMessage(new) => &new.message,
        enums::Update::NewChannelMessage(new) => &new.message,
        _ => return,
    };
    let peer = match message {
        enums::Message::Message(message) => &message.peer_id,
        enums::Message::Service(message) => &message.peer_id,
        enums::Message::Empty(_) => return,
    };
    match bare_channel(chat_id_of(peer)) {
        None => state.top = state.top.max(message.id()),
        Some(id) => {
            if let Some(channel) = state.channels.get_mut(&id) {
                channel.top = channel.top.max(message.id());
            }
        }
    }
}
