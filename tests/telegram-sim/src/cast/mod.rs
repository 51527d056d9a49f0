//! Handles for tests and programs: people, bots, groups, and what can be seen of chats.
//!
//! Everything that a person could not do panics with Telegram's reason: a test that asks for it is wrong. Where a
//! refusal is what the test is about, use the `try_` form.

mod album;
mod bot;
mod business;
mod content;
mod conversation;
mod formatted;
mod group;
mod kinds;
mod message;
mod origin;
mod person;
mod seen;
mod services;
mod transcript;

use std::fmt::Write as _;

pub use self::{
    album::{Album, Late},
    bot::Bot,
    business::Business,
    content::Content,
    conversation::Conversation,
    group::Group,
    message::MessageRef,
    origin::Origin,
    person::Person,
    seen::Seen,
};
pub(crate) use self::{
    seen::seen,
    transcript::{happened, origin_name, transcript},
};
use crate::world::{GENERAL, Key, Refused, UserId, World};

/// A person or a bot.
pub trait Account {
    /// Telegram's id.
    fn id(&self) -> UserId;
}

/// Where something is written: a private chat with somebody, a group (General in a forum), or one topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    chat: Chat,
    thread: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chat {
    With(UserId),
    In(Key),
}

// === impl Place ===

impl Place {
    pub(crate) fn topic(group: i64, thread: i64) -> Self {
        Self {
            chat: Chat::In(Key::Group(group)),
            thread: Some(thread),
        }
    }

    pub(crate) fn private(with: UserId) -> Self {
        Self {
            chat: Chat::With(with),
            thread: None,
        }
    }

    pub(crate) fn group(id: i64) -> Self {
        Self {
            chat: Chat::In(Key::Group(id)),
            thread: None,
        }
    }

    /// Which chat and topic that is for somebody, made or not.
    pub(crate) fn key_for(self, who: UserId) -> (Key, Option<i64>) {
        match self.chat {
            Chat::With(other) => (Key::private(who, other), self.thread),
            Chat::In(key) => (key, self.thread),
        }
    }

    pub(crate) fn resolve(self, world: &mut World, who: UserId) -> (Key, Option<i64>) {
        let key = match self.chat {
            Chat::With(other) => world.private_chat(who, other),
            Chat::In(key) => key,
        };
        (key, self.thread)
    }
}

impl From<&Bot> for Place {
    fn from(bot: &Bot) -> Self {
        Self::private(bot.id())
    }
}

impl From<&Person> for Place {
    fn from(person: &Person) -> Self {
        Self::private(person.id())
    }
}

impl From<&Group> for Place {
    fn from(group: &Group) -> Self {
        Self::group(group.id())
    }
}

impl From<(&Group, i64)> for Place {
    fn from((group, thread): (&Group, i64)) -> Self {
        Self::topic(group.id(), thread)
    }
}

/// A refusal in a handle that has no way to return it.
#[track_caller]
fn granted<T>(result: Result<T, Refused>) -> T {
    match result {
        Ok(value) => value,
        Err(refused) => panic!("Telegram would not let them: {refused}"),
    }
}

/// Every chat with its transcript.
pub(crate) fn describe(world: &World) -> String {
    let mut text = String::new();
    for chat in world.chats() {
        let title = match chat.key {
            Key::Private(one, other) => {
                format!("{} and {}", world.name_of(one), world.name_of(other))
            }
            Key::Group(id) => format!("{} ({id})", chat.title),
        };
        let _ = writeln!(text, "== {title}");
        if chat.forum {
            for topic in chat.topics.values().filter(|topic| !topic.deleted) {
                let _ = writeln!(text, "-- {} ({})", topic.name, topic.thread);
                text.push_str(&transcript(world, chat.key, Some(topic.thread)));
            }
        } else {
            text.push_str(&transcript(world, chat.key, None));
        }
    }
    for violation in world.violations() {
        let _ = writeln!(text, "violation: {violation:?}");
    }
    text
}

fn scope_of(world: &World, key: Key) -> Option<i64> {
    world.chat(key).filter(|chat| chat.forum).map(|_| GENERAL)
}
