//! MTProto 2.0's encryption, the server's half: what a client decrypts is encrypted with other parts of the key than
//! what it encrypts (core.telegram.org/mtproto/description).

use grammers_crypto::aes::{ige_decrypt, ige_encrypt};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::random;

/// Where in the key a direction's part begins.
const FROM_CLIENT: usize = 0;
const FROM_SERVER: usize = 8;
/// Key id and message key.
const HEADER: usize = 24;
const BLOCK: usize = 16;
/// Least padding; at most 1,024.
const LEAST_PADDING: usize = 12;
const MOST_PADDING: usize = 1024;
/// Salt, session, message id, sequence number, length.
pub(super) const PLAIN_HEADER: usize = 32;

/// An authorization key.
#[derive(Clone)]
pub struct AuthKey {
    bytes: Box<[u8; 256]>,
    id: i64,
}

// === impl AuthKey ===

impl AuthKey {
    /// Takes the key's bytes.
    #[must_use]
    pub fn new(bytes: [u8; 256]) -> Self {
        let hash = Sha1::digest(bytes);
        let mut id = [0; 8];
        id.copy_from_slice(&hash[12..20]);
        Self {
            bytes: Box::new(bytes),
            id: i64::from_le_bytes(id),
        }
    }

    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self::new(random())
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> [u8; 256] {
        *self.bytes
    }

    /// By which a packet names it.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.id
    }

    /// What a client encrypted; `None`: it is damaged, or was encrypted with another key.
    pub(super) fn decrypt(&self, packet: &[u8]) -> Option<Vec<u8>> {
        let (header, encrypted) = packet.split_at_checked(HEADER)?;
        let is_whole = encrypted.len() >= PLAIN_HEADER + LEAST_PADDING;
        if !is_whole || !encrypted.len().is_multiple_of(BLOCK) {
            return None;
        }
        let message_key = &header[8..];
        let (key, iv) = self.aes(message_key, FROM_CLIENT);
        let mut plain = encrypted.to_vec();
        ige_decrypt(&mut plain, &key, &iv);
        if self.message_key(&plain, FROM_CLIENT) != message_key {
            return None;
        }
        let length = i32::from_le_bytes(plain[28..32].try_into().ok()?);
        let padding = (plain.len() - PLAIN_HEADER).checked_sub(usize::try_from(length).ok()?)?;
        let is_padded = (LEAST_PADDING..=MOST_PADDING).contains(&padding);
        let end = plain.len() - padding;
        plain.truncate(end);
        (is_padded && length % 4 == 0).then_some(plain)
    }

    /// Encrypts for a client.
    pub(super) fn encrypt(&self, mut plain: Vec<u8>) -> Vec<u8> {
        let padding = LEAST_PADDING + (BLOCK - (plain.len() + LEAST_PADDING) % BLOCK) % BLOCK;
        plain.extend_from_slice(&random::<{ LEAST_PADDING + BLOCK }>()[..padding]);
        let message_key = self.message_key(&plain, FROM_SERVER);
        let (key, iv) = self.aes(&message_key, FROM_SERVER);
        ige_encrypt(&mut plain, &key, &iv);
        let mut packet = self.id.to_le_bytes().to_vec();
        packet.extend_from_slice(&message_key);
        packet.extend_from_slice(&plain);
        packet
    }

    fn message_key(&self, plain: &[u8], direction: usize) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(&self.bytes[88 + direction..][..32]);
        hash.update(plain);
        let hash = hash.finalize();
        let mut key = [0; 16];
        key.copy_from_slice(&hash[8..24]);
        key
    }

    fn aes(&self, message_key: &[u8], direction: usize) -> ([u8; 32], [u8; 32]) {
        let mut hash = Sha256::new();
        hash.update(message_key);
        hash.update(&self.bytes[direction..][..36]);
        let first = hash.finalize();
        let mut hash = Sha256::new();
        hash.update(&self.bytes[40 + direction..][..36]);
        hash.update(message_key);
        let second = hash.finalize();
        let mix = |outer: &[u8], inner: &[u8]| {
            let mut mixed = [0; 32];
            mixed[..8].copy_from_slice(&outer[..8]);
            mixed[8..24].copy_from_slice(&inner[8..24]);
            mixed[24..].copy_from_slice(&outer[24..]);
            mixed
        };
        (mix(&first, &second), mix(&second, &first))
    }
}

impl std::fmt::Debug for AuthKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use grammers_crypto::{AuthKey as Client, DequeBuffer, decrypt_data_v2, encrypt_data_v2};

    use super::*;

    fn plain(body: &[u8]) -> Vec<u8> {
        let mut plain = vec![7; PLAIN_HEADER];
        let length = i32::try_from(body.len()).unwrap();
        plain[28..].copy_from_slice(&length.to_le_bytes());
        plain.extend_from_slice(body);
        plain
    }

    #[test]
    fn what_one_side_encrypts_the_other_decrypts() {
        let key = AuthKey::random();
        let client = Client::from_bytes(key.bytes());
        for words in [0, 1, 3, 4, 100] {
            let message = plain(&vec![9; 4 * words]);
            let mut buffer = DequeBuffer::with_capacity(message.len(), 100);
            buffer.extend(message.iter().copied());
            encrypt_data_v2(&mut buffer, &client);
            assert_eq!(key.decrypt(buffer.as_ref()).unwrap(), message);
            let mut packet = key.encrypt(message.clone());
            let opened = decrypt_data_v2(&mut packet, &client).unwrap();
            assert!(opened.starts_with(&message));
        }
    }

    #[test]
    fn what_is_damaged_or_anothers_is_nothing() {
        let key = AuthKey::random();
        let client = Client::from_bytes(key.bytes());
        let message = plain(b"four");
        let mut buffer = DequeBuffer::with_capacity(message.len(), 100);
        buffer.extend(message.iter().copied());
        encrypt_data_v2(&mut buffer, &client);
        let packet = buffer.as_ref().to_vec();
        assert!(AuthKey::random().decrypt(&packet).is_none());
        for place in 8..packet.len() {
            let mut damaged = packet.clone();
            damaged[place] ^= 1;
            assert!(key.decrypt(&damaged).is_none(), "{place}");
        }
        for length in 0..packet.len() {
            assert!(key.decrypt(&packet[..length]).is_none(), "{length}");
        }
    }
}
