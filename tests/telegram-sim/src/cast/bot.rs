//! A bot, seen from `BotFather` and from Telegram's inside.

use std::sync::Arc;

use serde_json::Value;

use super::{Account, Content, MessageRef, Place, granted};
use crate::{shared::Shared, world::UserId};

/// A bot.
#[derive(Clone)]
pub struct Bot {
    shared: Arc<Shared>,
    id: UserId,
    token: String,
}

// === impl Bot ===

impl Bot {
    pub(crate) fn new(shared: Arc<Shared>, id: UserId) -> Self {
        let token = shared.read(|world| {
            let bot = world.user(id).and_then(|user| user.bot.as_ref());
            bot.map(|bot| bot.token.clone()).unwrap_or_default()
        });
        Self { shared, id, token }
    }

    /// Telegram's id.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.id
    }

    /// What opens the Bot API.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The username without `@`.
    #[must_use]
    pub fn username(&self) -> String {
        self.shared
            .read(|world| world.user(self.id).and_then(|user| user.username.clone()))
            .unwrap_or_default()
    }

    fn set(&self, change: impl FnOnce(&mut crate::world::Bot)) -> &Self {
        self.shared.change(|world| {
            if let Some(bot) = world
                .users
                .get_mut(&self.id)
                .and_then(|user| user.bot.as_mut())
            {
                change(bot);
            }
        });
        self
    }

    /// Switches privacy mode off: it sees everything in groups but other bots' messages.
    pub fn privacy_off(&self) -> &Self {
        self.set(|bot| bot.can_read_all_group_messages = true)
    }

    /// Switches privacy mode on, as it is at first.
    pub fn privacy_on(&self) -> &Self {
        self.set(|bot| bot.can_read_all_group_messages = false)
    }

    /// Switches bot-to-bot communication on: it sees other bots' messages too.
    pub fn sees_bots(&self) -> &Self {
        self.set(|bot| bot.bot_to_bot = true)
    }

    /// Switches business mode on: accounts may connect it.
    pub fn takes_business(&self) -> &Self {
        self.set(|bot| bot.business = true)
    }

    /// Its owner has Premium: custom emoji in what it sends stay.
    pub fn owned_by_premium(&self) -> &Self {
        self.set(|bot| bot.custom_emoji = true)
    }

    /// Forbids adding it to groups.
    pub fn stays_out_of_groups(&self) -> &Self {
        self.set(|bot| bot.can_join_groups = false)
    }

    /// Changes its name.
    pub fn renamed(&self, name: &str) -> &Self {
        self.shared.change(|world| {
            if let Some(user) = world.users.get_mut(&self.id) {
                name.clone_into(&mut user.first_name);
            }
        });
        self
    }

    /// Sends something, without the Bot API: for bots that no program runs. Rates do not bind it here.
    #[track_caller]
    pub fn sends(&self, place: impl Into<Place>, content: impl Into<Content>) -> MessageRef {
        let (place, content) = (place.into(), content.into());
        granted(self.shared.change(|world| {
            let (key, thread) = place.resolve(world, self.id);
            let mut writing = content.into_writing(world);
            writing.thread = thread;
            world
                .write(self.id, key, writing)
                .map(|uid| MessageRef::new(&self.shared, uid))
        }))
    }

    /// Puts an update of any shape into its queue; only `update_id` is Telegram's.
    pub fn injects(&self, update: Value) -> &Self {
        self.shared.change(|world| world.inject(self.id, update));
        self
    }

    /// Lets the next update carry that id, as after a week of idleness.
    pub fn jumps_to_update(&self, id: i64) -> &Self {
        self.shared
            .change(|world| world.set_next_update_id(self.id, id));
        self
    }

    /// Its `getUpdates` bring at most so many updates at once, as when they come in one by one: an album is then fetched
    /// in pieces.
    pub fn fetches_at_most(&self, updates: usize) -> &Self {
        self.shared.change(|world| {
            if let Some(queue) = world.queues.get_mut(&self.id) {
                queue.batch = Some(updates.max(1));
            }
        });
        self
    }

    /// Updates that it has not confirmed.
    #[must_use]
    pub fn waiting_updates(&self) -> usize {
        self.shared.read(|world| world.waiting_updates(self.id))
    }

    /// How many `getUpdates` calls have begun so far.
    #[must_use]
    pub fn polls(&self) -> u64 {
        self.shared
            .read(|world| world.queues.get(&self.id).map_or(0, |queue| queue.poller))
    }

    /// Revokes the token and gives a new one, which is returned.
    pub fn revokes_token(&mut self) -> String {
        let token = self.shared.change(|world| {
            let number = world.fresh();
            let token = format!("{}:SIM-{number:0>31}", self.id);
            if let Some(bot) = world
                .users
                .get_mut(&self.id)
                .and_then(|user| user.bot.as_mut())
            {
                bot.token.clone_from(&token);
            }
            token
        });
        self.token.clone_from(&token);
        token
    }
}

impl Account for Bot {
    fn id(&self) -> UserId {
        self.id
    }
}
