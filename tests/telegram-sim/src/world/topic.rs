//! Forum topics: made, renamed, closed, reopened and deleted by bots and people alike.

use super::{
    Key, Refused, UserId, World,
    content::Service,
    message::{Author, Uid},
    post::Draft,
};

/// The thread id of the topic that every forum has. Bots must not name it.
pub const GENERAL: i64 = 1;

/// The six colours that a topic may have.
pub const COLORS: [i64; 6] = [
    7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047,
];

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The message id of its first service message.
    pub thread: i64,
    /// Its name now.
    pub name: String,
    /// One of [`COLORS`].
    pub color: i64,
    /// Custom emoji.
    pub icon: Option<String>,
    /// Who made it.
    pub creator: UserId,
    /// Only administrators with the right may write.
    pub closed: bool,
    /// It is gone, with all its messages.
    pub deleted: bool,
}

// === impl Topic ===

impl Topic {
    pub(crate) fn general() -> Self {
        Self {
            thread: GENERAL,
            name: "General".to_owned(),
            color: COLORS[0],
            icon: None,
            creator: 0,
            closed: false,
            deleted: false,
        }
    }
}

// === impl World ===

impl World {
    /// The topic, unless it was deleted.
    #[must_use]
    pub fn topic(&self, chat: Key, thread: i64) -> Option<&Topic> {
        self.chats
            .get(&chat)?
            .topics
            .get(&thread)
            .filter(|topic| !topic.deleted)
    }

    /// Whether somebody may rename, close and reopen that topic: by right, or because it is theirs.
    #[must_use]
    pub fn manages_topic(&self, chat: Key, thread: i64, user: UserId) -> bool {
        self.member(chat, user).rights.can_manage_topics
            || (self.member(chat, user).is_in()
                && self
                    .topic(chat, thread)
                    .is_some_and(|topic| topic.creator == user))
    }

    /// Makes a topic. The caller has checked rights and name.
    pub(crate) fn create_topic(
        &mut self,
        chat: Key,
        by: UserId,
        name: &str,
        color: i64,
        icon: Option<String>,
    ) -> (i64, Uid) {
        let thread = self.chats.get(&chat).map_or(0, |chat| chat.next_id);
        if let Some(found) = self.chats.get_mut(&chat) {
            found.topics.insert(
                thread,
                Topic {
                    thread,
                    name: name.to_owned(),
                    color,
                    icon: icon.clone(),
                    creator: by,
                    closed: false,
                    deleted: false,
                },
            );
        }
        let service = Service::TopicCreated {
            name: name.to_owned(),
            color,
            icon,
        };
        let author = self.author_in(chat, by);
        let uid = self.post_service(chat, Some(thread), author, service);
        (thread, uid)
    }

    /// Renames a topic or changes its icon; `None` and an empty name leave as it is.
    pub(crate) fn edit_topic(
        &mut self,
        chat: Key,
        thread: i64,
        by: UserId,
        name: Option<String>,
        icon: Option<String>,
    ) -> Result<(), Refused> {
        let topic = self.topic_mut(chat, thread)?;
        let name = name.filter(|name| !name.is_empty() && *name != topic.name);
        let icon = icon.filter(|icon| topic.icon.as_deref().unwrap_or_default() != icon);
        if name.is_none() && icon.is_none() {
            return Err(Refused("TOPIC_NOT_MODIFIED".into()));
        }
        if let Some(name) = &name {
            topic.name.clone_from(name);
        }
        if let Some(icon) = &icon {
            topic.icon = Some(icon.clone()).filter(|icon| !icon.is_empty());
        }
        let author = self.author_in(chat, by);
        self.post_service(
            chat,
            in_thread(thread),
            author,
            Service::TopicEdited { name, icon },
        );
        Ok(())
    }

    /// Closes or reopens a topic.
    pub(crate) fn set_topic_closed(
        &mut self,
        chat: Key,
        thread: i64,
        by: UserId,
        closed: bool,
    ) -> Result<(), Refused> {
        let topic = self.topic_mut(chat, thread)?;
        if topic.closed == closed {
            return Err(Refused("TOPIC_NOT_MODIFIED".into()));
        }
        topic.closed = closed;
        let service = if closed {
            Service::TopicClosed
        } else {
            Service::TopicReopened
        };
        let author = self.author_in(chat, by);
        self.post_service(chat, in_thread(thread), author, service);
        Ok(())
    }

    /// Deletes a topic with all its messages. No bot is told; accounts are told that the messages are gone.
    pub(crate) fn delete_topic(&mut self, chat: Key, thread: i64) -> Result<(), Refused> {
        self.topic_mut(chat, thread)?.deleted = true;
        let inside: Vec<Uid> = self
            .messages_in(chat)
            .filter(|message| message.thread == Some(thread))
            .map(|message| message.uid)
            .collect();
        for uid in &inside {
            if let Some(message) = self.messages.get_mut(uid) {
                message.deleted = true;
            }
        }
        if !inside.is_empty() {
            self.happened(chat, &super::account::Event::Deleted(inside));
        }
        Ok(())
    }

    fn topic_mut(&mut self, chat: Key, thread: i64) -> Result<&mut Topic, Refused> {
        self.chats
            .get_mut(&chat)
            .and_then(|chat| chat.topics.get_mut(&thread))
            .filter(|topic| !topic.deleted)
            .ok_or_else(|| Refused("TOPIC_ID_INVALID".into()))
    }

    /// How somebody's acts in a group are signed.
    pub(crate) fn author_in(&self, chat: Key, user: UserId) -> Author {
        let kind = self.chats.get(&chat).map(|chat| chat.kind);
        if kind == Some(super::Kind::Channel) {
            Author::Channel(user)
        } else if self.member(chat, user).rights.is_anonymous {
            Author::Anonymous(user)
        } else {
            Author::User(user)
        }
    }

    /// Posts a service message.
    pub(crate) fn post_service(
        &mut self,
        chat: Key,
        thread: Option<i64>,
        author: Author,
        service: Service,
    ) -> Uid {
        self.post(Draft {
            thread,
            ..Draft::new(chat, author, super::Body::Service(service))
        })
    }
}

/// The thread that messages carry: General has none.
pub(crate) fn in_thread(thread: i64) -> Option<i64> {
    (thread != GENERAL).then_some(thread)
}
