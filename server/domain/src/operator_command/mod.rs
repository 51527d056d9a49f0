//! What an operator writes in the backend group: text for the customer, or
//! something for Backline.
//!
//! Everything that begins with a slash is for Backline or for nobody: it is
//! **never** sent to a customer. White space, characters that nobody sees, and a
//! fullwidth slash before it do not change that.
//!
//! | message | is |
//! |---|---|
//! | `/ text`, `/` alone | a comment |
//! | `/close`, `/CLOSE`, `/close@our_bot`, with anything behind white space | a command |
//! | `/close@other_bot` | another bot's command, left alone |
//! | `/word`, `/слово`, `//`, `/usr/bin`, `/close!` | unknown, and told so |
//! | anything else | text |
//!
//! A command's name is a Latin letter, then letters, digits, `-`, `_`. In General
//! a command may name its connection: `/queue i NAME`, first or last among what
//! follows the name; the `i` is a small one, and only commands that are used in
//! General take it, so that `/note i think so` stays a note.

mod parse;
mod table;

pub use parse::{other, parse};
pub use table::{Entry, Place, Right, Stage, TABLE, entry};

use crate::dialog::State;
use crate::outreach::{Invitation, NewGroup, Whom};

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// An internal comment.
    Comment,
    /// A command.
    Command(Invocation),
    /// Looks like a command that there is not.
    Unknown {
        /// The first word with its slash, at most 64 characters.
        word: String,
    },
    /// For another bot.
    Foreign,
    /// For the customer, as far as commands are concerned.
    Text,
}

// === impl Filter ===

impl Filter {
    /// The word that asks for it; empty for all.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::State(State::UserAnswered) => "hold",
            Self::State(State::SupportAnswered) => "wait",
            Self::Sender => "me",
            Self::Banned => "banned",
            Self::Open | Self::State(State::Closed) | Self::Unknown(_) => "",
        }
    }
}

/// A command and whom it addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// The command.
    pub command: Command,
    /// The one of our bots that `@botname` names, as it was given to the parser.
    pub bot: Option<String>,
    /// The connection that `i NAME` names.
    pub connection: Option<String>,
}

/// Who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guest {
    /// Whoever gives the command.
    Sender,
    /// Somebody else.
    Other(Whom),
}

/// Who is to look after a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assign {
    /// Not said: whoever wrote the message answered; without one it is told who it is.
    Unsaid,
    /// Whoever gives the command.
    Sender,
    /// Nobody.
    Nobody,
    /// Who has this @name, given without the @.
    Username(String),
    /// Something else: a person who is mentioned without an @name, or nobody.
    Words(String),
}

/// What is asked about notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteAsk {
    /// All of them are shown.
    Show,
    /// One is written.
    Add(String),
    /// The one of this number is deleted; `None`: which, was not said.
    Delete(Option<u32>),
}

/// What is asked about fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldAsk {
    /// All of them are shown.
    Show,
    /// One is set; an empty value clears it.
    Set {
        /// Its name, as it was typed.
        name: String,
        /// Its value.
        value: String,
    },
}

/// What `/list` is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAsk {
    /// Which dialogs.
    pub filter: Filter,
    /// Which page, from 1.
    pub page: u32,
}

/// Which dialogs are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// All that are open.
    Open,
    /// Those in this state.
    State(State),
    /// Open ones that whoever asks looks after.
    Sender,
    /// Those whose customers are banned.
    Banned,
    /// A word that means none of these.
    Unknown(String),
}

/// A command. Those without fields take nothing; what follows them is ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// 🟪
    Hold,
    /// 🟨
    Wait,
    /// ⬛️
    Close,
    /// 🟪 again.
    Open,
    /// The customer's card.
    Info,
    /// What was sent for the message answered is taken back.
    Del,
    /// What may be used here.
    Help,
    /// The uncertain message answered is sent once more.
    Again,
    /// The uncertain message answered did arrive.
    Arrived,
    /// What waits.
    Queue,
    /// Begins a dialog with a person; `None`: whom, was not said.
    New(Option<Whom>),
    /// Makes a customers' chat; an error: the word that names nobody, empty without a
    /// title.
    NewChat(Result<NewGroup, String>),
    /// Invites people into the dialog's chat; an error: the word that names nobody.
    Invite(Result<Vec<Guest>, String>),
    /// Joins a group; `None`: no link that leads to one.
    Join(Option<Invitation>),
    /// The customer is ignored from now on.
    Ban,
    /// And is not any more.
    Unban,
    /// Says who is to look after the dialog.
    Assign(Assign),
    /// Writes notes, shows and deletes them.
    Note(NoteAsk),
    /// Sets fields, shows and clears them.
    Set(FieldAsk),
    /// Lists open dialogs.
    List(ListAsk),
    /// The answer to a question of which there are none.
    Unasked {
        /// Its name.
        name: &'static str,
    },
    /// One that this version does not have yet.
    Later {
        /// Its name.
        name: &'static str,
    },
}

#[cfg(test)]
mod tests;
