//! What `/list` shows: the dialogs that are listed, looked through a page at a time.

use std::collections::HashSet;

use backline_domain::id::{ChatAddress, UserId};
use backline_domain::operator_command::ListAsk;
use backline_domain::relay::Listing;

use super::handle::Result;
use super::task::Desk;
use super::work::Work;

/// Dialogs read at once.
const PAGE: usize = 200;

/// Most pages that are read for one answer: whoever has more open dialogs than these hold sees
/// those of the first.
const PAGES: usize = 100;

// === impl Desk ===

impl Desk {
    /// The dialogs that are asked for, as of the batch so far.
    pub(super) async fn listing(
        &self,
        work: &Work,
        ask: &ListAsk,
        sender: UserId,
    ) -> Result<Listing> {
        let mut listing = Listing::new(ask.clone(), sender);
        let changed: HashSet<&ChatAddress> = work.changed_dialogs().iter().collect();
        for dialog in changed.iter().filter_map(|chat| work.dialog(chat)) {
            listing.look_at(dialog, &work.parameters);
        }
        let mut after: Option<ChatAddress> = None;
        for _ in 0..PAGES {
            let of = &self.connection.id;
            let store = &self.context.store;
            let page = store.listed_dialogs(of, after.as_ref(), PAGE).await?;
            let is_last = page.len() < PAGE;
            for dialog in &page {
                if !changed.contains(&dialog.key.chat) {
                    listing.look_at(dialog, &work.parameters);
                }
            }
            match page.last() {
                Some(last) if !is_last => after = Some(last.key.chat.clone()),
                _ => break,
            }
        }
        Ok(listing)
    }
}
