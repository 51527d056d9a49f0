//! What bots called, and what they did wrong. Tests read both.

use serde_json::Value;

use super::{UserId, World};

/// Calls kept; a program that runs for days forgets the oldest half beyond that.
const KEPT_CALLS: usize = 200_000;

/// One call of a bot.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who called.
    pub bot: UserId,
    /// The method with the Bot API's spelling.
    pub method: String,
    /// Its parameters; of uploads name and size.
    pub params: Value,
    /// What became of it.
    pub outcome: Outcome,
    /// When it was answered, in milliseconds since the epoch.
    pub at: i64,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Done, with this result.
    Done(Value),
    /// Refused with code and text.
    Refused(u16, String),
    /// A scripted fault took its place, without effect.
    Faulted(&'static str),
    /// Done, but the connection was cut before the answer.
    DoneUnanswered(Value),
}

/// Something a bot must not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// More than Telegram allows.
    Rate {
        /// Who.
        bot: UserId,
        /// With which method.
        method: String,
        /// Where; `None` is all chats together.
        chat: Option<i64>,
        /// Which limit.
        limit: String,
    },
    /// A call while a 429 was in force.
    WhileFrozen {
        /// Who.
        bot: UserId,
        /// With which method.
        method: String,
        /// Where.
        chat: i64,
    },
    /// A parameter that the method does not have.
    UnknownParameter {
        /// Who.
        bot: UserId,
        /// Which method.
        method: String,
        /// Which parameter.
        parameter: String,
    },
    /// A method or mode of the Bot API that is not simulated.
    NotSimulated {
        /// Who.
        bot: UserId,
        /// What.
        what: String,
    },
    /// Something that Telegram mends silently, but that a careful bot does not do.
    Careless {
        /// Who.
        bot: UserId,
        /// What.
        what: String,
    },
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Journal {
    calls: Vec<Call>,
    violations: Vec<Violation>,
}

// === impl Call ===

impl Call {
    /// It had its effect, answered or not.
    #[must_use]
    pub fn took_effect(&self) -> bool {
        matches!(self.outcome, Outcome::Done(_) | Outcome::DoneUnanswered(_))
    }
}

// === impl Journal ===

impl Journal {
    pub(crate) fn record(&mut self, call: Call) {
        if self.calls.len() >= KEPT_CALLS {
            self.calls.drain(..KEPT_CALLS / 2);
        }
        self.calls.push(call);
    }

    pub(crate) fn blame(&mut self, violation: Violation) {
        if self.violations.len() < KEPT_CALLS {
            self.violations.push(violation);
        }
    }

    pub(crate) fn calls(&self) -> &[Call] {
        &self.calls
    }

    pub(crate) fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(crate) fn forgive(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.violations)
    }
}

// === impl World ===

impl World {
    /// Takes the list of violations and starts a new one: for tests that provoke them on purpose.
    pub fn take_violations(&mut self) -> Vec<Violation> {
        self.journal.forgive()
    }
}
