//! Which failure is which.

mod names;

use std::time::Duration;

use backline_gateway::{deferred, failed, flood_wait, rejected, succeeded, uncertain};
use backline_proto::gateway::v1::RejectionReason as Reason;
use backline_proto::gateway::v1::{DeferralScope, Outcome, Succeeded};
use grammers_client::sender::RpcError;

use self::names::{Meaning, meaning};
use crate::receive::{bad_token, logged_out};
use crate::telegram::{Failure, name};

/// How long a wait lasts that names no time. (inferred)
const UNTOLD_WAIT: Duration = Duration::from_secs(5);
/// The first call with these random ids is still in work.
const IN_WORK: Duration = Duration::from_secs(1);

/// The outcome of a call that makes nothing new.
pub(crate) fn of_change<T>(result: Result<T, Failure>) -> Outcome {
    match result {
        Ok(_) | Err(Failure::Unreadable(_)) => succeeded(Succeeded::default()),
        Err(failure) => of_failure(failure),
    }
}

/// The outcome of a call that failed.
pub(crate) fn of_failure(failure: Failure) -> Outcome {
    match failure {
        Failure::Fenced => deferred(
            Duration::ZERO,
            DeferralScope::Identity,
            format!("not begun: {}", failure.words()),
        ),
        Failure::NotSent(detail) => failed(detail),
        Failure::ClockAhead(_) => failed(failure.words()),
        Failure::Lost(detail) => uncertain(detail),
        Failure::Unreadable(detail) => uncertain(format!(
            "Telegram took it, and its answer cannot be read ({detail})"
        )),
        Failure::Refused(error) => of_refusal(&error),
    }
}

/// The outcome of a question: it has no effect, so that nothing can have happened
/// unseen.
pub(crate) fn of_failed_question(failure: Failure) -> Outcome {
    match failure {
        Failure::Lost(detail) | Failure::Unreadable(detail) => failed(detail),
        Failure::Refused(error) if is_passing(&error) => failed(name(&error)),
        failure => of_failure(failure),
    }
}

/// Telegram's own trouble.
fn is_passing(error: &RpcError) -> bool {
    error.code >= 500 || error.code < 0
}

fn of_refusal(error: &RpcError) -> Outcome {
    let words = name(error);
    if Failure::Refused(error.clone()).is_end() {
        return rejected(Reason::BadCredential, logged_out(&words));
    }
    if Failure::Refused(error.clone()).is_of_token() {
        return rejected(Reason::BadCredential, bad_token(&words));
    }
    if error.is("RANDOM_ID_DUPLICATE") {
        return deferred(IN_WORK, DeferralScope::Chat, words);
    }
    let is_wait = error.name.contains("_WAIT") || error.code == 420;
    if is_wait && !error.is("FROZEN_*") {
        let delay = error
            .value
            .map_or(UNTOLD_WAIT, |seconds| Duration::from_secs(seconds.into()));
        // The chat's own rule and no budget of Telegram's.
        if error.is("SLOWMODE_WAIT") {
            return deferred(delay, DeferralScope::Chat, words);
        }
        // How fast the account may move files, whatever the chat.
        let scope = if error.is("FLOOD_PREMIUM_WAIT") {
            DeferralScope::Identity
        } else {
            DeferralScope::Chat
        };
        return flood_wait(delay, scope, words);
    }
    match meaning(&error.name) {
        Some(Meaning::Done) => succeeded(Succeeded::default()),
        Some(Meaning::Never(reason)) => rejected(reason, words),
        None if is_passing(error) => uncertain(words),
        // Telegram kept a file's parts no longer: it is brought anew.
        None if error.is("FILE_PART_MISSING") => failed(words),
        // The account moved to another data centre: a new connection mends it.
        None if error.code == 303 => failed(words),
        None => rejected(Reason::Other, words),
    }
}

#[cfg(test)]
mod tests;
