//! Refusals, with Telegram's numbers and words.

use grammers_tl_types::{Serializable as _, enums, types};

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mtproto) struct Refused {
    pub(super) code: i32,
    pub(super) message: String,
}

// === impl Refused ===

impl Refused {
    pub(super) fn new(code: i32, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The call is wrong.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// Nobody is logged in.
    pub(super) fn unauthorized(message: &str) -> Self {
        Self::new(401, message)
    }

    /// The account may not do that.
    pub(super) fn forbidden(message: &str) -> Self {
        Self::new(403, message)
    }

    /// Too much: so many seconds to wait.
    pub(super) fn flood(seconds: i64) -> Self {
        Self::new(420, format!("FLOOD_WAIT_{seconds}"))
    }

    /// What was sent is no call.
    pub(super) fn malformed() -> Self {
        Self::bad("INPUT_REQUEST_INVALID")
    }

    /// What the world refuses, in Telegram's words for accounts.
    pub(super) fn by_world(refused: &crate::world::Refused) -> Self {
        let words = refused.0.as_str();
        let is_code = !words.is_empty()
            && words
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        match words {
            _ if is_code => Self::bad(words),
            known if known.contains("initiate") => Self::bad("PEER_ID_INVALID"),
            known if known.contains("blocked") => Self::bad("USER_IS_BLOCKED"),
            "this topic is gone" => Self::bad("TOPIC_DELETED"),
            known if known.contains("characters where") => Self::bad("MEDIA_CAPTION_TOO_LONG"),
            known if known.contains("album") => Self::bad("MEDIA_INVALID"),
            known if known.contains("not found") => Self::bad("MESSAGE_ID_INVALID"),
            _ => Self::forbidden("CHAT_WRITE_FORBIDDEN"),
        }
    }

    pub(in crate::mtproto) fn to_bytes(&self) -> Vec<u8> {
        enums::RpcError::Error(types::RpcError {
            error_code: self.code,
            error_message: self.message.clone(),
        })
        .to_bytes()
    }
}
