//! An identity that this gateway holds.

use std::sync::Arc;

use async_trait::async_trait;
use backline_proto::gateway::v1::{
    Action, IdentityAssigned, IdentityRevoked, IdentityState, Outcome, RejectionReason,
};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::link::Link;
use crate::{Assignment, Identity, KeepSession, Report, Reports, Started, pump, rejected, report};

/// An identity that this gateway holds, under one epoch.
pub(crate) struct Held {
    pub(crate) name: String,
    pub(crate) epoch: i64,
    pub(crate) identity: Arc<dyn Identity>,
    pub(crate) reports: Reports,
    /// Ends its polling; its commands in hand go on to their end.
    pub(crate) stop: CancellationToken,
    /// Its update pump.
    pub(crate) pump: TaskTracker,
    /// Its commands in hand, until their outcome is reported.
    pub(crate) commands: TaskTracker,
}

/// Takes up an identity. Does not wait for anything, so that the commands which
/// follow on the stream find it.
pub(crate) fn assign(link: &Arc<Link>, assigned: IdentityAssigned) {
    let IdentityAssigned {
        identity: name,
        epoch,
        credential,
        cursor,
        skips_waiting,
        ..
    } = assigned;
    let before = link.held(&name);
    if let Some(before) = &before
        && before.epoch >= epoch
    {
        // Kept over a reconnect.
        return;
    }
    if link.draining.is_cancelled() {
        return;
    }
    let reports = Reports::new();
    let started = match credential {
        None => Err("the server sent no credential".to_owned()),
        Some(credential) => link
            .platform
            .start(Assignment {
                identity: name.clone(),
                credential,
                cursor,
                skips_waiting,
                keep_session: KeepSession::of(link, &name, epoch),
                reports: reports.clone(),
                fence: link.fence.clone(),
                clock: Arc::clone(&link.clock),
            })
            .map_err(|error| error.0),
    };
    let (identity, updates) = match started {
        Ok(Started { identity, updates }) => (identity, Some(updates)),
        Err(detail) => {
            let state = IdentityState::BadCredential;
            reports.tell(Report {
                state,
                detail,
                profile: None,
            });
            (Arc::new(Unstartable) as Arc<dyn Identity>, None)
        }
    };
    tracing::info!(identity = %name, epoch, "identity assigned");
    let held = Arc::new(Held {
        name,
        epoch,
        identity,
        reports,
        stop: link.draining.child_token(),
        pump: TaskTracker::new(),
        commands: TaskTracker::new(),
    });
    let replaced = link.hold(Arc::clone(&held));
    if let Some(replaced) = &replaced {
        replaced.stop.cancel();
    }
    link.tasks
        .spawn(report::carry(Arc::clone(link), Arc::clone(&held)));
    if let Some(updates) = updates {
        let tracked = held.pump.clone();
        let link = Arc::clone(link);
        let tasks = link.tasks.clone();
        tasks.spawn(tracked.track_future(async move {
            // Two polls for one bot would end each other, and two connections of
            // one account would end the account's session.
            if let Some(replaced) = replaced {
                finish(&replaced).await;
            }
            pump::run(link, held, updates).await;
        }));
    }
}

/// The server takes an identity back: stop at once, finish what is in hand, say
/// so.
pub(crate) fn revoke(link: &Arc<Link>, revoked: &IdentityRevoked) {
    let Some(held) = link.held(&revoked.identity) else {
        // The assignment was lost on its way. The server waits for the word all the same.
        let never = Arc::new(Held {
            name: revoked.identity.clone(),
            epoch: revoked.epoch,
            identity: Arc::new(Unstartable),
            reports: Reports::new(),
            stop: CancellationToken::new(),
            pump: TaskTracker::new(),
            commands: TaskTracker::new(),
        });
        let link = Arc::clone(link);
        link.tasks.clone().spawn(async move {
            say_released(&link, never, "it never came here").await;
        });
        return;
    };
    if held.epoch > revoked.epoch {
        return;
    }
    tracing::info!(identity = %held.name, reason = %revoked.reason, "identity revoked");
    link.let_go(&held);
    link.tasks.spawn(release(Arc::clone(link), held));
}

/// Waits until nothing of an identity is in hand any more and reports it
/// released.
async fn release(link: Arc<Link>, held: Arc<Held>) {
    finish(&held).await;
    say_released(&link, held, "revoked by the server").await;
}

/// Reports an identity released; nothing of it is in hand any more.
pub(crate) async fn say_released(link: &Link, held: Arc<Held>, why: &'static str) {
    let state = IdentityState::Released;
    let released = Report {
        state,
        detail: why.to_owned(),
        profile: None,
    };
    report::until_answered(link, &held, &released).await;
}

/// Lets an identity end without a word: the server counts it as gone.
pub(crate) async fn finish_quietly(held: Arc<Held>) {
    finish(&held).await;
}

/// Stops polling, and waits for what is in hand.
async fn finish(held: &Held) {
    held.stop.cancel();
    held.pump.close();
    held.commands.close();
    held.pump.wait().await;
    held.commands.wait().await;
    held.identity.stop().await;
}

/// Stands in for an identity whose credential cannot be one.
struct Unstartable;

#[async_trait]
impl Identity for Unstartable {
    async fn execute(&self, _: Action, _: &[i64], _: &crate::Files) -> Outcome {
        let detail = "the identity's credential cannot be used";
        rejected(RejectionReason::BadCredential, detail)
    }

    async fn stop(&self) {}
}
