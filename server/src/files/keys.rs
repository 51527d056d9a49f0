//! What files of the store are named and sealed with.
//!
//! Everything comes from the installation's key, so that it is the same after a restart: names
//! by a keyed hash, so that a name tells nothing of what is in the file; and for each file a
//! key of its own, which lies sealed in the file's header.

use std::fmt;

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hmac, rand};
use backline_store::SealKey;
use zeroize::Zeroizing;

use super::{Error, Result};

/// Bytes of a key.
const KEY: usize = 32;

/// What sealing adds.
pub(super) const SEAL: usize = NONCE_LEN + 16;

/// What a sealed key takes.
pub(super) const SEALED_KEY: usize = KEY + SEAL;

/// Names a file that is to be fetched: the same for the same file of the same connection, also
/// after a restart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(super) Mark);

/// A keyed hash.
pub(super) type Mark = [u8; 32];

/// The installation's keys.
pub(super) struct Keys {
    naming: hmac::Key,
    sealing: Sealer,
}

/// Seals and opens under one key.
pub(super) struct Sealer(LessSafeKey);

// === impl Ticket ===

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ticket({self})")
    }
}

// === impl Keys ===

impl Keys {
    pub(super) fn of(installation: &SealKey) -> Result<Self> {
        let root = hmac::Key::new(hmac::HMAC_SHA256, installation.to_hex().as_bytes());
        let key = |purpose: &str| hmac::sign(&root, purpose.as_bytes());
        let naming = key("backline file store, names");
        let sealing = key("backline file store, keys of files");
        Ok(Self {
            naming: hmac::Key::new(hmac::HMAC_SHA256, naming.as_ref()),
            sealing: Sealer::new(sealing.as_ref())?,
        })
    }

    /// The keyed hash of these words, for this purpose.
    pub(super) fn mark(&self, purpose: &str, words: &[&[u8]]) -> Mark {
        let mut hash = hmac::Context::with_key(&self.naming);
        for word in [purpose.as_bytes()].iter().chain(words) {
            // With its length: no other words can be the same in a row.
            hash.update(&(word.len() as u64).to_le_bytes());
            hash.update(word);
        }
        let mut mark = Mark::default();
        mark.copy_from_slice(hash.sign().as_ref());
        mark
    }

    /// A key for one file, and how it lies in the file's header.
    pub(super) fn new_file_key(&self) -> Result<(Sealer, Vec<u8>)> {
        let mut key = Zeroizing::new([0; KEY]);
        rand::fill(key.as_mut()).map_err(|_| Error::NoRandomness)?;
        let sealed = self.sealing.seal(u64::MAX, key.as_ref())?;
        Ok((Sealer::new(key.as_ref())?, sealed))
    }

    /// The file key that lies in a header.
    pub(super) fn file_key(&self, sealed: &[u8]) -> Result<Sealer> {
        let key = Zeroizing::new(self.sealing.open(u64::MAX, sealed)?);
        Sealer::new(&key)
    }
}

// === impl Sealer ===

impl Sealer {
    fn new(key: &[u8]) -> Result<Self> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, key).map_err(|_| Error::Changed)?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals for this place alone. The nonce is drawn anew each time: what is written once more
    /// after a crash may be something else.
    pub(super) fn seal(&self, place: u64, plain: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| Error::NoRandomness)?;
        let mut sealed = Vec::with_capacity(plain.len() + SEAL);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let (_, body) = sealed.split_at_mut(NONCE_LEN);
        let place = Aad::from(place.to_le_bytes());
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, place, body)
            .map_err(|_| Error::Changed)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens what was sealed for this place.
    pub(super) fn open(&self, place: u64, sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, body) = sealed
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(Error::Changed)?;
        let mut body = body.to_vec();
        let place = Aad::from(place.to_le_bytes());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.0.open_in_place(nonce, place, &mut body);
        let length = opened.map_err(|_| Error::Changed)?.len();
        body.truncate(length);
        Ok(body)
    }
}

/// As it stands in the name of a file.
pub(super) fn hex(mark: &Mark) -> String {
    mark.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stands in the name of a file.
pub(super) fn unhex(text: &str) -> Option<Mark> {
    let mut mark = Mark::default();
    if text.len() != 2 * mark.len() || !text.is_ascii() {
        return None;
    }
    for (byte, digits) in mark.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(mark)
}
