//! The outcomes of a command, made in words.

use std::time::Duration;

use backline_proto::gateway::v1::{
    DeferralScope, Deferred, Failed, Moved, Outcome, Rejected, RejectionReason, Succeeded,
    Uncertain, outcome::Kind,
};

/// It happened.
#[must_use]
pub fn succeeded(made: Succeeded) -> Outcome {
    outcome(Kind::Succeeded(made))
}

/// It certainly did not happen, and the gateway asks to wait. Costs no attempt.
#[must_use]
pub fn deferred(delay: Duration, scope: DeferralScope, detail: impl Into<String>) -> Outcome {
    wait(delay, scope, detail.into(), false)
}

/// It certainly did not happen: Telegram asked to wait (a 429).
#[must_use]
pub fn flood_wait(delay: Duration, scope: DeferralScope, detail: impl Into<String>) -> Outcome {
    wait(delay, scope, detail.into(), true)
}

/// It certainly did not happen; it may later.
#[must_use]
pub fn failed(detail: impl Into<String>) -> Outcome {
    outcome(Kind::Failed(Failed {
        detail: detail.into(),
    }))
}

/// It certainly did not happen and never will.
#[must_use]
pub fn rejected(reason: RejectionReason, detail: impl Into<String>) -> Outcome {
    outcome(Kind::Rejected(Rejected {
        reason: reason.into(),
        detail: detail.into(),
    }))
}

/// It certainly did not happen: the chat has another id now.
#[must_use]
pub fn moved(chat_id: i64) -> Outcome {
    outcome(Kind::Moved(Moved { chat_id }))
}

/// It may have happened: the request was written, no answer came.
#[must_use]
pub fn uncertain(detail: impl Into<String>) -> Outcome {
    partly_uncertain(detail, Vec::new())
}

/// Some of it happened: these messages came to be, though not known for which
/// part.
#[must_use]
pub fn partly_uncertain(detail: impl Into<String>, message_ids: Vec<i64>) -> Outcome {
    outcome(Kind::Uncertain(Uncertain {
        detail: detail.into(),
        message_ids,
        is_refused_in_part: false,
    }))
}

/// Telegram refused one of several, and the others may be there.
#[must_use]
pub fn refused_in_part(detail: impl Into<String>) -> Outcome {
    outcome(Kind::Uncertain(Uncertain {
        detail: detail.into(),
        message_ids: Vec::new(),
        is_refused_in_part: true,
    }))
}

fn wait(delay: Duration, scope: DeferralScope, detail: String, is_flood_wait: bool) -> Outcome {
    let delay = prost_types::Duration {
        seconds: i64::try_from(delay.as_secs()).unwrap_or(i64::MAX),
        nanos: i32::try_from(delay.subsec_nanos()).unwrap_or(0),
    };
    outcome(Kind::Deferred(Deferred {
        delay: Some(delay),
        scope: scope.into(),
        detail,
        is_flood_wait,
    }))
}

fn outcome(kind: Kind) -> Outcome {
    Outcome { kind: Some(kind) }
}
