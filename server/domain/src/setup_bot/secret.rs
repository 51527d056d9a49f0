//! What the setup bot sends and never writes down: it goes from memory, or it is lost and the
//! person is told so.

use super::talk::Talk;
use super::{Person, Way, lane};
use crate::catalogue::SetupWords;
use crate::delivery::{Action, Lane};
use crate::id::UserId;
use crate::message::Content;

/// Whether a delivery is never written down, however often it fails: a secret, which has a lane of
/// its own, so that it is always in memory; and a QR code, whose login ends with this run.
#[must_use]
pub fn is_unwritten(of: &Lane, action: &Action) -> bool {
    let person = of.dialog.as_ref().map(|chat| UserId(chat.id.0));
    if person.is_some_and(|person| *of == lane(person, Way::Secret)) {
        return true;
    }
    if let Action::Send { payload, .. } | Action::Rewrite { payload, .. } = action {
        return matches!(payload.content(), Content::Media(_));
    }
    false
}

// === impl Person ===

impl Person {
    /// The deliveries of secrets of which nobody knows yet that they arrived.
    #[must_use]
    pub fn secrets(&self) -> Vec<u64> {
        let cards = self.cards.iter();
        let secrets = cards.filter(|card| card.fades_after.is_some() && card.message.is_none());
        secrets.map(|card| card.sequence).collect()
    }
}

/// This one never arrives, or nobody knows whether it did. What it was to say is nowhere.
pub(super) fn lost(talk: &mut Talk<'_>, sequence: u64) {
    if talk.person.secrets().contains(&sequence) {
        talk.person.cards.retain(|card| card.sequence != sequence);
        talk.say(&SetupWords::SecretLost {});
    }
}
