//! An album of which no piece has passed a gate so far.
//!
//! Gates look at an album as one, and Telegram tells of its pieces one by one. A piece
//! that does not pass by itself is held: when another one passes, it goes along; when
//! another one holds a forbidden word, it does not. Nobody is told of what stays held.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::id::{ChatAddress, ConnectionId};
use crate::message::Message;
use crate::time::Timestamp;

/// How long after its first piece an album may still come to pass. Telegram tells of all
/// pieces within seconds (inferred).
pub const HELD: Duration = Duration::from_secs(60);

/// A held album. The store seals it, and forgets it within two hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldAlbum {
    /// Of which connection.
    pub connection: ConnectionId,
    /// Where it was written.
    pub chat: ChatAddress,
    /// Telegram's name of it.
    pub id: String,
    /// When its first piece was taken in.
    pub at: Timestamp,
    /// A piece holds a forbidden word: none of it goes.
    pub is_refused: bool,
    /// What came of it, in order.
    pub pieces: Vec<Message>,
}
