//! Calls for business accounts.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
    send::post,
    sending::Sending,
    table,
};
use crate::world::{Body, Connection, Key, Message, message::Uid, rate::Cost};

/// What Telegram says to a message id that the account's chat does not have (inferred).
pub(super) const NO_MESSAGE: &str = "MESSAGE_ID_INVALID";
/// To a connection that is over (inferred).
const OVER: &str = "BUSINESS_CONNECTION_INVALID";
/// To what the account has not allowed.
const NO_RIGHT: &str = "BOT_ACCESS_FORBIDDEN";
/// To a chat that the account keeps from the bot.
const NO_CHAT: &str = "BUSINESS_PEER_INVALID";
/// To a chat without a recent message.
const QUIET: &str = "BUSINESS_PEER_USAGE_MISSING";

/// How recent the last message must be for an answer, in seconds.
const RECENT: i64 = 24 * 3600;
/// How old a message is when it can no longer be deleted, in seconds.
const DELETABLE: i64 = 48 * 3600;

const CONNECTION: &str = "business_connection_id";

pub(crate) fn get(ask: &mut Ask<'_>) -> Answer {
    let connection = ask.connection()?;
    Ok(ask.world.connection_wire(&connection))
}

pub(crate) fn read(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.reachable("chat_id")?;
    let uid = ask.message(chat, "message_id", "message")?.uid;
    if !ask.right(|connection| connection.rights.can_read_messages) {
        return Err(Refusal::bad(NO_RIGHT));
    }
    ask.must_be_recent(chat)?;
    ask.world.read.insert(uid);
    Ok(json!(true))
}

/// Deletes messages of one chat of the account, each with the right for it.
pub(crate) fn delete(ask: &mut Ask<'_>) -> Answer {
    let ids = ask.message_ids()?;
    let connection = ask.connection()?;
    if !connection.enabled {
        return Err(Refusal::bad(OVER));
    }
    let chats: Vec<Key> = ask.world.chats().map(|chat| chat.key).collect();
    let chats = chats.into_iter().filter(|chat| connection.covers(*chat));
    let found: Vec<Message> = chats
        .flat_map(|chat| {
            let world = &ask.world;
            let owner = connection.owner;
            ids.iter()
                .filter_map(move |id| world.find_message(chat, owner, *id))
        })
        .cloned()
        .collect();
    let Some(chat) = found.first().map(|message| message.chat) else {
        return Ok(json!(true));
    };
    if found.iter().any(|message| message.chat != chat) {
        return Err(Refusal::bad(NO_MESSAGE));
    }
    let date = ask.world.date();
    let may = |message: &Message| {
        let own =
            message.business_bot == Some(ask.bot) && connection.rights.can_delete_sent_messages;
        (own || connection.rights.can_delete_all_messages) && date - message.date <= DELETABLE
    };
    if !found.iter().all(may) {
        return Err(Refusal::bad("message can't be deleted"));
    }
    let gone: Vec<Uid> = found.iter().map(|message| message.uid).collect();
    let bot = ask.bot;
    ask.spend(chat, Cost::Guarded)?;
    ask.world.erase(&gone, Some(bot));
    Ok(json!(true))
}

/// A checklist, which bots send only for business accounts.
pub(crate) fn checklist(ask: &mut Ask<'_>) -> Answer {
    let given: Value = ask.params.json("checklist")?.unwrap_or_default();
    let sending = Sending::check(ask)?;
    let title = given["title"].as_str().unwrap_or_default();
    let tasks = given["tasks"].as_array().map_or(&[][..], Vec::as_slice);
    if title.is_empty() || tasks.is_empty() {
        return Err(Refusal::bad("checklist must have a title and tasks"));
    }
    post(ask, &sending, Body::Plain("checklist".into(), given))
}

// === impl Ask ===

impl Ask<'_> {
    /// The connection that the call names, disabled ones included.
    fn connection(&self) -> Result<Connection, Refusal> {
        let id = self.params.string(CONNECTION).unwrap_or_default();
        self.world
            .connection(&id)
            .filter(|connection| connection.bot == self.bot)
            .cloned()
            .ok_or_else(|| Refusal::bad("business connection not found"))
    }

    /// The chat of a business account that the call names, when it is for one.
    pub(super) fn business_chat(&mut self, parameter: &str) -> Result<Option<Key>, Refusal> {
        let takes = table::method(self.method).is_some_and(|method| method.has(CONNECTION));
        if !takes || !self.params.has(CONNECTION) {
            return Ok(None);
        }
        let id = self.params.string(parameter).unwrap_or_default();
        if id.is_empty() {
            return Err(Refusal::bad("chat identifier is empty"));
        }
        let id: i64 = id
            .trim()
            .parse()
            .map_err(|_| Refusal::bad("chat identifier must be a valid Integer"))?;
        let connection = self.connection()?;
        if id <= 0 {
            return Err(Refusal::bad("chat must be a private chat"));
        }
        if id == connection.owner {
            return Err(Refusal::bad("messages must not be sent to self"));
        }
        if !connection.enabled {
            return Err(Refusal::bad(OVER));
        }
        let chat = Key::private(connection.owner, id);
        if self.world.chat(chat).is_none() || !connection.covers(chat) {
            return Err(Refusal::bad(NO_CHAT));
        }
        self.business = Some(connection);
        Ok(Some(chat))
    }

    /// A bot answers for an account only with the right to, and only in chats that are alive. Its own chats are not
    /// concerned.
    pub(super) fn must_reply(&self, chat: Key) -> Result<(), Refusal> {
        if self.business.is_none() {
            return Ok(());
        }
        if !self.right(|connection| connection.rights.can_reply) {
            return Err(Refusal::bad(NO_RIGHT));
        }
        self.must_be_recent(chat)
    }

    fn right(&self, right: impl Fn(&Connection) -> bool) -> bool {
        self.business.as_ref().is_some_and(right)
    }

    fn must_be_recent(&self, chat: Key) -> Result<(), Refusal> {
        let other = chat.id_for(self.account());
        if self.world.user(other).is_some_and(|user| user.deactivated) {
            return Err(Refusal::forbidden("user is deactivated"));
        }
        let last = self.world.last_from(chat, other);
        match last {
            Some(last) if self.world.date() - last < RECENT => Ok(()),
            _ => Err(Refusal::bad(QUIET)),
        }
    }
}
