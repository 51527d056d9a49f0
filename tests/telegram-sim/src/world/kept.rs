//! Large files, which are kept on the disk: those of two thousand megabytes would fill the memory.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

/// Bytes on the disk, in a file without a name. Where nothing or zeros were written it takes no room.
#[derive(Debug, Clone)]
pub struct Kept {
    file: Arc<File>,
    size: u64,
}

/// Compared at once.
const ZEROS: [u8; 4096] = [0; 4096];

// === impl Kept ===

impl Kept {
    /// None yet.
    ///
    /// # Errors
    /// The disk.
    pub(crate) fn new() -> io::Result<Self> {
        Self::of(tempfile::tempfile()?)
    }

    /// What is in this file.
    ///
    /// # Errors
    /// The disk.
    pub fn of(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        let file = Arc::new(file);
        Ok(Self { file, size })
    }

    /// How many bytes there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Puts bytes at a place, before or behind others.
    pub(crate) fn put(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let end = at + bytes.len() as u64;
        if end > self.size {
            self.file.set_len(end)?;
            self.size = end;
        }
        let mut place = at;
        for part in bytes.chunks(ZEROS.len()) {
            if *part != ZEROS[..part.len()] {
                self.file.write_all_at(part, place)?;
            }
            place += part.len() as u64;
        }
        Ok(())
    }

    /// The bytes from one place up to another, as far as there are any.
    ///
    /// # Errors
    /// The disk.
    pub fn read(&self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let length = to.min(self.size).saturating_sub(from);
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.file.read_exact_at(&mut bytes, from)?;
        Ok(bytes)
    }
}
