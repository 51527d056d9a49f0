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
    /// The call carries more than the server takes at once: again, in parts.
    TooLarge,
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
            (Some(Reason::Overloaded), _) => Self::Passing,
            (_, Code::OutOfRange | Code::ResourceExhausted) => Self::TooLarge,
            (_, Code::InvalidArgument) if is_about_size(status) => Self::TooLarge,
            (
                Some(_),
                Code::InvalidArgument
                | Code::NotFound
                | Code::AlreadyExists
                | Code::FailedPrecondition
                | Code::Unimplemented,
            ) => Self::Final,
            // Without a reason it was not the server who answered: a proxy before it, which
            // knows nothing of what became of the call. A revoked token may be replaced, a bug be mended: what must not be
            // lost waits for it.
            _ => Self::Passing,
        }
    }
}

/// Whether a wrong field is wrong by its size: the message as a whole, or more
/// updates than the server takes.
fn is_about_size(status: &Status) -> bool {
    let violations = status
        .get_details_bad_request()
        .map(|request| request.field_violations)
        .unwrap_or_default();
    violations.iter().any(|violation| {
        let said = &violation.description;
        match violation.field.as_str() {
            "updates" => said.contains("at most"),
            "message" => said.contains("too large"),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tonic_types::ErrorDetails;

    #[test]
    fn what_is_refused_for_its_size_is_told_from_what_is_wrong() {
        let wrong = |field: &str, said: &str| {
            let mut details = ErrorDetails::with_error_info("INVALID_FIELD", DOMAIN, []);
            details.add_bad_request_violation(field, said);
            Refusal::of(&Status::with_error_details(
                Code::InvalidArgument,
                "",
                details,
            ))
        };
        let limit = "Error, decoded message length too large: found 9 bytes, the limit is: 8 bytes";
        assert_eq!(wrong("message", limit), Refusal::TooLarge);
        assert_eq!(
            wrong("updates", "a batch has at most 100 updates"),
            Refusal::TooLarge
        );
        assert_eq!(wrong("message", "it is another one"), Refusal::Final);
        assert_eq!(wrong("cursor", "missing"), Refusal::Final);
        assert_eq!(
            Refusal::of(&Status::out_of_range("length too large")),
            Refusal::TooLarge
        );
        assert_eq!(
            Refusal::of(&Status::resource_exhausted("length too large")),
            Refusal::TooLarge
        );
        let busy = ErrorDetails::with_error_info("OVERLOADED", DOMAIN, []);
        let busy = Status::with_error_details(Code::ResourceExhausted, "", busy);
        assert_eq!(Refusal::of(&busy), Refusal::Passing);
    }

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
