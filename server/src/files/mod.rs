//! Files on their way from one identity to another.
//!
//! On disk, bounded, sealed, and gone as soon as nothing needs them any more. A file that broke
//! off goes on from its last whole chunk, also after a restart of the server or of whoever
//! brings it.
//!
//! In the store's folder, each file under a name that tells nothing without the installation's
//! key:
//!
//! | name | what |
//! |---|---|
//! | `TICKET.part` | a file on its way in, as far as it has come |
//! | `NAME.file` | one that is whole, by the keyed hash of its bytes: the same bytes lie there once |
//! | `TICKET.link` | which whole file a ticket stands for, authenticated |
//! | `gone-N` | about to be deleted |
//!
//! **What holds after a crash.** Of the process: every chunk that was written. Of the machine:
//! what reached the disk; every chunk is opened and hashed before a broken file goes on, and
//! what does not open is fetched again. A whole file says at its end how long it is and what it
//! hashes to, sealed; that end is read before it is used, and a chunk that does not open has the
//! file thrown away. Nothing here is the only copy: what is lost is fetched again.

mod form;
mod incoming;
mod index;
mod keys;
mod stored;

pub use self::incoming::Incoming;
pub use self::keys::Ticket;
pub use self::stored::StoredFile;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backline_domain::time::Timestamp;
use backline_store::SealKey;

use self::index::Index;
use self::keys::{Keys, Mark};
use crate::clock::SharedClock;

/// Bytes of a file that are sealed together, and that a file goes on by.
const CHUNK: usize = 256 * 1024;

/// Most files kept at once, whole or not.
const MOST_FILES: usize = 256;

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
    /// The disk is full.
    #[error("the disk of the server's file store is full")]
    DiskFull,
    /// It would not fit into an empty store.
    #[error(
        "the file has {size} bytes, and the server's file store takes {most} at most \
         (limits.file_store_bytes)"
    )]
    Beyond {
        /// What was told of it.
        size: u64,
        /// What fits.
        most: u64,
    },
    /// More came than was told.
    #[error("the file is larger than the {most} bytes that were told of it")]
    TooLarge {
        /// What was told.
        most: u64,
    },
    /// Less came than was told.
    #[error("{told} bytes were told of the file, and {came} came")]
    TooSmall {
        /// What was told.
        told: u64,
        /// What came.
        came: u64,
    },
    /// Nothing came.
    #[error("the file is empty")]
    Empty,
    /// Somebody else brings it, or it is not wanted any more.
    #[error("somebody else brings this file now, or nobody wants it any more; ask again")]
    Superseded,
    /// The disk.
    #[error("the server's file store cannot be used: {0}")]
    Disk(std::io::Error),
    /// What was read is not what was written.
    #[error("a stored file was changed on disk")]
    Changed,
    /// The system gives no random numbers.
    #[error("the operating system gives no random numbers")]
    NoRandomness,
    /// Another server uses the folder.
    #[error(
        "the file store's folder {} is used by another server: name another one with `file_store`",
        .0.display()
    )]
    InUse(PathBuf),
}

/// A result of the file store.
pub type Result<T> = std::result::Result<T, Error>;

/// How much is kept, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of files, whole or not.
    pub bytes: u64,
    /// What nobody has used for so long is deleted.
    pub time_to_live: Duration,
}

/// The file store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    limits: Limits,
    keys: Keys,
    clock: SharedClock,
    index: Mutex<Index>,
    /// Held while this server has the folder.
    lock: Mutex<Option<File>>,
    #[cfg(test)]
    _temporary: Option<tempfile::TempDir>,
}

// === impl Error ===

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Disk(error),
        }
    }
}

// === impl Files ===

impl Files {
    /// Opens the store in this folder, which is made when it is missing. What an earlier run
    /// left there is there again; what nobody has used for too long, or nobody can use, is
    /// deleted.
    ///
    /// # Errors
    /// The folder cannot be used, or another server uses it.
    pub fn open(
        folder: PathBuf,
        limits: Limits,
        key: &SealKey,
        clock: SharedClock,
    ) -> Result<Self> {
        index::make_folder(&folder)?;
        let lock = index::lock(&folder)?;
        let keys = Keys::of(key)?;
        let index = Index::read(&folder, &keys, clock.now())?;
        let files = Self(Arc::new(Inner {
            folder,
            limits,
            keys,
            clock,
            index: Mutex::new(index),
            lock: Mutex::new(Some(lock)),
            #[cfg(test)]
            _temporary: None,
        }));
        files.sweep();
        Ok(files)
    }

    /// Lets go of the folder, so that another run may open it. From now on this one writes and
    /// deletes nothing there, whoever still brings a file.
    pub fn close(&self) {
        let mut lock = self.0.lock.lock().unwrap_or_else(PoisonError::into_inner);
        *lock = None;
    }

    /// How much is kept, and for how long.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// The ticket of a file that these words name.
    #[must_use]
    pub fn ticket(&self, words: &[&[u8]]) -> Ticket {
        Ticket(self.0.keys.mark("ticket", words))
    }

    /// The whole file that a ticket stands for, if it is here. Opens it and reads its end.
    #[must_use]
    pub fn find(&self, ticket: Ticket) -> Option<StoredFile> {
        let name = self.0.index().linked(ticket)?;
        let found = self.0.open_whole(name);
        if let Err(error) = &found {
            tracing::warn!(%error, "a stored file cannot be used; it is fetched again");
            self.0.throw_away(&name);
        }
        let found = found.ok()?;
        self.0.touch(ticket);
        Some(found)
    }

    /// How many bytes of this file have come so far.
    #[must_use]
    pub fn arrived(&self, ticket: Ticket) -> u64 {
        self.0.index().arrived(ticket)
    }

    /// Begins to take a file in, or goes on with one. Of two who bring the same the later one
    /// does. `told` is its size in bytes; 0 = unknown.
    ///
    /// # Errors
    /// When there is no room or no disk.
    pub async fn resume(&self, ticket: Ticket, told: u64) -> Result<Incoming> {
        Incoming::begin(Arc::clone(&self.0), ticket, told).await
    }

    /// Nobody needs the file of this ticket any more.
    pub fn forget(&self, ticket: Ticket) {
        if self.0.is_open() {
            self.0.index().forget(&self.0.folder, ticket);
        }
    }

    /// Deletes what nobody has used for too long.
    pub fn sweep(&self) {
        if !self.0.is_open() {
            return;
        }
        let (now, kept) = (self.0.clock.now(), self.0.limits.time_to_live);
        let swept = self.0.index().sweep(&self.0.folder, now, kept);
        if swept > 0 {
            tracing::info!(swept, "deleted files that nobody has used for too long");
        }
    }

    /// Bytes and files that are kept, or on their way in.
    #[must_use]
    pub fn used(&self) -> (u64, usize) {
        self.0.index().used()
    }

    /// A store in a folder of its own that ends with it.
    #[cfg(test)]
    pub(crate) fn in_temp(bytes: u64, clock: SharedClock) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits {
            bytes,
            time_to_live: Duration::from_secs(24 * 3600),
        };
        let path = folder.path().join("files");
        let files = Self::open(path, limits, &SealKey::new([7; 32]), clock).unwrap();
        let mut inner = Arc::try_unwrap(files.0).unwrap();
        inner._temporary = Some(folder);
        Self(Arc::new(inner))
    }
}

// === impl Inner ===

impl Inner {
    fn index(&self) -> MutexGuard<'_, Index> {
        // A poisoned lock means that somebody panicked while holding it; every change of the
        // index is whole by itself.
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the folder is this run's.
    fn is_open(&self) -> bool {
        let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        lock.is_some()
    }

    /// A whole file is not as it was written.
    fn throw_away(&self, name: &Mark) {
        if self.is_open() {
            self.index().throw_away(&self.folder, name);
        }
    }

    const fn full(&self) -> Error {
        Error::Full {
            most: self.limits.bytes,
        }
    }

    /// It is used now.
    fn touch(&self, ticket: Ticket) {
        let now = self.clock.now();
        let path = self.index().touch(ticket, now);
        if let Some(name) = path {
            set_used(&self.folder.join(name), now);
        }
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Files")
            .field("folder", &self.folder)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Writes down when a file was last used, as its time of change: by the server's clock, which
/// the sweeping goes by. One that cannot be written is swept earlier.
fn set_used(path: &Path, now: Timestamp) {
    let since = Duration::from_millis(now.0.unsigned_abs());
    let opened = File::options().append(true).open(path);
    let _ = opened.and_then(|file| file.set_modified(std::time::UNIX_EPOCH + since));
}

#[cfg(test)]
mod tests;
