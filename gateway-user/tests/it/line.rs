//! The line between the gateway and Telegram, which can be cut or go silent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// What is sent arrives.
    Whole,
    /// Connections end, and new ones end at once.
    Cut,
    /// Connections stand, and nothing arrives.
    Silent,
}

pub(crate) struct Line {
    address: SocketAddr,
    how: watch::Sender<How>,
    open: Arc<AtomicUsize>,
    made: Arc<AtomicUsize>,
}

// === impl Line ===

impl Line {
    /// A line that works, to that address.
    pub(crate) async fn to(telegram: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let how = watch::Sender::new(How::Whole);
        let (open, made) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (hows, opened, mades) = (how.clone(), Arc::clone(&open), Arc::clone(&made));
        #[expect(clippy::disallowed_methods, reason = "ends with the test")]
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                mades.fetch_add(1, Ordering::SeqCst);
                let (how, open) = (hows.subscribe(), Arc::clone(&opened));
                tokio::spawn(async move {
                    open.fetch_add(1, Ordering::SeqCst);
                    carry(near, telegram, how).await;
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self {
            address,
            how,
            open,
            made,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn cut(&self) {
        self.how.send_replace(How::Cut);
    }

    pub(crate) fn silence(&self) {
        self.how.send_replace(How::Silent);
    }

    /// Works again, for new connections.
    pub(crate) fn mend(&self) {
        self.how.send_replace(How::Whole);
    }

    /// How many connections stand.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// How many were made so far.
    pub(crate) fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }
}

async fn carry(mut near: TcpStream, telegram: SocketAddr, mut how: watch::Receiver<How>) {
    let now = *how.borrow_and_update();
    match now {
        How::Cut => return,
        How::Silent => {}
        How::Whole => {
            let mut far = TcpStream::connect(telegram).await.unwrap();
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut near, &mut far) => return,
                _ = how.wait_for(|how| *how != How::Whole) => {}
            }
            if *how.borrow() == How::Cut {
                return;
            }
        }
    }
    // Silent until the other side ends it, or it is cut.
    let mut nothing = [0; 4096];
    loop {
        tokio::select! {
            cut = how.wait_for(|how| *how == How::Cut) => {
                let _ = cut;
                return;
            }
            readable = near.readable() => {
                if readable.is_err() {
                    return;
                }
                match near.try_read(&mut nothing) {
                    Ok(0) => return,
                    Ok(_) => {}
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                    Err(_) => return,
                }
            }
        }
    }
}
