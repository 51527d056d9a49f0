//! A file that is here.

use std::fs::File;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::index::whole_name;
use super::keys::{Mark, Sealer, hex};
use super::{CHUNK, Error, Inner, Result, form};

/// A file that is here for as long as somebody has this, and after that until it is forgotten
/// or nobody has used it for too long. Cheap to clone.
#[derive(Debug, Clone)]
pub struct StoredFile(Arc<Opened>);

pub(super) struct Opened {
    inner: Arc<Inner>,
    mark: Mark,
    name: String,
    file: Mutex<File>,
    key: Sealer,
    size: u64,
    /// Up to which byte it was last given out.
    given: AtomicU64,
}

// === impl StoredFile ===

impl StoredFile {
    /// Its name: a keyed hash of its bytes, hexadecimal.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.size
    }

    /// How many chunks it is read in.
    #[must_use]
    pub fn chunks(&self) -> u64 {
        self.0.size.div_ceil(CHUNK as u64)
    }

    /// Up to which byte it was last given out: how far whoever takes it is, about.
    #[must_use]
    pub fn given(&self) -> u64 {
        self.0.given.load(Ordering::Relaxed)
    }

    /// One of its chunks, from 0: at most 256 KiB, all but the last just that.
    ///
    /// # Errors
    /// When the disk does not give it, or gives something else than was written: then the file
    /// is gone, to be fetched again.
    pub async fn chunk(&self, number: u64) -> Result<Bytes> {
        let opened = Arc::clone(&self.0);
        let read = tokio::task::spawn_blocking(move || opened.read(number));
        let read = read.await.map_err(std::io::Error::other)?;
        if let Err(Error::Changed) = &read {
            self.0.inner.throw_away(&self.0.mark);
        }
        read.map(Bytes::from)
    }

    /// Its bytes from an offset on, up to the end of the chunk that the offset is in: none at
    /// its end.
    ///
    /// # Errors
    /// As [`Self::chunk`].
    pub async fn from(&self, offset: u64) -> Result<Bytes> {
        if offset >= self.0.size {
            return Ok(Bytes::new());
        }
        let mut chunk = self.chunk(offset / CHUNK as u64).await?;
        self.0.given.store(offset, Ordering::Relaxed);
        let skipped = usize::try_from(offset % CHUNK as u64).unwrap_or(CHUNK);
        Ok(chunk.split_off(skipped.min(chunk.len())))
    }
}

impl PartialEq for StoredFile {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for StoredFile {}

// === impl Inner ===

impl Inner {
    /// A whole file of this name. What its end says has to be what its name says.
    pub(super) fn open_whole(self: &Arc<Self>, mark: Mark) -> Result<StoredFile> {
        let known = self.index().opened(&mark);
        if let Some(known) = known {
            return Ok(StoredFile(known));
        }
        let mut file = File::open(self.folder.join(whole_name(&mark)))?;
        let key = form::read_header(&self.keys, &mut file)?;
        let (size, hash) = form::read_footer(&key, &mut file)?;
        if self.keys.mark("file", &[&hash]) != mark
            || form::size_in(file.metadata()?.len()) != Some(size)
        {
            return Err(Error::Changed);
        }
        let opened = Arc::new(Opened {
            inner: Arc::clone(self),
            mark,
            name: hex(&mark),
            file: Mutex::new(file),
            key,
            size,
            given: AtomicU64::new(0),
        });
        self.index().keep_opened(&mark, &opened);
        Ok(StoredFile(opened))
    }
}

// === impl Opened ===

impl Opened {
    fn read(&self, number: u64) -> Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        form::read_chunk(&self.key, &mut file, number, self.size)
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        if !self.inner.is_open() {
            return;
        }
        let now = self.inner.clock.now();
        let mut index = self.inner.index();
        index.closed(&self.inner.folder, &self.mark, now);
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("name", &self.name)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
