//! What a post says.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Kind;
use crate::archive::Author;
use crate::dialog;
use crate::id::{ChatAddress, ConnectionId, MessageId, MessageRef, UserId};
use crate::link::Side;
use crate::message::{self, FormattedText};
use crate::parameter::{Hidden, HiddenSet};
use crate::payload::kind_name;
use crate::privacy::{Gate, Masked};
use crate::time::Timestamp;

/// What a post says, as it is stored.
///
/// What of a customer is in it went through the privacy gate of its moment, and goes through the one
/// of now when it is written out ([`Body::json`]): what is hidden by then is left out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    kind: Kind,
    at: Timestamp,
    connection: ConnectionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dialog: Option<Subject>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    command: Option<Command>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_time: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What was hidden when it was made.
    hidden: HiddenSet,
}

/// Which dialog, as an integrator may know it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    chat: ChatAddress,
    tag: String,
    kind: dialog::Kind,
    state: dialog::State,
    customer: String,
    username: Option<String>,
    topic: Option<i64>,
}

/// What a message says, in so far as a post repeats it. Of a customer's message it is made from what the gate let
/// through, and from no message as it came:
///
/// ```compile_fail,E0308
/// use backline_domain::{message::Message, webhook::Told};
/// fn tell(message: &Message) -> Told {
///     Told::customers(message)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<FormattedText>,
}

/// Which message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// In which chat it was written: the customer's, or the team's group.
    side: Side,
    author: Author,
    of: MessageRef,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operator: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answers: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told: Option<Told>,
}

/// A command that an operator gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Its name with the slash, in small letters.
    pub name: String,
    /// What stands behind it.
    pub arguments: String,
    /// Who gave it.
    pub operator: UserId,
    /// The message with it: the answer is shown as a reply.
    pub message: MessageId,
}

// === impl Body ===

impl Body {
    /// Of a dialog.
    #[must_use]
    pub fn new(kind: Kind, gate: &Gate<'_>, dialog: &dialog::Dialog, at: Timestamp) -> Self {
        let subject = Subject {
            chat: dialog.key.chat.clone(),
            tag: dialog.tag.clone(),
            kind: dialog.kind,
            state: dialog.state,
            customer: gate.customer(dialog).to_string(),
            username: gate
                .username(&dialog.customer.username)
                .map(|name| name.to_string()),
            topic: dialog.topic_id().map(|topic| topic.0),
        };
        Self {
            kind,
            at,
            connection: dialog.key.connection.clone(),
            dialog: Some(subject),
            message: None,
            command: None,
            rating: None,
            by_time: None,
            reason: None,
            hidden: gate.hidden_now(),
        }
    }

    /// And of a message in it.
    #[must_use]
    pub fn of_message(mut self, message: Message) -> Self {
        self.message = Some(message);
        self
    }

    /// And of a command.
    #[must_use]
    pub fn of_command(mut self, command: Command) -> Self {
        self.command = Some(command);
        self
    }

    /// A rating, 1–5.
    #[must_use]
    pub const fn rated(mut self, rating: u8) -> Self {
        self.rating = Some(rating);
        self
    }

    /// Closed by AUTOCLOSE, not by a person.
    #[must_use]
    pub const fn by_time(mut self, by_time: bool) -> Self {
        self.by_time = Some(by_time);
        self
    }

    /// Why it failed, as a word for programs.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }

    /// What it tells of.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// When that happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The dialog's customer chat.
    #[must_use]
    pub fn chat(&self) -> Option<&ChatAddress> {
        self.dialog.as_ref().map(|dialog| &dialog.chat)
    }

    /// The command that it tells of.
    #[must_use]
    pub const fn command(&self) -> Option<&Command> {
        self.command.as_ref()
    }

    /// The body of the post, JSON, with what `HIDE_INFO` hides by now left out.
    #[must_use]
    pub fn json(&self, hidden: &HiddenSet) -> String {
        // What is hidden since then was not masked in it.
        let is_masked = hidden.is_subset(&self.hidden);
        let shows_ids = !hidden.contains(&Hidden::Link);
        let mut data = Map::new();
        let connection = format!("connections/{}", self.connection);
        if let Some(dialog) = &self.dialog {
            let name = format!("{connection}/dialogs/{}", dialog.chat);
            data.insert("dialog".to_owned(), dialog.json(name, is_masked, shows_ids));
        }
        data.insert("connection".to_owned(), Value::String(connection));
        let message = self.message.as_ref();
        put(
            &mut data,
            "message",
            message.map(|message| message.json(is_masked, shows_ids)),
        );
        let command = self.command.as_ref();
        put(&mut data, "command", command.map(Command::json));
        put(&mut data, "rating", self.rating.map(Value::from));
        put(&mut data, "by_time", self.by_time.map(Value::from));
        put(&mut data, "reason", self.reason.clone().map(Value::from));
        json!({"type": self.kind.name(), "timestamp": self.at.to_string(), "data": data})
            .to_string()
    }
}

/// Without what people wrote.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} of {})", self.kind.name(), self.connection)
    }
}

// === impl Subject ===

impl Subject {
    fn json(&self, name: String, is_masked: bool, shows_ids: bool) -> Value {
        let mut json = Map::new();
        let tag = (!self.tag.is_empty()).then(|| self.tag.clone());
        put(&mut json, "id", tag.map(Value::from));
        if shows_ids {
            json.insert("name".to_owned(), Value::String(name));
            json.insert("chat_id".to_owned(), Value::from(self.chat.id.0));
            let username = self.username.clone().filter(|_| is_masked);
            put(&mut json, "username", username.map(Value::from));
        }
        put(&mut json, "kind", serde_json::to_value(self.kind).ok());
        put(&mut json, "state", serde_json::to_value(self.state).ok());
        let customer = Some(self.customer.clone()).filter(|_| is_masked);
        put(&mut json, "customer", customer.map(Value::from));
        put(&mut json, "topic_id", self.topic.map(Value::from));
        Value::Object(json)
    }
}

// === impl Told ===

impl Told {
    /// What a customer's message says, as the team may see it.
    #[must_use]
    pub fn customers(masked: &Masked) -> Self {
        Self::of(masked.message())
    }

    /// What one of the team wrote: nothing of it is hidden from the team's own programs.
    #[must_use]
    pub fn teams(message: &message::Message) -> Self {
        Self::of(message)
    }

    fn of(message: &message::Message) -> Self {
        Self {
            kind: kind_name(&message.content),
            text: message.content.text().cloned(),
        }
    }
}

// === impl Message ===

impl Message {
    /// A message by this author. `told`: what it says, where that is known.
    #[must_use]
    pub const fn new(side: Side, author: Author, of: MessageRef, told: Option<Told>) -> Self {
        Self {
            side,
            author,
            of,
            operator: None,
            answers: None,
            told,
        }
    }

    /// Which one of the team wrote it.
    #[must_use]
    pub const fn by(mut self, operator: Option<UserId>) -> Self {
        self.operator = operator;
        self
    }

    /// Which message it answers, in the same chat.
    #[must_use]
    pub const fn answering(mut self, message: Option<MessageId>) -> Self {
        self.answers = message;
        self
    }

    fn json(&self, is_masked: bool, shows_ids: bool) -> Value {
        let is_teams = self.side == Side::Team;
        let mut json = Map::new();
        json.insert("id".to_owned(), Value::from(self.of.message.0));
        if is_teams || shows_ids {
            json.insert("chat_id".to_owned(), Value::from(self.of.chat.id.0));
        }
        put(&mut json, "author", serde_json::to_value(self.author).ok());
        put(
            &mut json,
            "operator_id",
            self.operator.map(|user| Value::from(user.0)),
        );
        put(
            &mut json,
            "answers",
            self.answers.map(|answered| Value::from(answered.0)),
        );
        if let Some(told) = &self.told {
            json.insert("kind".to_owned(), Value::String(told.kind.clone()));
            let text = told.text.as_ref().filter(|_| is_masked || is_teams);
            if let Some(text) = text {
                json.insert("text".to_owned(), Value::String(text.text.clone()));
                let entities = serde_json::to_value(&text.entities).ok();
                put(
                    &mut json,
                    "entities",
                    entities.filter(|_| !text.entities.is_empty()),
                );
            }
        }
        Value::Object(json)
    }
}

// === impl Command ===

impl Command {
    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "arguments": self.arguments,
            "operator_id": self.operator.0,
            "message_id": self.message.0,
        })
    }
}

fn put(json: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        json.insert(name.to_owned(), value);
    }
}
