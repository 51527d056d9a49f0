//! An album whose pieces come one by one.

use super::{Content, MessageRef, Person, Place, granted};
use crate::world::{Refused, message::Uid};

/// An album in the making. Nothing in an update says how many pieces there are, nor which is the last.
#[derive(Clone)]
pub struct Album {
    person: Person,
    place: Place,
    id: String,
    reply_to: Option<Uid>,
}

/// A piece that Telegram has and no bot was told of yet.
#[must_use = "no bot hears of it otherwise"]
pub struct Late {
    message: MessageRef,
}

// === impl Album ===

impl Album {
    pub(super) fn new(person: &Person, place: Place) -> Self {
        let id = person
            .shared
            .change(|world| format!("{}", 14_000_000_000_000_000 + world.fresh()));
        Self {
            person: person.clone(),
            place,
            id,
            reply_to: None,
        }
    }

    /// As an answer to that message.
    #[must_use]
    pub fn replying_to(mut self, message: &MessageRef) -> Self {
        self.reply_to = Some(message.uid);
        self
    }

    /// Its `media_group_id`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The next piece: bots are told at once.
    #[track_caller]
    pub fn piece(&self, content: impl Into<Content>) -> MessageRef {
        self.put(content.into(), false)
    }

    /// The next piece: it has its message id now, bots are told when it [arrives](Late::arrives).
    #[track_caller]
    pub fn late_piece(&self, content: impl Into<Content>) -> Late {
        let message = self.put(content.into(), true);
        Late { message }
    }

    /// The next piece, or a refusal: apps put no such content into an album.
    pub fn try_piece(&self, content: impl Into<Content>) -> Result<MessageRef, Refused> {
        self.try_put(content.into(), false)
    }

    #[track_caller]
    fn put(&self, content: Content, held: bool) -> MessageRef {
        granted(self.try_put(content, held))
    }

    fn try_put(&self, content: Content, held: bool) -> Result<MessageRef, Refused> {
        self.person.write(self.place, content, |writing| {
            writing.album = Some(self.id.clone());
            writing.reply_to = self.reply_to;
            writing.held = held;
        })
    }
}

// === impl Late ===

impl Late {
    /// The message, which people see already.
    #[must_use]
    pub fn message(&self) -> &MessageRef {
        &self.message
    }

    /// Bots are told of it now.
    pub fn arrives(self) -> MessageRef {
        let Self { message } = self;
        message.shared.change(|world| world.arrive(message.uid));
        message
    }
}
