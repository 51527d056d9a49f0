//! Message ids, sequence numbers, containers and compressed messages (<https://core.telegram.org/mtproto/service_messages>).

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use grammers_tl_types::{
    Cursor, Deserializable as _, Identifiable as _, Serializable as _, functions, types,
};

const CONTAINER: u32 = 0x73f1_f8dc;
const COMPRESSED: u32 = 0x3072_cfa1;
const RPC_RESULT: u32 = 0xf35c_6d01;
/// Most messages in a container.
const MOST_IN_CONTAINER: usize = 1020;
/// Most bytes that a compressed message may grow to.
const MOST_UNPACKED: u64 = 16 * 1024 * 1024;

/// A message of a client's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) id: i64,
    pub(super) sequence: i32,
    pub(super) body: Vec<u8>,
}

/// Gives out message ids: unique, rising, and saying when.
#[derive(Debug, Default)]
pub(super) struct Ids {
    last: i64,
}

// === impl Ids ===

impl Ids {
    /// An id at this moment, in milliseconds since the epoch: of an answer, or of something that the server says on its
    /// own.
    pub(super) fn next(&mut self, now_ms: i64, is_answer: bool) -> i64 {
        let second = now_ms.div_euclid(1000) << 32;
        let fraction = (now_ms.rem_euclid(1000) << 32) / 1000;
        let id = ((second | fraction) & !3).max(self.last + 4);
        self.last = id;
        id | if is_answer { 1 } else { 3 }
    }
}

// === impl Message ===

impl Message {
    /// The constructor that its body begins with.
    pub(super) fn constructor(&self) -> Option<u32> {
        constructor(&self.body)
    }

    /// Whether somebody has to acknowledge it: its sequence number is odd then.
    pub(super) fn is_content(&self) -> bool {
        !matches!(
            self.constructor(),
            Some(CONTAINER | types::MsgsAck::CONSTRUCTOR_ID)
        )
    }

    /// Whether clients disagree about that, and Telegram takes both: Pyrogram and its heirs count no pings.
    pub(super) fn is_ping(&self) -> bool {
        matches!(
            self.constructor(),
            Some(functions::Ping::CONSTRUCTOR_ID | functions::PingDelayDisconnect::CONSTRUCTOR_ID)
        )
    }

    /// Its messages: those of a container, or itself. `None`: it is damaged.
    pub(super) fn parts(self) -> Option<Vec<Self>> {
        if self.constructor() != Some(CONTAINER) {
            return Some(vec![self.unpacked()?]);
        }
        let mut cursor = Cursor::from_slice(&self.body[4..]);
        let count = usize::try_from(i32::deserialize(&mut cursor).ok()?).ok()?;
        if count > MOST_IN_CONTAINER {
            return None;
        }
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            let id = i64::deserialize(&mut cursor).ok()?;
            let sequence = i32::deserialize(&mut cursor).ok()?;
            let length = usize::try_from(i32::deserialize(&mut cursor).ok()?).ok()?;
            if length > self.body.len() {
                return None;
            }
            let mut body = vec![0; length];
            cursor.read_exact(&mut body).ok()?;
            let part = Self { id, sequence, body };
            // Containers hold no containers.
            if part.constructor() == Some(CONTAINER) {
                return None;
            }
            parts.push(part.unpacked()?);
        }
        Some(parts)
    }

    fn unpacked(mut self) -> Option<Self> {
        self.body = unpacked(self.body)?;
        Some(self)
    }
}

/// The number that a TL object begins with.
pub(super) fn constructor(body: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(body.get(..4)?.try_into().ok()?))
}

/// An object, whether or not it came compressed.
pub(super) fn unpacked(body: Vec<u8>) -> Option<Vec<u8>> {
    if constructor(&body) != Some(COMPRESSED) {
        return Some(body);
    }
    let packed = Vec::<u8>::from_bytes(&body[4..]).ok()?;
    let mut unpacked = Vec::new();
    let mut decoder = GzDecoder::new(packed.as_slice()).take(MOST_UNPACKED);
    decoder.read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// The answer to a call; a long one is compressed.
pub(super) fn result(call: i64, answer: Vec<u8>) -> Vec<u8> {
    const LONG: usize = 512;
    let answer = if answer.len() > LONG {
        packed(&answer).unwrap_or(answer)
    } else {
        answer
    };
    let mut body = RPC_RESULT.to_bytes();
    call.serialize(&mut body);
    body.extend_from_slice(&answer);
    body
}

fn packed(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).ok()?;
    let mut packed = COMPRESSED.to_bytes();
    encoder.finish().ok()?.serialize(&mut packed);
    Some(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(body: Vec<u8>) -> Message {
        Message {
            id: 4,
            sequence: 1,
            body,
        }
    }

    fn container(parts: &[(i64, Vec<u8>)]) -> Message {
        let mut body = CONTAINER.to_bytes();
        i32::try_from(parts.len()).unwrap().serialize(&mut body);
        for (id, part) in parts {
            id.serialize(&mut body);
            1i32.serialize(&mut body);
            i32::try_from(part.len()).unwrap().serialize(&mut body);
            body.extend_from_slice(part);
        }
        message(body)
    }

    #[test]
    fn ids_rise_and_say_when_and_what() {
        let mut ids = Ids::default();
        let mut last = 0;
        for number in 0..2000 {
            // Many in the same millisecond, and a clock that goes back.
            let id = ids.next(1_700_000_000_000 - number % 3, number % 2 == 0);
            assert!(id > last);
            assert_eq!(id % 4, if number % 2 == 0 { 1 } else { 3 });
            last = id;
        }
        let id = ids.next(1_800_000_000_500, true);
        assert_eq!((id >> 32, (id >> 28) & 0xf), (1_800_000_000, 8));
    }

    #[test]
    fn containers_and_compressed_messages_are_taken_apart() {
        let packed = packed(b"some long text").unwrap();
        let parts = container(&[(8, b"abcd".to_vec()), (12, packed)])
            .parts()
            .unwrap();
        let bodies: Vec<&[u8]> = parts.iter().map(|part| part.body.as_slice()).collect();
        assert_eq!(bodies, [b"abcd".as_slice(), b"some long text"]);
        assert_eq!(parts[1].id, 12);
    }

    #[test]
    fn what_is_damaged_is_nothing() {
        let inner = container(&[(8, b"abcd".to_vec())]).body;
        assert!(container(&[(8, inner)]).parts().is_none());
        let whole = container(&[(8, b"abcd".to_vec()), (12, b"efgh".to_vec())]).body;
        for length in 4..whole.len() {
            assert!(message(whole[..length].to_vec()).parts().is_none());
        }
        let mut many = CONTAINER.to_bytes();
        i32::MAX.serialize(&mut many);
        assert!(message(many).parts().is_none());
        let mut broken = COMPRESSED.to_bytes();
        b"no gzip".to_vec().serialize(&mut broken);
        assert!(message(broken).parts().is_none());
    }
}
