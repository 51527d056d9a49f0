//! Sessions over MTProto that a change leaves behind. Each is good in Telegram until it is ended
//! there, whoever forgets it here.

use backline_domain::connection::Connection;
use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::logout::Logout;
use tonic::Status;

use crate::desk::ConnectionChange;
use crate::grpc::admin::Admin;
use crate::grpc::status;

/// What ends the session that an account, or a bot over MTProto, has now; `None` = it has none.
pub(super) async fn ending(
    admin: &Admin,
    connection: &Connection,
    identity: IdentityId,
) -> Result<Option<Logout>, Status> {
    let session = admin.desks.store.secret(identity.session_key()).await;
    let session = session.map_err(|error| status::from_store(&error))?;
    let of = Some(connection.id.clone());
    Ok(session.map(|session| Logout::new(identity, of, session, admin.now())))
}

/// The same for all of a connection's.
pub(super) async fn all_ending(
    admin: &Admin,
    connection: &Connection,
) -> Result<Vec<Logout>, Status> {
    let mut rows = Vec::new();
    for identity in connection.helpers().chain([connection.frontend]) {
        rows.extend(ending(admin, connection, identity).await?);
    }
    Ok(rows)
}

/// Has the session of one that goes ended with these changes; what ends it is given, too.
pub(in crate::grpc) async fn leave(
    admin: &Admin,
    connection: &Connection,
    identity: IdentityId,
    changes: &mut Vec<ConnectionChange>,
) -> Result<Option<Logout>, Status> {
    let row = ending(admin, connection, identity).await?;
    changes.extend(row.clone().map(Box::new).map(ConnectionChange::EndSession));
    Ok(row)
}

/// Has a bot served this way from now on. One that leaves MTProto leaves its session: what ends
/// that is given, too.
pub(in crate::grpc) async fn change_way(
    admin: &Admin,
    connection: &Connection,
    bot: IdentityId,
    is_mtproto: bool,
    changes: &mut Vec<ConnectionChange>,
) -> Result<Option<Logout>, Status> {
    changes.push(ConnectionChange::Via { bot, is_mtproto });
    if is_mtproto || bot.kind == IdentityKind::User {
        return Ok(None);
    }
    leave(admin, connection, bot, changes).await
}
