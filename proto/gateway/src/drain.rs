//! The end of a gateway: nothing new, finish, complete, close.

use std::sync::Arc;
use std::time::Duration;

use crate::held;
use crate::link::Link;

/// How long what is in hand may take, and how long the last words may.
const FINISH: Duration = Duration::from_secs(8);
const LAST_WORDS: Duration = Duration::from_millis(1_500);

/// Finishes what is in hand within ten seconds, and lets go of everything.
///
/// What has not ended by then is left to the server: a command without a Start
/// is handed out again, one with a Start counts as uncertain.
pub(crate) async fn drain(link: &Arc<Link>) {
    link.in_hand.close();
    let identities = link.all_held();
    let finished = async {
        for held in &identities {
            held.commands.close();
            held.pump.close();
            held.commands.wait().await;
            held.pump.wait().await;
        }
    };
    let is_done = tokio::select! {
        () = finished => true,
        () = link.clock.sleep(FINISH) => false,
    };
    if !is_done {
        let in_hand = link.leases.tokens().len();
        tracing::warn!(in_hand, "not everything was finished in time");
    }
    let goodbyes = identities.into_iter().map(|held| {
        link.let_go(&held);
        held::say_released(link, held, "the gateway stops")
    });
    tokio::select! {
        _ = futures::future::join_all(goodbyes) => {}
        () = link.clock.sleep(LAST_WORDS) => {}
    }
    link.over.cancel();
}
