//! What a gRPC error means for a gateway.

use backline_proto::reason::{DOMAIN, Reason};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// What to do about a call that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The server was not reached, not in time, or cannot now: again, later.
    Passing,
    /// The session is not known any more: again with the next one.
    SessionLost,
    /// A newer assignment of the identity exists: let go of it.
    Superseded,
    /// The server answered, and the same call will get the same answer.
    Final,
}

// === impl Refusal ===

impl Refusal {
    pub(crate) fn of(status: &Status) -> Self {
        let reason = status
            .get_details_error_info()
            .filter(|info| info.domain == DOMAIN)
            .and_then(|info| Reason::parse(&info.reason));
        match (reason, status.code()) {
            (Some(Reason::SessionLost), _) => Self::SessionLost,
            (Some(Reason::Superseded), _) => Self::Superseded,
            (
                _,
                Code::InvalidArgument
                | Code::NotFound
                | Code::AlreadyExists
                | Code::FailedPrecondition
                | Code::OutOfRange
                | Code::Unimplemented,
            ) => Self::Final,
            // A revoked token may be replaced, a bug be mended: what must not be
            // lost waits for it.
            _ => Self::Passing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tonic_types::ErrorDetails;

    #[test]
    fn tells_them_apart() {
        let of = |code, reason: &str| {
            let details = ErrorDetails::with_error_info(reason, DOMAIN, []);
            Refusal::of(&Status::with_error_details(code, "", details))
        };
        assert_eq!(
            of(Code::FailedPrecondition, "SUPERSEDED"),
            Refusal::Superseded
        );
        assert_eq!(
            of(Code::FailedPrecondition, "SESSION_LOST"),
            Refusal::SessionLost
        );
        assert_eq!(of(Code::FailedPrecondition, "LEASE_LOST"), Refusal::Final);
        assert_eq!(of(Code::Unavailable, "UNAVAILABLE"), Refusal::Passing);
        assert_eq!(
            Refusal::of(&Status::deadline_exceeded("")),
            Refusal::Passing
        );
        assert_eq!(
            Refusal::of(&Status::cancelled("Timeout expired")),
            Refusal::Passing
        );
        assert_eq!(Refusal::of(&Status::unauthenticated("")), Refusal::Passing);
    }
}
