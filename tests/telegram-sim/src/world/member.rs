//! Who belongs to a chat, and with which rights.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Key, Kind, Refused, UserId, World, content::Service, message::Author};

/// Somebody's place in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Standing.
    pub status: Status,
    /// What an administrator may do; all false for others, all true for the creator.
    pub rights: Rights,
}

/// Standing in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Owns the chat.
    Creator,
    /// Has rights.
    Administrator,
    /// Is in the chat.
    Member,
    /// Went away or never was there.
    Left,
    /// Was thrown out. In a private chat: has blocked the bot.
    Kicked,
}

/// Administrator rights, with the Bot API's names.
#[expect(clippy::struct_excessive_bools, reason = "Telegram's own shape")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rights {
    /// Posts as the group itself.
    pub is_anonymous: bool,
    /// Implied by every other right.
    pub can_manage_chat: bool,
    /// Deletes others' messages.
    pub can_delete_messages: bool,
    /// Bans and restricts.
    pub can_restrict_members: bool,
    /// Makes others administrators.
    pub can_promote_members: bool,
    /// Changes title and photo.
    pub can_change_info: bool,
    /// Invites people.
    pub can_invite_users: bool,
    /// Pins messages.
    pub can_pin_messages: bool,
    /// Creates, renames, closes and reopens topics.
    pub can_manage_topics: bool,
    /// Posts in a channel.
    pub can_post_messages: bool,
    /// Edits others' posts in a channel.
    pub can_edit_messages: bool,
}

// === impl Rights ===

impl Rights {
    /// Every right, not anonymous.
    #[must_use]
    pub fn all() -> Self {
        Self {
            is_anonymous: false,
            can_manage_chat: true,
            can_delete_messages: true,
            can_restrict_members: true,
            can_promote_members: true,
            can_change_info: true,
            can_invite_users: true,
            can_pin_messages: true,
            can_manage_topics: true,
            can_post_messages: true,
            can_edit_messages: true,
        }
    }

    /// An administrator who may do nothing special.
    #[must_use]
    pub fn none() -> Self {
        Self {
            can_manage_chat: true,
            ..Self::default()
        }
    }
}

// === impl Status ===

impl Status {
    /// The Bot API's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::Left => "left",
            Self::Kicked => "kicked",
        }
    }
}

// === impl Member ===

impl Member {
    pub(crate) fn plain(status: Status) -> Self {
        let rights = if status == Status::Creator {
            Rights::all()
        } else {
            Rights::default()
        };
        Self { status, rights }
    }

    /// Is in the chat, whatever the rights.
    #[must_use]
    pub fn is_in(&self) -> bool {
        matches!(
            self.status,
            Status::Creator | Status::Administrator | Status::Member
        )
    }

    /// Creator or administrator.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        matches!(self.status, Status::Creator | Status::Administrator)
    }

    /// The Bot API's `ChatMember`.
    pub(crate) fn wire(&self, user: Value, kind: Kind) -> Value {
        let mut member = json!({"status": self.status.word(), "user": user});
        match self.status {
            Status::Creator => member["is_anonymous"] = json!(self.rights.is_anonymous),
            Status::Administrator => {
                if let (Ok(Value::Object(rights)), Some(object)) =
                    (serde_json::to_value(self.rights), member.as_object_mut())
                {
                    object.extend(rights);
                    let always = [
                        "can_manage_video_chats",
                        "can_post_stories",
                        "can_edit_stories",
                        "can_delete_stories",
                    ];
                    for name in always {
                        object.insert(name.to_owned(), json!(false));
                    }
                    let elsewhere: &[&str] = if kind == Kind::Channel {
                        &["can_pin_messages", "can_manage_topics"]
                    } else {
                        &["can_post_messages", "can_edit_messages"]
                    };
                    for name in elsewhere {
                        object.remove(*name);
                    }
                    object.insert("can_be_edited".to_owned(), json!(false));
                }
            }
            Status::Kicked => member["until_date"] = json!(0),
            Status::Member | Status::Left => {}
        }
        member
    }
}

// === impl World ===

impl World {
    /// Somebody's place in a chat; [`Status::Left`] for whoever was never there.
    #[must_use]
    pub fn member(&self, chat: Key, user: UserId) -> Member {
        self.chats
            .get(&chat)
            .and_then(|chat| chat.members.get(&user).cloned())
            .unwrap_or_else(|| Member::plain(Status::Left))
    }

    /// Changes somebody's place. Tells the bot itself (`my_chat_member`) or the administrator bots (`chat_member`), and
    /// posts the service message that Telegram posts when somebody comes or goes.
    pub fn set_member(
        &mut self,
        chat: Key,
        user: UserId,
        new: Member,
        by: UserId,
    ) -> Result<(), Refused> {
        let found = self
            .chats
            .get_mut(&chat)
            .ok_or_else(|| Refused("chat not found".into()))?;
        let kind = found.kind;
        let bot = self.users.get(&user).and_then(|user| user.bot.as_ref());
        if kind != Kind::Private && new.is_in() && bot.is_some_and(|bot| !bot.can_join_groups) {
            return Err(Refused("this bot can't be added to groups".into()));
        }
        // A bot is in a channel as an administrator, or not at all.
        if kind == Kind::Channel && bot.is_some() && new.status == Status::Member {
            return Err(Refused("USER_BOT".into()));
        }
        let old = found
            .members
            .insert(user, new.clone())
            .unwrap_or_else(|| Member::plain(Status::Left));
        if old == new {
            return Ok(());
        }
        if old.is_in() != new.is_in() && kind.has_own_ids() {
            let state = self.events_in(chat).pts();
            self.joined.insert((chat, user), state);
        }
        if kind != Kind::Private
            && self.users.contains_key(&user)
            && !self.queues.contains_key(&user)
        {
            self.signal(super::signal::Signal::Place(chat, user));
        }
        self.raise_member(chat, user, &old, &new, by);
        if matches!(kind, Kind::Private | Kind::Channel) {
            return Ok(());
        }
        if new.is_in() && !old.is_in() {
            self.post_service(
                chat,
                None,
                Author::User(by),
                Service::NewMembers(vec![user]),
            );
        } else if old.is_in() && !new.is_in() {
            // A bot that is gone hears of it by my_chat_member; the line is for those who stay.
            self.post_service(chat, None, Author::User(by), Service::LeftMember(user));
        }
        Ok(())
    }

    pub(crate) fn raise_member(
        &mut self,
        chat: Key,
        user: UserId,
        old: &Member,
        new: &Member,
        by: UserId,
    ) {
        let kind = self
            .chats
            .get(&chat)
            .map_or(Kind::Private, |chat| chat.kind);
        let about = self.user_wire(user);
        let change = json!({
            "from": self.user_wire(by),
            "date": self.date(),
            "old_chat_member": old.wire(about.clone(), kind),
            "new_chat_member": new.wire(about, kind),
        });
        for bot in self.bots_of(chat) {
            let mut change = change.clone();
            change["chat"] = self.chat_wire(chat, bot);
            if bot == user {
                self.raise(bot, "my_chat_member", change);
            } else if self.member(chat, bot).is_admin() {
                self.raise(bot, "chat_member", change);
            }
        }
        if self.queues.contains_key(&user) && !new.is_in() {
            let mut change = change;
            change["chat"] = self.chat_wire(chat, user);
            self.raise(user, "my_chat_member", change);
        }
    }
}
