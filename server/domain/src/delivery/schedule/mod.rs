//! What a sending identity does next.
//!
//! One [`Scheduler`] belongs to one identity and to the one task that serves it.
//! It holds budgets and the heads of lanes, nothing else: queues live in the
//! store, and all of this is built anew after a start. It decides and never acts:
//! time comes in, a head comes out.
//!
//! The task's round: [`Scheduler::offer`] each lane's head; [`Scheduler::next`]
//! until it gives nothing; sleep until [`Scheduler::wake_at`], or until an answer
//! or a new head comes; [`Scheduler::answered`], then offer the lane's next head.
//!
//! | file | holds |
//! |---|---|
//! | `cost` | the table of units by kind of call |
//! | `budget`, `pace`, `freeze` | sliding windows, their even use, what a 429 stops |
//! | `choose`, `open` | who is next within a chat, and among chats |
//! | `place`, `turn` | a chat's budget with its queue; a lane's head, and what it is owed |
//! | `scheduler`, `answer`, `wait` | the whole: round, answers, what people see |
//! | `used`, `restart` | what outlives a restart, and calls still in a gateway's hands after it |
//! | `back_off` | how long a failed delivery waits, and when it is dead |

mod answer;
pub mod back_off;
mod budget;
mod choose;
mod cost;
mod freeze;
mod open;
mod pace;
mod place;
mod restart;
mod scheduler;
mod turn;
mod used;
mod wait;

#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use budget::Rate;
pub use cost::{Call, Cost};
pub use scheduler::Scheduler;
pub use used::Used;
pub use wait::{Depth, Wait};

use std::time::Duration;

use super::{Class, Delivery, Lane};
use crate::dialog::Dialog;
use crate::id::ChatId;
use crate::time::Timestamp;

/// Before every moment that comes in.
const BEGINNING: Timestamp = Timestamp(i64::MIN);

/// The first delivery of a lane, as far as choosing needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its lane.
    pub lane: Lane,
    /// Its place there, and its id.
    pub sequence: u64,
    /// How urgent it is.
    pub class: Class,
    /// The chat that the call counts against.
    pub chat: ChatId,
    /// What the call costs.
    pub cost: Cost,
    /// When it was decided.
    pub created_at: Timestamp,
    /// Not to be handed out before.
    pub due_at: Timestamp,
    /// How its dialog stands.
    pub standing: Standing,
    /// It cannot go before the dialog's topic is made: not handed out until it is
    /// offered again without this.
    pub awaits_topic: bool,
    /// It takes only units that nothing else wants, and at most one a minute and
    /// lane: renames after the first.
    pub prefers_leftover: bool,
    /// Others may take it too, and what only this identity can do goes before it.
    pub yields: bool,
}

/// How the dialog of a customer's message stands. Only [`Class::Customer`] looks
/// at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The team knows it, and it was active lately.
    Known,
    /// It has its topic, and nobody wrote for five minutes before this.
    AfterSilence,
    /// It is new: behind known dialogs that come up to half a minute later. A dialog is
    /// new until the team has answered, and for five minutes: its second message is no
    /// more urgent than others' first.
    FirstContact,
}

/// What one identity may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Commands under way at once, as the gateway takes them; at least one.
    pub max_outstanding: usize,
    /// Into one group or channel, topics together.
    pub group: Rate,
    /// Into one private chat: a mean with room for short bursts.
    pub private_chat: Rate,
    /// All chats together.
    pub overall: Rate,
    /// Free calls in one chat.
    pub free_calls: Rate,
}

// === impl Standing ===

impl Standing {
    /// A dialog is quiet after so long a silence.
    pub const SILENCE: Duration = Duration::from_secs(5 * 60);

    /// How a dialog stands for a delivery of it.
    #[must_use]
    pub fn of(dialog: &Dialog, delivery: &Delivery) -> Self {
        let age = delivery.created_at.since(dialog.created_at);
        let is_new = dialog.team_wrote_at.is_none() && age < Self::SILENCE;
        if dialog.topic_id().is_none() || is_new {
            Self::FirstContact
        } else if delivery.after_silence {
            Self::AfterSilence
        } else {
            Self::Known
        }
    }

    const fn is_after_silence(self) -> bool {
        matches!(self, Self::AfterSilence)
    }
}

// === impl Limits ===

impl Default for Limits {
    /// Telegram's usual limits; that of private chats is inferred from "about one
    /// a second, short bursts pass".
    fn default() -> Self {
        Self {
            max_outstanding: 32,
            group: Rate::new(20, 60),
            private_chat: Rate::new(3, 3),
            overall: Rate::new(30, 1),
            free_calls: Rate::new(1, 1),
        }
    }
}
