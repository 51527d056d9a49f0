//! Commands on their way down.

use backline_proto::gateway::v1 as proto;

use super::{call, time};
use crate::desk::Command;

/// The command as it is handed out under an identity's epoch.
#[must_use]
pub fn to_proto(command: &Command, epoch: i64) -> proto::CommandDelivery {
    proto::CommandDelivery {
        command: command.id.clone(),
        lease_token: command.lease_token.clone(),
        identity: command.identity.to_string(),
        epoch,
        attempt: i32::try_from(command.attempt).unwrap_or(i32::MAX),
        ordering_key: command.ordering_key.clone(),
        random_ids: command.random_ids.clone(),
        deadline: Some(time::to_proto(command.deadline)),
        needs_start: command.needs_start,
        action: Some(call::to_proto(&command.call, &command.stored)),
    }
}
