//! What can be seen of a chat or a topic.

use std::{fmt::Write as _, sync::Arc};

use serde_json::Value;

use super::MessageRef;
use crate::{
    shared::Shared,
    world::{
        Body, Entity, GENERAL, Key, Message, Service, UserId, World,
        message::{Author, Uid},
    },
};

/// A chat or one topic of it, for looking at.
#[derive(Clone)]
pub struct Conversation {
    shared: Arc<Shared>,
    key: Key,
    thread: Option<i64>,
}

/// A message as people see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its identity in the world.
    pub uid: Uid,
    /// The message id: in private chats and basic groups as the first bot there knows it.
    pub id: i64,
    /// The account that wrote it.
    pub from: UserId,
    /// The name shown: of the person or bot, or the chat's title for anonymous administrators.
    pub sender: String,
    /// `text`, `photo`, `forum_topic_created`, …
    pub kind: String,
    /// Text or caption; empty for none.
    pub text: String,
    /// Formatting of it.
    pub entities: Vec<Entity>,
    /// The id of the message it answers.
    pub reply_to: Option<i64>,
    /// The text that it quotes.
    pub quote: Option<String>,
    /// Who reacted with what.
    pub reactions: Vec<(String, String)>,
    /// It was edited.
    pub edited: bool,
    /// Its origin, when it is a forward.
    pub forward: Option<Value>,
    /// Its album.
    pub album: Option<String>,
    /// Its inline keyboard.
    pub markup: Option<Value>,
    /// The topic it is in; General is `None`.
    pub thread: Option<i64>,
    /// When it was written, in seconds since the epoch.
    pub date: i64,
}

// === impl Conversation ===

impl Conversation {
    pub(crate) fn new(shared: &Arc<Shared>, key: Key, thread: Option<i64>) -> Self {
        Self {
            shared: Arc::clone(shared),
            key,
            thread,
        }
    }

    /// Its messages in order, service messages included, deleted ones left out.
    #[must_use]
    pub fn messages(&self) -> Vec<Seen> {
        self.shared.read(|world| {
            inside(world, self.key, self.thread)
                .map(|message| seen(world, message))
                .collect()
        })
    }

    /// The last message.
    #[must_use]
    pub fn last(&self) -> Option<Seen> {
        self.messages().pop()
    }

    /// The messages that were written, without service messages.
    #[must_use]
    pub fn written(&self) -> Vec<Seen> {
        self.shared.read(|world| {
            inside(world, self.key, self.thread)
                .filter(|message| !message.body.is_service())
                .map(|message| seen(world, message))
                .collect()
        })
    }

    /// All texts and captions, in order.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.written().into_iter().map(|seen| seen.text).collect()
    }

    /// The first message with exactly that text or caption, to reply to or press.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<MessageRef> {
        let found = self.messages().into_iter().find(|seen| seen.text == text)?;
        Some(MessageRef::new(&self.shared, found.uid))
    }

    /// The first message whose text or caption contains that.
    #[must_use]
    pub fn find_containing(&self, part: &str) -> Option<MessageRef> {
        let found = self
            .messages()
            .into_iter()
            .find(|seen| seen.text.contains(part))?;
        Some(MessageRef::new(&self.shared, found.uid))
    }

    /// The whole as text, one line a message, for snapshots.
    #[must_use]
    pub fn transcript(&self) -> String {
        self.shared
            .read(|world| transcript(world, self.key, self.thread))
    }
}

fn inside(world: &World, key: Key, thread: Option<i64>) -> impl Iterator<Item = &Message> {
    world.messages_in(key).filter(move |message| match thread {
        None => true,
        Some(GENERAL) => message.thread.is_none(),
        Some(thread) => message.thread == Some(thread),
    })
}

/// Whose message ids a chat is described by: supergroups' are everybody's, else the first bot's, between people those of
/// the business account.
pub(super) fn viewer(world: &World, key: Key) -> UserId {
    match key {
        Key::Private(one, other) => {
            let two = [one, other];
            let bot = two.into_iter().find(|id| world.queues.contains_key(id));
            bot.or_else(|| two.into_iter().find(|id| world.has_connection(*id)))
                .or(Some(one))
        }
        Key::Group(_) => world.bots_of(key).first().copied(),
    }
    .unwrap_or(0)
}

pub(crate) fn seen(world: &World, message: &Message) -> Seen {
    let viewer = viewer(world, message.chat);
    let text = message.body.text();
    let reactions = message.reactions.iter().flat_map(|(who, emoji)| {
        let name = world.name_of(*who);
        emoji.iter().map(move |emoji| (name.clone(), emoji.clone()))
    });
    let reply_to = message
        .reply_to
        .filter(|uid| world.message(*uid).is_some_and(|target| !target.deleted));
    Seen {
        uid: message.uid,
        id: world.message_id(message.uid, viewer),
        from: message.author.account(),
        sender: sender(world, message),
        kind: message.body.kind().to_owned(),
        text: text.map(|text| text.text.clone()).unwrap_or_default(),
        entities: text.map(|text| text.entities.clone()).unwrap_or_default(),
        reply_to: reply_to.map(|uid| world.message_id(uid, viewer)),
        quote: message.quote.as_ref().map(|quote| quote.text.text.clone()),
        reactions: reactions.collect(),
        edited: message.edited,
        forward: message.forward.clone(),
        album: message.album.clone(),
        markup: message.markup.clone(),
        thread: message.thread,
        date: message.date,
    }
}

fn sender(world: &World, message: &Message) -> String {
    match message.author {
        Author::User(id) => world.name_of(id),
        Author::Anonymous(_) | Author::Channel(_) => world
            .chat(message.chat)
            .map(|chat| chat.title.clone())
            .unwrap_or_default(),
        Author::Chat(_, chat) => world
            .chat(Key::Group(chat))
            .map(|chat| chat.title.clone())
            .unwrap_or_default(),
    }
}

pub(crate) fn transcript(world: &World, key: Key, thread: Option<i64>) -> String {
    let mut out = String::new();
    for message in inside(world, key, thread) {
        let _ = writeln!(out, "{}", line(world, message));
    }
    out
}

fn line(world: &World, message: &Message) -> String {
    let sender = sender(world, message);
    if let Body::Service(service) = &message.body {
        return format!("-- {sender}: {}", happened(world, service));
    }
    let mut line = format!("[{sender}]");
    if message.forward.is_some() {
        line.push_str(" forwards");
    }
    if let Some(target) = message.reply_to.and_then(|uid| world.message(uid)) {
        let quoted = match (&message.quote, target.body.text()) {
            (Some(quote), _) => quote.text.text.as_str(),
            (None, Some(text)) => text.text.lines().next().unwrap_or_default(),
            (None, None) => target.body.kind(),
        };
        let _ = write!(line, " (to {quoted:?})");
    }
    if let Body::Plain(kind, value) = &message.body {
        let _ = write!(line, " <{kind} {value}>");
    } else if message.body.kind() != "text" {
        let album = if message.album.is_some() {
            " in an album"
        } else {
            ""
        };
        let _ = write!(line, " <{}{album}>", message.body.kind());
    }
    if let Some(text) = message.body.text() {
        // Continued lines are indented, so that a text cannot pretend to be the next message.
        let _ = write!(line, " {}", text.text.replace('\n', "\n    "));
    }
    if message.edited {
        line.push_str(" (edited)");
    }
    for (who, emoji) in &message.reactions {
        let _ = write!(line, " {{{} {}}}", emoji.join(""), world.name_of(*who));
    }
    for label in buttons(message) {
        let _ = write!(line, " [[{label}]]");
    }
    line
}

fn buttons(message: &Message) -> Vec<String> {
    let rows = message
        .markup
        .as_ref()
        .and_then(|markup| markup["inline_keyboard"].as_array());
    rows.into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|button| Some(button["text"].as_str()?.to_owned()))
        .collect()
}

/// A service message in words.
pub(crate) fn happened(world: &World, service: &Service) -> String {
    match service {
        Service::TopicCreated { name, .. } => format!("created the topic {name:?}"),
        Service::TopicEdited {
            name: Some(name), ..
        } => format!("renamed the topic to {name:?}"),
        Service::TopicEdited { .. } => "changed the topic's icon".to_owned(),
        Service::TopicClosed => "closed the topic".to_owned(),
        Service::TopicReopened => "reopened the topic".to_owned(),
        Service::NewMembers(ids) => {
            let names: Vec<String> = ids.iter().map(|id| world.name_of(*id)).collect();
            format!("added {}", names.join(", "))
        }
        Service::LeftMember(id) => format!("removed {}", world.name_of(*id)),
        Service::Pinned(uid) => {
            let text = world.message(*uid).and_then(|message| message.body.text());
            format!(
                "pinned {:?}",
                text.map(|text| text.text.as_str()).unwrap_or_default()
            )
        }
        Service::MigrateTo(_) => "made it a supergroup".to_owned(),
        Service::MigrateFrom(_) => "it was a basic group before".to_owned(),
        Service::NewTitle(title) => format!("changed the title to {title:?}"),
        Service::Other(field, _) => field.clone(),
    }
}
