//! Which failure is which.

use std::time::Duration;

use backline_gateway::{deferred, failed, flood_wait, moved, rejected, succeeded, uncertain};
use backline_proto::gateway::v1::RejectionReason as Reason;
use backline_proto::gateway::v1::{DeferralScope, Outcome, Succeeded};
use serde_json::Value;

use crate::api::{Failure, Refusal};

/// What Telegram's words mean. The first row whose words are in the description
/// counts, in any case; what is in no row is told by its code.
const TABLE: &[(&str, Meaning)] = &[
    // Done already.
    ("message is not modified", Meaning::Done),
    ("topic_not_modified", Meaning::Done),
    ("chat_not_modified", Meaning::Done),
    ("message to delete not found", Meaning::Done),
    ("message to unpin not found", Meaning::Done),
    // The person.
    (
        "bot was blocked by the user",
        Meaning::Never(Reason::Blocked),
    ),
    ("user is deactivated", Meaning::Never(Reason::Deactivated)),
    (
        "can't initiate conversation with a user",
        Meaning::Never(Reason::NeverStarted),
    ),
    ("peer_flood", Meaning::Never(Reason::PeerFlood)),
    // The chat.
    ("bot was kicked", Meaning::Never(Reason::NotAMember)),
    ("bot is not a member", Meaning::Never(Reason::NotAMember)),
    ("user_not_participant", Meaning::Never(Reason::NotAMember)),
    ("channel_private", Meaning::Never(Reason::NotAMember)),
    (
        "group chat was deleted",
        Meaning::Never(Reason::ChatNotFound),
    ),
    (
        "group chat was deactivated",
        Meaning::Never(Reason::ChatNotFound),
    ),
    ("chat not found", Meaning::Never(Reason::ChatNotFound)),
    ("peer_id_invalid", Meaning::Never(Reason::ChatNotFound)),
    // The topic.
    (
        "message thread not found",
        Meaning::Never(Reason::TopicNotFound),
    ),
    ("topic_deleted", Meaning::Never(Reason::TopicNotFound)),
    ("topic_id_invalid", Meaning::Never(Reason::TopicNotFound)),
    ("topic_closed", Meaning::Never(Reason::TopicClosed)),
    ("chat is not a forum", Meaning::Never(Reason::NotAForum)),
    ("channel_forum_missing", Meaning::Never(Reason::NotAForum)),
    // Rights.
    ("not enough rights", Meaning::Never(Reason::MissingRight)),
    ("have no rights", Meaning::Never(Reason::MissingRight)),
    (
        "need administrator rights",
        Meaning::Never(Reason::MissingRight),
    ),
    ("chat_admin_required", Meaning::Never(Reason::MissingRight)),
    ("chat_write_forbidden", Meaning::Never(Reason::MissingRight)),
    ("right_forbidden", Meaning::Never(Reason::MissingRight)),
    ("_forbidden", Meaning::Never(Reason::MissingRight)),
    // The message.
    (
        "message to copy not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "message to forward not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "message to edit not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "message to be replied not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "message to reply not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "replied message not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "message to react not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "message to pin not found",
        Meaning::Never(Reason::MessageNotFound),
    ),
    (
        "message_id_invalid",
        Meaning::Never(Reason::MessageNotFound),
    ),
    ("message not found", Meaning::Never(Reason::MessageNotFound)),
    ("can't be copied", Meaning::Never(Reason::NotCopyable)),
    ("can't be forwarded", Meaning::Never(Reason::NotCopyable)),
    ("has protected content", Meaning::Never(Reason::NotCopyable)),
    (
        "chat_forwards_restricted",
        Meaning::Never(Reason::NotCopyable),
    ),
    ("can't be edited", Meaning::Never(Reason::NotEditable)),
    ("can't be deleted", Meaning::Never(Reason::NotEditable)),
    (
        "message_author_required",
        Meaning::Never(Reason::NotEditable),
    ),
    (
        "no text in the message to edit",
        Meaning::Never(Reason::NotEditable),
    ),
    (
        "no caption in the message to edit",
        Meaning::Never(Reason::NotEditable),
    ),
    // What is to go out.
    ("message is too long", Meaning::Never(Reason::TooLong)),
    ("message_too_long", Meaning::Never(Reason::TooLong)),
    ("caption is too long", Meaning::Never(Reason::TooLong)),
    ("media_caption_too_long", Meaning::Never(Reason::TooLong)),
    ("file is too big", Meaning::Never(Reason::FileTooBig)),
    (
        "request entity too large",
        Meaning::Never(Reason::FileTooBig),
    ),
    (
        "wrong file identifier",
        Meaning::Never(Reason::FileNotFound),
    ),
    (
        "wrong remote file identifier",
        Meaning::Never(Reason::FileNotFound),
    ),
    ("invalid file_id", Meaning::Never(Reason::FileNotFound)),
    ("invalid file id", Meaning::Never(Reason::FileNotFound)),
    ("file_reference", Meaning::Never(Reason::FileNotFound)),
    ("quote_text_invalid", Meaning::Never(Reason::QuoteMismatch)),
    ("quote not found", Meaning::Never(Reason::QuoteMismatch)),
    (
        "reaction_invalid",
        Meaning::Never(Reason::ReactionNotAllowed),
    ),
    (
        "reaction_not_allowed",
        Meaning::Never(Reason::ReactionNotAllowed),
    ),
    (
        "reactions_too_many",
        Meaning::Never(Reason::ReactionNotAllowed),
    ),
    (
        "reaction is not available",
        Meaning::Never(Reason::ReactionNotAllowed),
    ),
    // The Bot API server.
    ("method not found", Meaning::Never(Reason::NotSupported)),
];

/// How long a 429 waits that names no time. (inferred)
const UNTOLD_WAIT: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// It is as it was to become.
    Done,
    Never(Reason),
}

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
    if code == 429 || code == 420 {
        let delay = retry_after
            .or_else(|| number_in(&description))
            .map(Duration::from_secs);
        return flood_wait(
            delay.unwrap_or(UNTOLD_WAIT),
            DeferralScope::Chat,
            description,
        );
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

fn meaning(description: &str) -> Option<Meaning> {
    let description = description.to_lowercase();
    TABLE
        .iter()
        .find(|(words, _)| description.contains(words))
        .map(|(_, meaning)| *meaning)
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
