//! Chats of every kind.

use std::collections::BTreeMap;

use super::{
    Member, Refused, Status, UserId, World,
    content::Service,
    message::{Author, Uid},
    topic::Topic,
};

/// Which chat. A private chat is the pair of those in it (smaller id first); all else has an id of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Between two accounts.
    Private(UserId, UserId),
    /// Group, supergroup or channel, with the id that the Bot API shows.
    Group(i64),
}

/// What sort of chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two accounts.
    Private,
    /// Basic group: message ids are per account.
    Basic,
    /// Supergroup: message ids are the chat's.
    Super,
    /// Channel.
    Channel,
}

/// A chat.
#[derive(Debug, Clone)]
pub struct Chat {
    /// Which one.
    pub key: Key,
    /// What sort.
    pub kind: Kind,
    /// Title; empty for private chats.
    pub title: String,
    /// Public name without `@`.
    pub username: Option<String>,
    /// Topics are on.
    pub forum: bool,
    /// Saving is forbidden.
    pub protected: bool,
    /// Where a basic group went.
    pub migrated_to: Option<i64>,
    /// Reactions that are allowed, custom emoji as `custom:ID`; `None` is all emoji that Telegram offers.
    pub reactions: Option<Vec<String>>,
    /// The channel's discussion group, or the group's channel.
    pub linked: Option<i64>,
    /// Posts are signed with their authors' names: channels.
    pub signs: bool,
    /// Everybody who is or was there.
    pub members: BTreeMap<UserId, Member>,
    /// Topics by thread id, deleted ones included.
    pub topics: BTreeMap<i64, Topic>,
    /// Private chats with a bot: the person has started it.
    pub started: bool,
    /// Pinned messages, newest last.
    pub pinned: Vec<Uid>,
    /// All messages in order, deleted ones included.
    pub log: Vec<Uid>,
    /// Seconds that a member waits between two messages; 0: none.
    pub slow_mode: i64,
    pub(crate) next_id: i64,
    pub(crate) ids: BTreeMap<i64, Uid>,
}

// === impl Key ===

impl Key {
    /// The private chat of two accounts.
    #[must_use]
    pub fn private(one: UserId, other: UserId) -> Self {
        Self::Private(one.min(other), one.max(other))
    }

    /// The id under which `viewer` knows this chat.
    #[must_use]
    pub fn id_for(self, viewer: UserId) -> i64 {
        match self {
            Self::Private(one, other) if one == viewer => other,
            Self::Private(one, _) => one,
            Self::Group(id) => id,
        }
    }
}

// === impl Kind ===

impl Kind {
    /// The Bot API's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Basic => "group",
            Self::Super => "supergroup",
            Self::Channel => "channel",
        }
    }

    /// Message ids belong to the chat, not to the account.
    #[must_use]
    pub fn has_own_ids(self) -> bool {
        matches!(self, Self::Super | Self::Channel)
    }
}

// === impl World ===

const FIRST_BASIC: i64 = -4_000_000;
const FIRST_SUPER: i64 = -1_002_000_000_000;

impl World {
    fn empty(key: Key, kind: Kind, title: &str) -> Chat {
        Chat {
            key,
            kind,
            title: title.to_owned(),
            username: None,
            forum: false,
            protected: false,
            migrated_to: None,
            reactions: None,
            linked: None,
            signs: false,
            members: BTreeMap::new(),
            topics: BTreeMap::new(),
            started: false,
            pinned: Vec::new(),
            log: Vec::new(),
            slow_mode: 0,
            next_id: 1,
            ids: BTreeMap::new(),
        }
    }

    /// A new group or channel, owned by `owner`. Its id is returned.
    pub fn add_chat(&mut self, kind: Kind, title: &str, owner: UserId) -> i64 {
        let number = self.fresh();
        let id = if kind == Kind::Basic {
            FIRST_BASIC - number
        } else {
            FIRST_SUPER - number
        };
        let mut chat = Self::empty(Key::Group(id), kind, title);
        chat.members.insert(owner, Member::plain(Status::Creator));
        self.chats.insert(chat.key, chat);
        id
    }

    /// A new forum supergroup. Its General topic exists from the start.
    pub fn add_forum(&mut self, title: &str, owner: UserId) -> i64 {
        let id = self.add_chat(Kind::Super, title, owner);
        if let Some(chat) = self.chats.get_mut(&Key::Group(id)) {
            chat.forum = true;
            chat.topics.insert(super::GENERAL, Topic::general());
            // Id 1 belongs to the chat's own creation.
            chat.next_id = 2;
        }
        id
    }

    /// The private chat of two accounts, made when it is not there yet.
    pub fn private_chat(&mut self, one: UserId, other: UserId) -> Key {
        let key = Key::private(one, other);
        self.chats.entry(key).or_insert_with(|| {
            let mut chat = Self::empty(key, Kind::Private, "");
            for account in [one, other] {
                chat.members.insert(account, Member::plain(Status::Member));
            }
            chat
        });
        key
    }

    /// Whether it is a group of any kind.
    #[must_use]
    pub(crate) fn is_group(&self, chat: Key) -> bool {
        self.chats
            .get(&chat)
            .is_some_and(|chat| matches!(chat.kind, Kind::Basic | Kind::Super))
    }

    /// The bots that are in a chat.
    pub(crate) fn bots_of(&self, chat: Key) -> Vec<UserId> {
        let Some(chat) = self.chats.get(&chat) else {
            return Vec::new();
        };
        chat.members
            .iter()
            .filter(|(id, member)| member.is_in() && self.queues.contains_key(id))
            .map(|(id, _)| *id)
            .collect()
    }

    /// The people who are in a chat.
    pub(crate) fn people_of(&self, chat: Key) -> Vec<UserId> {
        let members = self
            .chats
            .get(&chat)
            .into_iter()
            .flat_map(|chat| &chat.members);
        let people = members.filter(|(id, member)| {
            let inside = member.is_in() || matches!(chat, Key::Private(..));
            inside && !self.queues.contains_key(id)
        });
        people.map(|(id, _)| *id).collect()
    }

    /// A new title, with the service message.
    pub fn set_title(&mut self, chat: Key, by: UserId, title: &str) -> Result<(), Refused> {
        let found = self
            .chats
            .get_mut(&chat)
            .ok_or_else(|| Refused("chat not found".into()))?;
        found.title = title.to_owned();
        self.post_service(
            chat,
            None,
            Author::User(by),
            Service::NewTitle(title.to_owned()),
        );
        Ok(())
    }

    /// A basic group becomes a supergroup with another id; members go along, message ids begin anew. Bots are told that
    /// they are in the new one, and not that they left the old one (telegram-bot-api#266); what says so there is
    /// written in the group's own name.
    pub fn migrate(&mut self, group: i64, by: UserId) -> Result<i64, Refused> {
        let old = self
            .chats
            .get(&Key::Group(group))
            .filter(|chat| chat.kind == Kind::Basic && chat.migrated_to.is_none())
            .cloned()
            .ok_or_else(|| Refused("only a basic group can become a supergroup".into()))?;
        let new = self.add_chat(Kind::Super, &old.title, by);
        if let Some(chat) = self.chats.get_mut(&Key::Group(new)) {
            chat.members = old.members;
        }
        let people: Vec<UserId> = self.people_of(Key::Group(new));
        for person in people {
            self.signal(super::signal::Signal::Place(old.key, person));
            self.signal(super::signal::Signal::Place(Key::Group(new), person));
        }
        self.post_service(old.key, None, Author::User(by), Service::MigrateTo(new));
        if let Some(chat) = self.chats.get_mut(&old.key) {
            chat.migrated_to = Some(new);
        }
        let new_key = Key::Group(new);
        for bot in self.bots_of(new_key) {
            let (before, now) = (Member::plain(Status::Left), self.member(new_key, bot));
            self.raise_member(new_key, bot, &before, &now, by);
        }
        self.post_service(
            new_key,
            None,
            Author::Anonymous(by),
            Service::MigrateFrom(group),
        );
        Ok(new)
    }
}
