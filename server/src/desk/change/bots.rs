//! Bots beside the frontend: added, or given another token.

use backline_domain::change::{Change, Identity, Secret};
use backline_domain::connection::{
    Carrier, Conflict, Connection, DeskBot, Group, MOST_RELAYS, Relay, RelayStanding,
};
use backline_domain::delivery::Rejection;
use backline_domain::id::IdentityId;

use crate::desk::handle::{Error, Result};
use crate::desk::work::Work;

/// A further bot, or another token for one that is there.
pub(super) fn add_relay(
    work: &mut Work,
    connection: &mut Connection,
    identity: IdentityId,
    secret: Secret,
) -> Result<()> {
    if let Some(relay) = connection.relays.get_mut(&identity) {
        if matches!(&relay.standing, RelayStanding::Out { reason, .. } if *reason == Rejection::BadCredential)
        {
            relay.standing = RelayStanding::Unchecked;
        }
    } else {
        if connection.relays.len() >= MOST_RELAYS {
            return Err(Error::WrongState(
                Conflict::RelaysFull,
                format!(
                    "connection {} has {MOST_RELAYS} relay bots, and Telegram admits no more bots to \
                 a group: remove one first",
                    connection.name
                ),
            ));
        }
        let relay = Relay {
            identity,
            username: String::new(),
            standing: RelayStanding::Unchecked,
            added_at: work.now,
        };
        connection.relays.insert(identity, relay);
        work.change(new_identity(connection, identity));
    }
    work.change(Change::PutSecret(identity, secret));
    Ok(())
}

/// A desk bot for an account, or another token for the one that there is.
pub(super) fn set_desk(
    work: &mut Work,
    connection: &mut Connection,
    identity: IdentityId,
    secret: Secret,
) -> Result<()> {
    // One that has not looked after a group yet gives its place up: no topic is its own.
    let replaced = connection.desk.as_ref().filter(|desk| {
        desk.identity != identity && desk.since.is_none() && connection.group_id().is_none()
    });
    if let Some(before) = replaced.map(|desk| desk.identity) {
        connection.put_on_mtproto(before, false, work.now);
        work.change(Change::DeleteIdentity(before));
        connection.desk = None;
    }
    // The account could not make the group: the bot is to be made an admin of one.
    let is_founding = matches!(connection.group, Group::Founding { .. });
    if is_founding && connection.problem.is_some() && connection.administrator.is_some() {
        connection.group = Group::Awaited;
        connection.problem = None;
    }
    if let Some(desk) = &mut connection.desk {
        if desk.identity != identity {
            return Err(Error::WrongState(
                Conflict::OtherDeskBot,
                format!(
                    "connection {} has the desk bot {}, and the topics are that bot's: \
                 give its token, or remove the connection and add it again with another bot",
                    connection.name,
                    desk.shown_name()
                ),
            ));
        }
        desk.problem = None;
    } else {
        connection.desk = Some(DeskBot {
            identity,
            username: String::new(),
            problem: None,
            since: None,
            account: Carrier::Ready,
            added_at: work.now,
        });
        work.change(new_identity(connection, identity));
    }
    work.change(Change::PutSecret(identity, secret));
    Ok(())
}

/// The desk bot, if this is it.
pub(super) fn desk_as(connection: &mut Connection, identity: IdentityId) -> Option<&mut DeskBot> {
    let desk = connection.desk.as_mut();
    desk.filter(|desk| desk.identity == identity)
}

/// The row of an identity that no gateway has had yet.
fn new_identity(connection: &Connection, id: IdentityId) -> Change {
    Change::PutIdentity(Identity {
        id,
        connection: connection.id.clone(),
        epoch: 0,
        cursor: None,
    })
}
