//! A handle on one message.

use std::{fmt, sync::Arc};

use super::{
    Account,
    seen::{Seen, seen, viewer},
};
use crate::{
    shared::Shared,
    world::{UserId, message::Uid},
};

/// A message, whatever becomes of it.
#[derive(Clone)]
pub struct MessageRef {
    pub(crate) shared: Arc<Shared>,
    pub(crate) uid: Uid,
}

// === impl MessageRef ===

impl MessageRef {
    pub(crate) fn new(shared: &Arc<Shared>, uid: Uid) -> Self {
        Self {
            shared: Arc::clone(shared),
            uid,
        }
    }

    /// The id that bots know it by: in a supergroup anybody's, else that of the first bot in the chat, or the business
    /// account's.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.shared.read(|world| {
            let message = world.message(self.uid);
            let viewer = message.map_or(0, |message| viewer(world, message.chat));
            world.message_id(self.uid, viewer)
        })
    }

    /// The id that this account knows it by.
    #[must_use]
    pub fn id_for(&self, account: &impl Account) -> i64 {
        self.shared
            .read(|world| world.message_id(self.uid, account.id()))
    }

    /// The topic it is in; `None` is General, or a chat without topics.
    #[must_use]
    pub fn thread(&self) -> Option<i64> {
        self.shared.read(|world| world.message(self.uid)?.thread)
    }

    /// What can be seen of it; `None` when it was deleted.
    #[must_use]
    pub fn look(&self) -> Option<Seen> {
        self.shared.read(|world| {
            let message = world.message(self.uid)?;
            (!message.deleted).then(|| seen(world, message))
        })
    }

    /// Text or caption now; empty when there is none or it was deleted.
    #[must_use]
    pub fn text(&self) -> String {
        self.look().map(|seen| seen.text).unwrap_or_default()
    }

    /// Whether it is gone.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.look().is_none()
    }

    /// Whether an account has read it, or a bot for a business account.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.shared.read(|world| world.read.contains(&self.uid))
    }

    /// Bots are told of an edit in which nothing that people see has changed, as when a link's preview has loaded.
    pub fn gets_preview(&self) {
        self.shared.change(|world| world.touch(self.uid));
    }

    /// What this account reacted with.
    #[must_use]
    pub fn reactions_of(&self, account: &impl Account) -> Vec<String> {
        let id: UserId = account.id();
        self.shared
            .read(|world| world.message(self.uid)?.reactions.get(&id).cloned())
            .unwrap_or_default()
    }
}

impl fmt::Debug for MessageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageRef({:?}: {:?})", self.uid, self.text())
    }
}
