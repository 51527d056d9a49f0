//! A file that is here.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use chacha20poly1305::aead::Aead as _;
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

use super::{CHUNK, Error, Hash, Result, Room, TAG};

/// A file that is here for as long as somebody has this. Cheap to clone.
#[derive(Debug, Clone)]
pub struct StoredFile(pub(super) Arc<Stored>);

pub(super) struct Stored {
    name: String,
    file: Mutex<File>,
    cipher: ChaCha20Poly1305,
    size: u64,
    _room: Room,
}

/// The nonce of a chunk: each file has a key of its own.
pub(super) fn nonce(chunk: u64) -> Nonce {
    let mut nonce = Nonce::default();
    nonce[..8].copy_from_slice(&chunk.to_le_bytes());
    nonce
}

// === impl StoredFile ===

impl StoredFile {
    /// Its name: the SHA-256 of its bytes, hexadecimal.
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

    /// One of its chunks, from 0: at most 256 KiB, all but the last just that.
    ///
    /// # Errors
    /// When the disk does not give it, or gives something else than was written.
    pub async fn chunk(&self, number: u64) -> Result<Bytes> {
        let stored = Arc::clone(&self.0);
        let read = tokio::task::spawn_blocking(move || stored.read(number));
        read.await.map_err(std::io::Error::other)?
    }
}

impl PartialEq for StoredFile {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for StoredFile {}

// === impl Stored ===

impl Stored {
    pub(super) fn new(
        hash: Hash,
        file: File,
        cipher: ChaCha20Poly1305,
        size: u64,
        room: Room,
    ) -> Self {
        let mut name = String::with_capacity(2 * hash.len());
        for byte in hash {
            // Writing into a string cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        Self {
            name,
            file: Mutex::new(file),
            cipher,
            size,
            _room: room,
        }
    }

    fn read(&self, number: u64) -> Result<Bytes> {
        let begin = number * CHUNK as u64;
        let length = self.size.saturating_sub(begin).min(CHUNK as u64);
        let length = usize::try_from(length).unwrap_or(CHUNK);
        let mut sealed = vec![0; length + TAG];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(number * (CHUNK + TAG) as u64))?;
            file.read_exact(&mut sealed)?;
        }
        let opened = self.cipher.decrypt(&nonce(number), sealed.as_slice());
        opened.map(Bytes::from).map_err(|_| Error::Changed)
    }
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stored")
            .field("name", &self.name)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
impl Stored {
    pub(super) const fn on_disk(&self) -> &Mutex<File> {
        &self.file
    }
}
