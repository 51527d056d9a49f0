//! The commands as Telegram shows them: told when a gateway comes for the bot, where Telegram was
//! told others before, or none.

use backline_domain::change::Change;
use backline_domain::delivery::{Action, Delivery};
use backline_domain::setup_bot::{menu_digest, menu_drafts};

use super::task::Task;
use super::work::Work;
use crate::desk::Result;

// === impl Task ===

impl Task {
    /// Has them told, if they are to be.
    pub(super) async fn tell_menu(&mut self) {
        if !std::mem::take(&mut self.menu_now) {
            return;
        }
        if let Err(error) = self.tell_menu_anew().await {
            self.menu_now = true;
            self.is_doubtful = true;
            tracing::warn!(%error, "the setup bot could not look whether Telegram knows its commands; it does in a moment");
        }
    }

    async fn tell_menu_anew(&mut self) -> Result<()> {
        let wanted = menu_digest();
        let told = self.context.store.menu(self.identity).await?;
        if told.as_deref() == Some(wanted.as_str()) {
            return Ok(());
        }
        // What waits from then on is told as surely as anything that the bot says.
        let mut work = Work::default();
        work.changes.push(Change::PutMenu(self.identity, wanted));
        for draft in menu_drafts() {
            self.put(&mut work, draft);
        }
        self.commit(work).await
    }

    /// What follows when a delivery ends without having been done: the commands are told anew
    /// when a gateway comes the next time.
    pub(super) fn undone(&self, delivery: &Delivery) -> Work {
        let mut work = Work::default();
        if matches!(delivery.action, Action::SetMenu { .. }) {
            let nothing = Change::PutMenu(self.identity, String::new());
            work.changes.push(nothing);
        }
        work
    }
}
