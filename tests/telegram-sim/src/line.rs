//! A line between two programs, for tests: it can be cut, and it can go silent.

use std::io;
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

/// A line to an address, over loopback. Its tasks end with the runtime.
#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    how: watch::Sender<How>,
    open: Arc<AtomicUsize>,
    made: Arc<AtomicUsize>,
}

// === impl Line ===

impl Line {
    /// A line that works, to that address.
    ///
    /// # Errors
    /// There is no free port.
    #[expect(clippy::disallowed_methods, reason = "ends with the test")]
    pub async fn to(far: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let how = watch::Sender::new(How::Whole);
        let (open, made) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (hows, opened, mades) = (how.clone(), Arc::clone(&open), Arc::clone(&made));
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                mades.fetch_add(1, Ordering::SeqCst);
                let (how, open) = (hows.subscribe(), Arc::clone(&opened));
                tokio::spawn(async move {
                    open.fetch_add(1, Ordering::SeqCst);
                    carry(near, far, how).await;
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Ok(Self {
            address,
            how,
            open,
            made,
        })
    }

    /// Where it begins.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Connections end, and new ones end at once.
    pub fn cut(&self) {
        self.how.send_replace(How::Cut);
    }

    /// Connections stand, and nothing arrives any more.
    pub fn silence(&self) {
        self.how.send_replace(How::Silent);
    }

    /// Works again, for new connections.
    pub fn mend(&self) {
        self.how.send_replace(How::Whole);
    }

    /// How many connections stand.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// How many were made so far.
    #[must_use]
    pub fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }
}

async fn carry(mut near: TcpStream, far: SocketAddr, mut how: watch::Receiver<How>) {
    let now = *how.borrow_and_update();
    match now {
        How::Cut => return,
        How::Silent => {}
        How::Whole => {
            let Ok(mut far) = TcpStream::connect(far).await else {
                return;
            };
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
