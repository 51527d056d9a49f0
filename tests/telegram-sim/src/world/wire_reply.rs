//! How replies look in the Bot API, for one bot.

use serde_json::{Map, Value, json};

use super::{
    Body, Key, Kind, UserId, World,
    message::{Author, Message, Quote, Uid},
    wire::Eyes,
};

/// What a reply from elsewhere shows of the original, beside files.
const SHOWN: &[&str] = &[
    "checklist",
    "contact",
    "dice",
    "game",
    "giveaway",
    "giveaway_winners",
    "invoice",
    "location",
    "paid_media",
    "poll",
    "story",
    "venue",
];

// === impl World ===

impl World {
    /// In a topic everything that answers nothing there answers the topic's first service message. What answers a message
    /// of another chat or topic names it beside that.
    pub(super) fn put_reply(&self, message: &Message, eyes: Eyes, out: &mut Map<String, Value>) {
        let Some(target) = message.reply_to.and_then(|uid| self.messages.get(&uid)) else {
            return self.put_root(message, eyes, out);
        };
        if self.is_near(message, target) {
            if !target.deleted {
                let reply = self.wire_with(target.uid, eyes, false);
                out.insert("reply_to_message".into(), reply);
            }
        } else {
            self.put_root(message, eyes, out);
            out.insert("external_reply".into(), self.external_wire(target, eyes));
        }
        if let Some(quote) = &message.quote {
            out.insert("quote".into(), quote_wire(quote));
        }
    }

    fn put_root(&self, message: &Message, eyes: Eyes, out: &mut Map<String, Value>) {
        if let Some(root) = self.topic_root(message) {
            let reply = self.wire_with(root, eyes, false);
            out.insert("reply_to_message".into(), reply);
        }
    }

    /// Whether what is answered stands in the same conversation.
    pub(crate) fn is_near(&self, message: &Message, target: &Message) -> bool {
        target.chat == message.chat && target.thread == message.thread
    }

    fn topic_root(&self, message: &Message) -> Option<Uid> {
        let thread = message.thread?;
        let root = *self.chats.get(&message.chat)?.ids.get(&thread)?;
        (root != message.uid).then_some(root)
    }

    /// The chat is named only where message ids belong to it.
    fn external_wire(&self, target: &Message, eyes: Eyes) -> Value {
        let mut external = json!({"origin": self.origin_wire(target)});
        let kind = self.chats.get(&target.chat).map(|chat| chat.kind);
        if matches!(kind, Some(Kind::Super | Kind::Channel)) {
            external["chat"] = self.chat_wire(target.chat, eyes.account);
            external["message_id"] = json!(self.message_id(target.uid, eyes.account));
        }
        match &target.body {
            Body::Media(media) => {
                external[media.kind.field()] = self.media_wire(media, eyes.bot);
                if media.spoiler {
                    external["has_media_spoiler"] = json!(true);
                }
            }
            Body::Plain(kind, value) if SHOWN.contains(&kind.as_str()) => {
                external[kind] = value.clone();
            }
            _ => {}
        }
        external
    }

    /// The Bot API's `MessageOrigin` of a message, for forwards and replies from elsewhere.
    pub(crate) fn origin_wire(&self, message: &Message) -> Value {
        let date = message.date;
        match message.author {
            Author::User(id) if self.hides_in_forwards(id) => {
                json!({"type": "hidden_user", "date": date, "sender_user_name": self.name_of(id)})
            }
            Author::User(id) => {
                json!({"type": "user", "date": date, "sender_user": self.user_wire(id)})
            }
            Author::Anonymous(_) => {
                json!({"type": "chat", "date": date, "sender_chat": self.chat_wire(message.chat, 0)})
            }
            Author::Chat(_, chat) => {
                json!({"type": "chat", "date": date, "sender_chat": self.chat_wire(Key::Group(chat), 0)})
            }
            Author::Channel(_) => {
                let mut origin = json!({
                    "type": "channel",
                    "date": date,
                    "chat": self.chat_wire(message.chat, 0),
                    "message_id": self.message_id(message.uid, 0),
                });
                if let Some(signature) = message.extra.get("author_signature") {
                    origin["author_signature"] = signature.clone();
                }
                origin
            }
        }
    }

    fn hides_in_forwards(&self, id: UserId) -> bool {
        self.users.get(&id).is_some_and(|user| user.hidden)
    }
}

fn quote_wire(quote: &Quote) -> Value {
    let mut wire = json!({"text": quote.text.text, "position": quote.position});
    if !quote.text.entities.is_empty() {
        wire["entities"] = json!(quote.text.entities);
    }
    if quote.manual {
        wire["is_manual"] = json!(true);
    }
    wire
}
