//! What may go next: each lane's head as the scheduler sees it.

use backline_domain::delivery::schedule::{Cost, Head, Standing};
use backline_domain::delivery::{Action, Class, Delivery, Lane, LaneKind};
use backline_domain::dialog::Topic;
use backline_domain::id::ChatAddress;
use backline_domain::relay::wanted_look;

use super::resolve::counted_chat;
use super::task::Desk;

// === impl Desk ===

impl Desk {
    /// Offers the lane's head to the scheduler, or withdraws the lane.
    pub(super) fn offer(&mut self, lane: &Lane) {
        let head = self
            .windows
            .head(lane)
            .and_then(|delivery| self.head(delivery));
        match head {
            Some(head) => self.scheduler.offer(head),
            None => self.scheduler.withdraw(lane),
        }
    }

    /// A dialog's topic does not look as it should and its synchronisation waits: what
    /// operators need to be able to write, and what a customer's message waits for, is
    /// not a leftover any more.
    pub(super) fn hasten_sync(&mut self, chat: &ChatAddress) {
        let lane = Lane {
            connection: self.connection.id.clone(),
            dialog: Some(chat.clone()),
            kind: LaneKind::Topic,
        };
        let dialog = self.dialogs.get(chat).and_then(Option::as_ref);
        let is_urgent = dialog.is_some_and(|dialog| match dialog.topic {
            Topic::Missing => true,
            Topic::Creating { .. } => false,
            Topic::Known(_) => {
                wanted_look(dialog, &self.parameters).is_closed != dialog.shown.is_closed
            }
        });
        if self.leases.of_lane(&lane).is_some() {
            return;
        }
        if let Some(mut head) = self.windows.head(&lane).cloned() {
            if is_urgent && head.attempts == 0 && head.held_back == 0 {
                head.due_at = head.due_at.min(self.now());
            }
            self.windows.put(head);
            self.offer(&lane);
        }
    }

    /// Offers every lane of a dialog: its topic was made, or lost.
    pub(super) fn offer_dialog(&mut self, chat: &ChatAddress) {
        for kind in [LaneKind::ToTopic, LaneKind::Notice, LaneKind::Topic] {
            let lane = Lane {
                connection: self.connection.id.clone(),
                dialog: Some(chat.clone()),
                kind,
            };
            self.offer(&lane);
        }
    }

    pub(super) fn head(&self, delivery: &Delivery) -> Option<Head> {
        if self.leases.is_orphan(&delivery.key) {
            return None;
        }
        let lane = &delivery.key.lane;
        let dialog = lane
            .dialog
            .as_ref()
            .and_then(|chat| self.dialogs.get(chat)?.as_ref());
        let has_topic = dialog.is_some_and(|dialog| matches!(dialog.topic, Topic::Known(_)));
        let chat = counted_chat(&self.connection, dialog, delivery)?;
        let is_rename = matches!(delivery.action, Action::SyncTopic)
            && has_topic
            && dialog.is_some_and(|dialog| {
                wanted_look(dialog, &self.parameters).is_closed == dialog.shown.is_closed
            });
        let class = match delivery.action {
            // A topic that is missing holds up a customer's message.
            Action::SyncTopic if !has_topic => Class::Customer,
            _ => delivery.class,
        };
        Some(Head {
            lane: lane.clone(),
            sequence: delivery.key.sequence,
            class,
            chat,
            cost: Cost::of_action(&delivery.action),
            created_at: delivery.created_at,
            due_at: delivery.due_at,
            standing: match (has_topic, delivery.after_silence) {
                (false, _) => Standing::FirstContact,
                (true, true) => Standing::AfterSilence,
                (true, false) => Standing::Known,
            },
            awaits_topic: lane.needs_topic() && !has_topic,
            prefers_leftover: is_rename,
        })
    }
}
