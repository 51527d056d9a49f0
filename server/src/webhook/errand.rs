//! One way to a receiver with the first post of a lane.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::relay::CommandEnd;
use backline_domain::time::Timestamp;
use backline_domain::webhook::{DeadPost, Failure, Lane, Next, Post, after_failure};
use bytes::Bytes;

use super::board::Setup;
use super::postman::{Postman, What};
use super::{Answer, Secret, sign};
use crate::desk::{self, WebhookAsk};

/// Posts that nobody is to be told of any more, deleted at once.
const PIECE: usize = 100;

/// One way to a receiver.
pub(super) struct Errand {
    pub(super) postman: Arc<Postman>,
    pub(super) lane: Lane,
    /// Since when the receiver has taken nothing.
    pub(super) failing_since: Option<Timestamp>,
}

/// What came of it.
pub(super) struct Returned {
    pub(super) lane: Lane,
    pub(super) what: What,
}

/// Why nothing can be said of it.
enum Trouble {
    Store(backline_store::Error),
    Desk(desk::Error),
}

// === impl Errand ===

impl Errand {
    pub(super) async fn run(self) -> Returned {
        let what = match self.go().await {
            Ok(what) => what,
            Err(Trouble::Store(error)) => {
                tracing::error!(connection.id = %self.lane.connection, %error, "what became of a webhook cannot be written; it is posted again");
                What::StoreFailed
            }
            Err(Trouble::Desk(error)) => {
                tracing::warn!(connection.id = %self.lane.connection, %error, "the answer of a webhook cannot be shown; it is posted again");
                What::StoreFailed
            }
        };
        Returned {
            lane: self.lane,
            what,
        }
    }

    async fn go(&self) -> Result<What, Trouble> {
        let postman = &self.postman;
        let Some(setup) = postman.board.setup(&self.lane.connection) else {
            // The connection is gone, and with it what waited.
            return Ok(What::Nothing);
        };
        let Some(post) = postman.store.post_lane(&self.lane, 1).await?.pop() else {
            return Ok(What::Nothing);
        };
        if post.due_at > postman.clock.now() {
            return Ok(What::NotYet {
                due_at: post.due_at,
            });
        }
        let Some(url) = setup.urls.get(&self.lane.endpoint) else {
            return self.drop_some().await;
        };
        let body = Bytes::from(post.body.json(&setup.hidden));
        let secrets = self.secrets(&setup);
        let now = postman.clock.now();
        let signed = sign(&post.id, now.seconds(), &body, &secrets);
        let answer = postman.client.post(url, &signed, body).await;
        postman.metrics.webhook_posted(&answer);
        match answer.trouble() {
            None => self.taken(post, answer).await,
            Some(reason) => self.not_taken(post, &answer, reason).await,
        }
    }

    fn secrets(&self, setup: &Setup) -> Vec<Secret> {
        let postman = &self.postman;
        let of = |generation| postman.board.secret(&self.lane.connection, generation);
        let now = postman.clock.now();
        let changes_over = setup.changes_over_until.is_some_and(|until| now < until);
        let before = setup.generation.checked_sub(1).filter(|_| changes_over);
        std::iter::once(setup.generation)
            .chain(before)
            .map(of)
            .collect()
    }

    async fn taken(&self, post: Post, answer: Answer) -> Result<What, Trouble> {
        let rows = vec![Change::DeletePost(post.key.clone())];
        match answer {
            Answer::Taken { body, is_json } if post.body.command().is_some() => {
                let end = CommandEnd::Answered(answer_of(&body, is_json));
                self.tell(&post, end, rows).await?;
            }
            _ => self.postman.store.commit(rows).await?,
        }
        Ok(What::Taken)
    }

    async fn not_taken(
        &self,
        post: Post,
        answer: &Answer,
        reason: String,
    ) -> Result<What, Trouble> {
        let now = self.postman.clock.now();
        let failure = Failure {
            reason,
            is_final: matches!(answer, Answer::Gone),
            wait: match answer {
                Answer::Refused { retry_after, .. } => *retry_after,
                Answer::Taken { .. } | Answer::Gone | Answer::Unreachable { .. } => None,
            },
        };
        tracing::info!(
            connection.id = %self.lane.connection,
            webhook = %self.lane.endpoint,
            post = %post.id,
            reason = %failure.reason,
            "a webhook was not taken"
        );
        let failing_since = self.failing_since.unwrap_or(now);
        let is_first = post.attempts == 0;
        let jitter = jitter(&post);
        match after_failure(post, failure, failing_since, now, jitter) {
            Next::Waits(post) => {
                let next = post.due_at;
                let rows = vec![Change::PutPost(post.clone())];
                if is_first && post.body.command().is_some() {
                    self.tell(&post, CommandEnd::Waits, rows).await?;
                } else {
                    self.postman.store.commit(rows).await?;
                }
                Ok(What::NotTaken { next })
            }
            Next::Dead(post) => {
                let gone = Change::DeletePost(post.key.clone());
                let dead = DeadPost {
                    post: (*post).clone(),
                    at: now,
                };
                let rows = vec![gone, Change::PutDeadPost(Box::new(dead))];
                if post.body.command().is_some() {
                    self.tell(&post, CommandEnd::GivenUp, rows).await?;
                } else {
                    self.postman.store.commit(rows).await?;
                }
                self.postman.metrics.webhook_given_up();
                Ok(What::Dropped)
            }
        }
    }

    /// The URL is not in WEBHOOKS any more: nobody there is told anything.
    async fn drop_some(&self) -> Result<What, Trouble> {
        let store = &self.postman.store;
        let posts = store.post_lane(&self.lane, PIECE).await?;
        let gone = posts.into_iter().map(|post| Change::DeletePost(post.key));
        store.commit(gone.collect()).await?;
        Ok(What::Dropped)
    }

    /// In the topic, in one transaction with what becomes of the post.
    async fn tell(&self, post: &Post, end: CommandEnd, rows: Vec<Change>) -> Result<(), Trouble> {
        let desk = self.postman.desks.desk(&self.lane.connection);
        let (Some(desk), Some(command), Some(chat)) = (desk, post.body.command(), post.body.chat())
        else {
            return Ok(self.postman.store.commit(rows).await?);
        };
        let ended = WebhookAsk::CommandEnded {
            chat: chat.clone(),
            command: command.clone(),
            end,
            rows,
        };
        desk.webhook(ended, desk::Asked::by_server())
            .await
            .map_err(Trouble::Desk)
    }
}

impl From<backline_store::Error> for Trouble {
    fn from(error: backline_store::Error) -> Self {
        Self::Store(error)
    }
}

/// What of an answer is shown: its text, or of a JSON object what is under `text`. A page for
/// browsers is none.
fn answer_of(body: &str, is_json: bool) -> String {
    if is_json {
        let json: Option<serde_json::Value> = serde_json::from_str(body).ok();
        let text = json.as_ref().and_then(|json| json.get("text")?.as_str());
        return text.unwrap_or_default().to_owned();
    }
    let body = body.trim();
    if body.starts_with('<') {
        String::new()
    } else {
        body.to_owned()
    }
}

/// Spreads attempts, the same for the same post and attempt.
fn jitter(post: &Post) -> f64 {
    let drawn = post.key.sequence.wrapping_mul(31) + u64::from(post.attempts);
    let thousandth = u32::try_from(drawn.wrapping_mul(2_654_435_761) % 1000).unwrap_or(0);
    f64::from(thousandth) / 1000.0
}
