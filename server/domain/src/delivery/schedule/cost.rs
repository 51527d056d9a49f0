//! What calls cost: the one table of units by kind of call. A unit is what
//! Telegram's limits count; whoever adds an action adds its row here.

use serde::{Deserialize, Serialize};

use crate::delivery::Action;

/// The kinds of calls, as far as Telegram's limits tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Call {
    /// One new message, sent or copied.
    Send,
    /// An edit of a message: text, caption, media or buttons.
    Edit,
    /// One album.
    Album {
        /// Its parts.
        parts: u32,
    },
    /// One run of messages copied or forwarded together.
    Run {
        /// Their number.
        messages: u32,
    },
    /// Makes, names, closes or reopens a topic: each posts a service message.
    Topic,
    /// Pins or unpins.
    Pin,
    /// Sets or withdraws a reaction.
    React,
    /// Deletes messages, any number in one call.
    Delete,
    /// Answers a pressed button.
    AnswerButton,
    /// Shows "typing" and the like.
    ChatAction,
    /// Asks about a chat, a member, a file.
    Ask,
    /// Leaves a chat.
    Leave,
}

/// Units that a call takes from the budgets of its chat and its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cost(u32);

// === impl Call ===

impl From<&Action> for Call {
    fn from(action: &Action) -> Self {
        match action {
            Action::Send { .. } | Action::Carry { .. } | Action::Merged { .. } => Self::Send,
            Action::Album {
                one_by_one: true, ..
            } => Self::Send,
            Action::Album { items, .. } => Self::Album {
                parts: u32::try_from(items.len()).unwrap_or(u32::MAX),
            },
            Action::Edit { .. } | Action::Rewrite { .. } => Self::Edit,
            Action::SyncBacklog | Action::SyncTransfer { .. } => Self::Send,
            Action::Withdraw { .. } => Self::Delete,
            Action::SyncReaction { .. } => Self::React,
            Action::React { .. } => Self::React,
            Action::Delete { .. } => Self::Delete,
            Action::SyncTopic => Self::Topic,
            Action::DeleteTopic { .. } => Self::Delete,
            Action::MarkRead { .. } => Self::ChatAction,
            Action::Leave { .. } => Self::Leave,
            Action::AnswerButton { .. } => Self::AnswerButton,
            // What Telegram counts of these has a budget of its own (`outreach`).
            Action::Describe { .. } | Action::Reach(_) => Self::Ask,
            Action::SetMenu { .. } => Self::Ask,
        }
    }
}

// === impl Cost ===

impl Cost {
    /// Nothing that Telegram is known to count. Such calls take no unit, but
    /// are kept to one a second and chat.
    pub const FREE: Self = Self(0);

    /// What a call costs. That sends and edits share the group's limit is
    /// documented; the rest is inferred.
    #[must_use]
    pub const fn of(call: Call) -> Self {
        match call {
            Call::Send | Call::Edit | Call::Topic | Call::Pin => Self(1),
            Call::Album { parts: count } | Call::Run { messages: count } => {
                if count == 0 {
                    Self(1)
                } else {
                    Self(count)
                }
            }
            Call::React
            | Call::Delete
            | Call::AnswerButton
            | Call::ChatAction
            | Call::Ask
            | Call::Leave => Self::FREE,
        }
    }

    /// What one call of this action costs.
    #[must_use]
    pub fn of_action(action: &Action) -> Self {
        Self::of(action.into())
    }

    /// The number of units; 0 for free calls.
    #[must_use]
    pub const fn units(self) -> u32 {
        self.0
    }

    /// Whether it takes no unit.
    #[must_use]
    pub const fn is_free(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_call_has_its_price() {
        let table = [
            (Call::Send, 1),
            (Call::Edit, 1),
            (Call::Topic, 1),
            (Call::Pin, 1),
            (Call::Album { parts: 10 }, 10),
            (Call::Run { messages: 100 }, 100),
            (Call::Run { messages: 0 }, 1),
            (Call::React, 0),
            (Call::Delete, 0),
            (Call::AnswerButton, 0),
            (Call::ChatAction, 0),
            (Call::Ask, 0),
            (Call::Leave, 0),
        ];
        for (call, units) in table {
            assert_eq!(Cost::of(call).units(), units, "{call:?}");
            assert_eq!(Cost::of(call).is_free(), units == 0, "{call:?}");
        }
    }

    #[test]
    fn actions_cost_what_their_calls_cost() {
        assert_eq!(Cost::of_action(&Action::SyncTopic), Cost::of(Call::Topic));
        let leave = Action::Leave {
            chat: crate::id::ChatId(-1),
        };
        assert!(Cost::of_action(&leave).is_free());
    }
}
