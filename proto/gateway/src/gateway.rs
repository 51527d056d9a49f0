//! A gateway process: one link to each server.

use std::sync::Arc;

use backline_client::{Client, Config};
use futures::future::join_all;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::link::Link;
use crate::session::{self, Who};
use crate::{Clock, Platform, drain, lease};

/// What a gateway is told at its start.
#[derive(Debug, Clone)]
pub struct Options {
    /// The servers it attaches to, one stream each.
    pub servers: Vec<Config>,
    /// Name of the process, for people; may repeat.
    pub name: String,
    /// Version of the program, for people.
    pub version: String,
    /// How many identities it takes from each server; 0 = no limit.
    pub max_identities: i32,
}

/// Why a gateway could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It was told of no server.
    #[error("no server is named: give at least one --server URL")]
    NoServer,
    /// A server's address or token cannot work, or it refused us at first.
    #[error(transparent)]
    Server(#[from] backline_client::Error),
}

/// Serves the servers until `shutdown` is cancelled, then drains.
///
/// Draining takes at most ten seconds: nothing new is taken, what is in hand is
/// finished and reported, the identities are let go. A server that cannot be
/// reached is tried for ever.
///
/// # Errors
/// A server refused the first attempt for good (wrong token, missing scope, wrong
/// kind), or its address cannot work. The other servers' links are drained first.
pub async fn run(
    options: Options,
    platform: Arc<dyn Platform>,
    clock: Arc<dyn Clock>,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    if options.servers.is_empty() {
        return Err(Error::NoServer);
    }
    let clients: Vec<Client> = options
        .servers
        .iter()
        .map(Client::new)
        .collect::<Result<_, _>>()?;
    // One server that refuses us ends the whole, loudly; a caller's token stays
    // untouched by it.
    let draining = shutdown.child_token();
    let who = Who {
        name: options.name,
        version: options.version,
        max_identities: options.max_identities,
    };
    let links = clients.into_iter().map(|client| {
        let (clock, platform) = (Arc::clone(&clock), Arc::clone(&platform));
        let link = Arc::new(Link::new(client, clock, platform, draining.clone()));
        serve(link, who.clone())
    });
    join_all(links).await.into_iter().collect()
}

/// One server, from the first attempt to the last word.
async fn serve(link: Arc<Link>, who: Who) -> Result<(), Error> {
    let loops = TaskTracker::new();
    let session = loops.spawn(session::keep(Arc::clone(&link), who));
    loops.spawn(lease::keep(Arc::clone(&link)));
    let refused = tokio::select! {
        () = link.draining.cancelled() => None,
        ended = session => match ended {
            Ok(Err(error)) => Some(error),
            // It ends by itself only when the gateway drains.
            _ => None,
        },
    };
    link.draining.cancel();
    drain::drain(&link).await;
    loops.close();
    loops.wait().await;
    match refused {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}
