//! A connection as the contract shows it.

use backline_domain::connection::{Connection, DeskBot, Group};
use backline_domain::id::IdentityId;
use backline_domain::relay::carrier_problem;
use backline_proto::admin::v1;
use backline_proto::admin::v1::connection::{State, Via};

use crate::convert::time;
use crate::grpc::admin::Name;
use crate::grpc::status::etag;

/// The connection as the contract shows it.
pub(in crate::grpc) fn show(connection: &Connection) -> v1::Connection {
    let group = match connection.group {
        Group::Known(id) | Group::Checking(id) => id.0,
        Group::Unclaimed { .. } | Group::Awaited | Group::Founding { .. } => 0,
    };
    v1::Connection {
        name: Name::Connection(connection.id.to_string()).to_string(),
        display_name: connection.name.clone(),
        frontend_identity: connection.frontend.to_string(),
        frontend_username: connection.frontend_username.clone(),
        backend_group_id: group,
        backend_group_title: connection.group_title.clone(),
        administrator_id: connection.administrator.map_or(0, |user| user.0),
        state: state(connection).into(),
        problem: connection.shown_problem().unwrap_or_default().to_owned(),
        create_time: Some(time::to_proto(connection.created_at)),
        etag: etag(connection.revision),
        via: via(connection, connection.frontend).into(),
        desk_bot: connection
            .desk
            .as_ref()
            .map(|desk| desk_bot(connection, desk)),
    }
}

/// How one of its identities is served.
pub(in crate::grpc) fn via(connection: &Connection, identity: IdentityId) -> Via {
    if connection.speaks_mtproto(identity) {
        Via::Mtproto
    } else {
        Via::BotApi
    }
}

fn desk_bot(connection: &Connection, desk: &DeskBot) -> v1::DeskBot {
    v1::DeskBot {
        identity: desk.identity.to_string(),
        username: desk.username.clone(),
        is_in_charge: desk.since.is_some(),
        account_problem: carrier_problem(desk).unwrap_or_default(),
        via: via(connection, desk.identity).into(),
    }
}

/// What a person stopped is stopped, whatever else is wrong with it.
fn state(connection: &Connection) -> State {
    if connection.is_stopped {
        State::Stopped
    } else if connection.shown_problem().is_some() {
        State::Broken
    } else if connection.group_id().is_some() {
        State::Running
    } else {
        State::AwaitingGroup
    }
}
