//! How a file lies on disk: a header with its key, its bytes in sealed chunks, and, once all of
//! it is there, a seal at the end that says how long it is and what it hashes to.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use aws_lc_rs::digest::{Context, SHA256};

use super::keys::{Keys, SEAL, SEALED_KEY, Sealer};
use super::{CHUNK, Error, Result};

/// What a file of the store begins with.
const MAGIC: &[u8; 8] = b"BLFILE1\n";

/// Bytes before the first chunk.
pub(super) const HEADER: usize = MAGIC.len() + SEALED_KEY;

/// Bytes of a sealed chunk that is whole.
pub(super) const RECORD: usize = CHUNK + SEAL;

/// What a chunk of one byte takes.
#[cfg(test)]
pub(super) const SEAL_OF_A_BYTE: usize = 1 + SEAL;

/// Size and SHA-256.
const END: usize = 8 + 32;

/// Bytes of the seal at the end.
const FOOTER: usize = END + SEAL;

/// Under which number the end is sealed.
const END_PLACE: u64 = u64::MAX;

/// SHA-256 of a file's bytes.
pub(super) type Hash = [u8; 32];

/// A header for a new file, and the key in it.
pub(super) fn header(keys: &Keys) -> Result<(Sealer, Vec<u8>)> {
    let (key, sealed) = keys.new_file_key()?;
    Ok((key, [MAGIC.as_slice(), &sealed].concat()))
}

/// The key of this file.
pub(super) fn read_header(keys: &Keys, file: &mut File) -> Result<Sealer> {
    let mut header = [0; HEADER];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut header).map_err(cut_short)?;
    let sealed = header.strip_prefix(MAGIC.as_slice());
    keys.file_key(sealed.ok_or(Error::Changed)?)
}

/// The seal at the end of a file of so many bytes with this hash.
pub(super) fn footer(key: &Sealer, size: u64, hash: &Hash) -> Result<Vec<u8>> {
    key.seal(END_PLACE, &[size.to_le_bytes().as_slice(), hash].concat())
}

/// What the seal at the end says: size and hash.
pub(super) fn read_footer(key: &Sealer, file: &mut File) -> Result<(u64, Hash)> {
    let from = i64::try_from(FOOTER).unwrap_or(i64::MAX);
    file.seek(SeekFrom::End(-from)).map_err(cut_short)?;
    let mut sealed = [0; FOOTER];
    file.read_exact(&mut sealed).map_err(cut_short)?;
    let end = key.open(END_PLACE, &sealed)?;
    let (size, hash) = end.split_first_chunk::<8>().ok_or(Error::Changed)?;
    let hash = Hash::try_from(hash).map_err(|_| Error::Changed)?;
    Ok((u64::from_le_bytes(*size), hash))
}

/// How many chunks a file of this length on disk has that are whole.
pub(super) const fn chunks_in(length: u64) -> u64 {
    length.saturating_sub(HEADER as u64) / RECORD as u64
}

/// How many bytes of the original a whole file of this length on disk holds.
pub(super) fn size_in(length: u64) -> Option<u64> {
    let body = length.checked_sub((HEADER + FOOTER) as u64)?;
    body.checked_sub(body.div_ceil(RECORD as u64) * SEAL as u64)
}

/// How long a file on disk is after so many whole chunks.
pub(super) const fn length_of(chunks: u64) -> u64 {
    HEADER as u64 + chunks * RECORD as u64
}

/// One chunk, of a file of so many bytes.
pub(super) fn read_chunk(key: &Sealer, file: &mut File, number: u64, size: u64) -> Result<Vec<u8>> {
    let left = size.saturating_sub(number * CHUNK as u64);
    let length = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
    let mut sealed = vec![0; length + SEAL];
    file.seek(SeekFrom::Start(length_of(number)))?;
    file.read_exact(&mut sealed).map_err(cut_short)?;
    key.open(number, &sealed)
}

/// Reads what is there of a file that broke off: its hash so far, and how many chunks of it
/// are as they were written. What follows them is cut off.
pub(super) fn verify(key: &Sealer, file: &mut File) -> Result<(Context, u64)> {
    let most = chunks_in(file.metadata()?.len());
    let mut hash = Context::new(&SHA256);
    let mut good = 0;
    while good < most {
        match read_chunk(key, file, good, u64::MAX) {
            Ok(chunk) => hash.update(&chunk),
            Err(Error::Changed) => break,
            Err(error) => return Err(error),
        }
        good += 1;
    }
    Ok((hash, good))
}

/// A file that is shorter than it says is not as it was written.
fn cut_short(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput => Error::Changed,
        _ => error.into(),
    }
}
