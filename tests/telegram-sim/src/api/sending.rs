//! What all sending methods share: where to, in which topic, as an answer to what.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ask::Ask, refusal::Refusal};
use crate::world::{
    Body, DeletedTopic, GENERAL, Key, Kind,
    message::{Author, Quote, Uid},
    post::Draft,
};

/// A send whose place was checked.
pub(crate) struct Sending {
    pub(crate) chat: Key,
    thread: Option<i64>,
    reply_to: Option<Uid>,
    quote: Option<Quote>,
    markup: Option<Value>,
    protected: bool,
}

// === impl Sending ===

impl Sending {
    /// Checks chat, topic and reply, in the order in which Telegram does.
    pub(crate) fn check(ask: &mut Ask<'_>) -> Result<Self, Refusal> {
        let chat = ask.writable("chat_id")?;
        let named = ask
            .params
            .int("message_thread_id")?
            .filter(|thread| *thread != 0 && ask.business.is_none());
        let mut thread = ask.thread(chat, named)?;
        let (reply_to, quote) = ask.reply(chat, thread, named.is_some())?;
        if named.is_none()
            && let Some(target) = reply_to.and_then(|uid| ask.world.message(uid))
            && target.chat == chat
        {
            thread = target.thread;
        }
        ask.check_open(chat, thread)?;
        ask.check_parse_mode()?;
        Ok(Self {
            chat,
            thread,
            reply_to,
            quote,
            markup: ask.markup()?,
            protected: ask.params.flag("protect_content"),
        })
    }

    /// Whether it answers a message.
    pub(crate) fn answers(&self) -> bool {
        self.reply_to.is_some()
    }

    /// The message to post.
    pub(crate) fn draft(&self, ask: &Ask<'_>, body: Body) -> Draft {
        let channel = ask
            .world
            .chat(self.chat)
            .is_some_and(|chat| chat.kind == Kind::Channel);
        let author = if channel {
            Author::Channel(ask.bot)
        } else {
            Author::User(ask.account())
        };
        let mut extra = BTreeMap::new();
        if let Ok(Some(options)) = ask.params.json::<Value>("link_preview_options") {
            extra.insert("link_preview_options".to_owned(), options);
        }
        Draft {
            thread: self.thread,
            reply_to: self.reply_to,
            quote: self.quote.clone(),
            markup: self.markup.clone(),
            other_keyboard: ask.has_other_keyboard(),
            protected: self.protected,
            extra,
            business_bot: ask.business.as_ref().map(|connection| connection.bot),
            ..Draft::new(self.chat, author, body)
        }
    }
}

// === impl Ask ===

impl Ask<'_> {
    /// The topic that a call names, which must exist. General must not be named; outside forums the parameter means
    /// nothing.
    fn thread(&self, chat: Key, named: Option<i64>) -> Result<Option<i64>, Refusal> {
        let not_found = || Refusal::bad("message thread not found");
        let Some(thread) = named else {
            return Ok(None);
        };
        let found = self
            .world
            .chat(chat)
            .ok_or_else(|| Refusal::bad("chat not found"))?;
        if found.kind == Kind::Private {
            return Err(not_found());
        }
        if !found.forum {
            return Ok(None);
        }
        if thread == GENERAL {
            return Err(not_found());
        }
        match found.topics.get(&thread) {
            Some(topic) if !topic.deleted => Ok(Some(thread)),
            Some(_) if self.world.deleted_topic == DeletedTopic::TopicDeleted => {
                Err(Refusal::bad("TOPIC_DELETED"))
            }
            _ => Err(not_found()),
        }
    }

    fn check_open(&self, chat: Key, thread: Option<i64>) -> Result<(), Refusal> {
        let forum = self.world.chat(chat).is_some_and(|chat| chat.forum);
        let thread = thread.unwrap_or(GENERAL);
        let closed = forum
            && self
                .world
                .topic(chat, thread)
                .is_some_and(|topic| topic.closed);
        if closed && !self.world.member(chat, self.bot).rights.can_manage_topics {
            return Err(Refusal::bad("TOPIC_CLOSED"));
        }
        Ok(())
    }
}
