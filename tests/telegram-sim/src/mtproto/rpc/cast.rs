//! People and chats that come along with messages.

use std::collections::BTreeSet;

use grammers_tl_types::enums;

use super::shape;
use crate::world::{Author, Body, Key, Service, Uid, UserId, World};

/// People and chats that come along with messages.
#[derive(Default)]
pub(super) struct Cast {
    users: BTreeSet<UserId>,
    chats: BTreeSet<Key>,
}

// === impl Cast ===

impl Cast {
    /// With that person or bot.
    pub(super) fn user(&mut self, user: UserId) {
        self.users.insert(user);
    }

    /// With that chat, and whoever is in it when it is private.
    pub(super) fn chat(&mut self, key: Key) {
        match key {
            Key::Private(one, other) => self.users.extend([one, other]),
            key @ Key::Group(_) => {
                self.chats.insert(key);
            }
        }
    }

    /// The message, and everybody in it.
    pub(super) fn message(
        &mut self,
        world: &World,
        account: UserId,
        uid: Uid,
    ) -> Option<enums::Message> {
        let message = world.message(uid)?;
        match message.author {
            Author::User(user) => self.user(user),
            Author::Chat(_, chat) => self.chat(Key::Group(chat)),
            Author::Anonymous(_) | Author::Channel(_) => {}
        }
        self.chat(message.chat);
        if let Some(origin) = &message.forward {
            self.users.extend(origin["sender_user"]["id"].as_i64());
            let chats = [&origin["sender_chat"]["id"], &origin["chat"]["id"]];
            let chats = chats.into_iter().filter_map(|id| id.as_i64());
            self.chats.extend(chats.map(Key::Group));
        }
        let via = message.extra.get("via_bot");
        self.users.extend(via.and_then(|bot| bot["id"].as_i64()));
        self.users.extend(message.business_bot);
        self.users.extend(message.reactions.keys());
        if let Body::Service(service) = &message.body {
            self.service(service);
        }
        let answered = message.reply_to.and_then(|uid| world.message(uid));
        if let Some(answered) = answered.filter(|answered| answered.chat != message.chat)
            && matches!(answered.chat, Key::Group(_))
        {
            self.chat(answered.chat);
        }
        shape::message(world, uid, account)
    }

    fn service(&mut self, service: &Service) {
        match service {
            Service::NewMembers(users) => self.users.extend(users),
            Service::LeftMember(user) => self.user(*user),
            Service::MigrateTo(chat) | Service::MigrateFrom(chat) => self.chat(Key::Group(*chat)),
            _ => {}
        }
    }

    /// All of them as an account sees them. Who is in no world is left out.
    pub(super) fn shapes(
        &self,
        world: &World,
        account: UserId,
    ) -> (Vec<enums::User>, Vec<enums::Chat>) {
        let users = self.users.iter().filter(|id| world.user(**id).is_some());
        let users = users.map(|user| shape::user(world, *user, account));
        let chats = self.chats.iter();
        let chats = chats.filter_map(|chat| shape::chat(world, *chat, account));
        (users.collect(), chats.collect())
    }
}
