//! `UpdateConnection`: name, backend group, whether it runs, the frontend's credential.

use backline_domain::connection::Connection;
use backline_domain::id::IdentityId;
use backline_proto::admin::v1;
use backline_proto::admin::v1::connection::State;
use backline_proto::admin::v1::{UpdateConnectionRequest, UpdateConnectionResponse};
use backline_proto::reason::Reason;
use tonic::Status;

use super::session::{change_way, ending, leave};
use super::{field, show};
use crate::desk::{self, ConnectionChange};
use crate::gateway::Sessions;
use crate::grpc::admin::{Admin, Once, paths};
use crate::grpc::{Caller, status};

/// Changes a connection. Everything that can refuse is asked first, and all that
/// changes is one commit with the call's own row, on the condition of the `etag`:
/// a call that was refused has changed nothing.
pub(in crate::grpc) async fn update(
    admin: Admin,
    sessions: Sessions,
    caller: Caller,
    request: UpdateConnectionRequest,
) -> Result<UpdateConnectionResponse, Status> {
    let once = Once::new(&admin, &caller, "UpdateConnection", &request.request_id)?;
    let wanted = request
        .connection
        .ok_or_else(|| status::invalid_field("connection", "it is missing"))?;
    let mask = paths(
        request.update_mask.as_ref(),
        &[
            "display_name",
            "backend_group_id",
            "state",
            "bot_token",
            "account_login",
            "via",
            "desk_bot_token",
            "desk_bot.via",
        ],
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
    let expected = revision(&wanted, &current)?;

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
    if mask.contains("bot_token") {
        let (bot, token) = field::bot_token("bot_token", &request.bot_token)?;
        same_identity("bot_token", bot, current.frontend)?;
        changes.push(ConnectionChange::Credential(token));
    }
    let mut logouts = Vec::new();
    if mask.contains("via") {
        let is_mtproto = field::via("connection.via", wanted.via(), current.frontend)?;
        let bot = current.frontend;
        let left = change_way(&admin, &current, bot, is_mtproto, &mut changes).await?;
        logouts.extend(left);
    }
    let mut account = None;
    if mask.contains("account_login") {
        let given = field::account(&sessions, &request.account_login)?;
        same_identity("account_login", given.identity, current.frontend)?;
        let before = ending(&admin, &current, current.frontend).await?;
        let before = before.filter(|before| before.facts.id != given.logout());
        changes.push(ConnectionChange::Credential(given.session.clone()));
        changes.push(ConnectionChange::Logout {
            wanted: before.clone().map(Box::new),
            unwanted: given.logout(),
        });
        logouts.extend(before);
        account = Some(given);
    }

    let mut desk_bot = None;
    if mask.contains("desk_bot_token") {
        let given = field::desk_bot("desk_bot_token", &request.desk_bot_token, current.frontend)?;
        let (bot, token) = given.ok_or_else(|| {
            status::invalid_field("desk_bot_token", "it is missing: give the bot's token")
        })?;
        let before = current.desk.as_ref().map(|desk| desk.identity);
        if before != Some(bot) {
            let all = admin.desks.store.connections().await;
            field::unused_identity(bot, &all.map_err(|error| status::from_store(&error))?)?;
        }
        // The desk refuses all of it where the topics are that bot's.
        if let Some(before) = before.filter(|before| *before != bot) {
            logouts.extend(leave(&admin, &current, before, &mut changes).await?);
        }
        changes.push(ConnectionChange::SetDesk(bot, token));
        desk_bot = Some(bot);
    }
    if mask.contains("desk_bot.via") {
        let known = current.desk.as_ref().map(|desk| desk.identity);
        let bot = field::of_desk("connection.desk_bot.via", desk_bot.or(known))?;
        let via = wanted.desk_bot.as_ref().map(v1::DeskBot::via);
        let is_mtproto = field::via("connection.desk_bot.via", via.unwrap_or_default(), bot)?;
        let left = change_way(&admin, &current, bot, is_mtproto, &mut changes).await?;
        logouts.extend(left);
    }

    let desk = admin.desk(&current.id)?;
    let asked = once.asked(&UpdateConnectionResponse::default());
    let updated = desk.change_all(changes, expected, asked).await;
    if updated.is_err() && !logouts.is_empty() {
        // Nobody may know whether it happened.
        sessions.look_for_logouts();
    }
    let updated = updated.map_err(|error| refused(&error, &current))?;
    if mask.contains("bot_token") {
        sessions.reassign(current.frontend, "its token was changed");
        tracing::info!(connection = %current.id, "a bot's token was changed");
    }
    if let Some(bot) = desk_bot {
        sessions.reassign(bot, "its token was changed");
        tracing::info!(connection = %current.id, %bot, "a desk bot has a token");
    }
    if let Some(account) = account {
        sessions.used(&account);
        sessions.reassign(current.frontend, "it was logged in again");
        tracing::info!(connection = %current.id, "an account was logged in again");
    }
    sessions.log_out(logouts);
    Ok(UpdateConnectionResponse {
        connection: Some(show(&updated)),
    })
}

/// The revision that the caller has seen, when they name one. It is compared by
/// the desk, which alone knows that nothing comes in between.
fn revision(wanted: &v1::Connection, current: &Connection) -> Result<Option<u64>, Status> {
    if wanted.etag.is_empty() {
        return Ok(None);
    }
    let seen = wanted.etag.strip_prefix('r');
    match seen.and_then(|revision| revision.parse().ok()) {
        Some(revision) => Ok(Some(revision)),
        None => Err(changed(current, current.revision)),
    }
}

fn refused(error: &desk::Error, current: &Connection) -> Status {
    match error {
        desk::Error::Changed { revision } => changed(current, *revision),
        error => status::from_desk(error),
    }
}

fn changed(current: &Connection, revision: u64) -> Status {
    let etag = status::etag(revision);
    let message = format!(
        "connection `{}` was changed meanwhile: its etag is {etag} now; read it again and decide \
         again",
        current.name
    );
    status::with_metadata(Reason::EtagMismatch, message, [("etag", etag)])
}

/// A connection keeps its frontend: dialogs and links are that one's.
fn same_identity(field: &str, given: IdentityId, frontend: IdentityId) -> Result<(), Status> {
    if given == frontend {
        return Ok(());
    }
    Err(status::invalid_field(
        field,
        format!(
            "it is {given}'s, and the connection's frontend is {frontend}: give that one's, or \
             make a connection for the other"
        ),
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
