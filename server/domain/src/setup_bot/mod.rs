//! The setup bot's rules: what it answers to an administrator, and what it has done for them.
//!
//! A decision is made from one [`Person`]'s row, what happened, and what is theirs ([`Scene`]);
//! it gives the row as it is afterwards with messages to send, and [`Wish`]es: things that only
//! the server can do, by the same functions as the API. A wish stays in the row until it was
//! done, so that a crash forgets none; its request id makes it safe to do twice.
//!
//! Nobody's word counts for anything but what is theirs: buttons live in the row of the person
//! they were made for, connections are looked up among those the person administers, both anew
//! at every step.
//!
//! | file | holds |
//! |---|---|
//! | `person`, `act`, `wish` | the row: the step, cards with buttons, what is being done |
//! | `scene`, `admit` | what a decision knows; which updates are an administrator's word |
//! | `talk` | a decision while it is made: saying, showing, wishing |
//! | `decide`, `command`, `answered` | messages, presses, news; commands; answers to wishes |
//! | `menu` | the commands as Telegram shows them |
//! | `create`, `card`, `parameters`, `relays`, `tokens`, `webhooks` | what each screen shows and does |
//! | `account`, `login`, `code`, `picture` | personal accounts; logging one in; its code, its QR code |
//! | `info` | cards of `/info` with what is hidden in the group |
//! | `secret` | what is never written down |
//! | `facts`, `history` | what is read for what was asked; past values of a parameter |
//! | `plan`, `privacy_mode`, `trouble` | the person's plan; bots that see little of groups; what is wrong |
//! | `allowance` | how much one person may ask |

mod account;
mod act;
mod admit;
mod allowance;
mod answered;
mod card;
mod code;
mod command;
mod create;
mod decide;
mod facts;
mod history;
mod info;
mod login;
mod menu;
mod note;
mod parameters;
mod person;
mod picture;
mod plan;
mod privacy_mode;
mod relays;
mod scene;
mod secret;
mod talk;
mod token;
mod tokens;
mod trouble;
mod webhooks;
mod wish;

pub use account::{Account, Ask, Keeper, Press, Said, Stage};
pub use act::Act;
pub use admit::{Admitted, admit};
pub use allowance::Allowance;
pub use decide::{News, decide};
pub use facts::{Facts, Wanted, wanted};
pub use info::{InfoEnd, Opener, PrivateCard, Underway, start_link};
pub use login::{Failure, Login, Method, Told, Waits};
pub use menu::{menu, menu_digest, menu_drafts, menu_lane};
pub use note::Note;
pub use person::{Card, Person, Step};
pub use picture::Picture;
pub use plan::PlanStanding;
pub use scene::Scene;
pub use secret::is_unwritten;
pub use talk::Decision;
pub use token::find_token;
pub use wish::{Done, Hidden, Refusal, Wish, Wished};

use crate::delivery::{Lane, LaneKind};
use crate::id::{ChatAddress, ChatId, ConnectionId, UserId};

/// Under which the setup bot's own rows stand, where a connection's stand under its id. No
/// connection has it: their ids are longer.
pub const SETUP: &str = "setupbot";

/// [`SETUP`] as an id.
#[must_use]
pub fn setup_id() -> ConnectionId {
    // Lower-case letters, few: it is one.
    ConnectionId::parse(SETUP).unwrap_or_else(|_| unreachable!("it is an id"))
}

/// How something goes to a person: each way keeps its own order and waits for no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Messages, one after the other.
    Talk,
    /// Answers to pressed buttons.
    Answer,
    /// What is taken out of the chat at once.
    Deletion,
    /// What is taken out of it after a while.
    Fading,
    /// What is shown once and never written down.
    Secret,
}

/// The lane of a person's.
#[must_use]
pub fn lane(person: UserId, way: Way) -> Lane {
    Lane {
        connection: setup_id(),
        dialog: Some(ChatAddress::whole(ChatId(person.0))),
        kind: match way {
            Way::Talk => LaneKind::ToCustomer,
            Way::Answer => LaneKind::Notice,
            Way::Deletion => LaneKind::Receipt,
            Way::Fading => LaneKind::Topic,
            Way::Secret => LaneKind::ToTopic,
        },
    }
}

#[cfg(test)]
mod tests;
