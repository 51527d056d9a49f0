//! `DeleteConnection`: the desk stops first, so that nobody decides on what is
//! being deleted.

use backline_domain::change::Change;
use backline_proto::admin::v1::{DeleteConnectionRequest, DeleteConnectionResponse};
use tonic::Status;

use crate::desk;
use crate::grpc::admin::{Admin, Once};
use crate::grpc::{Caller, status};

/// Deletes a connection with everything of it.
pub(in crate::grpc) async fn delete(
    admin: Admin,
    caller: Caller,
    request: DeleteConnectionRequest,
) -> Result<DeleteConnectionResponse, Status> {
    let once = Once::new(&admin, &caller, "DeleteConnection", &request.request_id)?;
    let _edit = admin.edits.lock().await;
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    let connection = admin.connection(&caller, "name", &request.name).await?;
    desk::close(&admin.desks, &connection.id).await;
    let response = DeleteConnectionResponse {};
    let changes = vec![
        Change::DeleteConnection(connection.id.clone()),
        once.row(&response),
    ];
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
    Ok(response)
}
