//! What connections have to tell, what people wait for, and who is forgotten.

use std::collections::BTreeSet;

use backline_domain::change::Change;
use backline_domain::id::{ConnectionId, UserId};
use backline_domain::setup_bot::{News, Way, lane};

use super::task::Task;
use super::work::Work;
use crate::desk::Result;

/// Notes told in one go.
const NOTES: usize = 50;
/// People looked at in one go.
const PEOPLE: usize = 200;

// === impl Task ===

impl Task {
    /// Tells what there is to tell, and looks whether what people wait for is there.
    pub(super) async fn look(&mut self) {
        if let Err(error) = self.look_through().await {
            self.changed = None;
            tracing::warn!(%error, "the setup bot could not look what is new; it does in a moment");
        }
    }

    async fn look_through(&mut self) -> Result<()> {
        for note in self.context.store.setup_notes(NOTES).await? {
            let person = self.person(note.to, note.app_language()).await?;
            let mut work = Work::default();
            let told = Change::DeleteSetupNote(note.at, note.connection.clone(), note.key.clone());
            work.changes.push(told);
            self.decide(&mut work, person, &News::Note(&note)).await?;
            self.commit(work).await?;
            self.grant(note.to).await?;
        }
        let changed = self.changed.replace(BTreeSet::new());
        let waiting: Vec<(UserId, ConnectionId)> = self.waiting.clone().into_iter().collect();
        for (user, connection) in waiting {
            let person = self.person(user, "").await?;
            let is_touched = changed.as_ref().is_none_or(|all| all.contains(&connection));
            if !is_touched && !person.is_asked_about() {
                continue;
            }
            let before = person.clone();
            let mut work = Work::default();
            self.decide(&mut work, person, &News::Look).await?;
            if work.people.first() == Some(&before) && work.deliveries.is_empty() {
                continue;
            }
            self.commit(work).await?;
            self.grant(user).await?;
        }
        for user in self.logins.over(self.now()) {
            let person = self.person(user, "").await?;
            let before = person.clone();
            let mut work = Work::default();
            self.decide(&mut work, person, &News::Look).await?;
            if work.people.first() != Some(&before) || !work.deliveries.is_empty() {
                self.commit(work).await?;
            }
        }
        Ok(())
    }

    /// Who waits for what, and what was being done when an earlier run ended.
    pub(super) async fn read_people(&mut self) -> Result<()> {
        let mut after = None;
        let mut wishing = Vec::new();
        let mut timed = Vec::new();
        let mut lost = Vec::new();
        loop {
            let page = self.context.store.setup_people(after, PEOPLE).await?;
            after = page.last().copied();
            for user in &page {
                let person = self.person(*user, "").await?;
                if let Some(connection) = person.awaits() {
                    self.waiting.insert(*user, connection.clone());
                }
                if !person.wished.is_empty() {
                    wishing.push(*user);
                }
                let waits = self.windows.all(&lane(*user, Way::Secret));
                let is_lost = |of: &u64| !waits.iter().any(|one| one.key.sequence == *of);
                let secrets = person.secrets().into_iter().filter(is_lost);
                lost.extend(secrets.map(|sequence| (*user, sequence)));
                self.logins.follow(&person);
                if person.ends_at().is_some() {
                    timed.push(*user);
                }
            }
            if page.len() < PEOPLE {
                break;
            }
        }
        // What an earlier run had in memory alone.
        for (user, sequence) in lost {
            let person = self.person(user, "").await?;
            let mut work = Work::default();
            let news = News::Unsent {
                sequence,
                is_shut_out: false,
            };
            self.decide(&mut work, person, &news).await?;
            self.commit(work).await?;
        }
        for user in wishing {
            self.grant(user).await?;
        }
        self.miss_logins(timed).await
    }

    /// People without connections who were silent for long.
    pub(super) async fn forget(&mut self) {
        if let Err(error) = self.forget_some().await {
            tracing::warn!(%error, "the setup bot could not look whom to forget; it does later");
        }
    }

    async fn forget_some(&mut self) -> Result<()> {
        let after = self.forgotten_up_to.take();
        let page = self.context.store.setup_people(after, PEOPLE).await?;
        if page.len() == PEOPLE {
            self.forgotten_up_to = page.last().copied();
        }
        let mut gone = Vec::new();
        for user in page {
            let person = self.person(user, "").await?;
            if person.is_forgotten(self.now(), false) {
                let has_connections = !self.context.inside.theirs(user).await?.is_empty();
                if person.is_forgotten(self.now(), has_connections) {
                    gone.push(Change::DeleteSetupPerson(user));
                }
            }
        }
        let work = Work {
            changes: gone,
            ..Work::default()
        };
        self.commit(work).await
    }
}
