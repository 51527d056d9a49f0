//! What all sending methods share: where to, in which topic, as an answer to what.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{ask::Ask, refusal::Refusal};
use crate::world::{
    Body, DeletedTopic, Entity, GENERAL, Key, Kind, Text, entity,
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

#[derive(Deserialize)]
struct ReplyParameters {
    message_id: i64,
    chat_id: Option<Value>,
    #[serde(default)]
    allow_sending_without_reply: bool,
    quote: Option<String>,
    quote_entities: Option<Vec<Entity>>,
}

// === impl Sending ===

impl Sending {
    /// Checks chat, topic and reply, in the order in which Telegram does.
    pub(crate) fn check(ask: &mut Ask<'_>) -> Result<Self, Refusal> {
        let chat = ask.writable("chat_id")?;
        let named = ask
            .params
            .int("message_thread_id")?
            .filter(|thread| *thread != 0);
        let mut thread = ask.thread(chat, named)?;
        let (reply_to, quote) = ask.reply(chat)?;
        if named.is_none()
            && let Some(target) = reply_to.and_then(|uid| ask.world.message(uid))
            && target.chat == chat
        {
            thread = target.thread;
        }
        ask.check_open(chat, thread)?;
        if !ask.params.has("parse_mode") {
            return Ok(Self {
                chat,
                thread,
                reply_to,
                quote,
                markup: ask.markup()?,
                protected: ask.params.flag("protect_content"),
            });
        }
        ask.not_simulated("parse_mode");
        Err(Refusal::bad("unsupported parse_mode"))
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
            Author::User(ask.bot)
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
            protected: self.protected,
            extra,
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

    fn reply(&self, chat: Key) -> Result<(Option<Uid>, Option<Quote>), Refusal> {
        let Some(reply) = self.params.json::<ReplyParameters>("reply_parameters")? else {
            return Ok((None, None));
        };
        let place = match reply
            .chat_id
            .as_ref()
            .map(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()))
        {
            None => chat,
            Some(Some(id)) if id < 0 => Key::Group(id),
            Some(Some(id)) => Key::private(id, self.bot),
            Some(None) => return Err(Refusal::bad("chat not found")),
        };
        let Some(target) = self.world.find_message(place, self.bot, reply.message_id) else {
            if reply.allow_sending_without_reply {
                return Ok((None, None));
            }
            return Err(Refusal::bad("message to be replied not found"));
        };
        let target = target.uid;
        let quote = match reply.quote.filter(|quote| !quote.is_empty()) {
            Some(text) => {
                let entities = entity::check(&text, &reply.quote_entities.unwrap_or_default())
                    .map_err(Refusal::bad)?;
                let mut quote = self.world.quote(target, &text)?;
                quote.text.entities = entities;
                Some(quote)
            }
            None => None,
        };
        Ok((Some(target), quote))
    }

    /// The inline keyboard of a call; other keyboards are accepted and not shown.
    pub(crate) fn markup(&self) -> Result<Option<Value>, Refusal> {
        let Some(markup) = self.params.json::<Value>("reply_markup")? else {
            return Ok(None);
        };
        let Some(object) = markup.as_object() else {
            return Err(Refusal::bad("object expected as reply markup"));
        };
        let Some(rows) = object.get("inline_keyboard") else {
            return Ok(None);
        };
        let Some(rows) = rows.as_array() else {
            return Err(Refusal::bad(
                "can't parse reply keyboard markup JSON object: Field \"inline_keyboard\" must be an Array of Arrays",
            ));
        };
        for button in rows.iter().filter_map(Value::as_array).flatten() {
            let text = button["text"].as_str().unwrap_or_default();
            let data = button["callback_data"].as_str();
            if text.is_empty() || button.as_object().is_none_or(|fields| fields.len() < 2) {
                return Err(Refusal::bad(
                    "text buttons are unallowed in the inline keyboard",
                ));
            }
            if data.is_some_and(|data| data.is_empty() || data.len() > 64) {
                return Err(Refusal::bad("BUTTON_DATA_INVALID"));
            }
        }
        let empty = rows.is_empty();
        Ok(Some(markup).filter(|_| !empty))
    }

    /// A text parameter with its entities: not empty, not too long, offsets right.
    pub(crate) fn text(&self, text: &str, entities: &str) -> Result<Text, Refusal> {
        let text = self.params.string(text).unwrap_or_default();
        if text.is_empty() {
            return Err(Refusal::bad("message text is empty"));
        }
        let text = self.formatted(text, entities)?;
        if text.text.is_empty() {
            return Err(Refusal::bad("text must be non-empty"));
        }
        if entity::length(&text.text) > 4096 {
            return Err(Refusal::bad("message is too long"));
        }
        Ok(text)
    }

    /// The caption of a call; empty when there is none.
    pub(crate) fn caption(&self) -> Result<Text, Refusal> {
        let text = self.params.string("caption").unwrap_or_default();
        let text = self.formatted(text, "caption_entities")?;
        check_caption(text)
    }

    fn formatted(&self, text: String, entities: &str) -> Result<Text, Refusal> {
        let entities: Vec<Entity> = self.params.json(entities)?.unwrap_or_default();
        self.format(text, &entities)
    }

    /// Checks formatting, then does what Telegram does: cuts blanks at the end, and takes away custom emoji that this
    /// bot may not send.
    pub(crate) fn format(&self, mut text: String, entities: &[Entity]) -> Result<Text, Refusal> {
        let mut entities = entity::check(&text, entities).map_err(Refusal::bad)?;
        text.truncate(text.trim_end().len());
        let end = i64::try_from(entity::length(&text)).unwrap_or(i64::MAX);
        let bot = self.world.user(self.bot).and_then(|user| user.bot.as_ref());
        let custom_emoji = bot.is_some_and(|bot| bot.custom_emoji);
        entities.retain_mut(|entity| {
            entity.length = entity.length.min(end - entity.offset);
            entity.length > 0 && (custom_emoji || entity.kind != "custom_emoji")
        });
        Ok(Text::formatted(text, entities))
    }
}

pub(crate) fn check_caption(text: Text) -> Result<Text, Refusal> {
    if entity::length(&text.text) > 1024 {
        return Err(Refusal::bad("message caption is too long"));
    }
    Ok(text)
}
