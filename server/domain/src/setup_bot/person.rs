//! One person's row.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Account, Act, Allowance, Picture, Stage, Underway, Waits, Wish, Wished};
use crate::catalogue::Language;
use crate::id::{ConnectionId, IdentityId, MessageId, UserId};
use crate::time::Timestamp;

/// Messages whose buttons work; older ones are out of date. Bounds the row.
pub(super) const CARDS: usize = 6;
/// Buttons work for so long.
pub(super) const BUTTONS_LIVE: Duration = Duration::from_secs(24 * 3600);
/// Who has no connection and was silent for so long is forgotten.
pub(super) const FORGOTTEN_AFTER: Duration = Duration::from_secs(30 * 24 * 3600);

/// What the setup bot knows of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub user: UserId,
    /// The language that is spoken with them.
    pub language: Language,
    /// What is going on.
    pub step: Step,
    /// Messages with buttons, oldest first.
    pub cards: Vec<Card>,
    /// What is being done for them, in order.
    pub wished: Vec<Wished>,
    /// How much they may ask.
    pub allowance: Allowance,
    /// When they last did something.
    pub seen_at: Timestamp,
    /// When they began to log accounts in lately.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub logins: Vec<Timestamp>,
    /// QR codes that are in the chat, to be taken out of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// Whether cards of `/info` come to them: then they may start the bot, whoever is let in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gets_cards: bool,
    /// Cards on their way to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub underway: Vec<Underway>,
}

/// What the person is in the middle of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing.
    #[default]
    Idle,
    /// The token of a frontend is awaited.
    AskToken,
    /// Telegram is asked about it.
    CheckToken {
        /// The connection that was made for it.
        connection: ConnectionId,
        /// Since when.
        since: Timestamp,
        /// Whether it was said that it takes long.
        was_told: bool,
    },
    /// The group is awaited.
    AwaitGroup {
        /// Of this connection.
        connection: ConnectionId,
    },
    /// Whether the test message arrived.
    ConfirmTest {
        /// Of this connection.
        connection: ConnectionId,
    },
    /// A parameter's value is awaited.
    AskValue {
        /// Of this connection.
        connection: ConnectionId,
        /// Its name.
        name: String,
    },
    /// The token of a relay bot is awaited.
    AskRelay {
        /// For this connection.
        connection: ConnectionId,
    },
    /// Telegram is asked about it.
    CheckRelay {
        /// For this connection.
        connection: ConnectionId,
        /// The bot.
        relay: IdentityId,
        /// Since when.
        since: Timestamp,
        /// Whether it was said that it takes long.
        was_told: bool,
    },
    /// A relay bot that Telegram knows has yet to be brought into the group. Nothing is asked:
    /// other things may go on meanwhile.
    AwaitRelay {
        /// For this connection.
        connection: ConnectionId,
        /// The bot.
        relay: IdentityId,
    },
    /// The name of the connection that is to be deleted is awaited.
    AskDelete {
        /// This one.
        connection: ConnectionId,
    },
    /// An account is connected, or logged in again.
    Account(Stage),
}

/// A message of the setup bot's with what its buttons do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The delivery that sends it.
    pub sequence: u64,
    /// Its id, once Telegram gave it one.
    pub message: Option<MessageId>,
    /// The buttons mean nothing any more from then on.
    pub expires_at: Timestamp,
    /// What they do, by what they send.
    pub buttons: BTreeMap<String, Act>,
    /// It is deleted so long after it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fades_after: Option<Duration>,
}

// === impl Person ===

impl Person {
    /// Somebody who writes for the first time.
    #[must_use]
    pub fn new(user: UserId, app_language: &str, now: Timestamp) -> Self {
        Self {
            user,
            language: Language::of_app(app_language),
            step: Step::Idle,
            cards: Vec::new(),
            wished: Vec::new(),
            allowance: Allowance::full(now),
            seen_at: now,
            logins: Vec::new(),
            pictures: Vec::new(),
            gets_cards: false,
            underway: Vec::new(),
        }
    }

    /// Whether nothing would be missed of them.
    #[must_use]
    pub fn is_forgotten(&self, now: Timestamp, has_connections: bool) -> bool {
        !has_connections
            && self.wished.is_empty()
            && self.underway.is_empty()
            && now.since(self.seen_at) >= FORGOTTEN_AFTER
    }

    /// Whether nothing is going on that the person has to go on with.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        matches!(self.step, Step::Idle | Step::AwaitRelay { .. })
    }

    /// Ends what is going on. What nobody has to go on with goes on by itself.
    pub(super) fn stop(&mut self) {
        if !self.is_idle() {
            self.step = Step::Idle;
        }
    }

    /// The connection whose state the person waits for.
    #[must_use]
    pub const fn awaits(&self) -> Option<&ConnectionId> {
        match &self.step {
            Step::CheckToken { connection, .. }
            | Step::CheckRelay { connection, .. }
            | Step::AwaitRelay { connection, .. }
            | Step::AwaitGroup { connection } => Some(connection),
            Step::Idle
            | Step::AskToken
            | Step::ConfirmTest { .. }
            | Step::AskValue { .. }
            | Step::AskRelay { .. }
            | Step::AskDelete { .. }
            | Step::Account(_) => None,
        }
    }

    /// Whether Telegram is asked about a token that was given.
    #[must_use]
    pub const fn is_asked_about(&self) -> bool {
        matches!(self.step, Step::CheckToken { .. } | Step::CheckRelay { .. })
    }

    /// Whether a login is under way that tells of itself.
    #[must_use]
    pub const fn is_logging_in(&self) -> bool {
        if let Step::Account(Stage::LogIn(login)) = &self.step {
            !matches!(login.waits, Waits::Button)
        } else {
            false
        }
    }

    /// The account that is logged in and waits, in the step or in what is being done.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        if let Step::Account(stage) = &self.step
            && let Some(account) = stage.account()
        {
            return Some(account);
        }
        self.wished.iter().find_map(|wished| {
            if let Wish::Account(ask) = &wished.wish {
                ask.account()
            } else {
                None
            }
        })
    }

    /// When something of theirs ends with time: a login, or an account that waits.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        match &self.step {
            Step::Account(Stage::LogIn(login)) => Some(login.ends_at()),
            Step::Account(stage) => stage.account().map(|account| account.until),
            Step::Idle
            | Step::AskToken
            | Step::CheckToken { .. }
            | Step::AwaitGroup { .. }
            | Step::ConfirmTest { .. }
            | Step::AskValue { .. }
            | Step::AskRelay { .. }
            | Step::CheckRelay { .. }
            | Step::AwaitRelay { .. }
            | Step::AskDelete { .. } => None,
        }
    }

    /// What this button under this message does, if it does anything.
    #[must_use]
    pub(super) fn act(
        &self,
        data: &str,
        message: Option<MessageId>,
        now: Timestamp,
    ) -> Option<Act> {
        let card = self
            .cards
            .iter()
            .find(|card| card.buttons.contains_key(data))?;
        // The button of one message under another was never shown.
        let is_its = card.message.is_none() || card.message == message;
        (is_its && now < card.expires_at)
            .then(|| card.buttons.get(data).cloned())
            .flatten()
    }

    /// Buttons that mean nothing any more go; so do the oldest of too many.
    pub(super) fn tidy(&mut self, now: Timestamp) {
        self.cards.retain(|card| now < card.expires_at);
        let mut surplus = self.cards.len().saturating_sub(CARDS);
        self.cards.retain(|card| {
            // A secret is to be taken out of the chat.
            let goes = surplus > 0 && card.fades_after.is_none();
            surplus -= usize::from(goes);
            !goes
        });
    }
}
