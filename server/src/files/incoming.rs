//! A file that is being taken in.

use std::fs::File;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use zeroize::Zeroizing;

use super::stored::{Stored, nonce};
use super::{CHUNK, Error, Result, Room, StoredFile};

/// A file that is being taken in. Dropped before its end, it is gone.
pub struct Incoming {
    file: tokio::fs::File,
    cipher: ChaCha20Poly1305,
    hasher: Sha256,
    /// What is not sealed yet: less than a chunk.
    rest: Vec<u8>,
    chunks: u64,
    size: u64,
    most: u64,
    room: Room,
}

// === impl Incoming ===

impl Incoming {
    pub(super) fn new(file: File, room: Room, most: u64) -> Result<Self> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut()).map_err(|_| Error::NoRandomness)?;
        Ok(Self {
            file: tokio::fs::File::from_std(file),
            cipher: ChaCha20Poly1305::new(&Key::from(*key)),
            hasher: Sha256::new(),
            rest: Vec::new(),
            chunks: 0,
            size: 0,
            most,
            room,
        })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When there is no room for them, or more came than was told.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        let length = bytes.len() as u64;
        if self.size + length > self.most {
            return Err(Error::TooLarge { most: self.most });
        }
        self.room.grow(length)?;
        self.size += length;
        self.hasher.update(bytes);
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.rest.len()));
            self.rest.extend_from_slice(now);
            bytes = later;
            if self.rest.len() == CHUNK {
                self.seal().await?;
            }
        }
        Ok(())
    }

    /// All of it has come. One whose bytes are here already is not kept twice.
    ///
    /// # Errors
    /// When nothing came, or the disk does not take it.
    pub async fn finish(mut self) -> Result<StoredFile> {
        if self.size == 0 {
            return Err(Error::Empty);
        }
        if !self.rest.is_empty() {
            self.seal().await?;
        }
        self.file.flush().await?;
        let hash = self.hasher.finalize().into();
        let inner = Arc::clone(&self.room.inner);
        if let Some(known) = inner.known(&hash) {
            return Ok(StoredFile(known));
        }
        let file = self.file.into_std().await;
        let stored = Stored::new(hash, file, self.cipher, self.size, self.room);
        let stored = Arc::new(stored);
        inner.keep(hash, &stored);
        Ok(StoredFile(stored))
    }

    async fn seal(&mut self) -> Result<()> {
        let sealed = self
            .cipher
            .encrypt(&nonce(self.chunks), self.rest.as_slice())
            .map_err(|_| Error::Changed)?;
        self.file.write_all(&sealed).await?;
        self.chunks += 1;
        self.rest.clear();
        Ok(())
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
