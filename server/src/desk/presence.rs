//! Who holds the identity, what is in their hands, and what time does.

use backline_domain::change::{Change, Timer, TimerKind};
use backline_domain::delivery::schedule::{Answer, Wait};
use backline_domain::delivery::{Delivery, Outcome};
use backline_domain::dialog::Dialog;
use backline_domain::id::ChatAddress;
use backline_domain::relay::{autoclose, autoclose_due};

use super::handle::{COMMAND_LEASE, Extended, Presence, Result};
use super::leases;
use super::task::Desk;
use super::token::Lease;

/// Timers fired at once: AUTOCLOSE of a whole connection is spread over rounds.
const TIMERS: usize = 20;

/// Dialogs read at once when AUTOCLOSE changes.
const DIALOGS: usize = 200;

// === impl Desk ===

impl Desk {
    pub(super) async fn presence(&mut self, presence: Presence) {
        match presence {
            Presence::Online {
                down,
                max_outstanding,
                held,
            } => {
                self.down = Some(down);
                self.scheduler.set_max_outstanding(max_outstanding);
                self.scheduler.set_online(!self.connection.is_stopped);
                self.take_stock(&held).await;
            }
            Presence::Paused => {
                self.down = None;
                self.scheduler.set_online(false);
            }
            Presence::Offline => {
                self.down = None;
                self.scheduler.set_online(false);
                for lease in self.leases.all() {
                    self.let_go(lease).await;
                }
            }
        }
    }

    /// The gateway said what it has in hand: everything else that was handed
    /// out never reached it, or was lost with an earlier process.
    async fn take_stock(&mut self, held: &[String]) {
        let until = self.context.clock.monotonic() + COMMAND_LEASE;
        for token in held {
            let Some(lease) = Lease::read(token) else {
                continue;
            };
            if self.leases.of_token(token).is_some() {
                continue;
            }
            let known = match self.leases.take_orphan(&lease.key) {
                Some(orphan) => Some(orphan),
                None => self
                    .windows
                    .head(&lease.key.lane)
                    .filter(|head| head.key == lease.key)
                    .cloned(),
            };
            if let Some(delivery) = known
                && self.leases.of_lane(&lease.key.lane).is_none()
            {
                // In hand since before this run: not handed out a second time.
                let now = self.now();
                match self.head(&delivery) {
                    Some(head) => self.scheduler.resume(head, now),
                    None => self.scheduler.withdraw(&lease.key.lane),
                }
                self.leases.resume(token.clone(), delivery, None, until);
            }
        }
        for lease in self.leases.all() {
            if !held.contains(&lease.token) {
                self.let_go(lease).await;
            }
        }
        for orphan in self.leases.take_orphans() {
            self.unknown(orphan, None, String::new()).await;
        }
    }

    /// A lease is over without a report. Not started: handed out again. Started:
    /// nobody knows.
    async fn let_go(&mut self, lease: leases::Lease) {
        let lane = lease.delivery.key.lane.clone();
        if lease.delivery.started_at.is_some() {
            self.unknown(lease.delivery, lease.look, lease.token).await;
            return;
        }
        self.leases.end(&lane);
        let now = self.now();
        // What needs no Start may have been done, and may be done again; Telegram
        // may have counted it.
        self.scheduler.answered(&lane, now, Answer::Unknown);
        self.offer(&lane);
    }

    async fn unknown(
        &mut self,
        delivery: Delivery,
        look: Option<backline_domain::dialog::Look>,
        token: String,
    ) {
        let outcome = Outcome::Uncertain {
            detail: "the gateway or the server stopped before the answer came".to_owned(),
        };
        let key = delivery.key.clone();
        let mut work = self.work();
        let settled = self
            .settle_one(&mut work, &token, delivery.clone(), look, &outcome)
            .await;
        let done = match settled {
            Ok(ended) => self.commit(work).await.map(|()| ended),
            Err(error) => Err(error),
        };
        match done {
            Ok(ended) => {
                let lane = ended.lane;
                let now = self.now();
                self.leases.end(&lane);
                self.scheduler.answered(&lane, now, Answer::Unknown);
                self.offer(&lane);
            }
            Err(error) => {
                tracing::error!(connection.id = %self.connection.id, %error, "an unknown outcome cannot be recorded; it is looked at again");
                if self.leases.of_lane(&key.lane).is_none() {
                    self.leases.orphan(delivery);
                }
            }
        }
    }

    pub(super) fn extend(&mut self, tokens: Vec<String>) -> Extended {
        let until = self.context.clock.monotonic() + COMMAND_LEASE;
        let mut extended = Extended::default();
        for token in tokens {
            match self.leases.of_token_mut(&token) {
                Some(lease) => lease.expires_at = until,
                None => extended.lost.push(token),
            }
        }
        extended
    }

    pub(super) async fn expire_leases(&mut self) {
        let now = self.context.clock.monotonic();
        for lane in self.leases.expired(now) {
            if let Some(lease) = self.leases.of_lane(&lane).cloned() {
                tracing::warn!(connection.id = %self.connection.id, command = %lease.delivery.id(), "a command's lease is over");
                self.let_go(lease).await;
            }
        }
    }

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

    async fn fire_due_timers(&mut self, now: backline_domain::time::Timestamp) -> Result<()> {
        let due = self
            .context
            .store
            .due_timers(&self.connection.id, now, TIMERS)
            .await?;
        let chats = due.iter().map(|timer| match &timer.about {
            TimerKind::Autoclose(chat) => chat.clone(),
        });
        self.load_dialogs(chats).await?;
        let mut work = self.work();
        for timer in due {
            let TimerKind::Autoclose(chat) = &timer.about;
            let dialog = self.dialog_in(&work, chat);
            work.change(Change::DeleteTimer(timer.clone()));
            if let Some(dialog) = dialog {
                let decision = autoclose(&work.scene(), &dialog);
                work.take(decision);
            }
        }
        self.commit(work).await?;
        self.look_at_timers_again().await
    }

    /// AUTOCLOSE is another: every dialog that may close by itself gets a timer.
    /// One that has an older timer too is looked at twice, which changes
    /// nothing.
    pub(super) async fn set_timers_anew(&mut self) -> Result<()> {
        let mut after: Option<ChatAddress> = None;
        loop {
            let page = self
                .context
                .store
                .dialog_page(&self.connection.id, after.as_ref(), DIALOGS)
                .await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.chat.clone());
            let mut work = self.work();
            for dialog in page {
                let Some(due_at) = autoclose_due(&dialog, &self.parameters) else {
                    continue;
                };
                work.change(Change::PutTimer(Timer {
                    connection: self.connection.id.clone(),
                    due_at,
                    about: TimerKind::Autoclose(dialog.key.chat.clone()),
                }));
                if !dialog.has_timer {
                    work.put_dialog(Dialog {
                        has_timer: true,
                        ..dialog
                    });
                }
            }
            self.commit(work).await?;
        }
        self.look_at_timers_again().await
    }

    /// Timers may be earlier than was known.
    pub(super) async fn look_at_timers_again(&mut self) -> Result<()> {
        self.next_timer = self.context.store.next_timer(&self.connection.id).await?;
        Ok(())
    }

    /// Why the first lane that waits does, in words.
    pub(super) fn why_waits(&self) -> String {
        let now = self.now();
        if self.connection.group_id().is_none() {
            return "the connection has no backend group yet".to_owned();
        }
        let reason = self
            .windows
            .lanes()
            .filter(|lane| self.leases.of_lane(lane).is_none())
            .find_map(|lane| self.scheduler.why_waits(lane, now));
        match reason {
            None => String::new(),
            Some(Wait::Offline) => "no gateway holds the identity".to_owned(),
            Some(Wait::LaneBusy | Wait::Turn) => "others are before it".to_owned(),
            Some(Wait::TopicMissing) => "its topic is not made yet".to_owned(),
            Some(Wait::NotDue { until }) => format!("the next attempt is at {until}"),
            Some(Wait::IdentityFrozen { until } | Wait::ChatFrozen { until }) => {
                format!("Telegram asked to wait until {until}")
            }
            Some(Wait::ChatBudget { .. }) => "the group's or chat's budget is used up".to_owned(),
            Some(Wait::OverallBudget { .. }) => "the bot's overall budget is used up".to_owned(),
            Some(Wait::Outstanding) => "the gateway has enough in hand".to_owned(),
        }
    }
}
