//! What is in the store's folder, as this run knows it, and the changes of it. Every change is
//! made while the index is held, and is a few renames at most.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::{Duration, UNIX_EPOCH};

use aws_lc_rs::digest::Context;
use backline_domain::time::Timestamp;
use tokio::sync::Mutex as Gate;

use super::keys::{Keys, Mark, Ticket, hex, unhex};
use super::stored::Opened;
use super::{CHUNK, Error, Limits, MOST_FILES, Result, form, set_used};

/// What is in the folder.
#[derive(Default)]
pub(super) struct Index {
    tickets: HashMap<Ticket, Entry>,
    wholes: HashMap<Mark, Whole>,
    /// Counts what was renamed to be deleted.
    gone: u64,
}

struct Entry {
    used_at: Timestamp,
    what: What,
}

enum What {
    Part(Part),
    Link(Mark),
}

/// A file on its way in.
#[derive(Default)]
struct Part {
    /// Whole chunks that are written.
    chunks: u64,
    /// Bytes that have come, those that are not sealed yet with them.
    arrived: u64,
    /// What is kept free for it while somebody brings it.
    reserved: u64,
    /// Whose turn it is: raised with everybody who comes to bring it.
    turn: u64,
    is_open: bool,
    /// Held while something is written.
    gate: Arc<Gate<()>>,
    /// What the chunks hash to so far, where this run wrote them or has looked at them.
    hash: Option<Context>,
}

struct Whole {
    size: u64,
    used_at: Timestamp,
    opened: Weak<Opened>,
}

/// One who brings a file.
pub(super) struct Turn {
    pub(super) number: u64,
    pub(super) gate: Arc<Gate<()>>,
}

// === impl Index ===

impl Index {
    /// What an earlier run left in the folder.
    pub(super) fn read(folder: &Path, keys: &Keys, now: Timestamp) -> Result<Self> {
        let mut index = Self::default();
        let mut links = Vec::new();
        let mut useless = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name();
            let Some((stem, kind)) = name.to_str().and_then(|name| name.rsplit_once('.')) else {
                if name.to_string_lossy().starts_with("gone-") {
                    useless.push(path);
                }
                continue;
            };
            let told = entry.metadata()?;
            let used_at = used_at(&told, now);
            match (kind, unhex(stem)) {
                ("part", Some(mark)) if form::chunks_in(told.len()) > 0 => {
                    let chunks = form::chunks_in(told.len());
                    let part = Part {
                        chunks,
                        arrived: chunks * CHUNK as u64,
                        ..Part::default()
                    };
                    let what = What::Part(part);
                    index.tickets.insert(Ticket(mark), Entry { used_at, what });
                }
                ("file", Some(name)) if form::size_in(told.len()).is_some() => {
                    let size = form::size_in(told.len()).unwrap_or(0);
                    let opened = Weak::new();
                    let whole = Whole {
                        size,
                        used_at,
                        opened,
                    };
                    index.wholes.insert(name, whole);
                }
                ("link", Some(mark)) => links.push((Ticket(mark), used_at, path)),
                ("part" | "file" | "link", _) => useless.push(path),
                _ => {}
            }
        }
        for (ticket, used_at, path) in links {
            let name = read_link(keys, ticket, &path);
            match name.filter(|name| index.wholes.contains_key(name)) {
                Some(name) => {
                    let what = What::Link(name);
                    index.tickets.insert(ticket, Entry { used_at, what });
                    // A part beside it broke off after the link was written.
                    useless.push(folder.join(part_name(ticket)));
                }
                None => useless.push(path),
            }
        }
        let linked: BTreeSet<Mark> = index.tickets.values().filter_map(Entry::name).collect();
        index.wholes.retain(|name, _| {
            let is_linked = linked.contains(name);
            if !is_linked {
                useless.push(folder.join(whole_name(name)));
            }
            is_linked
        });
        for path in useless {
            let _ = fs::remove_file(path);
        }
        Ok(index)
    }

    pub(super) fn linked(&self, ticket: Ticket) -> Option<Mark> {
        self.tickets.get(&ticket)?.name()
    }

    pub(super) fn arrived(&self, ticket: Ticket) -> u64 {
        match self.tickets.get(&ticket).map(|entry| &entry.what) {
            Some(What::Part(part)) => part.arrived,
            Some(What::Link(name)) => self.wholes.get(name).map_or(0, |whole| whole.size),
            None => 0,
        }
    }

    /// Bytes and files.
    pub(super) fn used(&self) -> (u64, usize) {
        let parts = self.tickets.values().filter_map(Entry::part);
        let parts = parts.map(Part::bytes).collect::<Vec<u64>>();
        let bytes =
            parts.iter().sum::<u64>() + self.wholes.values().map(|one| one.size).sum::<u64>();
        (bytes, parts.len() + self.wholes.len())
    }

    /// Somebody comes to bring this file: it is theirs from now on.
    pub(super) fn take_turn(&mut self, ticket: Ticket, now: Timestamp) -> Result<Turn> {
        let entry = self.tickets.entry(ticket).or_insert_with(|| Entry {
            used_at: now,
            what: What::Part(Part::default()),
        });
        entry.used_at = now;
        let What::Part(part) = &mut entry.what else {
            return Err(Error::Superseded);
        };
        part.turn += 1;
        part.is_open = true;
        Ok(Turn {
            number: part.turn,
            gate: Arc::clone(&part.gate),
        })
    }

    /// Keeps room for a file of so many bytes, in place of what nobody has in hand, if that has to
    /// go.
    pub(super) fn reserve(
        &mut self,
        folder: &Path,
        ticket: Ticket,
        turn: u64,
        bytes: u64,
        limits: Limits,
    ) -> bool {
        if self.current(ticket, turn).is_none() {
            return false;
        }
        loop {
            let kept = self.current(ticket, turn).map_or(0, |part| part.bytes());
            let (used, files) = self.used();
            let needs = used - kept + bytes.max(kept);
            if needs <= limits.bytes && files <= MOST_FILES {
                break;
            }
            let idle = self.tickets.iter();
            let idle = idle.filter(|(one, entry)| **one != ticket && !self.is_in_hand(entry));
            let oldest = idle.min_by_key(|(one, entry)| (entry.used_at, **one));
            let Some((oldest, _)) = oldest else {
                return false;
            };
            let oldest = *oldest;
            self.forget(folder, oldest);
        }
        if let Some(part) = self.current(ticket, turn) {
            part.reserved = part.reserved.max(bytes);
        }
        true
    }

    /// The part, if it is still this one's turn.
    fn current(&mut self, ticket: Ticket, turn: u64) -> Option<&mut Part> {
        let What::Part(part) = &mut self.tickets.get_mut(&ticket)?.what else {
            return None;
        };
        (part.turn == turn).then_some(part)
    }

    pub(super) fn is_current(&mut self, ticket: Ticket, turn: u64) -> bool {
        self.current(ticket, turn).is_some()
    }

    /// What is known of the chunks that are there: how many, and their hash.
    pub(super) fn known(&mut self, ticket: Ticket, turn: u64) -> Option<(u64, Context)> {
        let part = self.current(ticket, turn)?;
        Some((part.chunks, part.hash.take()?))
    }

    /// So much is written, and so much has come.
    pub(super) fn came(&mut self, ticket: Ticket, turn: u64, chunks: u64, arrived: u64) {
        if let Some(part) = self.current(ticket, turn) {
            part.chunks = chunks;
            part.arrived = arrived;
        }
    }

    /// Whoever brought it does so no more. `hash` is that of the chunks that are there; a file
    /// of which there is nothing is gone.
    pub(super) fn end_turn(
        &mut self,
        folder: &Path,
        ticket: Ticket,
        turn: u64,
        hash: Option<Context>,
        now: Timestamp,
    ) {
        let Some(part) = self.current(ticket, turn) else {
            return;
        };
        part.is_open = false;
        part.reserved = 0;
        part.arrived = part.chunks * CHUNK as u64;
        part.hash = hash;
        if part.chunks == 0 {
            self.forget(folder, ticket);
            return;
        }
        if let Some(entry) = self.tickets.get_mut(&ticket) {
            entry.used_at = now;
        }
        set_used(&folder.join(part_name(ticket)), now);
    }

    /// All of it is there and on disk: from now on it is the whole file of this name. The link
    /// comes first: without its file it is nothing, and the part is still there.
    pub(super) fn complete(
        &mut self,
        folder: &Path,
        keys: &Keys,
        of: (Ticket, u64),
        name: Mark,
        size: u64,
        now: Timestamp,
    ) -> Result<()> {
        let (ticket, turn) = of;
        if !self.is_current(ticket, turn) {
            return Err(Error::Superseded);
        }
        let tag = keys.mark("link", &[&ticket.0, &name]);
        fs::write(folder.join(link_name(ticket)), [name, tag].concat())?;
        let part = folder.join(part_name(ticket));
        if self.wholes.contains_key(&name) {
            fs::remove_file(part)?;
        } else {
            fs::rename(part, folder.join(whole_name(&name)))?;
        }
        let what = What::Link(name);
        self.tickets.insert(ticket, Entry { used_at: now, what });
        let whole = self.wholes.entry(name).or_insert(Whole {
            size,
            used_at: now,
            opened: Weak::new(),
        });
        whole.used_at = now;
        set_used(&folder.join(link_name(ticket)), now);
        set_used(&folder.join(whole_name(&name)), now);
        Ok(())
    }

    /// A whole file that somebody has open.
    pub(super) fn opened(&self, name: &Mark) -> Option<Arc<Opened>> {
        self.wholes.get(name)?.opened.upgrade()
    }

    pub(super) fn keep_opened(&mut self, name: &Mark, opened: &Arc<Opened>) {
        if let Some(whole) = self.wholes.get_mut(name) {
            whole.opened = Arc::downgrade(opened);
        }
    }

    /// Nobody has the whole file in hand any more.
    pub(super) fn closed(&mut self, folder: &Path, name: &Mark, now: Timestamp) {
        if let Some(whole) = self.wholes.get_mut(name) {
            whole.used_at = now;
            set_used(&folder.join(whole_name(name)), now);
        }
    }

    /// It is used now. Says where that is to be written down.
    pub(super) fn touch(&mut self, ticket: Ticket, now: Timestamp) -> Option<String> {
        let entry = self.tickets.get_mut(&ticket)?;
        entry.used_at = now;
        Some(match entry.what {
            What::Part(_) => part_name(ticket),
            What::Link(_) => link_name(ticket),
        })
    }

    /// Nobody needs it any more. Who has it open reads on.
    pub(super) fn forget(&mut self, folder: &Path, ticket: Ticket) {
        match self.tickets.remove(&ticket).map(|entry| entry.what) {
            None => {}
            Some(What::Part(_)) => self.delete(folder, &part_name(ticket)),
            Some(What::Link(name)) => {
                let _ = fs::remove_file(folder.join(link_name(ticket)));
                if !self.tickets.values().any(|one| one.name() == Some(name)) {
                    self.wholes.remove(&name);
                    self.delete(folder, &whole_name(&name));
                }
            }
        }
    }

    /// A whole file is not as it was written: it is gone, for everybody.
    pub(super) fn throw_away(&mut self, folder: &Path, name: &Mark) {
        let links = self.tickets.iter();
        let links = links.filter(|(_, entry)| entry.name() == Some(*name));
        for ticket in links.map(|(ticket, _)| *ticket).collect::<Vec<_>>() {
            self.forget(folder, ticket);
        }
    }

    /// Forgets what nobody has used for so long; says how much.
    pub(super) fn sweep(&mut self, folder: &Path, now: Timestamp, kept: Duration) -> usize {
        let old = self.tickets.iter().filter(|(_, entry)| {
            let whole = entry.name().and_then(|name| self.wholes.get(&name));
            let used_at = whole.map_or(entry.used_at, |whole| whole.used_at.max(entry.used_at));
            !self.is_in_hand(entry) && used_at.after(kept) <= now
        });
        let old: Vec<Ticket> = old.map(|(ticket, _)| *ticket).collect();
        for ticket in &old {
            self.forget(folder, *ticket);
        }
        old.len()
    }

    fn is_in_hand(&self, entry: &Entry) -> bool {
        match &entry.what {
            What::Part(part) => part.is_open,
            What::Link(name) => {
                let whole = self.wholes.get(name);
                whole.is_some_and(|whole| whole.opened.strong_count() > 0)
            }
        }
    }

    /// Out of the way at once; its bytes go when there is time, since a large file's may take
    /// a while.
    fn delete(&mut self, folder: &Path, name: &str) {
        self.gone += 1;
        let gone = folder.join(format!("gone-{}", self.gone));
        if fs::rename(folder.join(name), &gone).is_err() {
            return;
        }
        let delete = move || {
            let _ = fs::remove_file(gone);
        };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(delete)),
            Err(_) => delete(),
        }
    }
}

// === impl Entry ===

impl Entry {
    fn name(&self) -> Option<Mark> {
        match self.what {
            What::Link(name) => Some(name),
            What::Part(_) => None,
        }
    }

    fn part(&self) -> Option<&Part> {
        match &self.what {
            What::Part(part) => Some(part),
            What::Link(_) => None,
        }
    }
}

// === impl Part ===

impl Part {
    fn bytes(&self) -> u64 {
        self.reserved.max(self.chunks * CHUNK as u64)
    }
}

pub(super) fn part_name(ticket: Ticket) -> String {
    format!("{ticket}.part")
}

fn link_name(ticket: Ticket) -> String {
    format!("{ticket}.link")
}

pub(super) fn whole_name(name: &Mark) -> String {
    format!("{}.file", hex(name))
}

fn read_link(keys: &Keys, ticket: Ticket, path: &Path) -> Option<Mark> {
    let bytes = fs::read(path).ok()?;
    let (name, tag) = bytes.split_first_chunk::<32>()?;
    (keys.mark("link", &[&ticket.0, name]) == tag).then_some(*name)
}

/// When a file was last used, as far as that can be: a clock that was put back since shows less.
fn used_at(told: &fs::Metadata, now: Timestamp) -> Timestamp {
    let since = told.modified().ok();
    let since = since.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let millis = since.and_then(|since| i64::try_from(since.as_millis()).ok());
    millis.map_or(now, |millis| Timestamp(millis).min(now))
}

/// Makes the store's folder, for the server's user alone.
pub(super) fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    Ok(builder.create(folder)?)
}

/// Takes the folder, until the file is dropped.
pub(super) fn lock(folder: &Path) -> Result<File> {
    let path: PathBuf = folder.join("lock");
    let file = File::options().append(true).create(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(Error::InUse(folder.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}
