//! What time does: AUTOCLOSE, `REMIND_AFTER`, and dialogs looked at again after a parameter
//! changed.

use backline_domain::change::{Change, Timer, TimerKind};
use backline_domain::id::ChatAddress;
use backline_domain::relay::{Decision, autoclose, remind, reminders, review};
use backline_domain::time::Timestamp;

use super::handle::{COMMAND_LEASE, Result};
use super::task::Desk;
use super::work::Work;

/// Timers fired at once: AUTOCLOSE of a whole connection is spread over rounds.
const TIMERS: usize = 20;

/// Dialogs looked at in one transaction when a parameter changes.
const DIALOGS: usize = 200;

// === impl Desk ===

impl Desk {
    /// Fires the timers that are due.
    pub(super) async fn fire_timers(&mut self) {
        let now = self.now();
        if self.next_timer.is_none_or(|at| at > now) {
            return;
        }
        if let Err(error) = self.fire_due_timers(now).await {
            tracing::error!(connection.id = %self.connection.id, %error, "timers cannot be fired");
            self.next_timer = Some(now.after(COMMAND_LEASE));
        }
    }

    pub(super) async fn fire_due_timers(&mut self, now: Timestamp) -> Result<()> {
        let due = self
            .context
            .store
            .due_timers(&self.connection.id, now, TIMERS)
            .await?;
        let chats = due.iter().filter_map(|timer| match &timer.about {
            TimerKind::Autoclose(chat) | TimerKind::Remind(chat) => Some(chat.clone()),
            TimerKind::Review(_) => None,
        });
        let chats: Vec<ChatAddress> = chats.collect();
        self.load_dialogs(chats.iter().cloned()).await?;
        let mut work = self.work();
        self.number_dialogs(&mut work, &chats).await?;
        let mut reminded = Vec::new();
        for timer in due {
            work.change(Change::DeleteTimer(timer.clone()));
            match &timer.about {
                TimerKind::Autoclose(chat) => {
                    if let Some(later) = self.put_off(chat, now) {
                        work.change(later);
                    } else if let Some(dialog) = self.dialog_in(&work, chat) {
                        let decision = autoclose(&work.scene(), &dialog);
                        work.take(decision);
                    }
                }
                TimerKind::Remind(chat) => {
                    if let Some(dialog) = self.dialog_in(&work, chat) {
                        let (decision, is_due) = remind(&work.scene(), &dialog);
                        work.take(decision);
                        reminded.extend(is_due.then_some(dialog));
                    }
                }
                TimerKind::Review(after) => self.review(&mut work, after.as_ref()).await?,
            }
        }
        let drafts = reminders(&work.scene(), &reminded);
        work.take(Decision {
            drafts,
            ..Decision::default()
        });
        self.commit(work).await?;
        self.look_at_timers_again().await
    }

    /// A parameter is another that all dialogs follow: a page of them at a time, with
    /// whatever else is asked in between. The next page is a timer of the same
    /// transaction, so that a crash forgets none.
    pub(super) async fn review(
        &mut self,
        work: &mut Work,
        after: Option<&ChatAddress>,
    ) -> Result<()> {
        let of = self.connection.id.clone();
        let page = self.context.store.dialog_page(&of, after, DIALOGS).await?;
        let chats: Vec<ChatAddress> = page.into_iter().map(|dialog| dialog.key.chat).collect();
        let Some(last) = chats.last().cloned() else {
            return Ok(());
        };
        self.load_dialogs(chats.iter().cloned()).await?;
        self.number_dialogs(work, &chats).await?;
        for chat in chats {
            if let Some(dialog) = self.dialog_in(work, &chat) {
                let decision = review(&work.scene(), &dialog);
                work.take(decision);
            }
        }
        work.change(Change::PutTimer(Timer {
            connection: of,
            due_at: work.now,
            about: TimerKind::Review(Some(last)),
        }));
        Ok(())
    }

    /// Timers may be earlier than was known.
    pub(super) async fn look_at_timers_again(&mut self) -> Result<()> {
        self.next_timer = self.context.store.next_timer(&self.connection.id).await?;
        Ok(())
    }
}
