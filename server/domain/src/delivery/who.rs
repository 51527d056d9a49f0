//! Who may execute a delivery: the frontend always, relay bots where it makes no
//! difference to people.

use super::{Action, Delivery, Target};
use crate::id::IdentityId;
use crate::message::Content;
use crate::payload::{Payload, Step};

/// Who may execute a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever has room in the backend group.
    Anybody,
    /// Whoever has room and may make topics there.
    TopicMakers,
    /// The frontend.
    Frontend,
    /// This one alone.
    Only(IdentityId),
}

impl Who {
    /// Whether more than one may execute it.
    #[must_use]
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::Anybody | Self::TopicMakers)
    }

    /// Who may execute this one. `makes_topic`: the dialog's topic is still to be made.
    ///
    /// Texts go through anybody. A file id counts for one bot alone, and only a copy keeps custom
    /// emoji, which a relay bot cannot make: it is not in the customer's chat. What takes several calls
    /// stays with one identity, since only who posted a message may edit it. Presses of buttons come to
    /// the bot that posted them.
    #[must_use]
    pub fn of(delivery: &Delivery, makes_topic: bool) -> Self {
        if let Some(only) = delivery.via {
            return Self::Only(only);
        }
        if matches!(delivery.action, Action::SyncTopic) && makes_topic {
            return Self::TopicMakers;
        }
        if is_shared(&delivery.action) {
            Self::Anybody
        } else {
            Self::Frontend
        }
    }
}

fn is_shared(action: &Action) -> bool {
    if let Action::Carry {
        to: Target::Topic,
        steps,
        done: 0,
        ..
    } = action
    {
        return matches!(steps.as_slice(), [step] if is_text(step));
    }
    if let Action::Send {
        to: Target::Topic | Target::General | Target::OtherTopic(_),
        payload,
        buttons,
        ..
    } = action
    {
        return buttons.is_empty() && is_plain(payload);
    }
    matches!(action, Action::Merged { .. })
}

fn is_text(step: &Step) -> bool {
    matches!(step.contents(), [one] if is_plain(one))
}

fn is_plain(payload: &Payload) -> bool {
    let Content::Text(text) = payload.content() else {
        return false;
    };
    text.entities.iter().all(|one| one.kind != "custom_emoji")
}
