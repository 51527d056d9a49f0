//! How commands ended.

use std::time::Duration;

use backline_domain::delivery::{ChatDescription, Outcome, Rejection, Scope};
use backline_domain::id::{ChatId, MessageId, TopicId};
use backline_domain::outreach::Reached;
use backline_proto::gateway::v1 as proto;
use proto::outcome::Kind;

use super::{Error, Result, chat, malformed, member, nonzero, person};

/// Longest detail kept: it goes into rows and notices.
const MOST_DETAIL_BYTES: usize = 2048;

/// The outcome. A success stays one whatever else is wrong with it: what
/// happened has happened.
///
/// # Errors
/// Without a kind; a deferral without a scope, a move without a chat.
pub fn from_proto(outcome: proto::Outcome) -> Result<Outcome> {
    Ok(match outcome.kind.ok_or(Error::Missing("outcome"))? {
        Kind::Succeeded(done) => Outcome::Succeeded {
            messages: done.message_ids.into_iter().map(MessageId).collect(),
            topic: nonzero(done.topic_id).map(TopicId),
            description: done
                .description
                .and_then(|description| description_from_proto(description).ok())
                .map(Box::new),
            reached: done.reached.map(reached_from_proto).map(Box::new),
        },
        Kind::Deferred(deferred) => Outcome::Deferred {
            delay: deferred.delay.map(length_from_proto).unwrap_or_default(),
            scope: scope_from_proto(deferred.scope)?,
            is_flood_wait: deferred.is_flood_wait,
            detail: detail(deferred.detail),
        },
        Kind::Failed(failed) => Outcome::Failed {
            detail: detail(failed.detail),
        },
        Kind::Rejected(rejected) => Outcome::Rejected {
            reason: rejection_from_proto(rejected.reason),
            detail: detail(rejected.detail),
        },
        Kind::Moved(moved) => {
            let chat = nonzero(moved.chat_id).ok_or(Error::Missing("outcome.moved.chat_id"))?;
            Outcome::Moved { chat: ChatId(chat) }
        }
        Kind::Uncertain(uncertain) => Outcome::Uncertain {
            detail: detail(uncertain.detail),
            messages: uncertain.message_ids.into_iter().map(MessageId).collect(),
            in_part: uncertain.is_refused_in_part,
        },
    })
}

fn detail(mut words: String) -> String {
    malformed::cut(&mut words, MOST_DETAIL_BYTES);
    words
}

/// A length of time below nothing is none.
fn length_from_proto(length: prost_types::Duration) -> Duration {
    Duration::try_from(length).unwrap_or_default()
}

fn scope_from_proto(scope: i32) -> Result<Scope> {
    use proto::DeferralScope as Wire;
    match Wire::try_from(scope).unwrap_or_default() {
        Wire::Chat => Ok(Scope::Chat),
        Wire::Identity => Ok(Scope::Identity),
        Wire::Unspecified => Err(Error::Unknown {
            field: "outcome.deferred.scope",
            allowed: "CHAT or IDENTITY",
        }),
    }
}

/// Administrators that cannot be understood are left out; without the chat or
/// the identity's own standing there is no answer.
fn description_from_proto(description: proto::ChatDescription) -> Result<ChatDescription> {
    Ok(ChatDescription {
        chat: chat::from_proto(description.chat.ok_or(Error::Missing("description.chat"))?)?,
        own_status: member::status_from_proto(description.own_status)?,
        own_rights: member::rights_from_proto(description.own_rights),
        member: description
            .member
            .and_then(|member| member::from_proto(member).ok()),
        administrators: description
            .administrators
            .into_iter()
            .flat_map(member::from_proto)
            .collect(),
        members: u64::try_from(description.member_count)
            .ok()
            .filter(|count| *count > 0),
        receipts_allowed: description.receipts_allowed,
    })
}

/// What cannot be understood of it is left out: what has happened has happened.
fn reached_from_proto(reached: proto::Reached) -> Reached {
    Reached {
        chat: reached.chat.and_then(|one| chat::from_proto(one).ok()),
        person: reached.person.and_then(|one| person::from_proto(one).ok()),
        was_there: reached.was_there,
        is_waiting: reached.is_waiting,
        link: reached.invite_link,
    }
}

fn rejection_from_proto(reason: i32) -> Rejection {
    use proto::RejectionReason as Wire;
    match Wire::try_from(reason).unwrap_or_default() {
        Wire::Unspecified | Wire::Other => Rejection::Other,
        Wire::Blocked => Rejection::Blocked,
        Wire::Deactivated => Rejection::Deactivated,
        Wire::NotAMember => Rejection::NotAMember,
        Wire::NeverStarted => Rejection::NeverStarted,
        Wire::ChatNotFound => Rejection::ChatNotFound,
        Wire::TopicNotFound => Rejection::TopicNotFound,
        Wire::TopicClosed => Rejection::TopicClosed,
        Wire::NotAForum => Rejection::NotAForum,
        Wire::MissingRight => Rejection::MissingRight,
        Wire::MessageNotFound => Rejection::MessageNotFound,
        Wire::NotCopyable => Rejection::NotCopyable,
        Wire::NotEditable => Rejection::NotEditable,
        Wire::TooLong => Rejection::TooLong,
        Wire::FileTooBig => Rejection::FileTooBig,
        Wire::FileNotFound => Rejection::FileNotFound,
        Wire::QuoteMismatch => Rejection::QuoteMismatch,
        Wire::ReactionNotAllowed => Rejection::ReactionNotAllowed,
        Wire::BadCredential => Rejection::BadCredential,
        Wire::NotSupported => Rejection::NotSupported,
        Wire::PeerFlood => Rejection::PeerFlood,
        Wire::NotFound => Rejection::NotFound,
        Wire::Privacy => Rejection::Privacy,
        Wire::LinkInvalid => Rejection::LinkInvalid,
        Wire::TooManyChats => Rejection::TooManyChats,
        Wire::PersonInTooManyChats => Rejection::PersonInTooManyChats,
        Wire::ChatFull => Rejection::ChatFull,
        Wire::UnwantedKind => Rejection::UnwantedKind,
    }
}
