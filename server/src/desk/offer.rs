//! What may go next: each lane's head as the scheduler sees it.

use backline_domain::delivery::schedule::{Cost, Head, Standing};
use backline_domain::delivery::{Action, Class, Delivery, Lane, LaneKind};
use backline_domain::dialog::Topic;
use backline_domain::id::ChatAddress;
use backline_domain::relay::wanted_look;

use super::file_limits::largest_of;
use super::resolve::counted_chat;
use super::task::Desk;

// === impl Desk ===

impl Desk {
    /// Offers the lane's head to everybody who may take it, or withdraws the lane. While
    /// somebody has a call of it under way, it is theirs alone.
    pub(super) fn offer(&mut self, lane: &Lane) {
        let delivery = self.windows.head(lane);
        let found = delivery.and_then(|delivery| {
            let size = largest_of(self.needed_files(delivery));
            Some((self.head(delivery)?, self.who(delivery), size))
        });
        let holder = self
            .leases
            .of_lane(lane)
            .map(|lease| lease.delivery.identity);
        let awaits_word = self.awaits_word();
        self.note_files(lane);
        for identity in self.posters() {
            let head = found.as_ref().and_then(|(head, who, size)| {
                let may = match holder {
                    Some(holder) => holder == identity,
                    None if awaits_word && who.is_shared() => false,
                    None => self.may(*who, identity) && self.takes(*who, identity, *size),
                };
                let is_relay = self.connection.is_relay(identity);
                may.then(|| Head {
                    yields: !is_relay && self.has_help(*who, identity, *size),
                    ..head.clone()
                })
            });
            let Some(scheduler) = self.scheduler_of(identity) else {
                continue;
            };
            match head {
                Some(head) => scheduler.offer(head),
                None => scheduler.withdraw(lane),
            }
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
        if self.leases.is_orphan(&delivery.key) || self.is_held(delivery) {
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
            standing: dialog.map_or(Standing::FirstContact, |dialog| {
                Standing::of(dialog, delivery)
            }),
            awaits_topic: lane.needs_topic() && !has_topic,
            prefers_leftover: is_rename,
            yields: false,
        })
    }
}
