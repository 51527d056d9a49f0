//! How a message looks in the Bot API, for one bot.

use serde_json::{Map, Value, json};

use super::{
    Body, Key, Service, UserId, World,
    content::Text,
    message::{Author, Message, Uid},
};

/// For whom something is written: whose message ids and chats, and whose file ids. They differ when a bot looks into the
/// chats of a business account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Eyes {
    pub(crate) account: UserId,
    pub(crate) bot: UserId,
}

// === impl Eyes ===

impl Eyes {
    /// A bot's own.
    pub(crate) fn of(bot: UserId) -> Self {
        Self { account: bot, bot }
    }

    /// The connection through which a bot sees an account's chats.
    fn connection(self, world: &World) -> Option<&str> {
        if self.account == self.bot {
            return None;
        }
        let connection = world.connection_of(self.account, self.bot)?;
        Some(&connection.id)
    }
}

// === impl World ===

impl World {
    /// The Bot API's `Message` as `viewer` sees it.
    #[must_use]
    pub fn message_wire(&self, uid: Uid, viewer: UserId) -> Value {
        self.wire_with(uid, Eyes::of(viewer), true)
    }

    pub(super) fn wire_with(&self, uid: Uid, eyes: Eyes, with_reply: bool) -> Value {
        let Some(message) = self.messages.get(&uid) else {
            return Value::Null;
        };
        let mut out = Map::new();
        if let Some(connection) = eyes.connection(self) {
            out.insert("business_connection_id".into(), json!(connection));
            if let Some(bot) = message.business_bot {
                out.insert("sender_business_bot".into(), self.user_wire(bot));
            }
        }
        out.insert(
            "message_id".into(),
            json!(self.message_id(uid, eyes.account)),
        );
        self.put_author(message, eyes, &mut out);
        out.insert("chat".into(), self.chat_wire(message.chat, eyes.account));
        out.insert("date".into(), json!(message.date));
        if let Some(date) = message.edit_date {
            out.insert("edit_date".into(), json!(date));
        }
        if let Some(thread) = message.thread {
            out.insert("message_thread_id".into(), json!(thread));
            out.insert("is_topic_message".into(), json!(true));
        } else if let Some(thread) = message.reply_thread {
            out.insert("message_thread_id".into(), json!(thread));
        }
        if let Some(origin) = &message.forward {
            put_forward(origin, &mut out);
        }
        if with_reply {
            self.put_reply(message, eyes, &mut out);
        }
        if let Some(album) = &message.album {
            out.insert("media_group_id".into(), json!(album));
        }
        if self.is_protected(message) {
            out.insert("has_protected_content".into(), json!(true));
        }
        self.put_body(message, eyes, &mut out);
        if let Some(markup) = &message.markup {
            out.insert("reply_markup".into(), markup.clone());
        }
        for (field, value) in &message.extra {
            out.insert(field.clone(), value.clone());
        }
        Value::Object(out)
    }

    fn put_author(&self, message: &Message, eyes: Eyes, out: &mut Map<String, Value>) {
        match message.author {
            Author::User(id) => {
                out.insert("from".into(), self.user_wire(id));
            }
            Author::Anonymous(_) => {
                // The account that stands in for all anonymous administrators.
                out.insert(
                    "from".into(),
                    json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"}),
                );
                out.insert(
                    "sender_chat".into(),
                    self.chat_wire(message.chat, eyes.account),
                );
            }
            Author::Channel(_) => {
                out.insert(
                    "sender_chat".into(),
                    self.chat_wire(message.chat, eyes.account),
                );
            }
            Author::Chat(_, chat) => {
                // The accounts that stand in for channels, and for the linked one.
                let automatic = message.extra.contains_key("is_automatic_forward");
                let from = if automatic {
                    json!({"id": 777_000, "is_bot": false, "first_name": "Telegram"})
                } else {
                    json!({"id": 136_817_688, "is_bot": true, "first_name": "Channel", "username": "Channel_Bot"})
                };
                out.insert("from".into(), from);
                out.insert(
                    "sender_chat".into(),
                    self.chat_wire(Key::Group(chat), eyes.account),
                );
            }
        }
    }

    fn put_body(&self, message: &Message, eyes: Eyes, out: &mut Map<String, Value>) {
        match &message.body {
            Body::Text(text) => put_text(text, "text", "entities", out),
            Body::Media(media) => {
                out.insert(media.kind.field().into(), self.media_wire(media, eyes.bot));
                // Kept by the Bot API for old clients.
                if media.kind == super::MediaKind::Animation {
                    out.insert("document".into(), self.media_wire(media, eyes.bot));
                }
                if media.kind == super::MediaKind::LivePhoto {
                    out.insert("photo".into(), self.still_wire(media, eyes.bot));
                }
                put_text(&media.caption, "caption", "caption_entities", out);
                if media.caption_above {
                    out.insert("show_caption_above_media".into(), json!(true));
                }
                if media.spoiler {
                    out.insert("has_media_spoiler".into(), json!(true));
                }
            }
            Body::Plain(kind, value) => {
                let mut value = value.clone();
                if super::is_quiz(&message.body) && !self.tells_answer(message, eyes.bot) {
                    hide_answer(&mut value);
                }
                if kind == "location" && !self.is_live(message) {
                    super::copied::stand_still(&mut value);
                }
                out.insert(kind.clone(), value.clone());
                if let Some(location) = value.get("location").filter(|_| kind == "venue") {
                    out.insert("location".into(), location.clone());
                }
            }
            Body::Service(service) => {
                let (field, value) = self.service_wire(service, eyes);
                if let Service::NewMembers(ids) = service
                    && let Some(first) = ids.first()
                {
                    // Undocumented, for old clients.
                    out.insert("new_chat_member".into(), self.user_wire(*first));
                    out.insert("new_chat_participant".into(), self.user_wire(*first));
                }
                out.insert(field, value);
            }
        }
    }
}

fn hide_answer(quiz: &mut Value) {
    if let Some(quiz) = quiz.as_object_mut() {
        quiz.retain(|field, _| field != "correct_option_ids" && !field.starts_with("explanation"));
    }
}

fn put_text(text: &Text, field: &str, entities: &str, out: &mut Map<String, Value>) {
    if text.text.is_empty() {
        return;
    }
    out.insert(field.into(), json!(text.text));
    if !text.entities.is_empty() {
        out.insert(entities.into(), json!(text.entities));
    }
}

/// The origin, and beside it the old fields that the Bot API still writes.
fn put_forward(origin: &Value, out: &mut Map<String, Value>) {
    out.insert("forward_origin".into(), origin.clone());
    let old = [
        ("sender_user", "forward_from"),
        ("sender_user_name", "forward_sender_name"),
        ("sender_chat", "forward_from_chat"),
        ("chat", "forward_from_chat"),
        ("message_id", "forward_from_message_id"),
        ("date", "forward_date"),
    ];
    for (new, old) in old {
        if let Some(value) = origin.get(new) {
            out.insert(old.into(), value.clone());
        }
    }
}
