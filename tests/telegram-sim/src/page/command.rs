//! What the control API can be told to do.

use serde::Deserialize;
use serde_json::Value;

use crate::world::{BusinessRights, Entity, Rights, UserId};

/// One command. The verb is the last part of the path, in lower case: `POST /sim/person {"name": "Ann"}`.
///
/// Chats are named as bots name them: a group by its negative id, a private chat by the bot's id. Messages are named by
/// their `uid` in `/sim/state`.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Command {
    /// Makes a bot: its id, username and token are returned.
    Bot {
        name: String,
        #[serde(default)]
        privacy_off: bool,
        #[serde(default)]
        bot_to_bot: bool,
        #[serde(default)]
        business: bool,
    },
    /// Makes a person: the id is returned.
    Person {
        name: String,
        id: Option<UserId>,
        last_name: Option<String>,
        username: Option<String>,
    },
    /// Makes a forum: the id is returned.
    Forum { title: String, owner: UserId },
    /// Makes a `supergroup` (unless told otherwise), a basic `group` or a `channel`: the id is returned.
    Group {
        title: String,
        owner: UserId,
        kind: Option<String>,
    },
    /// Makes somebody an administrator, with all rights unless told otherwise.
    Promote {
        chat: i64,
        user: UserId,
        by: UserId,
        rights: Option<Rights>,
    },
    /// Adds somebody.
    Add { chat: i64, user: UserId, by: UserId },
    /// Throws somebody out.
    Remove { chat: i64, user: UserId, by: UserId },
    /// Writes: a text, or with `file` a photo and so on with the text as caption. The message's uid is returned.
    Say(Say),
    /// Presses Start.
    Start {
        from: UserId,
        bot: UserId,
        payload: Option<String>,
    },
    /// Changes text or caption.
    Edit {
        from: UserId,
        message: i64,
        text: String,
    },
    /// Takes a message away, and with `more` others of the chat along.
    Delete {
        from: UserId,
        message: i64,
        #[serde(default)]
        more: Vec<i64>,
    },
    /// Reacts; without emoji the reaction is taken back.
    React {
        from: UserId,
        message: i64,
        emoji: Option<String>,
    },
    /// Lets a live location move, or with `stop` end.
    Move {
        from: UserId,
        message: i64,
        #[serde(default)]
        latitude: f64,
        #[serde(default)]
        longitude: f64,
        #[serde(default)]
        stop: bool,
    },
    /// Sends any kind of content: the Bot API's field and value.
    Raw {
        from: UserId,
        to: i64,
        thread: Option<i64>,
        kind: String,
        value: Value,
    },
    /// Sends one of every kind of content and of every kind of service message: the kinds are returned.
    Every { from: UserId, to: i64 },
    /// Connects a bot with somebody's business account: the connection's id is returned.
    Connect {
        from: UserId,
        bot: UserId,
        rights: Option<BusinessRights>,
    },
    /// Ends a connection.
    Disconnect { connection: String },
    /// Presses an inline button.
    Press {
        from: UserId,
        message: i64,
        data: String,
    },
    /// Blocks a bot, or with `blocked: false` takes it back.
    Block {
        from: UserId,
        bot: UserId,
        blocked: Option<bool>,
    },
    /// Opens (the thread id is returned), closes, reopens, renames or deletes a topic.
    Topic {
        by: UserId,
        chat: i64,
        action: TopicAction,
        thread: Option<i64>,
        name: Option<String>,
    },
    /// Gives an account a password, which a login asks for after the code.
    Password {
        person: UserId,
        password: String,
        hint: Option<String>,
    },
    /// Lets whoever shows that login token in, as if its QR code was scanned: the token in hex.
    AcceptLogin { person: UserId, token: String },
    /// Makes an auth key that is nobody's yet, for clients that cannot agree upon one here: its
    /// 256 bytes are returned in hexadecimal digits.
    AuthKey {},
    /// Makes a basic group a supergroup: the new id is returned.
    Migrate { chat: i64, by: UserId },
    /// Switches the rates.
    Limits { on: bool },
    /// Scripts a fault.
    Fault(Fault),
    /// Takes all faults back.
    EndFaults {},
    /// Revokes nothing, forgets all violations so far and returns how many there were.
    Forgive {},
}

/// What somebody writes, and where.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Say {
    pub(crate) from: UserId,
    pub(crate) to: i64,
    pub(crate) thread: Option<i64>,
    #[serde(default)]
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) entities: Vec<Entity>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) quote: Option<String>,
    pub(crate) file: Option<File>,
    pub(crate) album: Option<String>,
}

/// A file to send.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// `photo`, `document`, …
    pub(crate) kind: String,
    /// Its name, which is also its content.
    pub(crate) name: String,
    /// Its size, when it is not the name's.
    pub(crate) size: Option<u64>,
    /// The number that `POST /sim/upload` gave, for content of its own.
    pub(crate) upload: Option<usize>,
}

/// What is done to a topic.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TopicAction {
    Open,
    Close,
    Reopen,
    Rename,
    Delete,
}

/// A fault, as [`crate::Script`] offers them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    pub(crate) bot: Option<UserId>,
    pub(crate) method: Option<String>,
    #[serde(default)]
    pub(crate) after: usize,
    pub(crate) times: Option<usize>,
    pub(crate) chance: Option<f64>,
    #[serde(default)]
    pub(crate) seed: u64,
    /// `cut_before`, `cut_after`, `server_error`, `flood`, `refuse`, `answer`, `delete_topic`.
    pub(crate) effect: String,
    /// Status of `server_error` and `answer`, code of `refuse`.
    pub(crate) status: Option<u16>,
    /// Seconds of `flood`.
    pub(crate) seconds: Option<i64>,
    /// Text of `refuse`, body of `answer`.
    pub(crate) text: Option<String>,
}
