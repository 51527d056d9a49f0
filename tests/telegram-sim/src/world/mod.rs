//! The world: people, bots, chats, messages, and what each bot is told about them.
//!
//! A pure state machine: no I/O, no clock of its own. Whoever holds it sets the time with [`World::tick`] first. What
//! people do is in [`act`], what bots ask for is in `crate::api`; both change the same state through the same doors.

pub(crate) mod account;
pub mod act;
pub(crate) mod bot_events;
pub mod business;
mod business_tell;
pub mod chat;
pub mod content;
mod copied;
pub mod edit;
pub mod entity;
pub mod fault;
pub mod file;
pub(crate) mod formatting;
mod found;
pub(crate) mod invite;
pub mod journal;
pub mod kept;
pub mod media_kind;
pub mod member;
pub mod message;
mod nesting;
pub mod post;
pub mod press;
mod profile;
pub(crate) mod quote;
pub mod rate;
pub mod reaction;
mod reading;
pub(crate) mod signal;
pub mod topic;
pub mod update;
pub mod user;
pub mod visibility;
pub mod wire;
pub mod wire_chat;
pub mod wire_reply;
mod wire_service;

use std::collections::BTreeMap;

pub(crate) use self::copied::{THROWN, is_quiz};
pub use self::{
    business::{BusinessRights, Connection},
    chat::{Chat, Key, Kind},
    content::{Body, Media, Service, Text},
    entity::Entity,
    journal::{Call, Outcome, Violation},
    media_kind::MediaKind,
    member::{Member, Rights, Status},
    message::{Author, Message, Uid},
    topic::{GENERAL, Topic},
    user::{Bot, User},
};

/// The id of a person or a bot, as Telegram shows it.
pub type UserId = i64;

/// A person cannot do this: the reason in Telegram's words, or in ours where the app would not even offer it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// What a send into a deleted topic answers. Both have been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeletedTopic {
    /// `Bad Request: message thread not found`
    #[default]
    ThreadNotFound,
    /// `Bad Request: TOPIC_DELETED`
    TopicDeleted,
}

/// Everything there is.
#[derive(Debug, Default)]
pub struct World {
    pub(crate) now: i64,
    pub(crate) users: BTreeMap<UserId, User>,
    pub(crate) chats: BTreeMap<Key, Chat>,
    pub(crate) messages: BTreeMap<Uid, Message>,
    pub(crate) boxes: BTreeMap<UserId, message::Mailbox>,
    pub(crate) queues: BTreeMap<UserId, update::Queue>,
    pub(crate) rates: rate::Rates,
    pub(crate) faults: fault::Faults,
    pub(crate) files: file::Store,
    pub(crate) journal: journal::Journal,
    pub(crate) presses: BTreeMap<String, press::Press>,
    pub(crate) deleted_topic: DeletedTopic,
    /// The Bot API server runs with `--local` and keeps files in this folder.
    pub(crate) local_files: Option<std::path::PathBuf>,
    pub(crate) connections: BTreeMap<String, business::Connection>,
    /// Messages that an account has read, or a bot for it.
    pub(crate) read: std::collections::BTreeSet<message::Uid>,
    pub(crate) counter: i64,
    pub(crate) keys: crate::mtproto::Keys,
    /// Where accounts are served.
    pub(crate) mtproto_port: u16,
    pub(crate) account_events: BTreeMap<UserId, account::Events>,
    pub(crate) chat_events: BTreeMap<Key, account::Events>,
    /// What accounts sent, by their own number of it.
    pub(crate) sent: BTreeMap<(UserId, Key, i64), Uid>,
    /// What bots are told over MTProto beside messages.
    pub(crate) bot_events: BTreeMap<UserId, bot_events::BotEvents>,
    /// What accounts are told that no sequence numbers.
    pub(crate) signals: signal::Signals,
    /// Parts of files that accounts are sending.
    pub(crate) uploads: BTreeMap<(UserId, i64), crate::mtproto::Upload>,
    /// File references that were given out before this count are too old.
    pub(crate) reference_age: i64,
    /// Whom accounts have among their contacts.
    pub(crate) contacts: BTreeMap<UserId, std::collections::BTreeSet<UserId>>,
    /// Messages that were deleted for one account alone.
    pub(crate) hidden: BTreeMap<UserId, std::collections::BTreeSet<Uid>>,
    /// How far accounts have read, in their own numbers.
    pub(crate) read_up_to: BTreeMap<(UserId, Key, Option<i64>), i64>,
    /// When an account came into a supergroup or channel: the chat's state then.
    pub(crate) joined: BTreeMap<(Key, UserId), i32>,
    /// Links by which people come into groups.
    pub(crate) invites: BTreeMap<String, invite::Invite>,
    /// Who asked to be let into which group.
    pub(crate) requests: std::collections::BTreeSet<(Key, UserId)>,
    /// Who came by whose link: the service messages that say so.
    pub(crate) by_link: BTreeMap<Uid, UserId>,
    /// How many supergroups and channels an account is in at most, when a test says so.
    pub(crate) most_channels: Option<usize>,
    /// How many parts a file has at most, and Premium's, when a test says so.
    pub(crate) most_parts: Option<(i32, i32)>,
    /// The passwords that accounts have.
    pub(crate) passwords: BTreeMap<UserId, crate::mtproto::Password>,
    /// Logins on their way to another data centre.
    pub(crate) moving: BTreeMap<Vec<u8>, UserId>,
    /// The data centres of accounts that do not live in this one.
    pub(crate) homes: BTreeMap<UserId, i32>,
    /// Login tokens that are shown somewhere.
    pub(crate) login_tokens: BTreeMap<Vec<u8>, crate::mtproto::LoginToken>,
    /// Codes that were sent to phones, by what the client calls them.
    pub(crate) codes: BTreeMap<String, crate::mtproto::Code>,
}

// === impl World ===

impl World {
    /// Sets the time, in milliseconds since the epoch. Time never goes back.
    pub fn tick(&mut self, now_ms: i64) {
        self.now = self.now.max(now_ms);
    }

    /// Seconds since the epoch, as Telegram writes dates.
    #[must_use]
    pub fn date(&self) -> i64 {
        self.now / 1000
    }

    /// A number that no earlier call returned.
    pub(crate) fn fresh(&mut self) -> i64 {
        self.counter += 1;
        self.counter
    }

    /// A person or a bot.
    #[must_use]
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.get(&id)
    }

    /// All people and bots.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// A chat.
    #[must_use]
    pub fn chat(&self, key: Key) -> Option<&Chat> {
        self.chats.get(&key)
    }

    /// All chats.
    pub fn chats(&self) -> impl Iterator<Item = &Chat> {
        self.chats.values()
    }

    /// A message, deleted ones included.
    #[must_use]
    pub fn message(&self, uid: Uid) -> Option<&Message> {
        self.messages.get(&uid)
    }

    /// The calls that bots have made, oldest first.
    #[must_use]
    pub fn calls(&self) -> &[Call] {
        self.journal.calls()
    }

    /// What bots did that they must not do: rates, unknown parameters, methods that are not simulated.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.journal.violations()
    }

    /// The bot with that token.
    #[must_use]
    pub fn bot_by_token(&self, token: &str) -> Option<&User> {
        // Only bots have queues, and there are few of them among many people.
        self.queues
            .keys()
            .filter_map(|id| self.users.get(id))
            .find(|user| user.bot.as_ref().is_some_and(|bot| bot.token == token))
    }
}
