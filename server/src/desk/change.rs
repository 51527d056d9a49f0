//! Changes of the connection itself, as an administrator wishes them.

use backline_domain::catalogue::Notice;
use backline_domain::change::{Change, Identity, Secret, Timer, TimerKind};
use backline_domain::connection::{
    Carrier, Conflict, Connection, DeskBot, Group, MOST_RELAYS, Relay, RelayStanding, WebhookSecret,
};
use backline_domain::delivery::Rejection;
use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::parameter::Name;
use backline_domain::relay::{self, take_group};

use super::handle::{Asked, ConnectionChange, Error, Result};
use super::task::Desk;
use super::work::Work;

// === impl Desk ===

impl Desk {
    /// All changes or none, in one transaction with the request's row.
    pub(super) async fn change(
        &mut self,
        changes: Vec<ConnectionChange>,
        expected_revision: Option<u64>,
        asked: Asked,
    ) -> Result<()> {
        let revision = self.connection.revision;
        if expected_revision.is_some_and(|expected| expected != revision) {
            return Err(Error::Changed { revision });
        }
        let mut work = self.asked_work(asked);
        let mut is_to_make = false;
        for change in changes {
            is_to_make |= matches!(change, ConnectionChange::SeekGroup(Some(_)));
            apply(&mut work, change)?;
        }
        if work.is_empty() {
            return Ok(());
        }
        self.commit_told(work).await?;
        if is_to_make {
            self.found_group().await;
        }
        Ok(())
    }

    async fn commit_told(&mut self, mut work: Work) -> Result<()> {
        work.events
            .push(relay::Event::ConnectionChanged(self.connection.id.clone()));
        self.commit(work).await?;
        self.stopped_known();
        Ok(())
    }

    /// Whether the connection is stopped is known: then nothing is handed out, and
    /// its identity goes back from its gateway.
    pub(super) fn stopped_known(&mut self) {
        let stopped = self.connection.is_stopped;
        self.scheduler.set_online(self.down.is_some() && !stopped);
        for poster in self.relays.values_mut() {
            let is_there = poster.down.is_some();
            poster.scheduler.set_online(is_there && !stopped);
        }
        let registry = &self.context.registry;
        registry.set_stopped(&self.connection.id, stopped);
        self.ways_known();
    }

    /// Which bots go over MTProto is known.
    pub(super) fn ways_known(&self) {
        let over_mtproto = self.connection.mtproto.keys().copied().collect();
        let registry = &self.context.registry;
        registry.set_mtproto(&self.connection.id, over_mtproto);
    }

    /// Sets parameters: all of them, or none.
    pub(super) async fn set_parameters(
        &mut self,
        values: Vec<(Name, String)>,
        asked: Asked,
    ) -> Result<()> {
        let by = asked.by.clone();
        let mut work = self.asked_work(asked);
        for (name, value) in &values {
            self.admitted(&work.connection, *name, value)?;
        }
        let mut is_changed = false;
        let mut is_review_due = false;
        for (name, value) in values {
            let (now, sequence) = (work.now, work.sequence());
            let changed =
                work.connection
                    .with_parameter(name, value.trim(), by.clone(), now, sequence)?;
            if let Some((connection, change)) = changed {
                work.change(Change::PutParameterChange(Box::new(change)));
                work.put_connection(connection);
                is_changed = true;
                is_review_due |= is_followed(name);
            }
        }
        if !is_changed {
            return self.commit(work).await;
        }
        if is_review_due {
            work.change(Change::PutTimer(Timer {
                connection: self.connection.id.clone(),
                due_at: work.now,
                about: TimerKind::Review(None),
            }));
        }
        self.commit(work).await?;
        self.group_known();
        Ok(())
    }

    pub(super) fn asked_work(&self, asked: Asked) -> Work {
        let mut work = self.work();
        if let Some(request) = asked.request {
            work.change(Change::PutRequest(request));
        }
        work
    }
}

/// Whether open dialogs follow it: their topics' names, with the names in them, the language
/// that those are in and who is banned, and when something is due.
const fn is_followed(name: Name) -> bool {
    matches!(
        name,
        Name::Autoclose
            | Name::RemindAfter
            | Name::TopicTitle
            | Name::HideInfo
            | Name::Language
            | Name::IgnoreChats
    )
}

/// A further bot, or another token for one that is there.
fn add_relay(
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
        work.change(Change::PutIdentity(Identity {
            id: identity,
            connection: connection.id.clone(),
            epoch: 0,
            cursor: None,
        }));
    }
    work.change(Change::PutSecret(identity, secret));
    Ok(())
}

/// A desk bot for an account, or another token for the one that there is.
fn set_desk(
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
        work.change(Change::PutIdentity(Identity {
            id: identity,
            connection: connection.id.clone(),
            epoch: 0,
            cursor: None,
        }));
    }
    work.change(Change::PutSecret(identity, secret));
    Ok(())
}

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

fn desk_as(connection: &mut Connection, identity: IdentityId) -> Option<&mut DeskBot> {
    let desk = connection.desk.as_mut();
    desk.filter(|desk| desk.identity == identity)
}

/// Takes one change of the connection itself into the work, or refuses it.
fn apply(work: &mut Work, change: ConnectionChange) -> Result<()> {
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
