//! Changes of the connection itself, as an administrator wishes them.

use backline_domain::change::{Change, Timer, TimerKind};
use backline_domain::connection::{Group, ParameterChange};
use backline_domain::delivery::Rejection;
use backline_domain::parameter::{Name, Parameters, check};
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
        for change in changes {
            apply(&mut work, change)?;
        }
        if work.is_empty() {
            return Ok(());
        }
        self.commit_told(work).await
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
        let registry = &self.context.registry;
        registry.set_stopped(&self.connection.id, stopped);
    }

    pub(super) async fn set_parameter(
        &mut self,
        name: Name,
        value: &str,
        asked: Asked,
    ) -> Result<()> {
        let by = asked.by.clone();
        let mut work = self.asked_work(asked);
        let mut connection = work.connection.clone();
        let key = name.as_str();
        let old = connection.parameters.get(key).cloned();
        if value.eq_ignore_ascii_case("DEFAULT") {
            connection.parameters.remove(key);
        } else {
            connection
                .parameters
                .insert(key.to_owned(), check(name, value)?);
        }
        let new = connection.parameters.get(key).cloned();
        if old == new {
            return self.commit(work).await;
        }
        work.parameters = Parameters::from_set(&connection.parameters)?;
        let shown = |value: Option<String>| value.unwrap_or_else(|| name.default_text().to_owned());
        let sequence = work.sequence();
        work.change(Change::PutParameterChange(Box::new(ParameterChange {
            connection: connection.id.clone(),
            sequence,
            name: key.to_owned(),
            old: shown(old),
            new: shown(new),
            by,
            at: work.now,
        })));
        work.put_connection(connection);
        if matches!(name, Name::Autoclose | Name::TopicTitle) {
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

/// Takes one change of the connection itself into the work, or refuses it.
fn apply(work: &mut Work, change: ConnectionChange) -> Result<()> {
    let mut connection = work.connection.clone();
    match change {
        ConnectionChange::Rename(name) => connection.name = name,
        ConnectionChange::SetStopped(stopped) => connection.is_stopped = stopped,
        ConnectionChange::Profile { username, .. } => connection.frontend_username = username,
        ConnectionChange::Problem(problem) => connection.identity_problem = problem,
        ConnectionChange::Credential(secret) => {
            work.change(Change::PutSecret(connection.frontend, secret));
            connection.identity_problem = None;
            if connection.problem_reason == Some(Rejection::BadCredential) {
                // What was said of the group was about the token before.
                connection.problem = None;
                connection.problem_reason = None;
            }
        }
        ConnectionChange::Claim {
            code_hash,
            expires_at,
        } => {
            if !matches!(connection.group, Group::Unclaimed { .. }) {
                return Err(Error::WrongState(format!(
                    "connection {} has its administrator, so there is nothing to claim with a \
                     start code",
                    connection.name
                )));
            }
            connection.group = Group::Unclaimed {
                code_hash,
                expires_at,
            };
        }
        ConnectionChange::TakeGroup(group) => {
            if connection.group_id().is_some_and(|known| known != group) {
                return Err(Error::WrongState(format!(
                    "connection {} has its backend group already ({}): \
                     remove the connection and add it again to move it",
                    connection.name, connection.group_title
                )));
            }
            let decision = take_group(&work.scene(), group);
            work.take(decision);
            return Ok(());
        }
    }
    if connection != work.connection {
        work.put_connection(connection);
    }
    Ok(())
}
