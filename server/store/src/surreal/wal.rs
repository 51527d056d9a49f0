//! The end of the engine's write-ahead log after a crash.
//!
//! A process that dies while it writes leaves the beginning of a record behind. The engine
//! (surrealkv 0.21) takes some of these for the log's regular end, and writes the next record behind
//! them. When it reads the log once more it stops there, and cuts off what follows: all that was
//! committed since is gone, and where the log had gone on in another file, only a part of it. So
//! what a crash left unfinished is taken away before the engine looks.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Result};
use std::path::{Path, PathBuf};

/// The log is made of blocks of this size; a record that does not fit goes on in the next.
const BLOCK: usize = 32 * 1024;
/// Before each record, or part of one: its checksum, its length, its type.
const HEADER: usize = 7;

/// Where a part stands in its record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It is the whole record.
    Whole,
    First,
    Middle,
    Last,
    /// What the log says of itself.
    Meta,
}

/// What is wrong behind the last whole record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing follows that was ever whole.
    Unfinished,
    /// Something that no crash leaves behind: the engine's to judge.
    Damaged,
}

/// Takes away what a crash left unfinished at the end of the log in this folder. Nobody else may have
/// it open. What was committed stays; after a crash in here it is done once more.
pub(super) fn mend(folder: &Path) -> Result<()> {
    let Some(path) = newest(folder)? else {
        return Ok(());
    };
    let mut file = OpenOptions::new().read(true).write(true).open(&path)?;
    let mut log = Vec::new();
    file.read_to_end(&mut log)?;
    let (whole, end) = read(&log);
    if whole == log.len() || end == End::Damaged {
        return Ok(());
    }
    tracing::info!(
        log = %path.display(), bytes = log.len() - whole,
        "a process died while it wrote: what it had not finished is taken away"
    );
    cut(&file, whole)
}

fn cut(file: &File, length: usize) -> Result<()> {
    file.set_len(u64::try_from(length).unwrap_or(u64::MAX))?;
    file.sync_all()
}

/// The log's last file, in which the engine goes on.
fn newest(folder: &Path) -> Result<Option<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut newest: Option<(u64, PathBuf)> = None;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number = name.and_then(|name| name.strip_suffix(".wal")?.parse().ok());
        if let Some(number) = number
            && newest.as_ref().is_none_or(|(known, _)| number > *known)
        {
            newest = Some((number, path));
        }
    }
    Ok(newest.map(|(_, path)| path))
}

/// Where the last whole record ends, and what stands behind it.
fn read(log: &[u8]) -> (usize, End) {
    let (mut at, mut whole, mut is_inside) = (0, 0, false);
    loop {
        let left_in_block = BLOCK - at % BLOCK;
        if left_in_block < HEADER {
            // Too little for a header: the next block goes on.
            at += left_in_block;
        }
        let Some(header) = log.get(at..at + HEADER) else {
            return (whole, End::Unfinished);
        };
        let length = usize::from(u16::from_be_bytes([header[4], header[5]]));
        let Some(part) = part(header[6]) else {
            // Room that was made and not written.
            let is_blank = log[at..].iter().all(|byte| *byte == 0);
            return (whole, judged(is_blank));
        };
        let begins = at + HEADER;
        let is_in_place = match part {
            Part::Middle | Part::Last => is_inside,
            Part::Whole | Part::First | Part::Meta => !is_inside,
        };
        if !is_in_place || at % BLOCK + HEADER + length > BLOCK {
            return (whole, End::Damaged);
        }
        let Some(data) = log.get(begins..begins + length) else {
            return (whole, End::Unfinished);
        };
        at = begins + length;
        if checksum(header[6], data).to_be_bytes() != header[..4] {
            return (whole, judged(at == log.len()));
        }
        is_inside = matches!(part, Part::First | Part::Middle);
        if !is_inside {
            whole = at;
        }
    }
}

const fn judged(is_unfinished: bool) -> End {
    if is_unfinished {
        End::Unfinished
    } else {
        End::Damaged
    }
}

const fn part(kind: u8) -> Option<Part> {
    Some(match kind {
        1 => Part::Whole,
        2 => Part::First,
        3 => Part::Middle,
        4 => Part::Last,
        9 => Part::Meta,
        _ => return None,
    })
}

fn checksum(kind: u8, data: &[u8]) -> u32 {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&[kind]);
    checksum.update(data);
    checksum.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record as the engine writes it.
    fn write(log: &mut Vec<u8>, mut data: &[u8]) {
        let mut is_first = true;
        loop {
            let left = BLOCK - log.len() % BLOCK;
            if left < HEADER {
                log.extend(vec![0; left]);
            }
            let room = BLOCK - log.len() % BLOCK - HEADER;
            let (now, rest) = data.split_at(room.min(data.len()));
            let kind = match (is_first, rest.is_empty()) {
                (true, true) => 1,
                (true, false) => 2,
                (false, false) => 3,
                (false, true) => 4,
            };
            log.extend(checksum(kind, now).to_be_bytes());
            log.extend(u16::try_from(now.len()).unwrap().to_be_bytes());
            log.push(kind);
            log.extend(now);
            (data, is_first) = (rest, false);
            if data.is_empty() {
                return;
            }
        }
    }

    #[test]
    fn wherever_a_write_broke_off_the_log_ends_behind_the_last_whole_record() {
        for size in [10, 5_000, 40_000, 100_000] {
            let mut log = Vec::new();
            for _ in 0..3 {
                write(&mut log, &vec![7; size]);
            }
            let before = log.len();
            write(&mut log, &vec![8; size]);
            assert_eq!(read(&log).0, log.len(), "{size}");
            let step = (log.len() - before) / 997 + 1;
            for length in (before..log.len()).step_by(step) {
                let (whole, end) = read(&log[..length]);
                assert_eq!(end, End::Unfinished, "{size}, {length}");
                assert_eq!(whole, before, "{size}, {length}");
            }
        }
    }

    #[test]
    fn room_that_was_not_written_is_no_record() {
        let mut log = Vec::new();
        write(&mut log, b"one");
        let before = log.len();
        log.extend([0; 9_000]);
        assert_eq!(read(&log), (before, End::Unfinished));
        assert_eq!(read(&[]), (0, End::Unfinished));
    }

    #[test]
    fn what_no_crash_leaves_behind_is_left_as_it_is() {
        let mut log = Vec::new();
        for _ in 0..3 {
            write(&mut log, b"a record");
        }
        let each = log.len() / 3;
        log[each + HEADER] ^= 1;
        assert_eq!(read(&log), (each, End::Damaged));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("00000000000000000007.wal");
        std::fs::write(&path, &log).unwrap();
        mend(folder.path()).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), log);
    }

    #[test]
    fn only_the_last_file_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Vec::new();
        write(&mut log, b"a record");
        let whole = log.len();
        log.extend([1, 2, 3]);
        let path = |number: u32| folder.path().join(format!("{number:020}.wal"));
        for number in [9, 10] {
            std::fs::write(path(number), &log).unwrap();
        }
        mend(folder.path()).unwrap();
        assert_eq!(std::fs::read(path(9)).unwrap().len(), log.len());
        assert_eq!(std::fs::read(path(10)).unwrap().len(), whole);
        mend(&folder.path().join("not there")).unwrap();
    }
}
