//! Outcomes on their way to the server.

use backline_proto::gateway::v1::{
    CompleteCommandRequest, CompletionState, Outcome, outcome::Kind,
};

use crate::link::Link;
use crate::refusal::Refusal;

/// Reports how a command ended, again and again, over reconnects, until the
/// server answered. Ends without an answer only when the process does.
pub(crate) async fn report(link: &Link, command: &str, lease_token: &str, outcome: Outcome) {
    let kind = name(&outcome);
    tokio::select! {
        () = until_answered(link, command, lease_token, outcome) => {}
        () = link.over.cancelled() => {
            tracing::error!(
                command, outcome = kind,
                "the gateway ends and the server did not take this outcome"
            );
        }
    }
}

async fn until_answered(link: &Link, command: &str, lease_token: &str, outcome: Outcome) {
    let mut backoff = Link::backoff();
    let kind = name(&outcome);
    loop {
        let request = CompleteCommandRequest {
            session: link.session().await,
            lease_token: lease_token.to_owned(),
            outcome: Some(outcome.clone()),
        };
        match link.client.gateway().complete_command(request).await {
            Ok(response) => {
                let state = response.into_inner().state();
                if state == CompletionState::AlreadyFinal {
                    tracing::info!(command, outcome = kind, "the command had ended before");
                }
                tracing::debug!(command, outcome = kind, ?state, counter.completions = 1);
                return;
            }
            Err(status) => match Refusal::of(&status) {
                Refusal::Passing | Refusal::SessionLost | Refusal::TooLarge => {
                    tracing::debug!(command, %status, counter.completion_retries = 1);
                    link.pause(&mut backoff).await;
                }
                // A stale failure, or another outcome under the same token: the
                // server knows better.
                Refusal::Superseded | Refusal::Final => {
                    tracing::warn!(command, outcome = kind, %status, "an outcome was refused");
                    return;
                }
            },
        }
    }
}

/// The outcome in one word, for logs: what people wrote stays out of them.
fn name(outcome: &Outcome) -> &'static str {
    match &outcome.kind {
        Some(Kind::Succeeded(_)) => "succeeded",
        Some(Kind::Deferred(_)) => "deferred",
        Some(Kind::Failed(_)) => "failed",
        Some(Kind::Rejected(_)) => "rejected",
        Some(Kind::Moved(_)) => "moved",
        Some(Kind::Uncertain(_)) => "uncertain",
        None => "none",
    }
}
