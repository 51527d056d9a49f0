//! What a connection has to tell its administrator, on its way to the setup bot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::{Language, Notice};
use crate::id::{ConnectionId, UserId};
use crate::message::FormattedText;
use crate::time::Timestamp;

/// Something to tell. Written in the transaction in which it happened; the setup bot takes it
/// from there, in the language that it speaks with the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// Which connection tells it.
    pub connection: ConnectionId,
    /// What it is about: of the same at one moment there is one.
    pub key: String,
    /// To whom.
    pub to: UserId,
    /// The bot whose words they are, its @name without the @.
    pub bot: String,
    /// The words in every language.
    pub words: BTreeMap<Language, FormattedText>,
}

// === impl Note ===

impl Note {
    /// A notice for somebody.
    #[must_use]
    pub fn new(
        notice: &Notice,
        connection: &crate::connection::Connection,
        to: UserId,
        at: Timestamp,
    ) -> Self {
        let words = Language::ALL.map(|language| (language, notice.render(language)));
        Self {
            at,
            connection: connection.id.clone(),
            key: notice.key().to_owned(),
            to,
            bot: connection.frontend_username.clone(),
            words: words.into_iter().collect(),
        }
    }
}
