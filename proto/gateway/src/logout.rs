//! Ending accounts' sessions that nobody uses any more.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};

use backline_proto::gateway::v1::report_logout_request::Report;
use backline_proto::gateway::v1::{LogoutDone, LogoutFailed, LogoutRequested, ReportLogoutRequest};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::link::Link;
use crate::lock::lock;
use crate::refusal::Refusal;

/// A logout under way: the session is over, or may not be.
pub type LoggingOut = BoxFuture<'static, Result<(), LogoutFailed>>;

/// Those under way, by id.
#[derive(Default)]
pub(crate) struct Logouts(Mutex<BTreeSet<String>>);

/// Ends a session, and tells how that went. Does not wait for it. One that is under way
/// already is not begun once more: two lines under one key are none of Telegram's liking.
pub(crate) fn begin(link: &Arc<Link>, requested: LogoutRequested) {
    if link.draining.is_cancelled() || !lock(&link.logouts.0).insert(requested.logout.clone()) {
        return;
    }
    link.tasks.spawn(run(Arc::clone(link), requested));
}

async fn run(link: Arc<Link>, requested: LogoutRequested) {
    let LogoutRequested {
        account_session,
        logout,
    } = requested;
    let (fence, clock) = (link.fence.clone(), Arc::clone(&link.clock));
    let ending = link.platform.log_out(account_session, fence, clock);
    let ended = AssertUnwindSafe(ending).catch_unwind();
    let ended = link.in_hand.track_future(ended).await.unwrap_or_else(|_| {
        Err(LogoutFailed {
            detail: "the gateway failed at it; its log has more".to_owned(),
            ..LogoutFailed::default()
        })
    });
    let report = match ended {
        Ok(()) => Report::Done(LogoutDone {}),
        Err(failed) => Report::Failed(failed),
    };
    tokio::select! {
        () = tell(&link, &logout, report) => {}
        // The server asks somebody else once this session's lease is over.
        () = link.over.cancelled() => {}
    }
    lock(&link.logouts.0).remove(&logout);
}

/// Tells the server, until it answered.
async fn tell(link: &Link, logout: &str, report: Report) {
    let mut backoff = Link::backoff();
    loop {
        let request = ReportLogoutRequest {
            session: link.session().await,
            logout: logout.to_owned(),
            report: Some(report.clone()),
        };
        let status = match link.client.gateway().report_logout(request).await {
            Ok(_) => return,
            Err(status) => status,
        };
        match Refusal::of(&status) {
            Refusal::Passing | Refusal::SessionLost | Refusal::TooLarge => {
                link.pause(&mut backoff).await;
            }
            Refusal::Superseded | Refusal::Final => {
                tracing::warn!(%status, "what is told of a logout was refused");
                return;
            }
        }
    }
}
