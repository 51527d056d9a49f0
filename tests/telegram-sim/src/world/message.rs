//! Messages and the sequences that number them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Body, Key, UserId, World, content::Text};

/// A message, whoever looks at it. What a bot sees as `message_id` depends on the bot: [`World::message_id`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(pub(crate) i64);

/// Who a message is shown to be from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// A person or a bot.
    User(UserId),
    /// The group itself; the account behind it is known to nobody else.
    Anonymous(UserId),
    /// The channel itself.
    Channel(UserId),
    /// Another chat, in a group: a channel that somebody writes as, or the linked one whose posts are forwarded there.
    Chat(UserId, i64),
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its identity in the world.
    pub uid: Uid,
    /// Where it is.
    pub chat: Key,
    /// The topic it is in; General is `None`.
    pub thread: Option<i64>,
    /// Outside topics: the first message of the reply thread it belongs to.
    pub reply_thread: Option<i64>,
    /// Who wrote it.
    pub author: Author,
    /// The bot that really sent it, for a business account.
    pub business_bot: Option<UserId>,
    /// When, in seconds since the epoch.
    pub date: i64,
    /// When it was last changed, as bots are told.
    pub edit_date: Option<i64>,
    /// Apps say that it was edited.
    pub edited: bool,
    /// What it holds.
    pub body: Body,
    /// What it answers.
    pub reply_to: Option<Uid>,
    /// Which part of that it quotes.
    pub quote: Option<Quote>,
    /// Where it was forwarded from, as the Bot API writes it.
    pub forward: Option<Value>,
    /// The album it belongs to.
    pub album: Option<String>,
    /// Inline keyboard.
    pub markup: Option<Value>,
    /// It came with a keyboard of another kind: it cannot be edited then.
    pub other_keyboard: bool,
    /// Reactions by account: emoji, or custom emoji ids as `custom:ID`.
    pub reactions: BTreeMap<UserId, Vec<String>>,
    /// Saving it is forbidden.
    pub protected: bool,
    /// It is gone.
    pub deleted: bool,
    /// Link preview options and the like, as they were sent.
    pub extra: BTreeMap<String, Value>,
}

/// The quoted part of a replied-to message.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// What is quoted.
    pub text: Text,
    /// Where it begins in the original, in UTF-16 code units.
    pub position: i64,
    /// Somebody chose it; otherwise Telegram added it to a reply from elsewhere.
    pub manual: bool,
}

/// An account's own numbering, for private chats and basic groups together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mailbox {
    next: i64,
    ids: BTreeMap<i64, Uid>,
    uids: BTreeMap<Uid, i64>,
}

// === impl Author ===

impl Author {
    /// The account that really wrote it.
    #[must_use]
    pub fn account(self) -> UserId {
        match self {
            Self::User(id) | Self::Anonymous(id) | Self::Channel(id) | Self::Chat(id, _) => id,
        }
    }
}

// === impl Mailbox ===

impl Mailbox {
    fn put(&mut self, uid: Uid) {
        self.next += 1;
        self.ids.insert(self.next, uid);
        self.uids.insert(uid, self.next);
    }
}

// === impl World ===

impl World {
    /// Numbers a message that has just been made, for everybody who sees it.
    pub(crate) fn number(&mut self, uid: Uid, key: Key) {
        let Some(chat) = self.chats.get_mut(&key) else {
            return;
        };
        chat.log.push(uid);
        if chat.kind.has_own_ids() {
            chat.ids.insert(chat.next_id, uid);
            chat.next_id += 1;
            return;
        }
        for (account, member) in &chat.members {
            // Whoever has blocked a bot has no new messages with it; the bot's own number runs on.
            let farewell = self.messages.get(&uid).is_some_and(|message| {
                let bot = self.queues.contains_key(account);
                !bot && message.body.says_goodbye_to(*account)
            });
            let inside = member.is_in() || matches!(key, Key::Private(..)) || farewell;
            if let Some(mailbox) = self.boxes.get_mut(account).filter(|_| inside) {
                mailbox.put(uid);
            }
        }
    }

    /// The id under which `viewer` knows a message; 0 when it never saw it.
    #[must_use]
    pub fn message_id(&self, uid: Uid, viewer: UserId) -> i64 {
        let Some(message) = self.messages.get(&uid) else {
            return 0;
        };
        let Some(chat) = self.chats.get(&message.chat) else {
            return 0;
        };
        if chat.kind.has_own_ids() {
            self.own_id(uid)
        } else {
            self.boxes
                .get(&viewer)
                .and_then(|mailbox| mailbox.uids.get(&uid).copied())
                .unwrap_or(0)
        }
    }

    /// A supergroup message's id. Ids grow with the log, so a search by halves finds it.
    fn own_id(&self, uid: Uid) -> i64 {
        let Some(chat) = self
            .messages
            .get(&uid)
            .and_then(|m| self.chats.get(&m.chat))
        else {
            return 0;
        };
        let first = chat.next_id - i64::try_from(chat.log.len()).unwrap_or(0);
        chat.log
            .binary_search(&uid)
            .map_or(0, |place| first + i64::try_from(place).unwrap_or(0))
    }

    /// The message that `viewer` calls `id` in that chat; none when it was deleted or is in another chat.
    #[must_use]
    pub fn find_message(&self, chat: Key, viewer: UserId, id: i64) -> Option<&Message> {
        let found = self.chats.get(&chat)?;
        let uid = if found.kind.has_own_ids() {
            *found.ids.get(&id)?
        } else {
            *self.boxes.get(&viewer)?.ids.get(&id)?
        };
        self.messages
            .get(&uid)
            .filter(|message| message.chat == chat && !message.deleted)
    }

    /// The message that an account calls `id` in its private chats and basic groups; deleted ones too.
    pub(crate) fn in_mailbox(&self, account: UserId, id: i64) -> Option<&Message> {
        let uid = self.boxes.get(&account)?.ids.get(&id)?;
        self.messages.get(uid)
    }

    /// Whether this bot had a message of that id, and it is gone.
    pub(crate) fn was_deleted(&self, chat: Key, viewer: UserId, id: i64) -> bool {
        let own = self.boxes.get(&viewer).and_then(|own| own.ids.get(&id));
        let message = own.and_then(|uid| self.messages.get(uid));
        message.is_some_and(|message| message.chat == chat && message.deleted)
    }

    /// The messages of a chat in order, without deleted ones.
    pub fn messages_in(&self, chat: Key) -> impl Iterator<Item = &Message> {
        self.chats
            .get(&chat)
            .into_iter()
            .flat_map(|chat| &chat.log)
            .filter_map(|uid| self.messages.get(uid))
            .filter(|message| !message.deleted)
    }
}
