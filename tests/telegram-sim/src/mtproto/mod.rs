//! Telegram's other face: MTProto, as accounts speak it.
//!
//! | file | holds |
//! |---|---|
//! | `wire` | bytes on a connection: the four transports, plain and obfuscated |
//! | `cipher` | what an auth key encrypts |
//! | `handshake` | how a new auth key comes to be |
//! | `envelope` | message ids, sequence numbers, containers, compressed messages |
//! | `session` | one client's session: what is refused before any call is looked at |
//! | `connection`, `server` | one connection, and all of them |
//! | `password` | passwords, checked without being told |
//! | `keys` | the auth keys there are, and whose they are |
//! | `rpc` | the calls |
//!
//! Written from core.telegram.org/mtproto. Strict where Telegram is: a wrong salt, sequence number or message id is
//! refused with its number, and an auth key that is used on two sessions that send updates at once is one of theirs no
//! more (`AUTH_KEY_DUPLICATED`).

mod cipher;
mod connection;
mod envelope;
mod handshake;
mod keys;
mod password;
mod rpc;
mod server;
mod session;
mod wire;

pub use self::{cipher::AuthKey, handshake::RsaKey};
pub(crate) use self::{
    keys::Keys,
    password::Password,
    rpc::{Code, LoginToken, Upload, accepts, access_hash, phone, shown_tokens},
    server::serve,
};

/// The data centre that the simulator says it is.
pub(crate) const DC: i32 = 2;

/// Random bytes.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness the simulator cannot go on; nothing of it is secret.
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the system gives no random numbers");
    }
    bytes
}
