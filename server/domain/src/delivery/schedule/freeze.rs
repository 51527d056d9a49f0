//! What Telegram told to wait. A 429 names no scope: it freezes its chat, and
//! when another chat gets one while the first still waits, the identity.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::ChatId;
use crate::time::Timestamp;

/// Frozen chats, and the identity.
#[derive(Debug, Clone)]
pub(super) struct Freezes {
    chats: BTreeMap<ChatId, Timestamp>,
    /// The same by end, to forget them.
    ends: BTreeSet<(Timestamp, ChatId)>,
    /// Ends of those that Telegram asked for by a 429.
    floods: BTreeSet<(Timestamp, ChatId)>,
    identity: Timestamp,
}

// === impl Freezes ===

impl Freezes {
    pub(super) const fn new() -> Self {
        Self {
            chats: BTreeMap::new(),
            ends: BTreeSet::new(),
            floods: BTreeSet::new(),
            identity: super::BEGINNING,
        }
    }

    /// Nothing to this chat before `until`; never shortens a freeze.
    pub(super) fn freeze(&mut self, chat: ChatId, until: Timestamp) {
        let end = self.chats.entry(chat).or_insert(until);
        self.ends.remove(&(*end, chat));
        *end = until.max(*end);
        self.ends.insert((*end, chat));
    }

    /// Nothing at all before `until`; never shortens a freeze.
    pub(super) fn freeze_identity(&mut self, until: Timestamp) {
        self.identity = self.identity.max(until);
    }

    /// A chat's call was answered by a 429.
    pub(super) fn flood(&mut self, chat: ChatId, now: Timestamp, until: Timestamp) {
        self.freeze(chat, until);
        let other_waits = self
            .floods
            .iter()
            .rev()
            .take_while(|(end, _)| *end > now)
            .any(|(_, c)| *c != chat);
        if other_waits {
            self.freeze_identity(until);
        }
        self.floods.insert((until, chat));
    }

    /// Until when a chat is frozen; a moment past when it is not.
    pub(super) fn chat(&self, chat: ChatId) -> Timestamp {
        self.chats.get(&chat).copied().unwrap_or(super::BEGINNING)
    }

    /// Until when the identity is frozen; a moment past when it is not.
    pub(super) const fn identity(&self) -> Timestamp {
        self.identity
    }

    /// What is frozen: which chat, until when, whether by a 429.
    pub(super) fn list(&self, now: Timestamp) -> Vec<(ChatId, Timestamp, bool)> {
        let running = self.chats.iter().filter(|(_, until)| **until > now);
        running
            .map(|(chat, until)| (*chat, *until, self.floods.iter().any(|(_, of)| of == chat)))
            .collect()
    }

    /// A chat's freeze from before a restart.
    pub(super) fn resume(&mut self, chat: ChatId, until: Timestamp, is_flood: bool) {
        self.freeze(chat, until);
        if is_flood {
            self.floods.insert((until, chat));
        }
    }

    /// Forgets what is over.
    pub(super) fn prune(&mut self, now: Timestamp) {
        while let Some((end, chat)) = self.ends.first().copied()
            && end <= now
        {
            self.ends.pop_first();
            self.chats.remove(&chat);
        }
        while self.floods.first().is_some_and(|(end, _)| *end <= now) {
            self.floods.pop_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ChatId = ChatId(-1);
    const B: ChatId = ChatId(-2);

    #[test]
    fn one_chat_alone_never_freezes_the_identity() {
        let mut freezes = Freezes::new();
        freezes.flood(A, Timestamp(0), Timestamp(10_000));
        freezes.flood(A, Timestamp(5_000), Timestamp(8_000));
        assert_eq!(freezes.chat(A), Timestamp(10_000), "the longer word holds");
        assert_eq!(freezes.chat(B), super::super::BEGINNING);
        assert_eq!(freezes.identity(), super::super::BEGINNING);
    }

    #[test]
    fn another_chat_within_its_time_freezes_the_identity() {
        let mut freezes = Freezes::new();
        freezes.flood(A, Timestamp(0), Timestamp(10_000));
        freezes.flood(B, Timestamp(9_999), Timestamp(12_000));
        assert_eq!(freezes.identity(), Timestamp(12_000));

        let mut freezes = Freezes::new();
        freezes.flood(A, Timestamp(0), Timestamp(10_000));
        freezes.flood(B, Timestamp(10_000), Timestamp(12_000));
        assert_eq!(
            freezes.identity(),
            super::super::BEGINNING,
            "the first was over"
        );
    }

    #[test]
    fn a_wait_that_is_no_429_is_no_sign_for_others() {
        let mut freezes = Freezes::new();
        freezes.freeze(A, Timestamp(10_000));
        freezes.flood(B, Timestamp(1), Timestamp(2_000));
        assert_eq!(freezes.identity(), super::super::BEGINNING);
    }

    #[test]
    fn nothing_is_kept_beyond_its_time() {
        let mut freezes = Freezes::new();
        freezes.flood(A, Timestamp(0), Timestamp(10));
        freezes.flood(A, Timestamp(1), Timestamp(20));
        freezes.prune(Timestamp(10));
        assert_eq!(freezes.chat(A), Timestamp(20));
        freezes.prune(Timestamp(20));
        assert!(freezes.chats.is_empty() && freezes.ends.is_empty() && freezes.floods.is_empty());
    }
}
