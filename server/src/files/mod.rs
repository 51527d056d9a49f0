//! Files on their way from one identity to another.
//!
//! On disk, bounded, sealed with keys that only this run knows, and gone as soon as nothing
//! needs them any more. The files have no names in any folder, so that a crash leaves none
//! behind.

mod incoming;
mod stored;

pub use self::incoming::Incoming;
pub use self::stored::StoredFile;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use self::stored::Stored;

/// Bytes of a file that are sealed together.
const CHUNK: usize = 256 * 1024;

/// What sealing adds to a chunk.
const TAG: usize = 16;

/// Most files kept at once: each is an open file of the process.
const MOST_FILES: usize = 256;

/// SHA-256 of a file's bytes.
type Hash = [u8; 32];

/// Why a file was not stored, or not given.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no room, or there are too many.
    #[error(
        "the server's file store is full ({most} bytes in {MOST_FILES} files at most); it empties \
         as messages are delivered"
    )]
    Full {
        /// What fits.
        most: u64,
    },
    /// More came than was told.
    #[error("the file is larger than the {most} bytes that were told of it")]
    TooLarge {
        /// What was told.
        most: u64,
    },
    /// Nothing came.
    #[error("the file is empty")]
    Empty,
    /// The disk.
    #[error("the server's file store cannot be used: {0}")]
    Disk(#[from] std::io::Error),
    /// What was read is not what was written.
    #[error("a stored file was changed on disk")]
    Changed,
    /// The system gives no random numbers.
    #[error("the operating system gives no random numbers")]
    NoRandomness,
}

/// A result of the file store.
pub type Result<T> = std::result::Result<T, Error>;

/// The file store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    most: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    used: u64,
    files: usize,
    by_hash: HashMap<Hash, Weak<Stored>>,
}

/// Room taken in the store, given back when dropped.
#[derive(Debug)]
struct Room {
    inner: Arc<Inner>,
    bytes: u64,
}

// === impl Files ===

impl Files {
    /// A store of at most so many bytes, in files without names on this folder's disk.
    #[must_use]
    pub fn new(folder: PathBuf, most: u64) -> Self {
        Self(Arc::new(Inner {
            folder,
            most,
            state: Mutex::default(),
        }))
    }

    /// Begins to take a file in, of at most so many bytes.
    ///
    /// # Errors
    /// When there is no room or no disk.
    pub async fn begin(&self, most: u64) -> Result<Incoming> {
        let room = self.0.room()?;
        let folder = self.0.folder.clone();
        let opened = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder)?;
            tempfile::tempfile_in(&folder)
        });
        let file = opened.await.map_err(std::io::Error::other)??;
        Incoming::new(file, room, most)
    }

    /// Bytes and files that are kept, or on their way in.
    #[must_use]
    pub fn used(&self) -> (u64, usize) {
        let state = self.0.state();
        (state.used, state.files)
    }
}

// === impl Inner ===

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    const fn full(&self) -> Error {
        Error::Full { most: self.most }
    }

    fn room(self: &Arc<Self>) -> Result<Room> {
        let mut state = self.state();
        if state.files >= MOST_FILES {
            return Err(self.full());
        }
        state.files += 1;
        drop(state);
        Ok(Room {
            inner: Arc::clone(self),
            bytes: 0,
        })
    }

    /// The file of these bytes, if it is still here.
    fn known(&self, hash: &Hash) -> Option<Arc<Stored>> {
        self.state().by_hash.get(hash)?.upgrade()
    }

    fn keep(&self, hash: Hash, stored: &Arc<Stored>) {
        let mut state = self.state();
        state.by_hash.retain(|_, stored| stored.strong_count() > 0);
        state.by_hash.insert(hash, Arc::downgrade(stored));
    }
}

// === impl Room ===

impl Room {
    fn grow(&mut self, bytes: u64) -> Result<()> {
        let mut state = self.inner.state();
        if state.used.saturating_add(bytes) > self.inner.most {
            return Err(self.inner.full());
        }
        state.used += bytes;
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut state = self.inner.state();
        state.used = state.used.saturating_sub(self.bytes);
        state.files = state.files.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests;
