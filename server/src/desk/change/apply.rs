//! One change of the connection itself.

use backline_domain::catalogue::Notice;
use backline_domain::change::Change;
use backline_domain::connection::{Conflict, Connection, Group, WebhookSecret};
use backline_domain::delivery::Rejection;
use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::relay::{self, take_group};

use super::bots::{add_relay, desk_as, set_desk};
use crate::desk::handle::{ConnectionChange, Error, Result};
use crate::desk::work::Work;

/// Whoever manages an account in the setup bot hears there that Telegram has ended its session:
/// nobody else can log it in again.
fn tell_logged_out(work: &mut Work, identity: IdentityId) {
    if identity.kind == IdentityKind::User {
        let notice = Notice::AccountLoggedOut {};
        let changes = work.scene().tell_administrator(&notice).changes;
        for change in changes {
            work.change(change);
        }
    }
}

/// Where a group is there, or looked at, nothing changes: asked twice, it may have been made.
fn seek_group(connection: &mut Connection, title: Option<String>) -> Result<()> {
    match (&connection.group, title) {
        (Group::Checking(_) | Group::Known(_), _) => return Ok(()),
        (Group::Awaited | Group::Founding { .. }, Some(title))
            if connection.frontend.kind == IdentityKind::User =>
        {
            connection.group = Group::Founding { title };
        }
        (Group::Awaited | Group::Founding { .. }, None) if connection.administrator.is_some() => {
            connection.group = Group::Awaited;
        }
        (Group::Unclaimed { .. } | Group::Awaited | Group::Founding { .. }, _) => {
            return Err(Error::WrongState(
                Conflict::NoSuchWay,
                format!(
                    "connection {} cannot come to its group like that",
                    connection.name
                ),
            ));
        }
    }
    connection.problem = None;
    connection.problem_reason = None;
    connection.candidate = None;
    Ok(())
}

/// Takes one change of the connection itself into the work, or refuses it.
pub(super) fn apply(work: &mut Work, change: ConnectionChange) -> Result<()> {
    let mut connection = work.connection.clone();
    match change {
        ConnectionChange::Rename(name) => connection.name = name,
        ConnectionChange::SetStopped(stopped) => connection.is_stopped = stopped,
        ConnectionChange::RotateWebhookSecret => {
            connection.webhook_secret = WebhookSecret {
                generation: connection.webhook_secret.generation.saturating_add(1),
                since: Some(work.now),
            };
        }
        ConnectionChange::Profile {
            identity,
            username,
            limits,
            reads_all,
            keeps_out_of_groups,
        } => match connection.relays.get_mut(&identity) {
            Some(relay) => relay.username = username,
            None if identity == connection.frontend => {
                connection.frontend_username = username;
                connection.keeps_out_of_groups = keeps_out_of_groups;
                connection.has_privacy_mode = identity.kind == IdentityKind::Bot && !reads_all;
                if let Some(limits) = limits {
                    if connection != work.connection {
                        work.put_connection(connection);
                    }
                    let decision = relay::account_limits(&work.scene(), limits);
                    work.take(decision);
                    return Ok(());
                }
            }
            None => {
                if let Some(desk) = desk_as(&mut connection, identity) {
                    desk.username = username;
                }
            }
        },
        ConnectionChange::Problem {
            identity,
            problem,
            is_barred,
        } => {
            if identity == connection.frontend {
                let was_barred = connection.is_barred;
                connection.is_barred = problem.is_some() && is_barred;
                connection.identity_problem = problem;
                if connection.is_barred && !was_barred && connection.in_setup_bot {
                    tell_logged_out(work, identity);
                }
            } else if let Some(desk) = desk_as(&mut connection, identity) {
                desk.problem = problem;
            } else if let (Some(problem), true) = (problem, is_barred) {
                // One that only receives nothing still posts; one that is back is asked
                // how it stands when a gateway holds it.
                let reason = Rejection::BadCredential;
                let decision = relay::relay_out(&work.scene(), identity, reason, &problem.words);
                work.take(decision);
                return Ok(());
            }
        }
        ConnectionChange::AddRelay(identity, secret) => {
            add_relay(work, &mut connection, identity, secret)?;
        }
        ConnectionChange::RemoveRelay(identity) => {
            if connection.relays.remove(&identity).is_none() {
                return Err(Error::NotFound(format!(
                    "relay bot {identity} at connection {}",
                    connection.name
                )));
            }
            connection.put_on_mtproto(identity, false, work.now);
            work.change(Change::DeleteIdentity(identity));
        }
        ConnectionChange::SetDesk(identity, secret) => {
            set_desk(work, &mut connection, identity, secret)?;
        }
        ConnectionChange::Credential(secret) => {
            work.change(Change::PutSecret(connection.frontend, secret));
            connection.identity_problem = None;
            connection.is_barred = false;
            if connection.problem_reason == Some(Rejection::BadCredential) {
                // What was said of the group was about the token before.
                connection.problem = None;
                connection.problem_reason = None;
            }
        }
        ConnectionChange::Via { bot, is_mtproto } => {
            connection.put_on_mtproto(bot, is_mtproto, work.now);
        }
        ConnectionChange::EndSession(row) => {
            let kept = row.facts.identity.session_key();
            work.change(Change::DeleteIdentity(kept));
            work.change(Change::PutLogout(row));
        }
        ConnectionChange::Logout { wanted, unwanted } => {
            work.change(Change::DeleteLogout(unwanted));
            if let Some(row) = wanted {
                work.change(Change::PutLogout(row));
            }
        }
        ConnectionChange::Claim {
            code_hash,
            expires_at,
        } => {
            if !matches!(connection.group, Group::Unclaimed { .. }) {
                return Err(Error::WrongState(
                    Conflict::HasAdministrator,
                    format!(
                        "connection {} has its administrator, so there is nothing to claim with a \
                     start code",
                        connection.name
                    ),
                ));
            }
            connection.group = Group::Unclaimed {
                code_hash,
                expires_at,
            };
        }
        ConnectionChange::TakeGroup(group) => {
            if connection.group_id().is_some_and(|known| known != group) {
                return Err(Error::WrongState(
                    Conflict::HasGroup,
                    format!(
                        "connection {} has its backend group already ({}): \
                     remove the connection and add it again to move it",
                        connection.name, connection.group_title
                    ),
                ));
            }
            let decision = take_group(&work.scene(), group);
            work.take(decision);
            return Ok(());
        }
        ConnectionChange::SeekGroup(title) => seek_group(&mut connection, title)?,
        ConnectionChange::TestGroup => {
            let decision = relay::test_group(&work.scene());
            work.take(decision);
            return Ok(());
        }
    }
    if connection != work.connection {
        work.put_connection(connection);
    }
    Ok(())
}
