//! Reactions: a bot has one on a message, so of all that should be shown the last one
//! counts, and the receipt where nobody reacted.

use serde::{Deserialize, Serialize};

use crate::link;
use crate::message::Reaction;
use crate::privacy::Shown;

/// The receipt on an operator's message.
pub const RECEIPT: &str = "👌";

/// Most people whose reactions to one message are kept: the last ones.
const MOST: usize = 50;

/// The reactions that a message should have, and the one that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reactions {
    /// The message that the frontend reacts to.
    pub key: link::Key,
    /// Whether the receipt is due where nobody reacted.
    pub receipt: bool,
    /// Who reacted to its counterpart with what, the last one last.
    pub by: Vec<By>,
    /// What is shown, as far as is known.
    pub shown: Option<Reaction>,
    /// Whether a synchronisation waits in its lane.
    pub waits: bool,
}

/// Somebody's reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// Who: a person's or a chat's id.
    pub actor: i64,
    /// Their name.
    pub name: String,
    /// Whether that is a pseudonym.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_pseudonym: bool,
    /// With what.
    pub reaction: Reaction,
    /// The frontend may not set it.
    #[serde(default)]
    pub is_refused: bool,
}

// === impl Reactions ===

impl Reactions {
    /// None yet.
    #[must_use]
    pub const fn new(key: link::Key) -> Self {
        Self {
            key,
            receipt: false,
            by: Vec::new(),
            shown: None,
            waits: false,
        }
    }

    /// Somebody reacts, or takes it back. Of several reactions at once the first that a
    /// bot may set counts.
    pub fn take(&mut self, actor: i64, name: &Shown, new: &[Reaction]) {
        self.by.retain(|by| by.actor != actor);
        let settable = new.iter().find(|one| matches!(one, Reaction::Emoji(_)));
        if let Some(reaction) = settable.or_else(|| new.first()) {
            self.by.push(By {
                actor,
                name: name.as_str().to_owned(),
                is_pseudonym: name.names().is_empty(),
                reaction: reaction.clone(),
                is_refused: !matches!(reaction, Reaction::Emoji(_)),
            });
        }
        if self.by.len() > MOST {
            self.by.remove(0);
        }
    }

    /// What should be shown.
    #[must_use]
    pub fn wanted(&self) -> Option<Reaction> {
        let last = self.by.iter().rev().find(|by| !by.is_refused);
        let receipt = || self.receipt.then(|| Reaction::Emoji(RECEIPT.to_owned()));
        last.map(|by| by.reaction.clone()).or_else(receipt)
    }

    /// Telegram does not let this one be set there.
    pub fn refuse(&mut self, refused: &Reaction) {
        for by in self.by.iter_mut().filter(|by| by.reaction == *refused) {
            by.is_refused = true;
        }
        if *refused == Reaction::Emoji(RECEIPT.to_owned()) {
            self.receipt = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChatAddress, ChatId, IdentityId, MessageId};

    fn emoji(emoji: &str) -> Reaction {
        Reaction::Emoji(emoji.to_owned())
    }

    fn none() -> Reactions {
        Reactions::new(link::Key {
            identity: IdentityId::bot(1),
            chat: ChatAddress::whole(ChatId(-5)),
            message: MessageId(7),
            part: 0,
        })
    }

    #[test]
    fn the_last_one_takes_the_receipts_place_and_gives_it_back() {
        let mut reactions = none();
        assert_eq!(reactions.wanted(), None);
        reactions.receipt = true;
        assert_eq!(reactions.wanted(), Some(emoji(RECEIPT)));
        reactions.take(1, &Shown::own("Ann"), &[emoji("👍")]);
        reactions.take(2, &Shown::own("Bob"), &[emoji("❤")]);
        assert_eq!(reactions.wanted(), Some(emoji("❤")));
        reactions.take(2, &Shown::own("Bob"), &[]);
        assert_eq!(reactions.wanted(), Some(emoji("👍")));
        reactions.take(1, &Shown::own("Ann"), &[]);
        assert_eq!(reactions.wanted(), Some(emoji(RECEIPT)));
    }

    #[test]
    fn what_a_bot_may_not_set_is_passed_over() {
        let mut reactions = none();
        reactions.take(1, &Shown::own("Ann"), &[emoji("👍")]);
        let custom = Reaction::CustomEmoji("5".to_owned());
        reactions.take(2, &Shown::own("Bob"), std::slice::from_ref(&custom));
        assert_eq!(reactions.wanted(), Some(emoji("👍")));
        reactions.take(2, &Shown::own("Bob"), &[custom, emoji("🔥")]);
        assert_eq!(reactions.wanted(), Some(emoji("🔥")));
        reactions.refuse(&emoji("🔥"));
        assert_eq!(reactions.wanted(), Some(emoji("👍")));
    }

    #[test]
    fn the_last_ones_are_kept() {
        let mut reactions = none();
        for actor in 0..200 {
            reactions.take(actor, &Shown::own(""), &[emoji("👍")]);
        }
        assert_eq!(reactions.by.len(), MOST);
        assert_eq!(reactions.by.last().map(|by| by.actor), Some(199));
    }
}
