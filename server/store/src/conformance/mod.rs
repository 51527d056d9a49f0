//! The suite that every implementation of the store has to pass. A failure is a
//! panic, as in any test.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod archive;
mod commit;
mod connection;
mod delivery;
mod dialog;
mod link;
pub mod random;
pub mod sample;
mod seen;
mod setup_bot;
mod timer;
mod token;
mod upkeep;
mod usage;
mod webhook;

use std::sync::Arc;

use crate::Store;

/// Runs the whole suite, each part on a new, empty store.
pub async fn exercise<Make>(make: Make)
where
    Make: AsyncFn() -> Arc<dyn Store>,
{
    commit::exercise(&make).await;
    connection::exercise(&make).await;
    dialog::exercise(&make).await;
    link::exercise(&make).await;
    delivery::exercise(&make).await;
    timer::exercise(&make).await;
    seen::exercise(&make).await;
    token::exercise(&make).await;
    upkeep::exercise(&make).await;
    setup_bot::exercise(&make).await;
    archive::exercise(&make).await;
    usage::exercise(&make).await;
    webhook::exercise(&make).await;
}
