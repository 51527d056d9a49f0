//! All connections.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use super::connection::Connection;
use crate::shared::Shared;

static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

/// Serves clients until the simulator stops.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let tasks = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = shared.stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        // One that is gone before it is taken: the next.
        let Ok((stream, _)) = accepted else { continue };
        let number = CONNECTIONS.fetch_add(1, Ordering::Relaxed);
        let connection = Connection::new(Arc::clone(&shared), stream, number);
        let shared = Arc::clone(&shared);
        tasks.spawn(async move {
            tokio::select! {
                () = shared.stop.cancelled() => {}
                ended = connection.run() => {
                    if let Err(error) = ended {
                        tracing::debug!(number, %error, "an MTProto connection ended");
                    }
                }
            }
            shared.change(|world| world.keys.connection_closed(number));
        });
    }
    tasks.close();
    tasks.wait().await;
}
