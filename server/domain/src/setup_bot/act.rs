//! What buttons do.

use serde::{Deserialize, Serialize};

use super::account::Press;
use crate::access::Scope;
use crate::catalogue::Language;
use crate::id::{ConnectionId, IdentityId};

/// What a button does when it is pressed. The connection is looked up anew then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Shows the connections.
    Menu,
    /// Stops what is going on.
    Cancel,
    /// Asks for the language.
    Languages,
    /// Speaks another language.
    Speak(Language),
    /// Shows the person's plan.
    Plan,
    /// Begins a new connection.
    New,
    /// Shows a connection.
    Card(ConnectionId),
    /// Asks for the group.
    Group(ConnectionId),
    /// Looks at the group once more.
    Check(ConnectionId),
    /// Has a test message sent.
    Test(ConnectionId),
    /// The test message is there.
    Seen(ConnectionId),
    /// It is not.
    Unseen(ConnectionId),
    /// Stops or starts it.
    Stop(ConnectionId, bool),
    /// Asks whether it is to be deleted.
    Delete(ConnectionId),
    /// Shows a page of parameters.
    Parameters(ConnectionId, usize),
    /// Shows one.
    Parameter(ConnectionId, String),
    /// Sets one.
    Set(ConnectionId, String, String),
    /// Asks for a value of one.
    Type(ConnectionId, String),
    /// Shows what one was before.
    History(ConnectionId, String),
    /// Sets one to what it was before this change.
    SetBack(ConnectionId, String, u64),
    /// Shows the relay bots.
    Relays(ConnectionId),
    /// Asks for a token of another.
    AddRelay(ConnectionId),
    /// Shows how one stands.
    Relay(ConnectionId, IdentityId),
    /// Removes it.
    RemoveRelay(ConnectionId, IdentityId),
    /// Shows the API tokens.
    Tokens(ConnectionId),
    /// Asks what a new one may do.
    NewToken(ConnectionId),
    /// Makes one.
    MakeToken(ConnectionId, Scope),
    /// Asks whether one is to be revoked.
    Token(ConnectionId, String),
    /// Revokes it.
    Revoke(ConnectionId, String),
    /// Asks about the secret that webhooks are signed with.
    Signing(ConnectionId),
    /// Shows it, or a new one.
    Secret(ConnectionId, bool),
    /// Something about personal accounts.
    Account(Press),
}

// === impl Act ===

impl Act {
    /// The connection that it is about.
    #[must_use]
    pub const fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::Account(press) => press.connection(),
            Self::Menu
            | Self::Cancel
            | Self::Languages
            | Self::Speak(_)
            | Self::Plan
            | Self::New => None,
            Self::Card(of)
            | Self::Group(of)
            | Self::Check(of)
            | Self::Test(of)
            | Self::Seen(of)
            | Self::Unseen(of)
            | Self::Stop(of, _)
            | Self::Delete(of)
            | Self::Parameters(of, _)
            | Self::Parameter(of, _)
            | Self::Set(of, _, _)
            | Self::Type(of, _)
            | Self::History(of, _)
            | Self::SetBack(of, _, _)
            | Self::Relays(of)
            | Self::AddRelay(of)
            | Self::Relay(of, _)
            | Self::RemoveRelay(of, _)
            | Self::Tokens(of)
            | Self::NewToken(of)
            | Self::MakeToken(of, _)
            | Self::Token(of, _)
            | Self::Revoke(of, _)
            | Self::Signing(of)
            | Self::Secret(of, _) => Some(of),
        }
    }
}
