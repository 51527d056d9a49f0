//! What an account needs beside its updates: its connection ends when the gateway
//! may not act, is looked after, and shows everybody with a dialog.

use std::sync::Arc;
use std::time::Duration;

use backline_client::Backoff;
use grammers_client::tl::functions;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::found::Found;
use super::missed::{Page, dialogs};
use super::{LONGEST_GAP, SHORTEST_GAP};
use crate::peers::{Peers, bare_channel, chat_id_of};
use crate::telegram::{Failure, Telegram};

/// How often the connection is looked at, and after what silence it is tried:
/// the library does not notice that nobody answers.
const LOOK: Duration = Duration::from_secs(30);
const SILENCE: Duration = Duration::from_secs(60);
/// Most dialogs that are read.
const MOST_DIALOGS: usize = 20_000;

/// Keeps an account until it is let go.
pub(crate) async fn keep(
    telegram: Telegram,
    peers: Arc<Peers>,
    found: mpsc::UnboundedSender<Found>,
    stop: CancellationToken,
) {
    let kept = async {
        tokio::join!(
            disconnect_when_fenced(&telegram),
            watch(&telegram),
            meet_everybody(&telegram, &peers, &found),
        )
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => {}
        _ = Box::pin(kept) => {}
    }
    telegram.close().await;
}

/// An account that is connected from two processes loses its session: the
/// connection ends before another gateway may have it.
async fn disconnect_when_fenced(telegram: &Telegram) {
    let fence = telegram.fence();
    loop {
        fence.lifted().await;
        fence.tripped().await;
        tokio::select! {
            () = telegram.idle() => {}
            () = fence.lapsed() => {}
        }
        if !fence.allows() {
            tracing::warn!("fenced: the account is disconnected from Telegram");
            telegram.close().await;
        }
    }
}

/// Asks something when nothing was heard for long; a call that gets no answer
/// ends the connection.
async fn watch(telegram: &Telegram) {
    loop {
        telegram.clock().sleep(LOOK).await;
        let is_in_use = telegram.is_open() && telegram.is_logged_in();
        if is_in_use && telegram.silence() >= SILENCE {
            let asked = telegram.call(&functions::updates::GetState {}).await;
            if let Err(failure @ Failure::Lost(_)) = asked {
                tracing::info!(failure = %failure.words(), "the connection to Telegram is dead");
                telegram.give_up();
            }
        }
    }
}

/// Reads the dialogs, once: who is in them can be addressed from then on.
async fn meet_everybody(telegram: &Telegram, peers: &Peers, found: &mpsc::UnboundedSender<Found>) {
    if peers.is_bot() {
        // Telegram lists no dialogs to bots, and wants nothing to be shown.
        return std::future::pending().await;
    }
    let mut backoff = Backoff::new(SHORTEST_GAP, LONGEST_GAP);
    let mut behind = None;
    let mut count = 0;
    loop {
        telegram.opened().await;
        let page = match dialogs(telegram, behind.clone()).await {
            Ok(page) => page,
            Err(failure) => {
                if failure.is_end() {
                    return std::future::pending().await;
                }
                tracing::debug!(failure = %failure.words(), "the dialogs cannot be read yet");
                let wait = super::trouble::of(&failure).wait;
                telegram
                    .clock()
                    .sleep(wait.unwrap_or_else(|| backoff.next_gap()))
                    .await;
                continue;
            }
        };
        peers.learn_users(&page.users);
        peers.learn_chats(&page.chats);
        for channel in channels(&page) {
            // Nobody takes them any more: the account is let go.
            let _ = found.send(channel);
        }
        count += page.dialogs.len();
        behind = page.next(peers);
        if behind.is_none() || count >= MOST_DIALOGS {
            tracing::info!(dialogs = count, "everybody with a dialog is known");
            peers.walked();
            return std::future::pending().await;
        }
    }
}

/// The supergroups and channels of a page.
fn channels(page: &Page) -> impl Iterator<Item = Found> {
    page.dialogs.iter().filter_map(|dialog| {
        Some(Found {
            id: bare_channel(chat_id_of(&dialog.peer))?,
            pts: dialog.pts?,
            top: dialog.top_message,
            date: page.date(&dialog.peer, dialog.top_message).unwrap_or(0),
        })
    })
}
