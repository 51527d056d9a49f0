//! A relay bot as the contract shows it.

use backline_domain::connection::{Connection, Relay, RelayStanding};
use backline_domain::relay::relay_problem;
use backline_proto::admin::v1::RelayBot;
use backline_proto::admin::v1::relay_bot::State;

use crate::convert::time;
use crate::grpc::admin::Name;
use crate::grpc::connection::via;

/// The relay bot as the contract shows it.
pub(in crate::grpc) fn show(connection: &Connection, relay: &Relay) -> RelayBot {
    let state = match relay.standing {
        RelayStanding::Unchecked => State::Unchecked,
        RelayStanding::Ready { .. } => State::Ready,
        RelayStanding::Out { .. } => State::Out,
    };
    RelayBot {
        name: Name::RelayBot(connection.id.to_string(), relay.identity).to_string(),
        identity: relay.identity.to_string(),
        username: relay.username.clone(),
        state: state.into(),
        makes_topics: relay.makes_topics(),
        problem: relay_problem(relay).unwrap_or_default(),
        add_time: Some(time::to_proto(relay.added_at)),
        via: via(connection, relay.identity).into(),
    }
}
