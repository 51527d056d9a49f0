//! `AddRelayBot`: a further bot for the backend group, or a new token for one.

use backline_domain::id::IdentityId;
use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::{AddRelayBotRequest, AddRelayBotResponse};
use backline_proto::reason::Reason;
use tonic::Status;

use super::show;
use crate::desk::ConnectionChange;
use crate::gateway::Sessions;
use crate::grpc::admin::{Admin, Once};
use crate::grpc::connection::{change_way, field};
use crate::grpc::{Caller, status};

/// Adds a relay bot. One that the connection has gets the token, and its gateway with it, and
/// may be served another way.
pub(in crate::grpc) async fn add(
    admin: Admin,
    sessions: Sessions,
    caller: Caller,
    request: AddRelayBotRequest,
) -> Result<AddRelayBotResponse, Status> {
    let once = Once::new(&admin, &caller, "AddRelayBot", &request.request_id)?;
    let (bot, token) = field::bot_token("bot_token", &request.bot_token)?;
    let way = match request.via() {
        Via::Unspecified => None,
        via => Some(field::via("via", via, bot)?),
    };
    let _edit = admin.edits.lock().await;
    let current = admin
        .connection(&caller, "connection", &request.connection)
        .await?;
    // The answer of a repeated call is the relay bot as it is by now.
    if once.earlier::<AddRelayBotResponse>().await?.is_none() {
        let is_known = current.relays.contains_key(&bot);
        if !is_known {
            let all = admin.desks.store.connections().await;
            let all = all.map_err(|error| status::from_store(&error))?;
            field::unused_identity(bot, &all)?;
        }
        let desk = admin.desk(&current.id)?;
        let asked = once.asked(&AddRelayBotResponse::default());
        let mut changes = vec![ConnectionChange::AddRelay(bot, token)];
        let left = match way {
            Some(is_mtproto) => change_way(&admin, &current, bot, is_mtproto, &mut changes).await?,
            None => None,
        };
        let added = desk.change_all(changes, None, asked).await;
        if added.is_err() && left.is_some() {
            // Nobody may know whether it happened.
            sessions.look_for_logouts();
        }
        added.map_err(|error| status::from_desk(&error))?;
        sessions.log_out(left.into_iter().collect());
        if is_known {
            sessions.reassign(bot, "its token was changed");
        }
        tracing::info!(connection = %current.id, %bot, is_known, "a relay bot has a token");
    }
    let connection = admin.connection(&caller, "connection", &request.connection);
    let connection = connection.await?;
    match connection.relays.get(&bot) {
        Some(relay) => Ok(AddRelayBotResponse {
            relay_bot: Some(show(&connection, relay)),
        }),
        None => Err(gone(bot)),
    }
}

fn gone(bot: IdentityId) -> Status {
    let message = format!("{bot} was added and is removed again by now");
    status::with_metadata(Reason::NotFound, message, [("identity", bot.to_string())])
}
