//! A file that is being taken in.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};
use tokio::io::AsyncWriteExt as _;

use super::form::{self, Hash};
use super::index::{Turn, part_name};
use super::keys::{Keys, Sealer, Ticket};
use super::{CHUNK, Error, Inner, Result, StoredFile};

/// A file that is being taken in. Dropped before its end, what is there of it in whole chunks
/// stays, and whoever comes next goes on behind it.
pub struct Incoming {
    inner: Arc<Inner>,
    ticket: Ticket,
    turn: Turn,
    /// `None` only while it is being opened, and at its end.
    writing: Option<Writing>,
    /// What was told of its size; 0 = nothing.
    told: u64,
}

struct Writing {
    file: tokio::fs::File,
    key: Sealer,
    /// Of the chunks that are written.
    hash: Context,
    chunks: u64,
    /// What is not sealed yet: less than a chunk.
    rest: Vec<u8>,
}

// === impl Incoming ===

impl Incoming {
    pub(super) async fn begin(inner: Arc<Inner>, ticket: Ticket, told: u64) -> Result<Self> {
        let most = inner.limits.bytes;
        if told > most || most == 0 {
            return Err(Error::Beyond { size: told, most });
        }
        if !inner.is_open() {
            return Err(Error::Superseded);
        }
        let turn = inner.index().take_turn(ticket, inner.clock.now())?;
        let mut incoming = Self {
            inner,
            ticket,
            turn,
            writing: None,
            told,
        };
        incoming.reserve(told)?;
        // Whoever brought it before ends what is being written.
        let gate = Arc::clone(&incoming.turn.gate);
        let _written = gate.lock().await;
        let known = incoming.inner.index().known(ticket, incoming.turn.number);
        let inner = Arc::clone(&incoming.inner);
        let opening = tokio::task::spawn_blocking(move || {
            open_part(&inner.folder.join(part_name(ticket)), &inner.keys, known)
        });
        let opened = opening.await.map_err(std::io::Error::other)??;
        incoming.told_of(&opened);
        incoming.writing = Some(opened);
        if incoming.offset() > told && told > 0 {
            return Err(incoming.discard());
        }
        Ok(incoming)
    }

    /// How many bytes of it are there: the next ones are those behind them. Always the end of a
    /// chunk, or of all that came since.
    #[must_use]
    pub fn offset(&self) -> u64 {
        let writing = self.writing.as_ref();
        writing.map_or(0, Writing::length)
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When there is no room for them, more came than was told, or somebody else brings it now.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        let length = self.offset() + bytes.len() as u64;
        if self.told > 0 && length > self.told {
            return Err(self.discard());
        }
        if self.told == 0 {
            self.reserve(length)?;
        }
        while !bytes.is_empty() {
            let Some(writing) = &mut self.writing else {
                return Err(Error::Superseded);
            };
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - writing.rest.len()));
            writing.rest.extend_from_slice(now);
            bytes = later;
            if writing.rest.len() == CHUNK {
                self.seal().await?;
            }
        }
        self.tell();
        Ok(())
    }

    /// All of it has come: it is on the disk when this returns, and stays there over a crash
    /// of the machine. One whose bytes are here already is not kept twice.
    ///
    /// # Errors
    /// When not all came that was told, or nothing, or the disk does not take it.
    pub async fn finish(mut self) -> Result<StoredFile> {
        let size = self.offset();
        if size == 0 {
            return Err(Error::Empty);
        }
        if self.told > 0 && size != self.told {
            return Err(Error::TooSmall {
                told: self.told,
                came: size,
            });
        }
        let gate = Arc::clone(&self.turn.gate);
        let written = gate.lock().await;
        self.check_turn()?;
        let Some(writing) = self.writing.take() else {
            return Err(Error::Superseded);
        };
        // From here on nothing is known of what is on disk until it is looked at again.
        let (inner, ticket, turn) = (Arc::clone(&self.inner), self.ticket, self.turn.number);
        let ending = async move {
            let hash = writing.end(size).await?;
            if !inner.is_open() {
                return Err(Error::Superseded);
            }
            let name = inner.keys.mark("file", &[&hash]);
            let now = inner.clock.now();
            inner
                .index()
                .complete(&inner.folder, &inner.keys, (ticket, turn), name, size, now)?;
            inner.open_whole(name)
        };
        let stored = ending.await;
        drop(written);
        stored
    }

    async fn seal(&mut self) -> Result<()> {
        let gate = Arc::clone(&self.turn.gate);
        let _written = gate.lock().await;
        self.check_turn()?;
        if let Some(writing) = &mut self.writing {
            writing.seal().await?;
        }
        self.tell();
        Ok(())
    }

    fn check_turn(&self) -> Result<()> {
        let mut index = self.inner.index();
        if self.inner.is_open() && index.is_current(self.ticket, self.turn.number) {
            Ok(())
        } else {
            Err(Error::Superseded)
        }
    }

    fn reserve(&self, bytes: u64) -> Result<()> {
        let (inner, number) = (&self.inner, self.turn.number);
        let mut index = inner.index();
        if !index.is_current(self.ticket, number) {
            return Err(Error::Superseded);
        }
        let has_room = index.reserve(&inner.folder, self.ticket, number, bytes, inner.limits);
        has_room.then_some(()).ok_or_else(|| inner.full())
    }

    /// How far it has come, for whoever looks.
    fn tell(&self) {
        if let Some(writing) = &self.writing {
            self.told_of(writing);
        }
    }

    fn told_of(&self, writing: &Writing) {
        let mut index = self.inner.index();
        index.came(
            self.ticket,
            self.turn.number,
            writing.chunks,
            writing.length(),
        );
    }

    /// What came is not what was told: none of it is believed.
    fn discard(&self) -> Error {
        let mut index = self.inner.index();
        if self.inner.is_open() && index.is_current(self.ticket, self.turn.number) {
            index.forget(&self.inner.folder, self.ticket);
        }
        Error::TooLarge { most: self.told }
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let hash = self.writing.take().map(|writing| writing.hash);
        if !self.inner.is_open() {
            return;
        }
        let (inner, now) = (&self.inner, self.inner.clock.now());
        let mut index = inner.index();
        index.end_turn(&inner.folder, self.ticket, self.turn.number, hash, now);
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("ticket", &self.ticket)
            .field("offset", &self.offset())
            .finish_non_exhaustive()
    }
}

// === impl Writing ===

impl Writing {
    fn length(&self) -> u64 {
        self.chunks * CHUNK as u64 + self.rest.len() as u64
    }

    /// The chunk that is full. It is counted once it is written: what a failure leaves of it is
    /// written over.
    async fn seal(&mut self) -> Result<()> {
        let sealed = self.key.seal(self.chunks, &self.rest)?;
        let place = SeekFrom::Start(form::length_of(self.chunks));
        tokio::io::AsyncSeekExt::seek(&mut self.file, place).await?;
        self.file.write_all(&sealed).await?;
        self.file.flush().await?;
        self.hash.update(&self.rest);
        self.chunks += 1;
        self.rest.clear();
        Ok(())
    }

    /// Seals what is left and the end, and has it all on the disk.
    async fn end(mut self, size: u64) -> Result<Hash> {
        if !self.rest.is_empty() {
            self.seal().await?;
        }
        let mut hash = Hash::default();
        hash.copy_from_slice(self.hash.finish().as_ref());
        let footer = form::footer(&self.key, size, &hash)?;
        self.file.write_all(&footer).await?;
        self.file.flush().await?;
        self.file.sync_data().await?;
        Ok(hash)
    }
}

/// Opens a file that broke off, or begins one. What is `known` of its chunks need not be read
/// again; what follows them is cut off.
fn open_part(path: &Path, keys: &Keys, known: Option<(u64, Context)>) -> Result<Writing> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    let (key, hash, chunks) = match form::read_header(keys, &mut file) {
        Ok(key) => {
            let (hash, chunks) = match known {
                Some((chunks, hash)) if chunks <= form::chunks_in(file.metadata()?.len()) => {
                    (hash, chunks)
                }
                Some(_) | None => form::verify(&key, &mut file)?,
            };
            (key, hash, chunks)
        }
        // Nothing yet, or nothing that can be read: from the beginning.
        Err(Error::Changed) => {
            let (key, header) = form::header(keys)?;
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&header)?;
            (key, Context::new(&SHA256), 0)
        }
        Err(error) => return Err(error),
    };
    file.set_len(form::length_of(chunks))?;
    Ok(Writing {
        file: tokio::fs::File::from_std(file),
        key,
        hash,
        chunks,
        rest: Vec::with_capacity(CHUNK),
    })
}
