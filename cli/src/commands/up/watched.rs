//! A gateway's platform, watched: what bots and accounts report of themselves. Nothing is changed
//! on the way.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use backline_gateway::{
    Assignment, Clock, Fence, LoggingIn, LoggingOut, Login, Platform, Report, Reports, StartError,
    Started,
};
use backline_proto::gateway::v1::{Capabilities, GatewayKind};

/// Bots or accounts, watched.
pub(super) struct Watched<P> {
    platform: P,
    seen: Seen,
}

/// What was seen. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<BTreeMap<String, Reports>>>);

// === impl Watched ===

impl<P> Watched<P> {
    pub(super) fn new(platform: P, seen: &Seen) -> Self {
        let seen = seen.clone();
        Self { platform, seen }
    }
}

impl<P: Platform> Platform for Watched<P> {
    fn kind(&self) -> GatewayKind {
        self.platform.kind()
    }

    fn capabilities(&self) -> Capabilities {
        self.platform.capabilities()
    }

    fn start(&self, assignment: Assignment) -> Result<Started, StartError> {
        self.seen
            .watch(assignment.identity.clone(), assignment.reports.clone());
        self.platform.start(assignment)
    }

    fn log_in(&self, login: Login) -> LoggingIn {
        self.platform.log_in(login)
    }

    fn log_out(&self, account_session: Vec<u8>, fence: Fence, clock: Arc<dyn Clock>) -> LoggingOut {
        self.platform.log_out(account_session, fence, clock)
    }
}

// === impl Seen ===

impl Seen {
    /// What an identity reported last.
    pub(super) fn report(&self, identity: &str) -> Option<Report> {
        let reports = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reports.get(identity).and_then(Reports::last)
    }

    fn watch(&self, identity: String, reports: Reports) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(identity, reports);
    }
}

#[cfg(test)]
mod tests {
    use backline_proto::gateway::v1::IdentityState;

    use super::*;

    #[test]
    fn the_last_report_of_the_last_assignment_counts() {
        let seen = Seen::default();
        let told = |state| {
            let reports = Reports::new();
            reports.tell(Report {
                state,
                detail: String::new(),
                profile: None,
            });
            reports
        };
        seen.watch("bot:1".into(), told(IdentityState::Conflict));
        seen.watch("bot:1".into(), told(IdentityState::Online));
        assert_eq!(seen.report("bot:1").unwrap().state, IdentityState::Online);
        assert_eq!(seen.report("bot:2"), None);
    }
}
