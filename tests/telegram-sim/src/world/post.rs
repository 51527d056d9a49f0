//! The one door through which messages come into being, change and go.

use serde_json::Value;

use super::{
    Body, Key, Refused, UserId, World,
    account::Event,
    chat::Kind,
    message::{Author, Message, Quote, Uid},
};

/// A message about to be posted. Whoever makes one has checked that it may be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) chat: Key,
    pub(crate) thread: Option<i64>,
    pub(crate) author: Author,
    pub(crate) business_bot: Option<UserId>,
    pub(crate) body: Body,
    pub(crate) reply_to: Option<Uid>,
    pub(crate) quote: Option<Quote>,
    pub(crate) forward: Option<Value>,
    pub(crate) album: Option<String>,
    pub(crate) markup: Option<Value>,
    pub(crate) other_keyboard: bool,
    pub(crate) protected: bool,
    /// Bots are told of it only by [`World::arrive`].
    pub(crate) held: bool,
    pub(crate) extra: std::collections::BTreeMap<String, Value>,
}

// === impl Draft ===

impl Draft {
    pub(crate) fn new(chat: Key, author: Author, body: Body) -> Self {
        Self {
            chat,
            thread: None,
            author,
            business_bot: None,
            body,
            reply_to: None,
            quote: None,
            forward: None,
            album: None,
            markup: None,
            other_keyboard: false,
            protected: false,
            held: false,
            extra: std::collections::BTreeMap::new(),
        }
    }
}

// === impl World ===

impl World {
    /// Posts a message and tells the bots that may see it.
    pub(crate) fn post(&mut self, draft: Draft) -> Uid {
        let uid = Uid(self.fresh());
        let held = draft.held;
        let elsewhere = draft.reply_to.filter(|target| {
            self.messages
                .get(target)
                .is_some_and(|target| target.chat != draft.chat || target.thread != draft.thread)
        });
        let automatic = elsewhere.and_then(|target| self.automatic_quote(target));
        let mut extra = draft.extra.clone();
        if let Some(name) = self.signature(draft.chat, draft.author, &draft.body) {
            extra.insert("author_signature".to_owned(), Value::String(name));
        }
        let message = Message {
            uid,
            chat: draft.chat,
            thread: draft.thread,
            reply_thread: self.reply_thread(&draft),
            author: draft.author,
            business_bot: draft.business_bot,
            date: self.date(),
            edit_date: None,
            edited: false,
            body: draft.body,
            reply_to: draft.reply_to,
            quote: draft.quote.or(automatic),
            forward: draft.forward,
            album: draft.album,
            markup: draft.markup,
            other_keyboard: draft.other_keyboard,
            reactions: std::collections::BTreeMap::new(),
            protected: draft.protected,
            deleted: false,
            extra,
        };
        self.messages.insert(uid, message);
        self.number(uid, draft.chat);
        if !held {
            self.publish(uid, false);
        }
        self.discuss(uid);
        uid
    }

    /// The name under a post, where the channel shows who posts.
    fn signature(&self, chat: Key, author: Author, body: &Body) -> Option<String> {
        let signs = self.chats.get(&chat).is_some_and(|chat| chat.signs);
        match author {
            Author::Channel(who) if signs && !body.is_service() => Some(self.name_of(who)),
            _ => None,
        }
    }

    /// Telegram forwards a channel's posts to its discussion group.
    fn discuss(&mut self, uid: Uid) {
        let Some(post) = self.messages.get(&uid) else {
            return;
        };
        let (Author::Channel(who), Key::Group(channel)) = (post.author, post.chat) else {
            return;
        };
        let Some(group) = self.chats.get(&post.chat).and_then(|chat| chat.linked) else {
            return;
        };
        let origin = post
            .forward
            .clone()
            .unwrap_or_else(|| self.origin_wire(post));
        let automatic = ("is_automatic_forward".to_owned(), Value::Bool(true));
        let draft = Draft {
            forward: Some(origin),
            album: post.album.clone(),
            markup: post.markup.clone(),
            extra: std::iter::once(automatic).collect(),
            ..Draft::new(
                Key::Group(group),
                Author::Chat(who, channel),
                post.body.clone(),
            )
        };
        if !post.body.is_service() {
            self.post(draft);
        }
    }

    /// Tells the bots of a message that was held back.
    pub(crate) fn arrive(&mut self, uid: Uid) {
        self.publish(uid, false);
    }

    /// Outside topics a reply belongs to the thread of what it answers.
    fn reply_thread(&self, draft: &Draft) -> Option<i64> {
        if draft.thread.is_some() || self.chats.get(&draft.chat)?.kind != Kind::Super {
            return None;
        }
        let target = self.messages.get(&draft.reply_to?)?;
        if target.chat != draft.chat || target.thread.is_some() {
            return None;
        }
        target
            .reply_thread
            .or_else(|| Some(self.message_id(target.uid, draft.author.account())))
    }

    /// Puts new content into a message and tells the bots that may see it.
    pub(crate) fn rewrite(&mut self, uid: Uid, body: Body, markup: Option<Value>) {
        let date = self.date();
        if let Some(message) = self.messages.get_mut(&uid) {
            message.edit_date = Some(date);
            // A change of buttons alone is no edit that apps show, nor is a place that moves.
            message.edited |= message.body != body && !matches!(body, Body::Plain(..));
            message.body = body;
            message.markup = markup;
        }
        self.publish(uid, true);
    }

    /// Takes messages of one chat away. Only bots of business accounts are told, unless it was them.
    pub(crate) fn erase(&mut self, gone: &[Uid], by: Option<UserId>) {
        let Some(first) = gone.first().and_then(|uid| self.messages.get(uid)) else {
            return;
        };
        let key = first.chat;
        for uid in gone {
            if let Some(message) = self.messages.get_mut(uid) {
                message.deleted = true;
            }
        }
        if let Some(chat) = self.chats.get_mut(&key) {
            chat.pinned.retain(|pinned| !gone.contains(pinned));
        }
        self.happened(key, &Event::Deleted(gone.to_vec()));
        self.tell_deleted(key, gone, by);
    }

    /// Pins a message, with its service message.
    pub(crate) fn pin(&mut self, uid: Uid, by: UserId) -> Result<(), Refused> {
        let message = self
            .messages
            .get(&uid)
            .ok_or_else(|| Refused("message to pin not found".into()))?;
        let (key, thread) = (message.chat, message.thread);
        if let Some(chat) = self.chats.get_mut(&key) {
            chat.pinned.retain(|pinned| *pinned != uid);
            chat.pinned.push(uid);
        }
        self.happened(key, &Event::Pinned(vec![uid], true));
        let author = self.author_in(key, by);
        self.post_service(key, thread, author, super::Service::Pinned(uid));
        Ok(())
    }

    /// Takes the pin off messages. Bots are not told.
    pub(crate) fn unpin(&mut self, key: Key, gone: &[Uid]) {
        if let Some(chat) = self.chats.get_mut(&key) {
            chat.pinned.retain(|pinned| !gone.contains(pinned));
        }
        self.happened(key, &Event::Pinned(gone.to_vec(), false));
    }

    /// Tells every bot that may see it of a new or edited message. What happened more than a day ago is not told.
    pub(crate) fn publish(&mut self, uid: Uid, edited: bool) {
        let Some(message) = self.messages.get(&uid) else {
            return;
        };
        let happened = message.edit_date.unwrap_or(message.date);
        if self.date() - happened >= super::update::RETENTION_MS / 1000 {
            return;
        }
        let key = message.chat;
        let event = if edited {
            Event::Edited(uid)
        } else {
            Event::New(uid)
        };
        self.happened(key, &event);
        let channel = self
            .chats
            .get(&key)
            .is_some_and(|chat| chat.kind == Kind::Channel);
        let kind = match (channel, edited) {
            (false, false) => "message",
            (false, true) => "edited_message",
            (true, false) => "channel_post",
            (true, true) => "edited_channel_post",
        };
        self.publish_business(uid, edited);
        for bot in self.bots_of(key) {
            if self.shows(uid, bot) {
                let value = self.message_wire(uid, bot);
                self.raise(bot, kind, value);
            }
        }
    }
}
