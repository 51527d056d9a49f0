//! One command, from its arrival to its outcome.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use backline_proto::gateway::v1::{
    Action, CommandDelivery, DeferralScope, Outcome, RejectionReason, StartCommandRequest,
};
use futures::FutureExt as _;

use crate::held::Held;
use crate::lease::Lease;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::{Files, completion, deferred, failed, rejected, uncertain};

/// How long a command waits that came for an identity which is not held: the
/// server gives it out again when it knows who holds it.
const NOT_HELD_DELAY: Duration = Duration::from_secs(1);

/// How often a Start is repeated that gets no answer, before the command is given
/// back.
const START_ATTEMPTS: u32 = 3;

/// Why a command is not executed and not reported either: it is not ours.
struct NotOurs;

/// Takes a command from the stream. Never waits and never queues: the server
/// sends no more than may be in hand.
pub(crate) fn take(link: &Arc<Link>, delivery: CommandDelivery) {
    let Some(lease) = link.leases.take(&delivery.lease_token) else {
        return;
    };
    let held = link
        .held(&delivery.identity)
        .filter(|held| held.epoch == delivery.epoch);
    let tracker = held.as_ref().map(|held| held.commands.clone());
    let link = Arc::clone(link);
    let tasks = link.tasks.clone();
    let running = async move {
        let command = delivery.command.clone();
        let token = delivery.lease_token.clone();
        if let Ok(outcome) = run(&link, held, lease, delivery).await {
            completion::report(&link, &command, &token, outcome).await;
        }
        link.leases.end(&token);
    };
    match tracker {
        Some(tracker) => tasks.spawn(tracker.track_future(running)),
        None => tasks.spawn(running),
    };
}

async fn run(
    link: &Arc<Link>,
    held: Option<Arc<Held>>,
    lease: Lease,
    delivery: CommandDelivery,
) -> Result<Outcome, NotOurs> {
    if link.draining.is_cancelled() {
        // Given back when what is in hand is done: given back at once it would be
        // handed out at once, over and over.
        link.in_hand.wait().await;
        return Ok(draining());
    }
    let Some(held) = held else {
        let detail = "this gateway does not hold the identity under that epoch";
        return Ok(deferred(NOT_HELD_DELAY, DeferralScope::Identity, detail));
    };
    let Some(action) = delivery.action else {
        let reason = RejectionReason::NotSupported;
        return Ok(rejected(
            reason,
            "the command names no action that this version knows",
        ));
    };
    if let Some(outcome) = too_late(link, delivery.deadline) {
        return Ok(outcome);
    }
    if let Some(outcome) = fenced(link) {
        return Ok(outcome);
    }
    let effect = async {
        if delivery.needs_start {
            let started = tokio::select! {
                biased;
                () = lease.withdrawn.cancelled() => return Ok(withdrawn()),
                started = start(link, &delivery.lease_token) => started,
            };
            if let Err(end) = started {
                return end;
            }
        }
        if lease.withdrawn.is_cancelled() {
            return Ok(withdrawn());
        }
        // Asked again: the answer to Start may have taken long.
        if let Some(outcome) = fenced(link) {
            return Ok(outcome);
        }
        let files = Files::of(link, delivery.lease_token.clone());
        Ok(execute(&held, action, &delivery.random_ids, &files).await)
    };
    link.in_hand.track_future(effect).await
}

/// Announces the effect. Without the server's answer it must not be caused; what
/// the server committed all the same is taken back by the outcome.
async fn start(link: &Link, lease_token: &str) -> Result<(), Result<Outcome, NotOurs>> {
    let mut backoff = Link::backoff();
    loop {
        let session = link.session().await;
        let request = StartCommandRequest {
            session,
            lease_token: lease_token.to_owned(),
        };
        let status = match link.client.gateway().start_command(request).await {
            Ok(_) => return Ok(()),
            Err(status) => status,
        };
        match Refusal::of(&status) {
            Refusal::Superseded | Refusal::Final => {
                tracing::info!(%status, "a command was taken back before it began");
                return Err(Err(NotOurs));
            }
            _ if backoff.attempts() < START_ATTEMPTS => link.pause(&mut backoff).await,
            Refusal::Passing | Refusal::SessionLost | Refusal::TooLarge => {
                let detail = format!("not begun: the start was not answered ({status})");
                return Err(Ok(deferred(Duration::ZERO, DeferralScope::Chat, detail)));
            }
        }
    }
}

/// Causes the effect. A panic in a platform must not cost the outcome: what it
/// had done by then nobody knows.
async fn execute(held: &Held, action: Action, random_ids: &[i64], files: &Files) -> Outcome {
    let executing = AssertUnwindSafe(held.identity.execute(action, random_ids, files));
    executing.catch_unwind().await.unwrap_or_else(|_| {
        uncertain("the gateway failed while it executed the command; its log has more")
    })
}

fn fenced(link: &Link) -> Option<Outcome> {
    (!link.fence.allows()).then(|| {
        let detail = "not begun: the gateway has not heard from the server for 40 seconds";
        deferred(Duration::ZERO, DeferralScope::Identity, detail)
    })
}

/// Costs an attempt, with its growing gap: were it free, two machines whose
/// clocks differ would hand the command to and fro.
fn too_late(link: &Link, deadline: Option<prost_types::Timestamp>) -> Option<Outcome> {
    let deadline = deadline?;
    let now = i64::try_from(link.clock.unix().as_secs()).unwrap_or(i64::MAX);
    (deadline.seconds < now).then(|| {
        failed("not begun: its deadline had passed on the gateway's clock; are both clocks right?")
    })
}

fn withdrawn() -> Outcome {
    deferred(
        Duration::ZERO,
        DeferralScope::Chat,
        "withdrawn before it began",
    )
}

fn draining() -> Outcome {
    deferred(Duration::ZERO, DeferralScope::Identity, "draining")
}
