//! How an identity is doing, told to the server.

use std::sync::Arc;

use backline_proto::gateway::v1::{IdentityProfile, IdentityState, ReportIdentityRequest};
use tokio::sync::watch;

use crate::held::Held;
use crate::link::Link;
use crate::refusal::Refusal;

/// How an identity is doing.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The state.
    pub state: IdentityState,
    /// In words, with the remedy, without secrets.
    pub detail: String,
    /// What Telegram says of the identity, when it is online.
    pub profile: Option<IdentityProfile>,
}

/// Where an identity tells how it is doing. The last word counts; it is repeated
/// to the server until it answered, and told again to every new session.
#[derive(Debug, Clone)]
pub struct Reports(watch::Sender<Option<Report>>);

// === impl Reports ===

impl Default for Reports {
    fn default() -> Self {
        Self::new()
    }
}

impl Reports {
    /// Nothing told yet.
    #[must_use]
    pub fn new() -> Self {
        Self(watch::Sender::new(None))
    }

    /// Tells. The same as before is not told again.
    pub fn tell(&self, report: Report) {
        self.0.send_if_modified(|last| {
            let is_new = last.as_ref() != Some(&report);
            if is_new {
                tracing::info!(state = ?report.state, detail = %report.detail, "identity reports");
                *last = Some(report);
            }
            is_new
        });
    }

    /// What was told last.
    #[must_use]
    pub fn last(&self) -> Option<Report> {
        self.0.borrow().clone()
    }
}

/// Carries an identity's reports to the server until it is stopped.
pub(crate) async fn carry(link: Arc<Link>, held: Arc<Held>) {
    let mut reports = held.reports.0.subscribe();
    let mut sessions = link.sessions();
    // What was told to which session.
    let mut told: Option<(u64, Report)> = None;
    loop {
        let report = reports.borrow_and_update().clone();
        let number = sessions.borrow_and_update().number;
        let pending = report.filter(|report| told != Some((number, report.clone())));
        if let Some(report) = pending {
            let sent = tokio::select! {
                () = held.stop.cancelled() => return,
                sent = until_answered(&link, &held, &report) => sent,
                // A newer word or session replaces this one.
                _ = reports.changed() => { reports.mark_changed(); continue }
                _ = sessions.changed() => { sessions.mark_changed(); continue }
            };
            if sent == Refusal::Superseded {
                link.give_up(&held, "the server has a newer assignment");
                return;
            }
            told = Some((number, report));
            continue;
        }
        tokio::select! {
            () = held.stop.cancelled() => return,
            changed = reports.changed() => if changed.is_err() { return },
            changed = sessions.changed() => if changed.is_err() { return },
        }
    }
}

/// Sends a report until the server answered. Gives what it answered: `Passing`
/// stands for "taken".
pub(crate) async fn until_answered(link: &Link, held: &Held, report: &Report) -> Refusal {
    let mut backoff = Link::backoff();
    loop {
        let session = link.session().await;
        let request = ReportIdentityRequest {
            session,
            identity: held.name.clone(),
            epoch: held.epoch,
            state: report.state.into(),
            detail: report.detail.clone(),
            profile: report.profile.clone(),
        };
        let status = match link.client.gateway().report_identity(request).await {
            Ok(_) => return Refusal::Passing,
            Err(status) => status,
        };
        match Refusal::of(&status) {
            Refusal::Passing | Refusal::SessionLost | Refusal::TooLarge => {
                link.pause(&mut backoff).await;
            }
            refusal => {
                tracing::warn!(identity = %held.name, %status, "a report was refused");
                return refusal;
            }
        }
    }
}
