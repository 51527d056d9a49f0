//! The privacy gate of what goes to the backend group: `HIDE_INFO`.

use crate::message::{ForwardOrigin, Message};
use crate::parameter::{Hidden, HiddenSet, Parameters};

/// What of customers never reaches the team. Of its options `forward` acts so far.
#[derive(Debug, Clone, Copy)]
pub struct Privacy<'a> {
    hidden: &'a HiddenSet,
}

// === impl Privacy ===

impl<'a> Privacy<'a> {
    /// As the parameters have it.
    #[must_use]
    pub const fn of(parameters: &'a Parameters) -> Self {
        Self {
            hidden: &parameters.hide_info,
        }
    }

    /// Whether a message may be copied as it is by then: only where nothing is hidden.
    #[must_use]
    pub fn lets_copy(self) -> bool {
        self.hidden.is_empty()
    }

    /// Where a message is from, as far as that is shown.
    #[must_use]
    pub fn origin(self, message: &Message) -> Option<&ForwardOrigin> {
        let is_hidden = self.hidden.contains(&Hidden::Forward);
        message.forward.as_ref().filter(|_| !is_hidden)
    }
}
