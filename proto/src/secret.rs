//! `Debug` for messages that carry secrets, so that no log line and no error
//! can show one.

use std::fmt;

use crate::admin::v1::{CreateConnectionRequest, CreateTokenResponse};
use crate::gateway::v1::{CommandDelivery, Credential};

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(hidden)")
    }
}

/// The lease token is no secret from the gateway, but it is what fences: it
/// stays out of logs, and so does the text of messages.
impl fmt::Debug for CommandDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandDelivery")
            .field("command", &self.command)
            .field("identity", &self.identity)
            .field("epoch", &self.epoch)
            .field("attempt", &self.attempt)
            .field("ordering_key", &self.ordering_key)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CreateConnectionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateConnectionRequest")
            .field("request_id", &self.request_id)
            .field("display_name", &self.display_name)
            .field("backend_group_id", &self.backend_group_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CreateTokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateTokenResponse")
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}
