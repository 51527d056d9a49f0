//! Serving asks: those that share a transaction, and those that have their own.

use backline_domain::delivery;
use backline_domain::id::{ChatAddress, IdentityId};
use backline_domain::message::UpdateKey;
use backline_domain::relay::{self, DeadLetterVerdict, close_dialog, decide_dead_letter};
use tokio::sync::oneshot;

use super::ask::Ask;
use super::complete::Ended;
use super::handle::{Asked, Completion, Error, Ingested, Queue, Result};
use super::news::News;
use super::task::{Desk, answer, doubt, shared_error};
use super::view::seen_by_another;
use super::work::Work;

/// What is to be done once the shared transaction is committed.
enum After {
    Ingested(
        oneshot::Sender<Result<Ingested>>,
        Ingested,
        IdentityId,
        Vec<UpdateKey>,
    ),
    Started(oneshot::Sender<Result<()>>, String, Box<delivery::Delivery>),
    Completed(
        oneshot::Sender<Result<Completion>>,
        Completion,
        Option<Box<Ended>>,
    ),
}

// === impl Desk ===

impl Desk {
    /// Ingests, starts and completions: one transaction for all of them.
    pub(super) async fn serve_shared(&mut self, asks: Vec<Ask>) {
        if asks.is_empty() {
            return;
        }
        if self.is_doubtful {
            // An ask before these was given up: what is in memory may not be so.
            for ask in asks {
                ask.refuse(doubt());
            }
            return;
        }
        let mut work = self.work();
        let mut after = Vec::with_capacity(asks.len());
        let mut asks = asks.into_iter();
        for ask in asks.by_ref() {
            if let Err(error) = self.take_in(&mut work, &mut after, ask).await {
                // What was half decided is in the work with everything before it: none of it
                // is written, and all of it is asked again.
                tracing::warn!(connection.id = %self.connection.id, %error, "the store cannot be read; a batch is given up");
                self.is_doubtful = true;
                for step in after {
                    self.finish(step, Err(shared_error(&error)));
                }
                for ask in asks {
                    ask.refuse(shared_error(&error));
                }
                return;
            }
        }
        let committed = self.commit(work).await;
        for step in after {
            self.finish(step, committed.as_ref().map_err(shared_error).copied());
        }
    }

    /// One of the shared asks. An error is the store's, and what was decided is worth
    /// nothing then; whoever asked is told.
    async fn take_in(&mut self, work: &mut Work, after: &mut Vec<After>, ask: Ask) -> Result<()> {
        match ask {
            Ask::Ingest {
                identity,
                mut updates,
                cursor,
                answer: to,
            } => {
                if identity != self.connection.frontend {
                    seen_by_another(&mut updates);
                }
                match self.ingest(work, identity, &updates, &cursor).await {
                    Ok((ingested, new)) => {
                        after.push(After::Ingested(to, ingested, identity, new));
                    }
                    Err(error) => return refused(to, error),
                }
            }
            Ask::Start {
                lease_token,
                answer: to,
            } => match self.start(work, &lease_token).await {
                Ok(delivery) => {
                    after.push(After::Started(to, lease_token, Box::new(delivery)));
                }
                Err(error) => return refused(to, error),
            },
            Ask::Complete {
                lease_token,
                outcome,
                answer: to,
            } => match self.complete(work, &lease_token, &outcome).await {
                Ok((completion, ended)) => {
                    after.push(After::Completed(to, completion, ended.map(Box::new)));
                }
                Err(error) => return refused(to, error),
            },
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self, step: After, committed: Result<()>) {
        match (step, committed) {
            (After::Ingested(to, ingested, identity, new), Ok(())) => {
                self.remember_newest(identity, new);
                self.context
                    .metrics
                    .updates_taken_in(ingested.accepted, ingested.duplicates);
                answer(to, Ok(ingested));
            }
            (After::Started(to, token, delivery), Ok(())) => {
                self.started(&token, *delivery);
                answer(to, Ok(()));
            }
            (After::Completed(to, completion, ended), Ok(())) => {
                if let Some(ended) = ended {
                    self.ended(*ended);
                }
                answer(to, Ok(completion));
            }
            (After::Ingested(to, ..), Err(error)) => answer(to, Err(error)),
            (After::Started(to, ..), Err(error)) => answer(to, Err(error)),
            (After::Completed(to, ..), Err(error)) => answer(to, Err(error)),
        }
    }

    /// Everything else. Says whether the desk is to stop.
    pub(super) async fn serve_alone(&mut self, ask: Ask) -> bool {
        match ask {
            Ask::Extend {
                lease_tokens,
                answer: to,
            } => answer(to, Ok(self.extend(lease_tokens))),
            Ask::File {
                lease_token,
                what,
                answer: to,
            } => answer(to, self.file(&lease_token, what)),
            Ask::Presence { identity, presence } => {
                if identity == self.connection.frontend {
                    self.presence(presence).await;
                } else {
                    self.relay_presence(identity, presence).await;
                }
            }
            Ask::Change {
                changes,
                expected_revision,
                asked,
                answer: to,
            } => {
                let change = Box::pin(self.change(changes, expected_revision, asked));
                let done = change.await;
                answer(to, done.map(|()| self.connection.clone()));
            }
            Ask::SetParameters {
                values,
                asked,
                answer: to,
            } => {
                let done = self.set_parameters(values, asked).await;
                answer(to, done.map(|()| self.connection.clone()));
            }
            Ask::CloseDialog {
                chat,
                asked,
                answer: to,
            } => {
                answer(to, Box::pin(self.close(chat, asked)).await);
            }
            Ask::TellInfo {
                told,
                asked,
                answer: to,
            } => answer(to, self.tell_info(told, asked).await),
            Ask::Webhook {
                ask,
                asked,
                answer: to,
            } => answer(to, self.webhook(ask, asked).await),
            Ask::RetryDeadLetter {
                sequence,
                asked,
                answer: to,
            } => {
                answer(
                    to,
                    self.dead_letter(sequence, DeadLetterVerdict::Again, asked)
                        .await,
                );
            }
            Ask::DropDeadLetter {
                sequence,
                asked,
                answer: to,
            } => {
                answer(
                    to,
                    self.dead_letter(sequence, DeadLetterVerdict::Drop, asked)
                        .await,
                );
            }
            Ask::Queue { answer: to } => answer(to, self.queue().await),
            Ask::Connection { answer: to } => answer(to, Ok(self.connection.clone())),
            Ask::Quiet { answer: to } => {
                answer(to, Ok(self.leases.len() + self.fetches.running()));
            }
            Ask::Stop { answer: to } => {
                answer(to, Ok(()));
                return true;
            }
            Ask::Ingest { .. } | Ask::Start { .. } | Ask::Complete { .. } => {}
        }
        false
    }

    /// Logs and tells what happened.
    pub(super) fn tell(&self, events: Vec<relay::Event>) {
        for event in events {
            tracing::debug!(connection.id = %self.connection.id, ?event, "committed");
            if let relay::Event::ForeignGroup { id, title } = &event {
                tracing::warn!(
                    connection.id = %self.connection.id,
                    chat.id = %id,
                    chat.title = %title,
                    "somebody added the bot to a group that is not its backend group; it leaves"
                );
            }
            let connection = self.connection.id.clone();
            // Nobody has to listen.
            let _ = self.context.news.send(News { connection, event });
        }
    }

    async fn close(
        &mut self,
        chat: ChatAddress,
        asked: Asked,
    ) -> Result<backline_domain::dialog::Dialog> {
        self.load_dialogs(std::iter::once(chat.clone())).await?;
        let dialog = self
            .dialogs
            .get(&chat)
            .cloned()
            .flatten()
            .ok_or_else(|| Error::NotFound(format!("dialog {chat} in this connection")))?;
        let mut work = self.asked_work(asked);
        let decision = close_dialog(&work.scene(), &dialog);
        let after = decision.dialog.clone().unwrap_or(dialog);
        work.take(decision);
        self.commit(work).await?;
        Ok(after)
    }

    async fn dead_letter(
        &mut self,
        sequence: u64,
        verdict: DeadLetterVerdict,
        asked: Asked,
    ) -> Result<()> {
        let id = delivery::Id {
            connection: self.connection.id.clone(),
            sequence,
        };
        let letter =
            self.context.store.dead_letter(&id).await?.ok_or_else(|| {
                Error::NotFound(format!("dead letter {sequence} in this connection"))
            })?;
        // Its lane may need the dialog's topic.
        self.load_dialogs(letter.delivery.key.lane.dialog.iter().cloned())
            .await?;
        let mut work = self.asked_work(asked);
        let originals = self.originals_of(&work, &letter.delivery).await?;
        let decision = decide_dead_letter(&work.scene(), &letter, &originals, verdict);
        work.take(decision);
        self.commit(work).await
    }

    async fn queue(&self) -> Result<Queue> {
        let waiting = self
            .context
            .store
            .waiting(&self.connection.id, QUEUE_COUNT)
            .await?;
        Ok(Queue {
            identity: self.connection.frontend,
            waiting,
            running: self.leases.len(),
            oldest: self.windows.oldest(),
            reason: self.why_waits(),
            is_online: self.down.is_some(),
            files: self.files_moving(None),
        })
    }
}

/// Tells whoever asked. What the store failed at is everybody's error.
fn refused<T>(to: oneshot::Sender<Result<T>>, error: Error) -> Result<()> {
    let of_store = matches!(error, Error::Store(_)).then(|| shared_error(&error));
    answer(to, Err(error));
    of_store.map_or(Ok(()), Err)
}

/// Waiting deliveries are counted up to here.
const QUEUE_COUNT: usize = 1_000_000;
