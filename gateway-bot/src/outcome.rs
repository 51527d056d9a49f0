//! Which failure is which.

mod words;

use std::time::Duration;

use backline_gateway::{
    deferred, failed, flood_wait, moved, refused_in_part, rejected, succeeded, uncertain,
};
use backline_proto::gateway::v1::RejectionReason as Reason;
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::{DeferralScope, Outcome, Succeeded};
use serde_json::Value;

use self::words::{Meaning, meaning};
use crate::api::{Failure, Refusal};

/// The Bot API server's words for one of several that was refused.
const FAILED_PART: &str = "failed to send message #";

/// Refusals that concern where something goes, and so every part of it.
const OF_THE_PLACE: &[Reason] = &[
    Reason::Blocked,
    Reason::Deactivated,
    Reason::NeverStarted,
    Reason::PeerFlood,
    Reason::NotAMember,
    Reason::ChatNotFound,
    Reason::TopicNotFound,
    Reason::TopicClosed,
    Reason::NotAForum,
    Reason::MissingRight,
    Reason::BadCredential,
];

/// How long a 429 waits that names no time. (inferred)
const UNTOLD_WAIT: Duration = Duration::from_secs(5);

/// The outcome of a call with an effect.
pub(crate) fn of(
    result: Result<Value, Failure>,
    made: impl FnOnce(&Value) -> Succeeded,
) -> Outcome {
    match result {
        Ok(value) => succeeded(made(&value)),
        Err(failure) => of_failure(failure),
    }
}

/// The outcome of a call that makes nothing new.
pub(crate) fn of_change(result: Result<Value, Failure>) -> Outcome {
    of(result, |_| Succeeded::default())
}

/// The outcome of a call that failed.
pub(crate) fn of_failure(failure: Failure) -> Outcome {
    match failure {
        Failure::Fenced => deferred(
            Duration::ZERO,
            DeferralScope::Identity,
            "not begun: the gateway has not heard from the server for 40 seconds",
        ),
        Failure::NotSent(detail) => failed(detail),
        Failure::Lost(detail) => uncertain(detail),
        Failure::Refused(refusal) => of_refusal(refusal),
    }
}

/// The outcome of a question: it has no effect, so that nothing can have happened
/// unseen.
pub(crate) fn of_failed_question(failure: Failure) -> Outcome {
    match failure {
        Failure::Lost(detail) => failed(detail),
        failure => of_failure(failure),
    }
}

/// The outcome of a call that makes several messages one by one. One of them that
/// is refused refuses the call, and the others may be there; what is wrong with
/// the place is wrong for all.
pub(crate) fn of_failed_part(failure: Failure) -> Outcome {
    let outcome = of_failure(failure);
    match &outcome.kind {
        Some(Kind::Rejected(told))
            if told.detail.to_lowercase().contains(FAILED_PART)
                && !OF_THE_PLACE.contains(&told.reason()) =>
        {
            refused_in_part(format!(
                "one of several was refused, the others may be there ({})",
                told.detail
            ))
        }
        _ => outcome,
    }
}

fn of_refusal(refusal: Refusal) -> Outcome {
    let Refusal {
        code,
        description,
        retry_after,
        migrate_to,
    } = refusal;
    if let Some(chat_id) = migrate_to {
        return moved(chat_id);
    }
    let words = description.to_lowercase();
    // The name stands in the words also where the code is 400 or 406.
    if code == 429 || words.contains("_wait_") {
        let delay = retry_after
            .or_else(|| number_in(&description))
            .map_or(UNTOLD_WAIT, Duration::from_secs);
        let scope = DeferralScope::Chat;
        // The chat's own rule and no budget of Telegram's.
        if words.contains("slowmode_wait_") {
            return deferred(delay, scope, description);
        }
        return flood_wait(delay, scope, description);
    }
    match meaning(&description) {
        Some(Meaning::Done) => succeeded(Succeeded::default()),
        Some(Meaning::Never(reason)) => rejected(reason, description),
        None => match code {
            401 | 404 => rejected(
                Reason::BadCredential,
                format!("Telegram does not know the bot's token ({description})"),
            ),
            409 => failed(description),
            413 => rejected(Reason::FileTooBig, description),
            _ => rejected(Reason::Other, description),
        },
    }
}

/// The number in `retry after 7` or `FLOOD_WAIT_7`.
fn number_in(description: &str) -> Option<u64> {
    description
        .rsplit(|c: char| !c.is_ascii_digit())
        .find_map(|digits| digits.parse().ok())
}

/// The ids of the messages that a call made, in order; 0 where none can be read.
pub(crate) fn made_message(value: &Value) -> Succeeded {
    Succeeded {
        message_ids: vec![message_id(value)],
        ..Succeeded::default()
    }
}

pub(crate) fn message_id(value: &Value) -> i64 {
    value.get("message_id").and_then(Value::as_i64).unwrap_or(0)
}

#[cfg(test)]
mod tests;
