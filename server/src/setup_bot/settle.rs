//! How what was sent ended.

use backline_domain::change::Change;
use backline_domain::delivery::schedule::Answer;
use backline_domain::delivery::schedule::back_off::{delay, is_dead};
use backline_domain::delivery::{Action, Delivery, Key, Outcome, Rejection, Target};
use backline_domain::id::UserId;
use backline_domain::setup_bot::{News, Picture};

use super::qr::shows_picture;
use super::task::Task;
use super::work::Work;
use crate::desk::{Completion, Error, LeaseToken, Refill, Result, Windows};

// === impl Task ===

impl Task {
    /// Commits how a command ended.
    pub(super) async fn complete(&mut self, token: &str, outcome: &Outcome) -> Result<Completion> {
        if let Some(before) = self.leases.reported(token) {
            return if before == outcome {
                Ok(Completion::Repeated)
            } else {
                Err(Error::OutcomeMismatch)
            };
        }
        let (key, completion) = match self.leases.of_token(token) {
            Some(lease) => (lease.delivery.key.clone(), Completion::Recorded),
            None => {
                let lease = LeaseToken::read(token).ok_or(Error::LeaseLost)?;
                if !matches!(outcome, Outcome::Succeeded { .. }) {
                    return Err(Error::LeaseLost);
                }
                let head = self.windows.head(&lease.key.lane);
                let is_same = head.is_some_and(|head| {
                    head.key == lease.key && head.progress.turn == lease.sent.turn
                });
                if !is_same {
                    return Ok(Completion::AlreadyFinal);
                }
                (lease.key, Completion::RecordedLate)
            }
        };
        let Some(delivery) = self.windows.head(&key.lane).filter(|head| head.key == key) else {
            return Ok(Completion::AlreadyFinal);
        };
        let delivery = delivery.clone();
        self.settle(delivery, outcome).await?;
        self.leases.report(token.to_owned(), outcome.clone());
        // Another hand-out of the same, where there is one, is of no use any more.
        self.leases.end(&key.lane);
        self.scheduler
            .answered(&key.lane, self.now(), Answer::from(outcome));
        self.offer(&key.lane);
        Ok(completion)
    }

    async fn settle(&mut self, delivery: Delivery, outcome: &Outcome) -> Result<()> {
        let key = delivery.key.clone();
        let person = key.lane.dialog.as_ref().map(|chat| UserId(chat.id.0));
        match outcome {
            Outcome::Succeeded { messages, .. } => {
                let mut work = Work::default();
                let message = messages.first().filter(|message| message.0 != 0);
                let is_send = matches!(delivery.action, Action::Send { .. });
                if let (true, Some(message), Some(user)) = (is_send, message, person) {
                    let sequence = key.sequence;
                    let news = News::Sent {
                        sequence,
                        message: *message,
                    };
                    let person = self.person(user, "").await?;
                    self.decide(&mut work, person, &news).await?;
                    self.granted_next(&work);
                }
                self.end(&key, work).await
            }
            Outcome::Deferred { delay, .. } => {
                let due_at = self.now().after(*delay);
                self.again(Delivery { due_at, ..delivery }).await
            }
            Outcome::Failed { detail } | Outcome::Uncertain { detail, .. } => {
                let is_over = matches!(delivery.action, Action::AnswerButton { .. });
                self.failed(delivery, detail, is_over).await
            }
            Outcome::Rejected { reason, detail } => {
                let is_gone = matches!(reason, Rejection::MessageNotFound | Rejection::NotEditable);
                match (delivery.action.clone(), person) {
                    (
                        Action::Rewrite {
                            message,
                            payload,
                            buttons,
                        },
                        Some(user),
                    ) if is_gone => {
                        let person = self.person(user, "").await?;
                        let is_wanted = |picture: &Picture| picture.sequence == key.sequence;
                        if shows_picture(&delivery.action) && !person.pictures.iter().any(is_wanted)
                        {
                            // Taken out of the chat, and its login is over.
                            return self.end(&key, Work::default()).await;
                        }
                        // The message was deleted: what it was to say is said anew.
                        let mut anew = delivery;
                        anew.action = Action::Send {
                            to: Target::Chat(message.chat),
                            payload,
                            reply: None,
                            buttons,
                        };
                        anew.progress.turn += 1;
                        let sequence = key.sequence;
                        let mut work = Work::default();
                        let news = News::Lost { sequence };
                        self.decide(&mut work, person, &news).await?;
                        work.put(anew);
                        self.commit(work).await
                    }
                    (Action::Send { .. }, Some(user)) => {
                        tracing::debug!(delivery = %delivery.id(), ?reason, %detail, "Telegram refuses what the setup bot sends");
                        self.unsent(&key, user, is_shut_out(*reason)).await
                    }
                    _ => {
                        tracing::debug!(delivery = %delivery.id(), ?reason, %detail, "Telegram refuses what the setup bot does");
                        let work = self.undone(&delivery);
                        self.end(&key, work).await
                    }
                }
            }
            Outcome::Moved { .. } => self.end(&key, Work::default()).await,
        }
    }

    async fn failed(&mut self, delivery: Delivery, detail: &str, is_over: bool) -> Result<()> {
        let now = self.now();
        let mut delivery = delivery;
        delivery.attempts += 1;
        let first = *delivery.first_failed_at.get_or_insert(now);
        if is_over || is_dead(delivery.attempts, false, first, now) {
            let person = delivery.key.lane.dialog.as_ref();
            if let (Action::Send { .. }, Some(chat)) = (&delivery.action, person) {
                let user = UserId(chat.id.0);
                return self.unsent(&delivery.key.clone(), user, false).await;
            }
            let work = self.undone(&delivery);
            return self.end(&delivery.key, work).await;
        }
        self.jitter = self
            .jitter
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let jitter = u32::try_from(self.jitter >> 40).unwrap_or(0);
        let jitter = f64::from(jitter) / f64::from(1_u32 << 24);
        delivery.due_at = now.after(delay(delivery.attempts, jitter));
        delivery.last_error = Some(detail.to_owned());
        self.again(delivery).await
    }

    /// A message never arrives; what follows from that is written with its end.
    async fn unsent(&mut self, key: &Key, user: UserId, is_shut_out: bool) -> Result<()> {
        let mut work = Work::default();
        let person = self.person(user, "").await?;
        let news = News::Unsent {
            sequence: key.sequence,
            is_shut_out,
        };
        self.decide(&mut work, person, &news).await?;
        self.granted_next(&work);
        self.end(key, work).await
    }

    /// What is wished for in this work is done once it is committed.
    fn granted_next(&mut self, work: &Work) {
        let wishing = work.people.iter().filter(|one| !one.wished.is_empty());
        self.wishing.extend(wishing.map(|one| one.user));
        self.grants_now |= !self.wishing.is_empty();
    }

    async fn again(&mut self, delivery: Delivery) -> Result<()> {
        let mut work = Work::default();
        work.put(delivery);
        self.commit(work).await
    }

    /// A delivery is done with; what follows from it is written along.
    pub(super) async fn end(&mut self, key: &Key, mut work: Work) -> Result<()> {
        work.changes.push(Change::DeleteDelivery(key.clone()));
        self.commit(work).await?;
        self.pictures.let_go(key.sequence, &self.context.files);
        if let Refill::From(from) = self.windows.remove(key) {
            let read = self
                .context
                .store
                .lane(&key.lane, from, Windows::READ)
                .await;
            match read {
                Ok(read) => self.windows.refill(&key.lane, read),
                Err(error) => {
                    self.is_doubtful = true;
                    return Err(error.into());
                }
            }
        }
        self.offer(&key.lane);
        Ok(())
    }
}

/// Whether the person never started the bot, or does not want it any more.
const fn is_shut_out(reason: Rejection) -> bool {
    matches!(
        reason,
        Rejection::NeverStarted
            | Rejection::Blocked
            | Rejection::ChatNotFound
            | Rejection::Deactivated
    )
}
