//! What is read for a decision because of what was asked.

use backline_domain::connection::Connection;
use backline_domain::id::ConnectionId;
use backline_domain::setup_bot::{Facts, Wanted};

use super::task::Task;
use crate::desk::Result;

/// Changes read at once.
const CHANGES: usize = 200;
/// Most changes that are looked through for those of one parameter.
const MOST_CHANGES: usize = 2_000;

// === impl Task ===

impl Task {
    /// Reads it, where it is about a connection of the person's.
    pub(super) async fn facts(
        &self,
        theirs: &[Connection],
        wanted: Option<Wanted>,
    ) -> Result<Facts> {
        let is_theirs = |of: &ConnectionId| theirs.iter().any(|one| one.id == *of);
        match wanted {
            Some(Wanted::Changes(of, name, most)) if is_theirs(&of) => {
                let mut facts = Facts::default();
                let mut before = None;
                let mut looked = 0;
                while looked < MOST_CHANGES && facts.changes.len() < most {
                    let store = &self.context.store;
                    let page = store.parameter_changes(&of, before, CHANGES).await?;
                    let is_last = page.len() < CHANGES;
                    looked += page.len();
                    before = page.last().map(|change| change.sequence);
                    let its = page.into_iter().filter(|one| one.name == name.as_str());
                    let room = most - facts.changes.len();
                    facts.changes.extend(its.take(room));
                    if is_last {
                        break;
                    }
                }
                Ok(facts)
            }
            Some(Wanted::Changes(..)) | None => Ok(Facts::default()),
        }
    }
}
