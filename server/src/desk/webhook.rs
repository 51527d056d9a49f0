//! What webhooks are told by this desk, and what comes back of it.

use backline_domain::change::Change;
use backline_domain::id::ChatAddress;
use backline_domain::relay::{CommandEnd, command_ended, post_of};
use backline_domain::webhook::{Body, Command, DeadId, Endpoint, Lane, Post};

use super::handle::{Asked, Error, Result};
use super::task::Desk;
use super::work::Work;

/// What a desk is asked about webhooks.
#[derive(Debug, Clone, PartialEq)]
pub enum WebhookAsk {
    /// What became of a command that one was told of: it is told in the topic, in one
    /// transaction with these rows.
    CommandEnded {
        /// The dialog's chat.
        chat: ChatAddress,
        /// The command.
        command: Command,
        /// What became of it.
        end: CommandEnd,
        /// What becomes of the post.
        rows: Vec<Change>,
    },
    /// These dead posts are posted once more, behind what waits.
    Replay(Vec<DeadId>),
}

// === impl Desk ===

impl Desk {
    /// Where posts go, and how they are signed, is known.
    pub(super) fn webhooks_known(&self) {
        self.context
            .webhooks
            .set(&self.connection, &self.parameters);
    }

    /// Does it, in one transaction with the request's row.
    pub(super) async fn webhook(&mut self, ask: WebhookAsk, asked: Asked) -> Result<()> {
        match ask {
            WebhookAsk::CommandEnded {
                chat,
                command,
                end,
                rows,
            } => {
                self.load_dialogs(std::iter::once(chat.clone())).await?;
                let dialog = self.dialogs.get(&chat).cloned().flatten();
                let mut work = self.asked_work(asked);
                if let Some(dialog) = dialog {
                    let decision = command_ended(&work.scene(), &dialog, &command, &end);
                    work.take(decision);
                }
                for row in rows {
                    work.change(row);
                }
                self.commit(work).await
            }
            WebhookAsk::Replay(ids) => self.replay(ids, asked).await,
        }
    }

    async fn replay(&mut self, ids: Vec<DeadId>, asked: Asked) -> Result<()> {
        let mut work = self.asked_work(asked);
        for id in ids {
            let found = self
                .context
                .store
                .dead_post(&self.connection.id, id)
                .await?;
            let dead = found.ok_or_else(|| {
                Error::NotFound(format!("post {id} that was given up, in this connection"))
            })?;
            let of = self.connection.id.clone();
            work.change(Change::DeleteDeadPost(of, id));
            let (sequence, now) = (work.sequence(), work.now);
            work.put_post(dead.post.again(sequence, now));
        }
        self.commit(work).await
    }
}

// === impl Work ===

impl Work {
    /// What webhooks are told of this batch's events: rows of the same transaction.
    pub(super) fn tell_webhooks(&mut self, events: &[backline_domain::relay::Event]) {
        if self.parameters.webhooks.is_empty() {
            return;
        }
        for event in events {
            let dialog = event.dialog().and_then(|key| self.dialog(&key.chat));
            if let Some(body) = post_of(&self.scene(), event, dialog) {
                self.post(&body);
            }
        }
    }

    fn post(&mut self, body: &Body) {
        let receivers = self.parameters.webhooks.receivers(body);
        let endpoints: Vec<Endpoint> = receivers.map(Endpoint::of).collect();
        for endpoint in endpoints {
            let lane = Lane {
                connection: self.connection.id.clone(),
                endpoint,
                dialog: body.chat().cloned(),
            };
            let post = Post::new(lane, self.sequence(), body.clone(), self.now);
            self.put_post(post);
        }
    }

    fn put_post(&mut self, post: Post) {
        self.posted.push(post.key.lane.clone());
        self.change(Change::PutPost(Box::new(post)));
    }
}
