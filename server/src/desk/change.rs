//! Changes of the connection itself, as an administrator wishes them.

mod apply;
mod bots;

use backline_domain::change::{Change, Timer, TimerKind};
use backline_domain::parameter::Name;
use backline_domain::relay;

use self::apply::apply;
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
