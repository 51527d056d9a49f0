//! What names a file to an account: a number, a hash, and a reference that grows old.

use super::{Refused, shape};
use crate::world::{MediaKind, UserId, World, file::FileNo};

/// How large the small size of a photo is at most, in bytes.
pub(super) const THUMB: u64 = 1_000;

/// How long a reference is good, in milliseconds. Nobody documents it (inferred).
const REFERENCE_LASTS: i64 = 24 * 3600 * 1000;

const REFERENCE_MARK: u8 = 1;

/// The number of a file.
pub(super) fn id(no: FileNo) -> i64 {
    no.number()
}

fn number(world: &World, id: i64) -> Option<FileNo> {
    let no = FileNo::of_number(id)?;
    world.files.get(no).map(|_| no)
}

/// The reference that an account gets of a file now.
pub(super) fn reference(world: &World, account: UserId, no: FileNo) -> Vec<u8> {
    let mut bytes = vec![REFERENCE_MARK];
    for part in [
        world.reference_age,
        world.now,
        shape::access_hash(account, id(no)),
    ] {
        bytes.extend_from_slice(&part.to_be_bytes());
    }
    bytes
}

/// The file that an account names, if it has shown that it knows it and its reference is not too old. `unknown`:
/// Telegram's word for one that is not there.
pub(super) fn named(
    world: &World,
    account: UserId,
    named: (i64, i64, &[u8]),
    unknown: &str,
) -> Result<FileNo, Refused> {
    let (file, hash, reference) = named;
    let no = number(world, file)
        .filter(|_| hash == shape::access_hash(account, file))
        .ok_or_else(|| Refused::bad(unknown))?;
    if reference.is_empty() {
        return Err(Refused::bad("FILE_REFERENCE_EMPTY"));
    }
    let part = |at: usize| {
        let bytes = reference.get(at..at + 8)?;
        Some(i64::from_be_bytes(bytes.try_into().ok()?))
    };
    let parts = (reference.first(), part(1), part(9), part(17));
    let (Some(&REFERENCE_MARK), Some(age), Some(given), Some(of)) = parts else {
        return Err(Refused::bad("FILE_REFERENCE_INVALID"));
    };
    if of != shape::access_hash(account, file) {
        return Err(Refused::bad("FILE_REFERENCE_INVALID"));
    }
    if age != world.reference_age || world.now - given >= REFERENCE_LASTS {
        return Err(Refused::bad("FILE_REFERENCE_EXPIRED"));
    }
    Ok(no)
}

/// Whether accounts know a file of that kind as a photo.
pub(super) fn is_photo(kind: MediaKind) -> bool {
    matches!(kind, MediaKind::Photo | MediaKind::LivePhoto)
}
