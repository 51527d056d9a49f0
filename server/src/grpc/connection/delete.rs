//! `DeleteConnection`: the desk stops first, so that nobody decides on what is
//! being deleted.

use backline_domain::change::Change;
use backline_domain::id::IdentityKind;
use backline_proto::admin::v1::{DeleteConnectionRequest, DeleteConnectionResponse};
use tonic::Status;

use super::session::all_ending;
use crate::desk;
use crate::gateway::Sessions;
use crate::grpc::admin::{Admin, Once};
use crate::grpc::{Caller, status};

/// Deletes a connection with everything of it. In the same transaction its
/// sessions over MTProto become rows of their own, since they are good in Telegram until they are ended.
pub(in crate::grpc) async fn delete(
    admin: Admin,
    sessions: Sessions,
    caller: Caller,
    request: DeleteConnectionRequest,
) -> Result<DeleteConnectionResponse, Status> {
    let once = Once::new(&admin, &caller, "DeleteConnection", &request.request_id)?;
    let _edit = admin.edits.lock().await;
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    let connection = admin.connection(&caller, "name", &request.name).await?;
    let logouts = all_ending(&admin, &connection).await?;
    desk::close(&admin.desks, &connection.id).await;
    let mut leaving = logouts.iter().map(|row| row.facts.identity);
    let account = leaving.find(|identity| identity.kind == IdentityKind::User);
    let response = DeleteConnectionResponse {
        logged_out_identity: account.map_or_else(String::new, |account| account.to_string()),
        awaits_gateway: account
            .is_some_and(|account| !sessions.can_log_out(account, &connection.id)),
    };
    let mut changes = vec![
        Change::DeleteConnection(connection.id.clone()),
        once.row(&response),
    ];
    changes.extend(
        logouts
            .iter()
            .map(|row| Change::PutLogout(Box::new(row.clone()))),
    );
    let deleted = admin.desks.store.commit(changes).await;
    // A commit that failed may have happened all the same: who asks the store knows.
    let is_gone = async || matches!(admin.desks.store.connection(&connection.id).await, Ok(None));
    if let Err(error) = deleted
        && !is_gone().await
    {
        // It is still there, so it goes on working.
        if let Err(error) = desk::open(&admin.desks, connection.clone()).await {
            tracing::error!(%error, connection = %connection.id, "a desk could not be opened again");
        }
        return Err(status::from_store(&error));
    }
    for identity in connection.helpers().chain([connection.frontend]) {
        admin.forget_numbers(&connection, identity);
    }
    tracing::info!(connection = %connection.id, name = connection.name, "a connection was deleted");
    sessions.log_out(logouts);
    Ok(response)
}
