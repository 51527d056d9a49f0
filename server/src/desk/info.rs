//! What became of a card of `/info` that went out in private.

use backline_domain::dialog::Key;
use backline_domain::relay::info_told;

use super::handle::{Asked, CardTold, Result};
use super::task::Desk;

// === impl Desk ===

impl Desk {
    /// Tells it in the topic, in one transaction with the request's row. A dialog that is not
    /// there any more is told nothing.
    pub(super) async fn tell_info(&mut self, told: CardTold, asked: Asked) -> Result<()> {
        let CardTold {
            chat,
            command,
            end,
            setup_bot,
        } = told;
        self.load_dialogs(std::iter::once(chat.clone())).await?;
        let is_there = self.dialogs.get(&chat).is_some_and(Option::is_some);
        let key = Key {
            connection: self.connection.id.clone(),
            chat,
        };
        let mut work = self.asked_work(asked);
        if is_there {
            let decision = info_told(&work.scene(), &key, command, end, &setup_bot);
            work.take(decision);
        }
        self.commit(work).await
    }
}
