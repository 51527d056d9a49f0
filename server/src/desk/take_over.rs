//! A group that the account looked after goes over to the desk bot at a moment
//! ([`counts`](super::view::counts) says whose a message is). Each tells of it in its own stream,
//! and the account's may be behind: what it still has to tell from before that moment goes before
//! what the bot saw after it, else a customer reads the second answer before the first.

use std::time::Duration;

use backline_domain::id::IdentityId;
use backline_domain::message::{Event, Update};

use super::handle::{Error, Result};
use super::task::Desk;

/// How long the bot's word waits for the account's at most: one that is no member of the group,
/// or gone, tells nothing.
const LONGEST: Duration = Duration::from_secs(60);

// === impl Desk ===

impl Desk {
    /// Makes sure that nothing of the account's is to come that goes before these of the desk
    /// bot's, all of which count.
    ///
    /// # Errors
    /// [`Error::Undecided`]: something may be.
    pub(super) fn await_the_account(
        &self,
        identity: IdentityId,
        updates: &[&Update],
    ) -> Result<()> {
        let Some((desk, since)) = self.connection.desk_in_charge() else {
            return Ok(());
        };
        let may_follow = desk.identity != identity
            || updates.is_empty()
            || self.taken_over == Some(since)
            || self.context.clock.now() >= since.after(LONGEST);
        if may_follow {
            Ok(())
        } else {
            Err(Error::Undecided)
        }
    }

    /// What the account tells of the group from after that moment says that it is past it.
    pub(super) fn look_at_take_over(&mut self, identity: IdentityId, updates: &[Update]) {
        let Some((_, since)) = self.connection.desk_in_charge() else {
            return;
        };
        if identity != self.connection.frontend || self.taken_over == Some(since) {
            return;
        }
        let group = self.connection.group_id();
        let is_past = updates.iter().any(|update| match &update.event {
            Event::Posted(message) => Some(message.chat.id()) == group && message.sent_at >= since,
            _ => false,
        });
        if is_past {
            self.taken_over = Some(since);
        }
    }
}
