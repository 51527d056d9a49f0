//! The numbers of people and chats, from which their pseudonyms follow: given once, and kept.

use std::collections::BTreeSet;

use backline_domain::change::Change;
use backline_domain::dialog::Dialog;
use backline_domain::id::ChatAddress;
use backline_domain::privacy::Gate;

use super::handle::Result;
use super::task::Desk;
use super::work::Work;

/// Under which the next number stands: nobody's id.
const NEXT: i64 = 0;

// === impl Desk ===

impl Desk {
    /// Sees to it that all of these have numbers, where pseudonyms are shown at all. New ones are
    /// rows of the same transaction.
    pub(super) async fn number(&self, work: &mut Work, ids: BTreeSet<i64>) -> Result<()> {
        if !Gate::names_anew(&work.parameters) {
            return Ok(());
        }
        let mut unknown: Vec<i64> = ids
            .into_iter()
            .filter(|id| !work.numbers.contains_key(id))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let of = self.connection.id.clone();
        if !work.numbers.contains_key(&NEXT) {
            unknown.push(NEXT);
        }
        let found = self.context.store.numbers(&of, &unknown).await?;
        work.numbers.extend(found);
        let mut next = work.numbers.get(&NEXT).copied().unwrap_or(0);
        let before = next;
        for id in unknown.into_iter().filter(|id| *id != NEXT) {
            if work.numbers.contains_key(&id) {
                continue;
            }
            work.numbers.insert(id, next);
            work.change(Change::PutNumber(of.clone(), id, next));
            next = next.saturating_add(1);
        }
        work.numbers.insert(NEXT, next);
        if next != before {
            work.change(Change::PutNumber(of, NEXT, next));
        }
        Ok(())
    }

    /// The same for the customers of these dialogs, which know their numbers from then on.
    pub(super) async fn number_dialogs(
        &self,
        work: &mut Work,
        chats: &[ChatAddress],
    ) -> Result<()> {
        if !Gate::names_anew(&work.parameters) {
            return Ok(());
        }
        let nameless: Vec<Dialog> = chats
            .iter()
            .filter_map(|chat| self.dialog_in(work, chat))
            .filter(|dialog| dialog.customer.number.is_none())
            .collect();
        let ids = nameless.iter().map(|dialog| dialog.key.chat.id.0);
        self.number(work, ids.collect()).await?;
        for mut dialog in nameless {
            dialog.customer.number = work.numbers.get(&dialog.key.chat.id.0).copied();
            if dialog.customer.number.is_some() {
                work.put_dialog(dialog);
            }
        }
        Ok(())
    }
}
