//! What bots are told over MTProto that is about no message's coming or going: numbered by `qts`, a sequence of each
//! bot's own (core.telegram.org/api/updates). It is what the Bot API tells as well, whether or not anybody polls there.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{UserId, World, signal::Signal};

/// Something that a bot is told, in the Bot API's words.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) kind: String,
    pub(crate) value: Value,
}

/// A bot's sequence. Its state is its last event's number.
#[derive(Debug, Clone, Default)]
pub(crate) struct BotEvents {
    qts: i32,
    log: BTreeMap<i32, Told>,
}

/// The sequence of those to whom nothing has happened.
static NOTHING: BotEvents = BotEvents {
    qts: 0,
    log: BTreeMap::new(),
};

/// Kinds that the sequence numbers. Messages have sequences of their own, and what is not here has no place in MTProto
/// or is not simulated there.
const NUMBERED: &[&str] = &[
    "message_reaction",
    "message_reaction_count",
    "my_chat_member",
    "chat_member",
    "business_connection",
];

// === impl BotEvents ===

impl BotEvents {
    /// The state; never 0, which clients take for "none".
    pub(crate) fn qts(&self) -> i32 {
        self.qts.max(1)
    }

    /// The events after this state, each with the state after it.
    pub(crate) fn since(&self, qts: i32) -> impl Iterator<Item = (i32, &Told)> {
        let after = qts.saturating_add(1);
        self.log.range(after..).map(|(qts, told)| (*qts, told))
    }
}

// === impl World ===

impl World {
    /// A bot's sequence.
    pub(crate) fn bot_events_of(&self, bot: UserId) -> &BotEvents {
        self.bot_events.get(&bot).unwrap_or(&NOTHING)
    }

    /// Tells a bot over MTProto what the Bot API tells it: whoever serves it there takes nothing away from who polls.
    pub(crate) fn tell_over_mtproto(&mut self, bot: UserId, kind: &str, value: &Value) {
        if !self.queues.contains_key(&bot) {
            return;
        }
        if kind == "callback_query" {
            // No sequence numbers it: whoever is not there misses it.
            let query = value.clone();
            self.signal(Signal::Pressed { bot, query });
        } else if NUMBERED.contains(&kind) {
            let events = self.bot_events.entry(bot).or_default();
            events.qts = events.qts().saturating_add(1);
            let kind = kind.to_owned();
            let value = value.clone();
            events.log.insert(events.qts, Told { kind, value });
        }
    }
}
