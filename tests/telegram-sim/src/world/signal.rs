//! What accounts are told that no sequence numbers: whoever is not there misses it.

use std::collections::VecDeque;

use super::{Key, UserId, World, message::Uid};

/// Something that is told once to whoever is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signal {
    /// A message has other reactions.
    Reacted(Uid),
    /// Somebody does something in a chat, or in one of its topics: the act as TL.
    Acts {
        chat: Key,
        thread: Option<i64>,
        by: UserId,
        act: Vec<u8>,
    },
    /// An account's place in a group is another.
    Place(Key, UserId),
    /// An account has read a supergroup or channel up to there.
    Read(Key, UserId, i64),
    /// Somebody is called otherwise now.
    Renamed {
        id: UserId,
        first_name: String,
        last_name: String,
        username: Option<String>,
    },
    /// Something else about somebody is different.
    Profile(UserId),
    /// Somebody has pressed a button of that bot's: the query as the Bot API tells it.
    Pressed {
        bot: UserId,
        query: serde_json::Value,
    },
    /// Somebody has accepted the login token of whoever has this auth key.
    Accepted(i64),
}

/// What was told lately.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signals {
    /// How many were forgotten.
    forgotten: u64,
    kept: VecDeque<Signal>,
}

/// Whoever is further behind misses some.
const KEPT: usize = 4096;

// === impl Signals ===

impl Signals {
    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.forgotten + self.kept.len() as u64
    }

    /// Those after the first so many.
    pub(crate) fn since(&self, count: u64) -> impl Iterator<Item = &Signal> {
        let skipped = count.saturating_sub(self.forgotten);
        self.kept
            .iter()
            .skip(usize::try_from(skipped).unwrap_or(usize::MAX))
    }
}

// === impl World ===

impl World {
    /// How often somebody did something in a chat or topic, as far as it is kept.
    pub(crate) fn times_typed(&self, who: UserId, key: Key, place: Option<i64>) -> usize {
        let acts = self.signals.kept.iter().filter(|signal| {
            matches!(signal, Signal::Acts { chat, thread, by, .. }
                if *chat == key && *thread == place && *by == who)
        });
        acts.count()
    }

    /// Tells something to whoever is there.
    pub(crate) fn signal(&mut self, signal: Signal) {
        let signals = &mut self.signals;
        if signals.kept.len() >= KEPT {
            signals.kept.pop_front();
            signals.forgotten += 1;
        }
        signals.kept.push_back(signal);
    }
}
