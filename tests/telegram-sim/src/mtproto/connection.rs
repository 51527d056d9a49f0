//! One connection: packets in, packets out.

use std::{io::Result, sync::Arc};

use grammers_tl_types::{
    Cursor, Deserializable as _, Identifiable as _, Serializable as _, enums, functions, types,
};
use tokio::net::TcpStream;

use super::{
    RsaKey,
    cipher::PLAIN_HEADER,
    envelope::{Ids, Message, constructor, result},
    handshake::Handshake,
    keys::Salt,
    random, rpc,
    session::{Kind, Session},
    wire::Wire,
};
use crate::{clock::Clock, shared::Shared};

/// The transport's own error: nobody knows this auth key.
const NO_SUCH_KEY: i32 = 404;
/// Most salts that are told ahead.
const MOST_SALTS: i32 = 64;

/// Message ids and salts go by the machine's time, whatever time a test drives: clients number their messages by it, and
/// none goes back when it is told that it is ahead. A test says how wrong that time is.
fn now_ms(shared: &Shared) -> i64 {
    Clock::real().now_ms() + 1000 * shared.read(|world| world.keys.clock_ahead())
}

/// One connection.
pub(super) struct Connection {
    shared: Arc<Shared>,
    number: u64,
    wire: Wire,
    handshake: Handshake,
    session: Option<Session>,
    ids: Ids,
    rpc: rpc::Caller,
    /// Calls that a script holds back, with the gates that they wait at.
    held: Vec<(u64, i64, Message)>,
    /// The auth key that it is used with, and how often connections with it had been cut before.
    cuts: Option<(i64, u64)>,
}

/// What the connection is to do next.
enum Next {
    Packet(Option<Vec<u8>>),
    Bell,
}

// === impl Connection ===

impl Connection {
    pub(super) fn new(shared: Arc<Shared>, stream: TcpStream, number: u64) -> Self {
        Self {
            shared,
            number,
            wire: Wire::new(stream),
            handshake: Handshake::default(),
            session: None,
            ids: Ids::default(),
            rpc: rpc::Caller::default(),
            held: Vec::new(),
            cuts: None,
        }
    }

    /// Serves the client until it goes.
    pub(super) async fn run(mut self) -> Result<()> {
        let mut bell = self.shared.bell();
        loop {
            let next = tokio::select! {
                packet = self.wire.receive() => Next::Packet(packet?),
                rung = bell.changed() => {
                    if rung.is_err() {
                        return Ok(());
                    }
                    Next::Bell
                }
            };
            match next {
                Next::Packet(None) => return Ok(()),
                Next::Packet(Some(packet)) => {
                    if !self.packet(&packet).await? {
                        return Ok(());
                    }
                }
                Next::Bell if self.is_cut() => return Ok(()),
                Next::Bell => {
                    self.push().await?;
                    if !self.resume().await? {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn is_cut(&self) -> bool {
        self.cuts.is_some_and(|(key, before)| {
            let cuts = self.shared.read(|world| world.keys.cuts(key));
            cuts > before
        })
    }

    /// Says whether the connection stays.
    async fn packet(&mut self, packet: &[u8]) -> Result<bool> {
        let Some(key_id) = packet.get(..8).and_then(|id| id.try_into().ok()) else {
            self.wire.refuse(NO_SUCH_KEY).await?;
            return Ok(false);
        };
        match i64::from_le_bytes(key_id) {
            0 => self.unencrypted(packet).await,
            key_id => self.encrypted(key_id, packet).await,
        }
    }

    /// A step of the exchange that makes a new auth key.
    async fn unencrypted(&mut self, packet: &[u8]) -> Result<bool> {
        let body = packet.get(20..).unwrap_or_default();
        let now = now_ms(&self.shared);
        let date = i32::try_from(now / 1000).unwrap_or(i32::MAX);
        let Some(answer) = self.handshake.step(body, &RsaKey::simulated(), date) else {
            self.wire.refuse(NO_SUCH_KEY).await?;
            return Ok(false);
        };
        if let Some(key) = answer.key {
            self.shared.change(|world| world.keys.add(key, None));
        }
        let mut plain = 0i64.to_bytes();
        self.ids.next(now, true).serialize(&mut plain);
        answer.body.len().to_le_bytes()[..4]
            .iter()
            .for_each(|byte| plain.push(*byte));
        plain.extend_from_slice(&answer.body);
        self.wire.send(&plain).await?;
        Ok(true)
    }

    async fn encrypted(&mut self, key_id: i64, packet: &[u8]) -> Result<bool> {
        let now = now_ms(&self.shared);
        let found = self.shared.read(|world| {
            let (key, _) = world.keys.find(key_id)?;
            let plain = key.decrypt(packet)?;
            Some((key.clone(), plain, world.keys.salt(now, 0).value))
        });
        let Some((key, plain, server_salt)) = found else {
            self.wire.refuse(NO_SUCH_KEY).await?;
            return Ok(false);
        };
        if self.cuts.is_none_or(|(known, _)| known != key_id) {
            let connection = self.number;
            let before = self.shared.change(|world| {
                world.keys.used(key_id, connection);
                world.keys.cuts(key_id)
            });
            self.cuts = Some((key_id, before));
        }
        let number = |at: usize| {
            let bytes = plain[at..at + 8].try_into().unwrap_or_default();
            i64::from_le_bytes(bytes)
        };
        let (salt, session_id, id) = (number(0), number(8), number(16));
        let sequence = plain[24..28].try_into().unwrap_or_default();
        let message = Message {
            id,
            sequence: i32::from_le_bytes(sequence),
            body: plain[PLAIN_HEADER..].to_vec(),
        };
        let is_new = self.session.as_ref().is_none_or(|one| one.id != session_id);
        let mut session = match self.session.take() {
            Some(session) if !is_new => session,
            _ => Session::new(session_id, key, server_salt),
        };
        let sequence = message.sequence;
        let is_good = self.shared.read(|world| world.keys.takes_salt(salt, now));
        session.set_salt(server_salt);
        let taken = session.take(message, is_good, now);
        self.session = Some(session);
        match taken {
            Ok(messages) => {
                if is_new {
                    self.tell_new_session(id, server_salt).await?;
                }
                for message in messages {
                    if !self.message(key_id, message).await? {
                        return Ok(false);
                    }
                }
            }
            Err(bad) => {
                let refusal = self.session.as_ref();
                let refusal = refusal.map(|session| session.refusal(id, sequence, bad));
                self.say(&refusal.unwrap_or_default(), Kind::Service)
                    .await?;
                if is_new {
                    // It begins with its first good message.
                    self.session = None;
                }
            }
        }
        Ok(true)
    }

    async fn tell_new_session(&mut self, first: i64, salt: i64) -> Result<()> {
        let created = enums::NewSession::Created(types::NewSessionCreated {
            first_msg_id: first,
            unique_id: i64::from_le_bytes(random()),
            server_salt: salt,
        });
        self.say(&created.to_bytes(), Kind::Update).await
    }

    /// A message of the client's: something about the session, or a call. Says whether the connection stays.
    async fn message(&mut self, key_id: i64, message: Message) -> Result<bool> {
        let arguments = message.body.get(4..).unwrap_or_default();
        let long = || i64::deserialize(&mut Cursor::from_slice(arguments)).unwrap_or_default();
        let answer = match constructor(&message.body) {
            Some(types::MsgsAck::CONSTRUCTOR_ID) => return Ok(true),
            Some(
                functions::Ping::CONSTRUCTOR_ID | functions::PingDelayDisconnect::CONSTRUCTOR_ID,
            ) => enums::Pong::Pong(types::Pong {
                msg_id: message.id,
                ping_id: long(),
            })
            .to_bytes(),
            Some(functions::GetFutureSalts::CONSTRUCTOR_ID) => {
                let most = i32::deserialize(&mut Cursor::from_slice(arguments));
                self.salts(message.id, most.unwrap_or(1).clamp(1, MOST_SALTS))
            }
            Some(types::MsgsStateReq::CONSTRUCTOR_ID) => {
                let asked = Vec::<i64>::deserialize(&mut Cursor::from_slice(arguments));
                // Four: received, and answered or not to be.
                let info = vec![4; asked.map_or(0, |ids| ids.len())];
                let state = types::MsgsStateInfo {
                    req_msg_id: message.id,
                    info,
                };
                enums::MsgsStateInfo::Info(state).to_bytes()
            }
            Some(functions::DestroySession::CONSTRUCTOR_ID) => {
                enums::DestroySessionRes::DestroySessionNone(types::DestroySessionNone {
                    session_id: long(),
                })
                .to_bytes()
            }
            _ => return self.call(key_id, message, false).await,
        };
        self.say(&answer, Kind::Service).await?;
        Ok(true)
    }

    fn salts(&self, asked_by: i64, count: i32) -> Vec<u8> {
        let now_ms = now_ms(&self.shared);
        let salts = self.shared.read(|world| {
            let ahead = (0..i64::from(count)).map(|ahead| world.keys.salt(now_ms, ahead));
            ahead.collect::<Vec<Salt>>()
        });
        let second = |at: i64| i32::try_from(at).unwrap_or(i32::MAX);
        let salts = salts.into_iter().map(|salt| types::FutureSalt {
            valid_since: second(salt.since),
            valid_until: second(salt.until),
            salt: salt.value,
        });
        enums::FutureSalts::Salts(types::FutureSalts {
            req_msg_id: asked_by,
            now: second(now_ms / 1000),
            salts: grammers_tl_types::RawVec(salts.collect()),
        })
        .to_bytes()
    }

    async fn call(&mut self, key_id: i64, message: Message, is_resumed: bool) -> Result<bool> {
        let session = self.session.as_ref().map_or(0, |session| session.id);
        let from = rpc::From {
            key: key_id,
            session,
            connection: self.number,
        };
        let (news, outcome) = self.rpc.call(&self.shared, from, &message.body, is_resumed);
        for update in news {
            self.say(&update, Kind::Update).await?;
        }
        match outcome {
            rpc::Outcome::Answer(answer) => {
                self.say(&result(message.id, answer), Kind::Result).await?;
                Ok(true)
            }
            rpc::Outcome::Held(gate) => {
                self.held.push((gate, key_id, message));
                Ok(true)
            }
            rpc::Outcome::Cut => Ok(false),
        }
    }

    /// Does the calls whose gates have opened.
    async fn resume(&mut self) -> Result<bool> {
        if self.held.is_empty() {
            return Ok(true);
        }
        let held = std::mem::take(&mut self.held);
        let (open, held) = self.shared.read(|world| {
            let is_open = |(gate, ..): &(u64, i64, Message)| world.faults.is_released(*gate);
            held.into_iter().partition::<Vec<_>, _>(is_open)
        });
        self.held = held;
        for (_, key_id, message) in open {
            if !self.call(key_id, message, true).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Tells the client what is new for its account.
    async fn push(&mut self) -> Result<()> {
        for update in self.rpc.news(&self.shared) {
            self.say(&update, Kind::Update).await?;
        }
        Ok(())
    }

    async fn say(&mut self, body: &[u8], kind: Kind) -> Result<()> {
        let now = now_ms(&self.shared);
        let Some(session) = &mut self.session else {
            return Ok(());
        };
        let packet = session.seal(&mut self.ids, now, body, kind);
        self.wire.send(&packet).await
    }
}
