//! The gateway's platform, watched: what the bots report of themselves. Nothing is changed on the
//! way.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use backline_gateway::{Assignment, Platform, Report, Reports, StartError, Started};
use backline_gateway_bot::Bots;
use backline_proto::gateway::v1::{Capabilities, GatewayKind};

/// Bots, watched.
pub(super) struct Watched {
    bots: Bots,
    seen: Seen,
}

/// What was seen. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<BTreeMap<String, Reports>>>);

// === impl Watched ===

impl Watched {
    pub(super) fn new(bots: Bots) -> (Arc<Self>, Seen) {
        let seen = Seen::default();
        (
            Arc::new(Self {
                bots,
                seen: seen.clone(),
            }),
            seen,
        )
    }
}

impl Platform for Watched {
    fn kind(&self) -> GatewayKind {
        self.bots.kind()
    }

    fn capabilities(&self) -> Capabilities {
        self.bots.capabilities()
    }

    fn start(&self, assignment: Assignment) -> Result<Started, StartError> {
        self.seen
            .watch(assignment.identity.clone(), assignment.reports.clone());
        self.bots.start(assignment)
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
