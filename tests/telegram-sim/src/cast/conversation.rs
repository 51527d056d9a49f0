//! What can be seen of a chat or a topic.

use std::sync::Arc;

use super::{
    MessageRef,
    seen::{Seen, seen},
    transcript::transcript,
};
use crate::{
    shared::Shared,
    world::{GENERAL, Key, Message, World},
};

/// A chat or one topic of it, for looking at.
#[derive(Clone)]
pub struct Conversation {
    shared: Arc<Shared>,
    key: Key,
    thread: Option<i64>,
}

// === impl Conversation ===

impl Conversation {
    pub(crate) fn new(shared: &Arc<Shared>, key: Key, thread: Option<i64>) -> Self {
        Self {
            shared: Arc::clone(shared),
            key,
            thread,
        }
    }

    /// Its messages in order, service messages included, deleted ones left out.
    #[must_use]
    pub fn messages(&self) -> Vec<Seen> {
        self.shared.read(|world| {
            inside(world, self.key, self.thread)
                .map(|message| seen(world, message))
                .collect()
        })
    }

    /// The last message.
    #[must_use]
    pub fn last(&self) -> Option<Seen> {
        self.messages().pop()
    }

    /// The messages that were written, without service messages.
    #[must_use]
    pub fn written(&self) -> Vec<Seen> {
        self.shared.read(|world| {
            inside(world, self.key, self.thread)
                .filter(|message| !message.body.is_service())
                .map(|message| seen(world, message))
                .collect()
        })
    }

    /// All texts and captions, in order.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.written().into_iter().map(|seen| seen.text).collect()
    }

    /// The first message with exactly that text or caption, to reply to or press.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<MessageRef> {
        let found = self.messages().into_iter().find(|seen| seen.text == text)?;
        Some(MessageRef::new(&self.shared, found.uid))
    }

    /// The first message whose text or caption contains that.
    #[must_use]
    pub fn find_containing(&self, part: &str) -> Option<MessageRef> {
        let found = self
            .messages()
            .into_iter()
            .find(|seen| seen.text.contains(part))?;
        Some(MessageRef::new(&self.shared, found.uid))
    }

    /// The first message of that kind: `photo`, `poll`, `forum_topic_created`, …
    #[must_use]
    pub fn find_kind(&self, kind: &str) -> Option<MessageRef> {
        let found = self.messages().into_iter().find(|seen| seen.kind == kind)?;
        Some(MessageRef::new(&self.shared, found.uid))
    }

    /// The message with that id, as bots know it.
    #[must_use]
    pub fn with_id(&self, id: i64) -> Option<MessageRef> {
        let found = self.messages().into_iter().find(|seen| seen.id == id)?;
        Some(MessageRef::new(&self.shared, found.uid))
    }

    /// Handles on the messages that were written, in order.
    #[must_use]
    pub fn refs(&self) -> Vec<MessageRef> {
        let handle = |seen: Seen| MessageRef::new(&self.shared, seen.uid);
        self.written().into_iter().map(handle).collect()
    }

    /// What was written, each album in one list, everything else alone.
    #[must_use]
    pub fn blocks(&self) -> Vec<Vec<Seen>> {
        let mut blocks: Vec<Vec<Seen>> = Vec::new();
        for seen in self.written() {
            let same = |block: &&mut Vec<Seen>| {
                seen.album.is_some() && block.iter().any(|other| other.album == seen.album)
            };
            match blocks.iter_mut().find(same) {
                Some(block) => block.push(seen),
                None => blocks.push(vec![seen]),
            }
        }
        blocks
    }

    /// The albums alone, in order.
    #[must_use]
    pub fn albums(&self) -> Vec<Vec<Seen>> {
        let mut blocks = self.blocks();
        blocks.retain(|block| block.iter().any(|seen| seen.album.is_some()));
        blocks
    }

    /// The whole as text, one line a message, for snapshots: who, what it answers or quotes, the kind and album of media,
    /// text, whether it was edited, reactions, buttons.
    #[must_use]
    pub fn transcript(&self) -> String {
        self.shared
            .read(|world| transcript(world, self.key, self.thread))
    }
}

pub(super) fn inside(
    world: &World,
    key: Key,
    thread: Option<i64>,
) -> impl Iterator<Item = &Message> {
    world.messages_in(key).filter(move |message| match thread {
        None => true,
        Some(GENERAL) => message.thread.is_none(),
        Some(thread) => message.thread == Some(thread),
    })
}
