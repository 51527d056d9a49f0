//! What a connection has to tell its administrator, on its way to the setup bot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{PrivateCard, card};
use crate::catalogue::{Language, Notice};
use crate::id::{ConnectionId, UserId};
use crate::message::FormattedText;
use crate::time::Timestamp;

/// The notice of a group without topics.
const NO_TOPICS: &str = "group-not-a-forum";
/// The notice of a group that the bot is not in any more.
const LOST: &str = "group-lost";
/// The notices of what is wrong with a group.
const TROUBLES: [&str; 6] = [
    NO_TOPICS,
    LOST,
    "group-not-admin",
    "group-missing-right",
    "group-wants-right",
    "wrong-administrator",
];

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
    /// A card for `to` alone in place of the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<PrivateCard>,
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
            card: None,
        }
    }

    /// A card with what is hidden in the group, for who may see it.
    #[must_use]
    pub fn private(
        connection: &crate::connection::Connection,
        to: UserId,
        at: Timestamp,
        card: PrivateCard,
    ) -> Self {
        Self {
            at,
            connection: connection.id.clone(),
            key: card.key(),
            to,
            bot: card::shown_bot(connection),
            words: BTreeMap::new(),
            card: Some(card),
        }
    }

    /// Whether it says what is wrong with a group, which can be looked at again.
    pub(super) fn is_of_trouble(&self) -> bool {
        TROUBLES.contains(&self.key.as_str())
    }

    /// Whether it says that the bot is not in its group any more.
    pub(super) fn is_of_lost_group(&self) -> bool {
        self.key == LOST
    }

    /// Whether it says that the group has no topics. What is to be done about that is another
    /// thing where there is a button that has it looked at again.
    pub(super) fn is_of_missing_topics(&self) -> bool {
        self.key == NO_TOPICS
    }

    /// The language of the app of whom it is for, where that is known.
    #[must_use]
    pub fn app_language(&self) -> &str {
        self.card.as_ref().map_or("", PrivateCard::language)
    }
}
