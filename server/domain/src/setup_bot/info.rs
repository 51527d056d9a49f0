//! Cards of `/info` with everything on them, for one person's private chat.
//!
//! Where `HIDE_INFO` has `command`, a card is shown in private or not at all. What stands on it
//! is taken past the privacy gate, so it is never a [`crate::catalogue::InfoCard`] or a payload
//! until the setup bot says it: a [`PrivateCard`] can be made, stored and handed on by anybody,
//! and be read by this module alone, which says it to whom it was made for.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::command::{Command, command};
use super::talk::Talk;
use super::{Act, Note, Wish};
use crate::catalogue::{Language, SetupWords};
use crate::id::{ChatAddress, ConnectionId, MessageId};
use crate::message::FormattedText;
use crate::privacy::{Gate, Shown};
use crate::text::concat;

/// What the link carries by which somebody starts the setup bot for these cards.
pub(super) const PAYLOAD: &str = "info";
/// Cards of one person's that are under way at once; what became of older ones is not told.
const MOST_UNDERWAY: usize = 50;

/// What opens the privacy gate. Only this module has one.
pub struct Opener(());

/// A card with everything on it, for one person alone.
///
/// It cannot be posted into the backend group: nothing outside this module can read it.
///
/// ```compile_fail,E0616
/// fn read(card: &backline_domain::setup_bot::PrivateCard) {
///     let _ = &card.words;
/// }
/// ```
///
/// ```compile_fail,E0308
/// use backline_domain::{catalogue::Language, payload::Payload, setup_bot::PrivateCard};
/// fn post(card: &PrivateCard) {
///     Payload::card(card, Language::En);
/// }
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PrivateCard {
    /// Of which customer chat.
    dialog: ChatAddress,
    /// The message in the topic that asked for it.
    command: MessageId,
    /// What the customer is called in the group.
    called: String,
    /// The language of the app of whoever asked.
    language: String,
    words: BTreeMap<Language, FormattedText>,
}

/// A card that the setup bot is sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Underway {
    /// The delivery.
    pub(super) sequence: u64,
    /// Which connection's.
    pub(super) connection: ConnectionId,
    /// Of which customer chat.
    pub(super) dialog: ChatAddress,
    /// The message in the topic that asked for it.
    pub(super) command: MessageId,
}

/// What became of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InfoEnd {
    /// Telegram has it.
    Given,
    /// The person never started the setup bot, or blocked it.
    NotStarted,
    /// It was refused for another reason, or tried for too long.
    Failed,
}

/// The link that starts the setup bot, for who has not yet.
#[must_use]
pub fn start_link(bot: &str) -> String {
    format!("https://t.me/{bot}?start={PAYLOAD}")
}

// === impl PrivateCard ===

impl PrivateCard {
    /// What `see` shows of a dialog's customer when nothing is hidden, for whoever asked for it by
    /// this message; `language` is that of their app. Who may have it the caller has asked.
    #[must_use]
    pub fn new(
        gate: &Gate<'_>,
        (dialog, called): (ChatAddress, &Shown),
        (command, language): (MessageId, String),
        see: impl Fn(&Gate<'_>, Language) -> FormattedText,
    ) -> Self {
        let words = gate.opened(&Opener(()), |open| {
            let words = Language::ALL.map(|language| (language, see(open, language)));
            words.into_iter().collect()
        });
        Self {
            dialog,
            command,
            called: called.to_string(),
            language,
            words,
        }
    }

    /// The language of the app of whoever asked for it.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What names it among what its connection tells at the same moment.
    pub(super) fn key(&self) -> String {
        format!("info/{}/{}", self.dialog, self.command.0)
    }

    /// Its words in English, for tests that look for what may not be there.
    #[cfg(test)]
    pub(crate) fn shown(&self) -> &FormattedText {
        &self.words[&Language::En]
    }
}

impl fmt::Debug for PrivateCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateCard")
            .field("dialog", &self.dialog)
            .field("command", &self.command)
            .finish_non_exhaustive()
    }
}

/// Says a card to whom it is for.
pub(super) fn give(talk: &mut Talk<'_>, note: &Note, card: &PrivateCard) {
    talk.person.gets_cards = true;
    // Whoever asks in the group is there.
    talk.person.seen_at = talk.scene.now;
    let words = card.words.get(&talk.person.language);
    let Some(words) = words.or_else(|| card.words.get(&Language::En)) else {
        return;
    };
    let above = talk.text(&SetupWords::InfoAbove {
        bot: note.bot.clone(),
        title: card.called.clone(),
    });
    let sequence = talk.next_sequence();
    talk.say_text(&concat([
        above,
        FormattedText::plain("\n\n"),
        words.clone(),
    ]));
    talk.person.underway.push(Underway {
        sequence,
        connection: note.connection.clone(),
        dialog: card.dialog.clone(),
        command: card.command,
    });
    let surplus = talk.person.underway.len().saturating_sub(MOST_UNDERWAY);
    talk.person.underway.drain(..surplus);
}

/// A message of the setup bot's ended: where it was a card, the topic is told.
pub(super) fn ended(talk: &mut Talk<'_>, sequence: u64, end: InfoEnd) {
    let known = &mut talk.person.underway;
    let Some(place) = known.iter().position(|one| one.sequence == sequence) else {
        return;
    };
    let Underway {
        connection,
        dialog,
        command,
        ..
    } = known.remove(place);
    talk.wish(Wish::TellInfo {
        connection,
        dialog,
        command,
        end,
    });
}

/// Whether somebody may say or press this who is not let in for anything else: who gets cards
/// has to start the bot for them, and may choose its language.
pub(super) fn is_open_to(talk: &Talk<'_>, text: Option<&str>, act: Option<&Act>) -> bool {
    let word = text.and_then(|text| text.split_whitespace().next());
    let is_language = word.is_some_and(|word| word.eq_ignore_ascii_case("/language"))
        || matches!(act, Some(Act::Speak(_)));
    let is_start = text.and_then(command) == Some(Command::StartForCards);
    is_start || (talk.person.gets_cards && is_language)
}
