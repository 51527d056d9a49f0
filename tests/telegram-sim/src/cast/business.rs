//! A business account's connection with a bot.

use std::sync::Arc;

use super::{Account, Bot, Person, granted};
use crate::{shared::Shared, world::BusinessRights};

/// A connection: the bot looks after the account's private chats with people.
#[derive(Clone)]
pub struct Business {
    shared: Arc<Shared>,
    id: String,
}

// === impl Business ===

impl Business {
    /// The id that the bot names it by.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it is in force.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.shared.read(|world| {
            world
                .connection(&self.id)
                .is_some_and(|connection| connection.enabled)
        })
    }

    /// The account changes what the bot may do. The connection keeps its id.
    pub fn allows(&self, rights: BusinessRights) -> &Self {
        self.shared
            .change(|world| world.set_business_rights(&self.id, rights));
        self
    }

    /// The account keeps its chat with somebody from the bot.
    pub fn excludes(&self, who: &impl Account) -> &Self {
        self.shared.change(|world| {
            if let Some(connection) = world.connections.get_mut(&self.id) {
                connection.excluded.insert(who.id());
            }
        });
        self
    }

    /// The account takes its chats back.
    pub fn ends(&self) -> &Self {
        self.shared.change(|world| world.disconnect(&self.id));
        self
    }
}

// === impl Person ===

impl Person {
    /// Lets a bot look after their private chats. Another connection of theirs ends, and this one has a new id.
    #[track_caller]
    pub fn connects(&self, bot: &Bot, rights: BusinessRights) -> Business {
        let id = granted(
            self.shared
                .change(|world| world.connect(self.id, bot.id(), rights)),
        );
        Business {
            shared: Arc::clone(&self.shared),
            id,
        }
    }
}
