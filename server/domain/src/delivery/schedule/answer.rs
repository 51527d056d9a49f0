//! What a call's end means for budgets and order.

use std::time::Duration;

use super::place::Ended;
use crate::delivery::{Outcome, Scope};

/// How a call under way ended, as far as budgets are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Telegram answered, whatever it said: it may have counted the call.
    Done,
    /// No answer came: Telegram may count it up to a minute from now.
    Unknown,
    /// The request certainly never left: the hand-out was withdrawn, the gateway
    /// gave it back or had no connection. The units are free at once, since
    /// Telegram counts requests that arrive, and this one did not; the lane keeps
    /// its place among the others.
    NotSent,
    /// To wait. The lane keeps its place among the others.
    Wait {
        /// So long, exactly.
        delay: Duration,
        /// What waits.
        scope: Scope,
        /// Whether Telegram asked for it. Then the units stay taken as after any
        /// answer: it counted more than we did. A gateway that asks for itself
        /// has sent nothing.
        is_flood_wait: bool,
    },
}

// === impl Answer ===

impl Answer {
    pub(super) const fn ended(self) -> Ended {
        match self {
            Self::Done
            | Self::Wait {
                is_flood_wait: true,
                ..
            } => Ended::Answered,
            Self::Unknown => Ended::Unknown,
            Self::NotSent
            | Self::Wait {
                is_flood_wait: false,
                ..
            } => Ended::NotSent,
        }
    }

    pub(super) const fn had_its_turn(self) -> bool {
        matches!(self, Self::Done | Self::Unknown)
    }
}

impl From<&Outcome> for Answer {
    /// A failure "certainly without effect" may still have been counted (a 5xx),
    /// so it frees nothing early.
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Succeeded { .. }
            | Outcome::Failed { .. }
            | Outcome::Rejected { .. }
            | Outcome::Moved { .. } => Self::Done,
            Outcome::Uncertain { .. } => Self::Unknown,
            Outcome::Deferred {
                delay,
                scope,
                is_flood_wait,
                ..
            } => Self::Wait {
                delay: *delay,
                scope: *scope,
                is_flood_wait: *is_flood_wait,
            },
        }
    }
}
