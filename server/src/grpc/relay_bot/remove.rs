//! `RemoveRelayBot`: a relay bot is out of use.

use backline_proto::admin::v1::{RemoveRelayBotRequest, RemoveRelayBotResponse};
use tonic::Status;

use crate::desk::ConnectionChange;
use crate::gateway::Sessions;
use crate::grpc::admin::{Admin, Name, Once};
use crate::grpc::connection::leave;
use crate::grpc::{Caller, status};

/// Takes a relay bot out of use. What it has in hand ends as it ends; what waits is
/// the others'.
pub(in crate::grpc) async fn remove(
    admin: Admin,
    sessions: Sessions,
    caller: Caller,
    request: RemoveRelayBotRequest,
) -> Result<RemoveRelayBotResponse, Status> {
    let once = Once::new(&admin, &caller, "RemoveRelayBot", &request.request_id)?;
    let (connection, bot) = Name::relay_bot("name", &request.name)?;
    let _edit = admin.edits.lock().await;
    let connection = admin.find(&caller, &connection).await?;
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    if !connection.relays.contains_key(&bot) {
        return Err(status::not_found(&request.name));
    }
    let response = RemoveRelayBotResponse {};
    let desk = admin.desk(&connection.id)?;
    let mut changes = vec![ConnectionChange::RemoveRelay(bot)];
    let left = leave(&admin, &connection, bot, &mut changes).await?;
    let removed = desk.change_all(changes, None, once.asked(&response)).await;
    if removed.is_err() && left.is_some() {
        // Nobody may know whether it happened.
        sessions.look_for_logouts();
    }
    removed.map_err(|error| status::from_desk(&error))?;
    sessions.log_out(left.into_iter().collect());
    admin.forget_numbers(&connection, bot);
    tracing::info!(connection = %connection.id, %bot, "a relay bot was removed");
    Ok(response)
}
