//! Carries an identity's updates to the server, and only then confirms them.

mod parts;

use std::sync::Arc;

use backline_proto::gateway::v1::{Cursor, IngestUpdatesRequest};

use self::parts::Parts;
use crate::held::Held;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::{Batch, Report, Updates, report};

/// How a batch ended.
enum Ingested {
    /// The server committed it and has this cursor now.
    Committed(Option<Cursor>),
    /// The identity was stopped; nothing is confirmed, so Telegram gives the
    /// updates again to whoever holds it next.
    GivenUp,
    /// Somebody else holds the identity.
    Superseded,
}

/// Takes batches and carries them up, one at a time, until the identity is
/// stopped or superseded.
pub(crate) async fn run(link: Arc<Link>, held: Arc<Held>, mut updates: Box<dyn Updates>) {
    // Where the server has the stream, as far as is known here.
    let mut stands = None;
    loop {
        if !link.fence.allows() && !unfenced(&link, &held).await {
            return;
        }
        let batch = tokio::select! {
            biased;
            () = held.stop.cancelled() => return,
            () = link.fence.tripped() => {
                tracing::warn!(identity = %held.name, "fenced: polling stops");
                continue;
            }
            batch = updates.next() => batch,
        };
        let (count, handed) = (batch.updates.len(), batch.cursor.clone());
        match ingest(&link, &held, batch, stands.as_ref()).await {
            Ingested::Committed(committed) => {
                tracing::debug!(identity = %held.name, counter.updates = count, "updates committed");
                stands = committed.or(handed);
                updates.confirmed(stands.clone()).await;
            }
            Ingested::GivenUp => return,
            Ingested::Superseded => {
                link.give_up(&held, "the server has a newer assignment");
                return;
            }
        }
    }
}

/// Waits until the gateway may act again and the server says that the identity
/// is still ours. False = it is not, or it was stopped.
async fn unfenced(link: &Link, held: &Held) -> bool {
    let asked = async {
        link.fence.lifted().await;
        match held.reports.last() {
            None => Refusal::Passing,
            Some(last) => {
                let again = Report {
                    detail: last.detail,
                    ..last
                };
                report::until_answered(link, held, &again).await
            }
        }
    };
    tokio::select! {
        biased;
        () = held.stop.cancelled() => false,
        refusal = asked => {
            if refusal == Refusal::Superseded {
                link.give_up(held, "the server gave it to another gateway meanwhile");
            }
            refusal != Refusal::Superseded
        }
    }
}

/// Repeats a batch until the server committed it: it is the only copy. What is
/// too large at once goes in halves, one after the other.
async fn ingest(link: &Link, held: &Held, batch: Batch, stands: Option<&Cursor>) -> Ingested {
    let mut parts = Parts::new(batch, stands);
    let mut backoff = Link::backoff();
    let mut committed = None;
    while let Some(part) = parts.first() {
        let session = tokio::select! {
            session = link.session() => session,
            () = held.stop.cancelled() => return Ingested::GivenUp,
        };
        let request = IngestUpdatesRequest {
            session,
            identity: held.name.clone(),
            epoch: held.epoch,
            updates: part.updates.clone(),
            cursor: part.cursor.clone(),
        };
        let status = match link.client.gateway().ingest_updates(request).await {
            Ok(response) => {
                committed = response.into_inner().cursor;
                parts.pass();
                backoff.reset();
                continue;
            }
            Err(status) => status,
        };
        match Refusal::of(&status) {
            Refusal::Superseded => return Ingested::Superseded,
            Refusal::TooLarge if parts.halve() => {
                tracing::info!(identity = %held.name, %status, "too large at once: halved");
                continue;
            }
            Refusal::Passing | Refusal::SessionLost => {
                tracing::debug!(identity = %held.name, %status, counter.ingest_retries = 1);
            }
            // Dropping the batch is never right: it stays, loudly, until the
            // server takes it.
            Refusal::TooLarge | Refusal::Final => {
                tracing::error!(identity = %held.name, %status, "the server refuses updates");
            }
        }
        tokio::select! {
            () = held.stop.cancelled() => return Ingested::GivenUp,
            () = link.pause(&mut backoff) => {}
        }
    }
    Ingested::Committed(committed)
}
