//! The gateway's platform, watched: what the bots report, and which groups they were told to leave.
//! Nothing is changed on the way.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use backline_gateway::{
    Assignment, Batch, Identity, Platform, Report, Reports, StartError, Started, Updates,
};
use backline_gateway_bot::Bots;
use backline_proto::common::v1::{MemberStatus, User};
use backline_proto::gateway::v1::{
    Action, Capabilities, Cursor, GatewayKind, MembershipChanged, Outcome, action, outcome, update,
};

use super::step::Step;

/// What is kept of groups that the bot was added to, until it left them. A stranger may add it to
/// many: the oldest are forgotten then, and told without their names.
const GROUPS: usize = 1_000;

/// Bots, watched.
pub(super) struct Watched {
    bots: Bots,
    seen: Seen,
}

/// What was seen. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    reports: BTreeMap<String, Reports>,
    /// Title, and who added the bot, by the group's id.
    groups: BTreeMap<i64, (String, String)>,
    left: Vec<Step>,
}

struct WatchedIdentity {
    inner: Arc<dyn Identity>,
    seen: Seen,
}

struct WatchedUpdates {
    inner: Box<dyn Updates>,
    seen: Seen,
}

// === impl Watched ===

impl Watched {
    pub(super) fn new(bots: Bots) -> (Arc<Self>, Seen) {
        let seen = Seen::default();
        (
            Arc::new(Self {
                bots,
                seen: seen.clone(),
            }),
            seen,
        )
    }
}

impl Platform for Watched {
    fn kind(&self) -> GatewayKind {
        self.bots.kind()
    }

    fn capabilities(&self) -> Capabilities {
        self.bots.capabilities()
    }

    fn start(&self, assignment: Assignment) -> Result<Started, StartError> {
        let reports = assignment.reports.clone();
        self.seen
            .lock()
            .reports
            .insert(assignment.identity.clone(), reports);
        let started = self.bots.start(assignment)?;
        let seen = self.seen.clone();
        Ok(Started {
            identity: Arc::new(WatchedIdentity {
                inner: started.identity,
                seen: seen.clone(),
            }),
            updates: Box::new(WatchedUpdates {
                inner: started.updates,
                seen,
            }),
        })
    }
}

// === impl Seen ===

impl Seen {
    /// What an identity reported last.
    pub(super) fn report(&self, identity: &str) -> Option<Report> {
        let reports = self.lock().reports.get(identity).cloned();
        reports.and_then(|reports| reports.last())
    }

    /// Groups that were left since this was asked last.
    pub(super) fn take_left(&self) -> Vec<Step> {
        std::mem::take(&mut self.lock().left)
    }

    /// The bot's standing in a group changed, and it is inside.
    fn joined(&self, change: &MembershipChanged) {
        let Some(chat) = &change.chat else { return };
        let Some(id) = chat.address.as_ref().map(|address| address.id) else {
            return;
        };
        if matches!(
            change.new_status(),
            MemberStatus::Left | MemberStatus::Banned
        ) {
            return;
        }
        let by = change.actor.as_ref().map(name_of);
        let mut inner = self.lock();
        inner
            .groups
            .insert(id, (chat.title.clone(), by.unwrap_or_default()));
        while inner.groups.len() > GROUPS {
            inner.groups.pop_first();
        }
    }

    fn left(&self, id: i64) {
        let mut inner = self.lock();
        let (title, by) = inner.groups.remove(&id).unwrap_or_default();
        inner.left.push(Step::ForeignGroup { id, title, by });
    }

    /// A panic elsewhere leaves whole entries: each is put in one step.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// === impl WatchedIdentity ===

#[async_trait]
impl Identity for WatchedIdentity {
    async fn execute(&self, action: Action, random_ids: &[i64]) -> Outcome {
        let leaves = match &action.verb {
            Some(action::Verb::LeaveChat(leave)) => leave.chat.as_ref().map(|chat| chat.id),
            _ => None,
        };
        let outcome = self.inner.execute(action, random_ids).await;
        if let (Some(id), Some(outcome::Kind::Succeeded(_))) = (leaves, &outcome.kind) {
            self.seen.left(id);
        }
        outcome
    }

    async fn stop(&self) {
        self.inner.stop().await;
    }
}

// === impl WatchedUpdates ===

#[async_trait]
impl Updates for WatchedUpdates {
    async fn next(&mut self) -> Batch {
        let batch = self.inner.next().await;
        for update in &batch.updates {
            if let Some(update::Event::OwnMembershipChanged(change)) = &update.event {
                self.seen.joined(change);
            }
        }
        batch
    }

    async fn confirmed(&mut self, committed: Option<Cursor>) {
        self.inner.confirmed(committed).await;
    }
}

fn name_of(user: &User) -> String {
    format!("{} {} ({})", user.first_name, user.last_name, user.id).replace("  ", " ")
}

#[cfg(test)]
mod tests {
    use backline_proto::common::v1::{Chat, ChatAddress};

    use super::*;

    fn joined(id: i64, status: MemberStatus) -> MembershipChanged {
        MembershipChanged {
            chat: Some(Chat {
                address: Some(ChatAddress {
                    id,
                    ..ChatAddress::default()
                }),
                title: format!("Group {id}"),
                ..Chat::default()
            }),
            actor: Some(User {
                id: 9,
                first_name: "Eve".into(),
                ..User::default()
            }),
            new_status: status.into(),
            ..MembershipChanged::default()
        }
    }

    #[test]
    fn a_group_that_is_left_is_told_with_its_name_and_who_added_the_bot() {
        let seen = Seen::default();
        seen.joined(&joined(-100, MemberStatus::Member));
        seen.left(-100);
        // Leaving comes as an update too, and is nothing new.
        seen.joined(&joined(-100, MemberStatus::Left));
        let left = seen.take_left();
        assert_eq!(left.len(), 1);
        let words = left[0].words();
        assert!(
            words.contains("Eve (9)") && words.contains("Group -100 (-100)"),
            "{words}"
        );
        assert!(seen.take_left().is_empty());
    }

    #[test]
    fn a_stranger_cannot_fill_the_memory() {
        let seen = Seen::default();
        for id in 0..5_000 {
            seen.joined(&joined(-id, MemberStatus::Member));
        }
        assert_eq!(seen.lock().groups.len(), GROUPS);
    }
}
