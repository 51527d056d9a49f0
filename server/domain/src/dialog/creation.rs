//! Topics that are being made, by the name they are made with: all that tells one
//! from another until Telegram gave it an id.

use serde::{Deserialize, Serialize};

use crate::id::{ChatAddress, ConnectionId};

/// Creations begun under one name of which neither an outcome nor the bot's own
/// service message is known.
///
/// Stored with the Start of each, so that a topic that turns up late, hours later or
/// after a restart, is known as the double that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creation {
    /// The connection.
    pub connection: ConnectionId,
    /// The name.
    pub name: String,
    /// The dialog that it was begun for last.
    pub chat: ChatAddress,
    /// How many.
    pub open: u32,
}

// === impl Creation ===

impl Creation {
    /// One more is begun under the name of `before`.
    #[must_use]
    pub fn begun(
        connection: &ConnectionId,
        name: &str,
        chat: &ChatAddress,
        before: Option<&Self>,
    ) -> Self {
        Self {
            connection: connection.clone(),
            name: name.to_owned(),
            chat: chat.clone(),
            open: before.map_or(0, |before| before.open).saturating_add(1),
        }
    }

    /// One of them is settled; `None` when none is left.
    #[must_use]
    pub fn settled(&self) -> Option<Self> {
        let open = self.open.checked_sub(1).filter(|open| *open > 0)?;
        Some(Self {
            open,
            ..self.clone()
        })
    }
}
