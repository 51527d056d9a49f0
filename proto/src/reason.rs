//! Machine-readable reasons in errors: the `ErrorInfo.reason` of every Status
//! that Backline returns. Reasons are stable; messages are for people.

/// The `ErrorInfo.domain` of every error.
pub const DOMAIN: &str = "backline";

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)?) => {
        /// Why a call failed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $variant),* }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The text on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The reason with this text on the wire.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.as_str() == text)
            }
        }
    };
}

reasons! {
    /// No token, or one that is not known, revoked or expired.
    Unauthenticated = "UNAUTHENTICATED",
    /// The token's scopes or reach do not allow the call.
    ScopeMissing = "SCOPE_MISSING",
    /// A field is missing or wrong; `BadRequest` names it.
    InvalidField = "INVALID_FIELD",
    /// A parameter's value is not in its grammar.
    InvalidParameter = "INVALID_PARAMETER",
    /// No such resource.
    NotFound = "NOT_FOUND",
    /// The name or identity is taken.
    AlreadyExists = "ALREADY_EXISTS",
    /// The `etag` is not the current one.
    EtagMismatch = "ETAG_MISMATCH",
    /// The resource's state does not allow it.
    WrongState = "WRONG_STATE",
    /// The administrator's plan does not allow it.
    PlanLimit = "PLAN_LIMIT",
    /// The session is not known any more: attach again.
    SessionLost = "SESSION_LOST",
    /// A newer assignment of the identity exists: stop using it.
    Superseded = "SUPERSEDED",
    /// The lease belongs to somebody else or is over.
    LeaseLost = "LEASE_LOST",
    /// The same token was reported with another outcome before.
    OutcomeMismatch = "OUTCOME_MISMATCH",
    /// Too much at once: wait as `RetryInfo` says.
    Overloaded = "OVERLOADED",
    /// The call took longer than its deadline, or than the server allows.
    DeadlineExceeded = "DEADLINE_EXCEEDED",
    /// The server is stopping or its store does not answer: try again.
    Unavailable = "UNAVAILABLE",
    /// This server does not do it.
    NotSupported = "NOT_SUPPORTED",
    /// A bug; the log has more under the request's id.
    Internal = "INTERNAL",
}
