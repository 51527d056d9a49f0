//! The store's directory: looked at before the engine is, so that what is wrong
//! is said in words.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::wal;
use crate::port::{Error, Result};

/// The engine's own lock file.
const LOCK: &str = "LOCK";
/// What the engine makes in a directory.
const OWN: [&str; 5] = [LOCK, "manifest", "sstables", "vlog", WAL];
/// The folder of the engine's log.
const WAL: &str = "wal";
const PROBE: &str = ".backline-write-check";

/// Makes the directory ready, or says what is wrong with it.
pub(super) fn prepare(path: &Path) -> Result<()> {
    let shown = path.display();
    if path.exists() && !path.is_dir() {
        return Err(unusable(format!(
            "{shown} is a file, not a directory: name another directory with --store"
        )));
    }
    fs::create_dir_all(path).map_err(|error| said(path, &error))?;
    check_ours(path)?;
    mend_unlocked(path)?;
    let probe = path.join(PROBE);
    let written = fs::write(&probe, [0; 4096]);
    let removed = fs::remove_file(&probe);
    written.and(removed).map_err(|error| said(path, &error))
}

/// Refuses a directory with other people's files in it and none of a store's.
fn check_ours(path: &Path) -> Result<()> {
    let mut foreign = None;
    for entry in fs::read_dir(path).map_err(|error| said(path, &error))? {
        let name = entry.map_err(|error| said(path, &error))?.file_name();
        if OWN.iter().any(|own| name == *own) {
            return Ok(());
        }
        if name != PROBE && name != "lost+found" {
            foreign = Some(name);
        }
    }
    match foreign {
        None => Ok(()),
        Some(name) => Err(unusable(format!(
            "{} is no store and holds other files ({}): name an empty or a new directory \
             with --store",
            path.display(),
            name.display()
        ))),
    }
}

/// Mends what a crash left of the log, where no other server has the store. The lock is the
/// operating system's: it is gone when its process is.
fn mend_unlocked(path: &Path) -> Result<()> {
    let path_of_lock = path.join(LOCK);
    let mut file = match OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path_of_lock)
    {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(said(path, &error)),
    };
    match file.try_lock() {
        // While it is held nobody else opens the store.
        Ok(()) => wal::mend(&path.join(WAL)).map_err(|error| said(path, &error)),
        Err(TryLockError::WouldBlock) => Err(in_use(path, &holder(&mut file))),
        Err(TryLockError::Error(error)) => Err(said(path, &error)),
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) if !text.trim().is_empty() => format!(" (process {})", text.trim()),
        _ => String::new(),
    }
}

/// Another server has it.
pub(super) fn in_use(path: &Path, holder: &str) -> Error {
    unusable(format!(
        "{} is in use by another server{holder}: stop that one, or name another directory \
         with --store",
        path.display()
    ))
}

/// The engine could not make sense of it.
pub(super) fn broken(path: &Path, detail: &str) -> Error {
    unusable(format!(
        "the store in {} cannot be read ({detail}): restore a backup, or move the directory \
         away to start with an empty one",
        path.display()
    ))
}

fn said(path: &Path, error: &std::io::Error) -> Error {
    let shown = path.display();
    unusable(match error.kind() {
        ErrorKind::PermissionDenied => format!(
            "{shown} may not be written by this user: give the user the right (chown, chmod), \
             or name another directory with --store"
        ),
        ErrorKind::ReadOnlyFilesystem => {
            format!("{shown} is on a read-only file system: name another directory with --store")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            format!("no room is left on the disk of {shown}: make room, then start again")
        }
        ErrorKind::NotADirectory => format!(
            "{shown} cannot be made, since a part of its path is a file: name another \
             directory with --store"
        ),
        _ => format!("{shown} cannot be used: {error}"),
    })
}

fn unusable(detail: String) -> Error {
    Error::Unavailable { detail }
}
