//! `UpdateConnection`: name, backend group, whether it runs.

use backline_domain::connection::Connection;
use backline_proto::admin::v1;
use backline_proto::admin::v1::connection::State;
use backline_proto::admin::v1::{UpdateConnectionRequest, UpdateConnectionResponse};
use backline_proto::reason::Reason;
use tonic::Status;

use super::{field, show};
use crate::desk::ConnectionChange;
use crate::grpc::admin::{Admin, Once, paths};
use crate::grpc::{Caller, status};

/// Changes a connection. Of several fields each is committed for itself, the
/// last with the answer: a call that was torn in between is finished by its
/// repetition.
pub(in crate::grpc) async fn update(
    admin: Admin,
    caller: Caller,
    request: UpdateConnectionRequest,
) -> Result<UpdateConnectionResponse, Status> {
    let once = Once::new(&admin, &caller, "UpdateConnection", &request.request_id)?;
    let wanted = request
        .connection
        .ok_or_else(|| status::invalid_field("connection", "it is missing"))?;
    let mask = paths(
        request.update_mask.as_ref(),
        &["display_name", "backend_group_id", "state"],
    )?;
    let _edit = admin.edits.lock().await;
    let current = admin
        .connection(&caller, "connection.name", &wanted.name)
        .await?;
    // The answer of a repeated call is the connection as it is by now.
    if once.earlier::<UpdateConnectionResponse>().await?.is_some() {
        return Ok(UpdateConnectionResponse {
            connection: Some(show(&current)),
        });
    }
    same_etag(&wanted, &current)?;

    let mut changes = Vec::new();
    if mask.contains("display_name") {
        let name = field::display_name("connection.display_name", &wanted.display_name)?;
        let all = admin
            .desks
            .store
            .connections()
            .await
            .map_err(|e| status::from_store(&e))?;
        let others: Vec<_> = all
            .into_iter()
            .filter(|other| other.id != current.id)
            .collect();
        field::unused_name("connection.display_name", &name, &others)?;
        changes.push(ConnectionChange::Rename(name));
    }
    if mask.contains("backend_group_id") {
        let group = field::group("connection.backend_group_id", wanted.backend_group_id)?;
        changes.push(ConnectionChange::TakeGroup(group));
    }
    if mask.contains("state") {
        changes.push(ConnectionChange::SetStopped(is_stopped(wanted.state())?));
    }

    let desk = admin.desk(&current.id)?;
    let last = changes.len().saturating_sub(1);
    let mut updated = current;
    for (place, change) in changes.into_iter().enumerate() {
        let asked = if place == last {
            once.asked(&UpdateConnectionResponse::default())
        } else {
            once.asked_before_last()
        };
        updated = desk
            .change(change, asked)
            .await
            .map_err(|error| status::from_desk(&error))?;
    }
    Ok(UpdateConnectionResponse {
        connection: Some(show(&updated)),
    })
}

fn same_etag(wanted: &v1::Connection, current: &Connection) -> Result<(), Status> {
    let etag = super::show::etag(current);
    if wanted.etag.is_empty() || wanted.etag == etag {
        return Ok(());
    }
    let message = format!(
        "connection `{}` was changed meanwhile: its etag is {etag} now; read it again and decide \
         again",
        current.name
    );
    Err(status::with_metadata(
        Reason::EtagMismatch,
        message,
        [("etag", etag)],
    ))
}

fn is_stopped(state: State) -> Result<bool, Status> {
    match state {
        State::Running => Ok(false),
        State::Stopped => Ok(true),
        State::Unspecified | State::AwaitingGroup | State::Broken => Err(status::invalid_field(
            "connection.state",
            "it can be set to STATE_RUNNING or STATE_STOPPED only",
        )),
    }
}
