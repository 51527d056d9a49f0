//! One client's session: what is refused before any call is looked at, and how messages to the client are numbered.

use std::collections::BTreeSet;

use grammers_tl_types::{Serializable as _, enums, types};

use super::AuthKey;
use super::envelope::{Ids, Message};

/// A message may say that it is from so long ago, and so soon, in seconds.
const OLDEST: i64 = 300;
const NEWEST: i64 = 30;
/// Message ids remembered, to know what comes twice.
const REMEMBERED: usize = 4096;

/// Why a message is refused (<https://core.telegram.org/mtproto/service_messages_about_messages>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bad {
    /// Its id says that it is too old: the client's clock is wrong.
    IdTooLow = 16,
    /// Or from the future.
    IdTooHigh = 17,
    /// A client's ids are divisible by four.
    IdNotDivisible = 18,
    /// Something that nobody acknowledges has an odd sequence number.
    EvenExpected = 34,
    /// Something to acknowledge has an even one.
    OddExpected = 35,
    /// The server's salt is another.
    Salt = 48,
    /// The container is damaged.
    Container = 64,
}

/// A client's session on one connection.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: i64,
    pub(super) key: AuthKey,
    salt: i64,
    sequence: i32,
    seen: BTreeSet<i64>,
}

// === impl Session ===

impl Session {
    pub(super) fn new(id: i64, key: AuthKey, salt: i64) -> Self {
        Self {
            id,
            key,
            salt,
            sequence: 0,
            seen: BTreeSet::new(),
        }
    }

    /// The salt that is good now.
    pub(super) fn set_salt(&mut self, salt: i64) {
        self.salt = salt;
    }

    /// The messages in what came, those apart that came before. `has_salt`: it was sent with a good one.
    ///
    /// # Errors
    /// Why nothing of it is looked at.
    pub(super) fn take(
        &mut self,
        message: Message,
        has_salt: bool,
        now_ms: i64,
    ) -> Result<Vec<Message>, Bad> {
        check_id(message.id, now_ms)?;
        if !has_salt {
            return Err(Bad::Salt);
        }
        check_sequence(&message)?;
        let parts = message.parts().ok_or(Bad::Container)?;
        for part in &parts {
            if part.id % 4 != 0 {
                return Err(Bad::IdNotDivisible);
            }
            check_sequence(part)?;
        }
        let new = parts.into_iter().filter(|part| self.seen.insert(part.id));
        let new = new.collect();
        while self.seen.len() > REMEMBERED {
            self.seen.pop_first();
        }
        Ok(new)
    }

    /// A message to the client, encrypted.
    pub(super) fn seal(&mut self, ids: &mut Ids, now_ms: i64, body: &[u8], kind: Kind) -> Vec<u8> {
        let sequence = 2 * self.sequence + i32::from(kind.is_content());
        self.sequence += i32::from(kind.is_content());
        let mut plain = Vec::with_capacity(body.len() + 64);
        self.salt.serialize(&mut plain);
        self.id.serialize(&mut plain);
        ids.next(now_ms, kind.is_answer()).serialize(&mut plain);
        sequence.serialize(&mut plain);
        // Nothing the simulator says comes near two gigabytes.
        i32::try_from(body.len()).unwrap_or(0).serialize(&mut plain);
        plain.extend_from_slice(body);
        self.key.encrypt(plain)
    }

    /// What the client is told about a message that is refused.
    pub(super) fn refusal(&self, id: i64, sequence: i32, bad: Bad) -> Vec<u8> {
        let error_code = bad as i32;
        let told = match bad {
            Bad::Salt => enums::BadMsgNotification::BadServerSalt(types::BadServerSalt {
                bad_msg_id: id,
                bad_msg_seqno: sequence,
                error_code,
                new_server_salt: self.salt,
            }),
            _ => enums::BadMsgNotification::Notification(types::BadMsgNotification {
                bad_msg_id: id,
                bad_msg_seqno: sequence,
                error_code,
            }),
        };
        told.to_bytes()
    }
}

/// What kind of message the server sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The answer to a call.
    Result,
    /// An answer that nobody acknowledges.
    Service,
    /// Something that the server says on its own.
    Update,
}

// === impl Kind ===

impl Kind {
    const fn is_content(self) -> bool {
        matches!(self, Self::Result | Self::Update)
    }

    const fn is_answer(self) -> bool {
        matches!(self, Self::Result | Self::Service)
    }
}

fn check_id(id: i64, now_ms: i64) -> Result<(), Bad> {
    if id % 4 != 0 {
        return Err(Bad::IdNotDivisible);
    }
    let (sent, now) = (id >> 32, now_ms / 1000);
    if sent < now - OLDEST {
        Err(Bad::IdTooLow)
    } else if sent > now + NEWEST {
        Err(Bad::IdTooHigh)
    } else {
        Ok(())
    }
}

fn check_sequence(message: &Message) -> Result<(), Bad> {
    match (message.is_content(), message.sequence % 2 != 0) {
        (true, false) if message.is_ping() => Ok(()),
        (true, false) => Err(Bad::OddExpected),
        (false, true) => Err(Bad::EvenExpected),
        (true, true) | (false, false) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;
    const SALT: i64 = 5;

    fn session() -> Session {
        Session::new(1, AuthKey::random(), SALT)
    }

    fn call(id: i64, sequence: i32) -> Message {
        Message {
            id,
            sequence,
            body: b"call".to_vec(),
        }
    }

    fn at(second: i64) -> i64 {
        (NOW / 1000 + second) << 32
    }

    #[test]
    fn what_telegram_refuses_is_refused_by_its_number() {
        let cases = [
            (at(-301), 1, true, Bad::IdTooLow),
            (at(31), 1, true, Bad::IdTooHigh),
            (at(0) + 1, 1, true, Bad::IdNotDivisible),
            (at(0), 2, true, Bad::OddExpected),
            (at(0), 1, false, Bad::Salt),
        ];
        for (id, sequence, salt, bad) in cases {
            let taken = session().take(call(id, sequence), salt, NOW);
            assert_eq!(taken, Err(bad), "{bad:?}");
        }
        let acknowledgement = Message {
            body: enums::MsgsAck::Ack(types::MsgsAck { msg_ids: vec![] }).to_bytes(),
            ..call(at(0), 1)
        };
        let taken = session().take(acknowledgement, true, NOW);
        assert_eq!(taken, Err(Bad::EvenExpected));
    }

    #[test]
    fn what_comes_twice_is_taken_once() {
        let mut session = session();
        assert_eq!(session.take(call(at(0), 1), true, NOW).unwrap().len(), 1);
        assert_eq!(session.take(call(at(0), 1), true, NOW).unwrap().len(), 0);
        assert_eq!(
            session.take(call(at(0) + 4, 3), true, NOW).unwrap().len(),
            1
        );
    }

    #[test]
    fn what_is_to_be_acknowledged_counts() {
        let (mut session, mut ids) = (session(), Ids::default());
        let client = grammers_crypto::AuthKey::from_bytes(session.key.bytes());
        let mut numbers = Vec::new();
        for kind in [
            Kind::Service,
            Kind::Result,
            Kind::Service,
            Kind::Update,
            Kind::Result,
        ] {
            let mut sealed = session.seal(&mut ids, NOW, b"body", kind);
            let plain = grammers_crypto::decrypt_data_v2(&mut sealed, &client).unwrap();
            let id = i64::from_le_bytes(plain[16..24].try_into().unwrap());
            numbers.push((
                i32::from_le_bytes(plain[24..28].try_into().unwrap()),
                id % 4,
            ));
        }
        assert_eq!(numbers, [(0, 1), (1, 1), (2, 1), (3, 3), (5, 1)]);
    }
}
