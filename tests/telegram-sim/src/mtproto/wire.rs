//! Bytes on a connection: the four transports, plain and obfuscated (core.telegram.org/mtproto/mtproto-transports).

use std::io::{Error, ErrorKind, Result};

use bytes::{Buf as _, BytesMut};
use grammers_crypto::ObfuscatedCipher;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// No packet is larger: clients send files in parts of half a megabyte.
const LARGEST: usize = 2 * 1024 * 1024;
/// What an obfuscated connection begins with.
const INIT: usize = 64;

/// How packets are framed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transport {
    /// Length, number, checksum.
    Full,
    /// Length in words, in one byte or four.
    Abridged,
    /// Length in four bytes.
    Intermediate,
    /// The same, with up to fifteen bytes behind the packet.
    Padded,
}

/// A connection that packets come and go on.
pub(super) struct Wire {
    stream: TcpStream,
    transport: Option<Transport>,
    cipher: Option<ObfuscatedCipher>,
    /// What came and is no whole packet yet, deciphered.
    came: BytesMut,
    received: u32,
    sent: u32,
}

// === impl Wire ===

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            transport: None,
            cipher: None,
            came: BytesMut::new(),
            received: 0,
            sent: 0,
        }
    }

    /// The next packet; `None`: the client closed the connection. May be dropped while it waits: nothing is lost by it.
    ///
    /// # Errors
    /// The connection broke, or what came is no packet.
    pub(super) async fn receive(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            if let Some(packet) = self.take()? {
                return Ok(Some(packet));
            }
            let before = self.came.len();
            if self.stream.read_buf(&mut self.came).await? == 0 {
                return match before {
                    0 => Ok(None),
                    _ => Err(ErrorKind::UnexpectedEof.into()),
                };
            }
            if let (Some(cipher), Some(_)) = (&mut self.cipher, self.transport) {
                cipher.encrypt(&mut self.came[before..]);
            }
        }
    }

    /// Sends a packet.
    ///
    /// # Errors
    /// The connection broke.
    pub(super) async fn send(&mut self, packet: &[u8]) -> Result<()> {
        let length = u32::try_from(packet.len()).map_err(Error::other)?;
        let mut framed = Vec::with_capacity(packet.len() + 16);
        match self.transport {
            Some(Transport::Full) => {
                framed.extend_from_slice(&(length + 12).to_le_bytes());
                framed.extend_from_slice(&self.sent.to_le_bytes());
                framed.extend_from_slice(packet);
                framed.extend_from_slice(&crc32fast::hash(&framed).to_le_bytes());
                self.sent += 1;
            }
            Some(Transport::Abridged) if length / 4 < 0x7f => {
                framed.push((length / 4).to_le_bytes()[0]);
                framed.extend_from_slice(packet);
            }
            Some(Transport::Abridged) => {
                framed.push(0x7f);
                framed.extend_from_slice(&(length / 4).to_le_bytes()[..3]);
                framed.extend_from_slice(packet);
            }
            Some(Transport::Intermediate | Transport::Padded) | None => {
                framed.extend_from_slice(&length.to_le_bytes());
                framed.extend_from_slice(packet);
            }
        }
        if let Some(cipher) = &mut self.cipher {
            cipher.decrypt(&mut framed);
        }
        self.stream.write_all(&framed).await
    }

    /// Tells that something is wrong with the packet as such: 404 for an unknown auth key, 429 for too many connections.
    ///
    /// # Errors
    /// The connection broke.
    pub(super) async fn refuse(&mut self, code: i32) -> Result<()> {
        self.send(&(-code).to_le_bytes()).await
    }

    /// The first packet of what came, if it is whole.
    fn take(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(transport) = self.transport()? else {
            return Ok(None);
        };
        let came = &mut self.came;
        let (header, length) = match transport {
            Transport::Full | Transport::Intermediate | Transport::Padded => {
                let Some(length) = word(came, 0) else {
                    return Ok(None);
                };
                // The highest bit asks for a quick acknowledgement, which nobody has to give.
                let length = (length & 0x7fff_ffff) as usize;
                match transport {
                    Transport::Full => (0, length),
                    _ => (4, length),
                }
            }
            Transport::Abridged => match came.first().map(|first| first & 0x7f) {
                None => return Ok(None),
                Some(0x7f) => match word(came, 0) {
                    None => return Ok(None),
                    Some(word) => (4, (word >> 8) as usize * 4),
                },
                Some(words) => (1, usize::from(words) * 4),
            },
        };
        if length > LARGEST || (transport == Transport::Full && length < 12) {
            return Err(invalid("a packet of a size that none has"));
        }
        if came.len() < header + length {
            return Ok(None);
        }
        came.advance(header);
        let framed = came.split_to(length);
        match transport {
            Transport::Full => self.unframed(&framed).map(Some),
            Transport::Padded => Ok(Some(unpadded(&framed))),
            Transport::Abridged | Transport::Intermediate => Ok(Some(framed.to_vec())),
        }
    }

    fn unframed(&mut self, framed: &[u8]) -> Result<Vec<u8>> {
        let (content, checksum) = framed.split_at(framed.len() - 4);
        if crc32fast::hash(content).to_le_bytes() != checksum {
            return Err(invalid("a wrong checksum"));
        }
        if word(content, 4) != Some(self.received) {
            return Err(invalid("a packet out of order"));
        }
        self.received += 1;
        Ok(content[8..].to_vec())
    }

    /// What the connection's first bytes say; `None`: not enough of them are there.
    fn transport(&mut self) -> Result<Option<Transport>> {
        if self.transport.is_some() {
            return Ok(self.transport);
        }
        let came = &mut self.came;
        let (found, header) = match (came.first(), word(came, 0), word(came, 4)) {
            (Some(0xef), _, _) => (Transport::Abridged, 1),
            (_, Some(0xeeee_eeee), _) => (Transport::Intermediate, 4),
            (_, Some(0xdddd_dddd), _) => (Transport::Padded, 4),
            // The length, and the number of the first packet.
            (_, _, Some(0)) => (Transport::Full, 0),
            (_, _, Some(_)) => return self.obfuscated(),
            (_, _, None) => return Ok(None),
        };
        came.advance(header);
        self.transport = Some(found);
        Ok(self.transport)
    }

    /// The client's own cipher, with its directions the other way round, deciphers what it sent.
    fn obfuscated(&mut self) -> Result<Option<Transport>> {
        if self.came.len() < INIT {
            return Ok(None);
        }
        let mut init = [0; INIT];
        self.came.copy_to_slice(&mut init);
        let mut cipher = ObfuscatedCipher::new(&init);
        cipher.encrypt(&mut init);
        let found = match word(&init, 56) {
            Some(0xefef_efef) => Transport::Abridged,
            Some(0xeeee_eeee) => Transport::Intermediate,
            Some(0xdddd_dddd) => Transport::Padded,
            _ => return Err(invalid("no known transport")),
        };
        cipher.encrypt(&mut self.came);
        self.cipher = Some(cipher);
        self.transport = Some(found);
        Ok(self.transport)
    }
}

/// The four bytes from there, as a number.
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// Without what was put behind it: an unencrypted message says its length, an encrypted one is whole blocks.
fn unpadded(packet: &[u8]) -> Vec<u8> {
    let length = match packet.get(..8) {
        Some([0, 0, 0, 0, 0, 0, 0, 0]) => word(packet, 16).map(|length| 20 + length as usize),
        _ => packet.len().checked_sub(24).map(|body| 24 + body / 16 * 16),
    };
    let length = length.unwrap_or(packet.len()).min(packet.len());
    packet[..length].to_vec()
}

fn invalid(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}
