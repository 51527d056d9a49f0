//! How far accounts have read.

use super::{Key, UserId, World, account::Event, signal::Signal};

// === impl World ===

impl World {
    /// How far an account has read a chat, or one topic of it, in its own message ids; 0 is nothing.
    #[must_use]
    pub fn read_up_to(&self, account: UserId, chat: Key, thread: Option<i64>) -> i64 {
        let whole = self.read_up_to.get(&(account, chat, None)).copied();
        let topic = thread.and_then(|_| self.read_up_to.get(&(account, chat, thread)).copied());
        whole.unwrap_or(0).max(topic.unwrap_or(0))
    }

    /// How far the others have read what an account wrote in a chat, in the account's message ids.
    #[must_use]
    pub fn read_by_others(&self, account: UserId, chat: Key) -> i64 {
        let others = self
            .people_of(chat)
            .into_iter()
            .filter(|other| *other != account);
        let read = others.map(|other| self.translated(chat, other, account));
        read.max().unwrap_or(0)
    }

    /// How far somebody has read, in another's numbers.
    fn translated(&self, chat: Key, reader: UserId, account: UserId) -> i64 {
        let up_to = self.read_up_to(reader, chat, None);
        let messages = self.messages_in(chat);
        let read = messages.filter(|message| {
            let id = self.message_id(message.uid, reader);
            id != 0 && id <= up_to && message.author.account() == account
        });
        let last = read.last();
        last.map_or(0, |message| self.message_id(message.uid, account))
    }

    /// How many messages of others an account has not read in a chat, or in one topic of it.
    #[must_use]
    pub fn unread(&self, account: UserId, chat: Key, thread: Option<i64>) -> usize {
        let up_to = self.read_up_to(account, chat, thread);
        let unread = self.messages_in(chat).filter(|message| {
            let here =
                thread.is_none_or(|thread| message.thread.unwrap_or(super::GENERAL) == thread);
            let id = self.message_id(message.uid, account);
            here && id > up_to && message.author.account() != account
        });
        unread.count()
    }

    /// An account reads a chat, or one topic of it, up to a message of that id. Says whether that was further than before.
    pub(crate) fn reads(
        &mut self,
        account: UserId,
        chat: Key,
        thread: Option<i64>,
        up_to: i64,
    ) -> bool {
        if up_to <= self.read_up_to(account, chat, thread) {
            return false;
        }
        let last = self.messages_in(chat).last().map(|message| message.uid);
        let last = last.map_or(0, |uid| self.message_id(uid, account));
        let up_to = if up_to > last && last != 0 {
            last
        } else {
            up_to
        };
        let before = self.read_up_to(account, chat, thread);
        if up_to <= before {
            return false;
        }
        self.read_up_to.insert((account, chat, thread), up_to);
        let read: Vec<_> = self
            .messages_in(chat)
            .filter(|message| {
                let id = self.message_id(message.uid, account);
                let here = thread.is_none() || message.thread == thread;
                here && id > before && id <= up_to && message.author.account() != account
            })
            .map(|message| (message.uid, message.author.account()))
            .collect();
        let is_numbered = self
            .chats
            .get(&chat)
            .is_some_and(|chat| chat.kind.has_own_ids());
        if is_numbered {
            self.signal(Signal::Read(chat, account, up_to));
        } else {
            self.happened_to(account, Event::ReadInbox(chat, up_to));
            let authors: std::collections::BTreeMap<UserId, _> =
                read.iter().map(|(uid, author)| (*author, *uid)).collect();
            for (author, uid) in authors {
                let id = self.message_id(uid, author);
                if !self.queues.contains_key(&author) {
                    self.happened_to(author, Event::ReadOutbox(chat, id));
                }
            }
        }
        self.read.extend(read.into_iter().map(|(uid, _)| uid));
        true
    }
}
