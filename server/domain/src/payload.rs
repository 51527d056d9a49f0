//! The one door: everything that goes out to Telegram as content is a
//! [`Payload`], and a payload is made here and nowhere else. The word gate
//! (RESTRICTED_KEYWORDS_BACKEND) of what goes to customers and the privacy gate
//! of what goes to the backend group stand at this door, so that no new way out
//! can forget them.

use serde::{Deserialize, Serialize};

use crate::message::{Content, FormattedText};

/// Content that may go out. Its field is private: only this module makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload {
    content: Content,
}

// === impl Payload ===

impl Payload {
    /// What is to be sent.
    #[must_use]
    pub const fn content(&self) -> &Content {
        &self.content
    }

    /// Backline's own words to the team. Catalogue texts only.
    #[must_use]
    pub fn notice(text: FormattedText) -> Self {
        Self { content: Content::Text(text) }
    }
}
