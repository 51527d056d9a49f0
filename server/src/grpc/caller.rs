//! Who calls, as the layer found out. Handlers ask it about reach.

use std::sync::Arc;

use backline_domain::access::{Scope, Token};
use backline_domain::id::{ConnectionId, UserId};
use backline_domain::time::Timestamp;
use backline_proto::reason::Reason;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Status};

use super::status;

/// The caller of a request, in its extensions.
#[derive(Clone)]
pub struct Caller {
    /// The token that the request came with.
    pub token: Arc<Token>,
    /// Cancelled once the token is revoked or expired: streams opened with it
    /// end then. Revoking is seen at once, expiry within half a minute.
    pub ended: CancellationToken,
    /// The administrator at the other end of the setup bot, when it is one.
    pub person: Option<UserId>,
}

// === impl Caller ===

impl Caller {
    /// The caller of this request.
    ///
    /// # Errors
    /// INTERNAL when the layer that finds it out is not there.
    pub fn of<T>(request: &Request<T>) -> Result<Self, Status> {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .ok_or_else(|| status::internal("a call came past the layer that authenticates"))
    }

    /// An administrator who calls through the setup bot, with everything within reach that is
    /// theirs and nothing else. `None` for what is theirs: everything, for what is only to be made.
    #[must_use]
    pub(super) fn person(user: UserId, theirs: Option<Vec<ConnectionId>>, now: Timestamp) -> Self {
        let none = || vec![backline_domain::setup_bot::setup_id()];
        let connections = match theirs {
            // A token that names none reaches all.
            Some(theirs) if theirs.is_empty() => none(),
            Some(theirs) => theirs,
            None => Vec::new(),
        };
        let token = Token {
            id: format!("person-{user}"),
            name: "the setup bot".to_owned(),
            secret_hash: String::new(),
            scopes: vec![Scope::Admin],
            connections,
            gateway_kinds: Vec::new(),
            identities: Vec::new(),
            created_at: now,
            expires_at: None,
        };
        Self {
            token: Arc::new(token),
            ended: CancellationToken::new(),
            person: Some(user),
        }
    }

    /// As whom changes are kept.
    #[must_use]
    pub fn by(&self) -> String {
        match self.person {
            Some(person) => format!("user:{person}"),
            None => format!("token:{}", self.token.id),
        }
    }

    /// Whether it is an administrator in the setup bot.
    #[must_use]
    pub(super) const fn is_person(&self) -> bool {
        self.person.is_some()
    }

    /// Whether the token's reach is limited to some connections.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        !self.token.connections.is_empty()
    }

    /// Whether it calls with an API token that is bound to connections. An administrator in the
    /// setup bot reaches only theirs too, and calls with no token.
    #[must_use]
    pub(super) fn has_bound_token(&self) -> bool {
        self.is_limited() && self.person.is_none()
    }

    /// Lets the call pass when the connection is within the token's reach. The
    /// one place that decides so.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub fn reach(&self, connection: &ConnectionId) -> Result<(), Status> {
        if self.token.reaches(connection) {
            Ok(())
        } else {
            Err(out_of_reach(connection.as_str()))
        }
    }

    /// Lets the call pass when the token reaches all connections.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub fn reach_all(&self, what: &str) -> Result<(), Status> {
        if self.is_limited() {
            let message =
                format!("{what} needs a token that reaches all connections; this one reaches some");
            Err(status::with_metadata(
                Reason::ScopeMissing,
                message,
                [("connection", "-".into())],
            ))
        } else {
            Ok(())
        }
    }

    /// Lets the call pass when the token has this scope.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub(super) fn allow(&self, scope: Scope) -> Result<(), Status> {
        if self.token.allows(scope) {
            return Ok(());
        }
        let needed = scope_name(scope);
        let message = format!(
            "this call needs a token with scope `{needed}`; this one has {}",
            self.scopes()
        );
        Err(status::with_metadata(
            Reason::ScopeMissing,
            message,
            [("needed", needed.into())],
        ))
    }

    fn scopes(&self) -> String {
        let names: Vec<String> = self
            .token
            .scopes
            .iter()
            .map(|scope| format!("`{}`", scope_name(*scope)))
            .collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    }
}

/// The status for what a limited token may not even know about.
#[must_use]
pub(super) fn out_of_reach(connection: &str) -> Status {
    status::with_metadata(
        Reason::ScopeMissing,
        format!("connection {connection} is not within this token's reach"),
        [("connection", connection.to_owned())],
    )
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller")
            .field("token", &self.token.id)
            .finish_non_exhaustive()
    }
}

const fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "read",
        Scope::Send => "send",
        Scope::Manage => "manage",
        Scope::Admin => "admin",
        Scope::Gateway => "gateway",
    }
}
