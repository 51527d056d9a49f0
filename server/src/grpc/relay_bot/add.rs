//! `AddRelayBot`: a further bot for the backend group, or a new token for one.

use backline_domain::id::IdentityId;
use backline_proto::admin::v1::{AddRelayBotRequest, AddRelayBotResponse};
use backline_proto::reason::Reason;
use tonic::Status;

use super::show;
use crate::desk::ConnectionChange;
use crate::gateway::Sessions;
use crate::grpc::admin::{Admin, Once};
use crate::grpc::connection::field;
use crate::grpc::{Caller, status};

/// Adds a relay bot. One that the connection has gets the token, and its gateway with it.
pub(in crate::grpc) async fn add(
    admin: Admin,
    sessions: Sessions,
    caller: Caller,
    request: AddRelayBotRequest,
) -> Result<AddRelayBotResponse, Status> {
    let once = Once::new(&admin, &caller, "AddRelayBot", &request.request_id)?;
    let (bot, token) = field::bot_token("bot_token", &request.bot_token)?;
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
        let added = desk.change(ConnectionChange::AddRelay(bot, token), asked);
        added.await.map_err(|error| status::from_desk(&error))?;
        if is_known {
            sessions.reassign(bot, "its token was changed");
        }
        tracing::info!(connection = %current.id, %bot, is_known, "a relay bot has a token");
    }
    let connection = admin.connection(&caller, "connection", &request.connection);
    match connection.await?.relays.get(&bot) {
        Some(relay) => Ok(AddRelayBotResponse {
            relay_bot: Some(show(&current.id, relay)),
        }),
        None => Err(gone(bot)),
    }
}

fn gone(bot: IdentityId) -> Status {
    let message = format!("{bot} was added and is removed again by now");
    status::with_metadata(Reason::NotFound, message, [("identity", bot.to_string())])
}
