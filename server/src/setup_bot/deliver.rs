//! What the setup bot sends: handed out, answered, tried again.
//!
//! Nothing of it is worth a Start: to say something twice to an administrator is harmless, and
//! not to say it is not. So what ended unknown is done once more.

use std::time::Duration;

use backline_domain::delivery::schedule::{Answer, Cost, Head, Standing};
use backline_domain::delivery::{Action, Delivery, Lane, Sent, Target};
use backline_domain::id::ChatId;
use backline_domain::setup_bot::{is_unwritten, menu, setup_id};
use tokio::sync::mpsc::error::TrySendError;

use super::qr::shows_picture;
use super::task::Task;
use super::work::Work;
use crate::desk::{
    COMMAND_LEASE, Call, Command, Down, Error, Extended, Place, Presence, Result, Windows,
};
use crate::files::StoredFile;

/// How long to wait when the session's stream takes no more.
const STREAM_FULL_GAP: Duration = Duration::from_millis(100);
/// Lanes read at once.
const PAGE: usize = 256;

// === impl Task ===

impl Task {
    /// Reads what waits.
    pub(super) async fn load(&mut self) -> Result<()> {
        let lanes: Vec<Lane> = self.windows.lanes().cloned().collect();
        let mut unwritten = Vec::new();
        for lane in lanes {
            self.scheduler.withdraw(&lane);
            let known = self.windows.all(&lane).into_iter();
            unwritten.extend(known.filter(|one| is_unwritten(&lane, &one.action)));
        }
        self.windows = Windows::default();
        let id = setup_id();
        let next = self.context.store.counter(&id).await?.max(self.next);
        self.next = next;
        self.reserved = next;
        let mut after: Option<Lane> = None;
        loop {
            let heads = self
                .context
                .store
                .lane_heads(&id, after.as_ref(), PAGE)
                .await?;
            let is_last = heads.len() < PAGE;
            after = heads.last().map(|head| head.key.lane.clone());
            for head in heads {
                let lane = head.key.lane.clone();
                self.windows.found(head);
                self.offer(&lane);
            }
            if is_last {
                break;
            }
        }
        // What is nowhere else stays.
        for delivery in unwritten {
            let lane = delivery.key.lane.clone();
            self.windows.put(delivery);
            self.offer(&lane);
        }
        self.is_doubtful = false;
        self.read_people().await
    }

    /// Offers a lane's head, or withdraws the lane.
    pub(super) fn offer(&mut self, lane: &Lane) {
        match self.windows.head(lane) {
            Some(head) => self.scheduler.offer(head_of(head)),
            None => self.scheduler.withdraw(lane),
        }
    }

    /// Hands out whatever may go now.
    pub(super) async fn hand_out(&mut self) {
        while let Some(down) = self.down.clone() {
            let now = self.now();
            let Some(head) = self.scheduler.next(now) else {
                return;
            };
            let lane = head.lane;
            let Some(delivery) = self.windows.head(&lane).cloned() else {
                self.scheduler.answered(&lane, now, Answer::NotSent);
                continue;
            };
            let Some(call) = call_of(&delivery.action) else {
                tracing::error!(delivery = %delivery.id(), "the setup bot never does that; it is dropped");
                self.scheduler.answered(&lane, now, Answer::NotSent);
                let _ = self.end(&delivery.key, Work::default()).await;
                continue;
            };
            let picture = self.pictures.of(delivery.key.sequence);
            let stored: Vec<String> = picture.iter().map(|file| file.name().to_owned()).collect();
            if stored.is_empty() && shows_picture(&delivery.action) {
                // Of an earlier run, whose login is over.
                self.scheduler.answered(&lane, now, Answer::NotSent);
                let _ = self.end(&delivery.key, Work::default()).await;
                continue;
            }
            let until = self.context.clock.monotonic() + COMMAND_LEASE;
            let sent = Sent::default();
            let token = self.leases.take(delivery.clone(), sent, now, until);
            let command = Command {
                id: delivery.id().to_string(),
                lease_token: token,
                identity: self.identity,
                attempt: delivery.attempts + 1,
                ordering_key: ordering_key(&lane),
                deadline: now.after(COMMAND_LEASE),
                needs_start: false,
                random_ids: Vec::new(),
                call,
                stored,
            };
            match down.try_send(Down::Execute(Box::new(command))) {
                Ok(()) => {}
                Err(error) => {
                    self.leases.end(&lane);
                    self.scheduler.answered(&lane, now, Answer::NotSent);
                    let mut later = delivery;
                    later.due_at = now.after(STREAM_FULL_GAP);
                    self.windows.put(later);
                    self.offer(&lane);
                    if matches!(error, TrySendError::Closed(_)) {
                        self.cut_down();
                    }
                    return;
                }
            }
        }
    }

    /// The picture that a gateway asks for with the command that sends it.
    pub(super) fn picture(&self, lease_token: &str, name: &str) -> Result<StoredFile> {
        let lease = self.leases.of_token(lease_token).ok_or(Error::LeaseLost)?;
        let picture = self.pictures.of(lease.delivery.key.sequence);
        let picture = picture.filter(|file| file.name() == name);
        picture.cloned().ok_or(Error::LeaseLost)
    }

    fn cut_down(&mut self) {
        self.down = None;
        self.scheduler.set_online(false);
    }

    /// Who holds the bot.
    pub(super) fn presence(&mut self, presence: Presence) {
        match presence {
            Presence::Online {
                down,
                max_outstanding,
                held,
                ..
            } => {
                self.down = Some(down);
                self.scheduler.set_max_outstanding(max_outstanding);
                self.scheduler.set_online(true);
                self.free_all_but(&held);
                self.menu_now = true;
            }
            Presence::Paused => self.cut_down(),
            Presence::Offline => {
                self.cut_down();
                self.free_all_but(&[]);
            }
        }
    }

    fn free_all_but(&mut self, held: &[String]) {
        for lease in self.leases.all() {
            if !held.contains(&lease.token) {
                self.free(&lease.delivery.key.lane, Answer::Unknown);
            }
        }
    }

    fn free(&mut self, lane: &Lane, answer: Answer) {
        self.leases.end(lane);
        self.scheduler.answered(lane, self.now(), answer);
        self.offer(lane);
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

    /// Leases that are over without a report: what they were for is done once more.
    pub(super) fn expire_leases(&mut self) {
        let now = self.context.clock.monotonic();
        for lane in self.leases.expired(now) {
            self.free(&lane, Answer::Unknown);
        }
    }
}

fn head_of(delivery: &Delivery) -> Head {
    let lane = delivery.key.lane.clone();
    Head {
        chat: lane.dialog.as_ref().map_or(ChatId(0), |chat| chat.id),
        lane,
        sequence: delivery.key.sequence,
        class: delivery.class,
        cost: Cost::of_action(&delivery.action),
        created_at: delivery.created_at,
        due_at: delivery.due_at,
        standing: Standing::Known,
        awaits_topic: false,
        prefers_leftover: false,
        yields: false,
    }
}

fn call_of(action: &Action) -> Option<Call> {
    match action {
        Action::Send {
            to: Target::Chat(chat),
            payload,
            buttons,
            ..
        } => Some(Call::Send {
            to: Place {
                chat: chat.clone(),
                topic: None,
            },
            content: payload.content().clone(),
            reply: None,
            buttons: buttons.clone(),
        }),
        Action::Rewrite {
            message,
            payload,
            buttons,
        } => Some(Call::Edit {
            message: message.clone(),
            content: payload.content().clone(),
            caption_only: false,
            buttons: buttons.clone(),
        }),
        Action::Delete { chat, messages } => Some(Call::Delete {
            chat: chat.clone(),
            messages: messages.clone(),
        }),
        Action::Leave { chat } => Some(Call::Leave { chat: *chat }),
        Action::SetMenu { language } => Some(Call::SetMenu {
            language: language.map_or_else(String::new, |one| one.to_string()),
            commands: menu(language.unwrap_or_default()),
        }),
        Action::AnswerButton { query, text } => Some(Call::AnswerButton {
            query: query.clone(),
            text: text.clone(),
        }),
        _ => None,
    }
}

fn ordering_key(lane: &Lane) -> String {
    let chat = lane.dialog.as_ref().map(ToString::to_string);
    format!(
        "{}/{}/{:?}",
        lane.connection,
        chat.unwrap_or_default(),
        lane.kind
    )
}
