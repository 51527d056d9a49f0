//! Up to where a session was told.

use std::collections::BTreeMap;

use crate::world::{Key, UserId, World, account::Event};

/// States of sequences, up to which the caller was told.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) own: i32,
    /// Of a bot: what is about no message's coming or going.
    pub(super) bot: i32,
    pub(super) chats: BTreeMap<Key, i32>,
    pub(super) signals: u64,
}

// === impl Told ===

impl Told {
    /// Nothing that was before is told.
    pub(super) fn now(world: &World, account: UserId) -> Self {
        let mut told = Self::default();
        told.catch_up(world, account);
        told
    }

    /// Everything up to now counts as told.
    pub(super) fn catch_up(&mut self, world: &World, account: UserId) {
        self.own = world.events_of(account).pts();
        self.bot = world.bot_events_of(account).qts();
        self.signals = world.signals.count();
        for key in world.chats_of(account) {
            if !is_echo(world, key) {
                self.chats.insert(key, world.events_in(key).pts());
            }
        }
    }
}

/// A channel's post comes into its discussion group by itself: no answer tells of it there.
fn is_echo(world: &World, key: Key) -> bool {
    let last = world.events_in(key).since(0).next_back();
    let Some((_, Event::New(uid))) = last else {
        return false;
    };
    let message = world.message(*uid);
    message.is_some_and(|message| message.extra.contains_key("is_automatic_forward"))
}
