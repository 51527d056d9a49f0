//! What people send, in the making.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use super::{Bot, Origin};
use crate::world::{
    Body, Entity, Media, MediaKind, Service, Text, UserId, World,
    act::Writing,
    file::{Bytes, File},
    kept::Kept,
};

/// A message in the making.
#[derive(Debug, Clone)]
pub struct Content {
    what: What,
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
    spoiler: bool,
    caption_above: bool,
    protected: bool,
    rows: Vec<Vec<Value>>,
    extra: BTreeMap<String, Value>,
    via: Option<UserId>,
    origin: Option<Origin>,
}

#[derive(Debug, Clone)]
enum What {
    Text,
    File(File),
    Plain(String, Value),
    Service(String, Value),
}

// === impl Content ===

impl Content {
    fn new(what: What, text: impl Into<String>) -> Self {
        Self {
            what,
            text: text.into(),
            entities: Vec::new(),
            spoiler: false,
            caption_above: false,
            protected: false,
            rows: Vec::new(),
            extra: BTreeMap::new(),
            via: None,
            origin: None,
        }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(What::Text, text)
    }

    /// A file of some kind; its bytes are its name.
    #[must_use]
    pub fn file(kind: MediaKind, name: &str) -> Self {
        let bytes = Bytes::Held(Arc::new(name.as_bytes().to_vec()));
        Self::new(What::File(File::new(kind, name, bytes)), "")
    }

    /// A photo.
    #[must_use]
    pub fn photo(name: &str) -> Self {
        Self::file(MediaKind::Photo, name)
    }

    /// A live photo.
    #[must_use]
    pub fn live_photo(name: &str) -> Self {
        Self::file(MediaKind::LivePhoto, name)
    }

    /// A video.
    #[must_use]
    pub fn video(name: &str) -> Self {
        Self::file(MediaKind::Video, name)
    }

    /// A document.
    #[must_use]
    pub fn document(name: &str) -> Self {
        Self::file(MediaKind::Document, name)
    }

    /// A voice message.
    #[must_use]
    pub fn voice() -> Self {
        Self::file(MediaKind::Voice, "voice.ogg")
    }

    /// A sticker.
    #[must_use]
    pub fn sticker() -> Self {
        Self::file(MediaKind::Sticker, "sticker.webp")
    }

    /// Content of any kind: the Bot API's field and value. For kinds that have no form of their own here.
    #[must_use]
    pub fn raw(kind: &str, value: Value) -> Self {
        Self::new(What::Plain(kind.to_owned(), value), "")
    }

    /// A service message: the Bot API's field and value.
    #[must_use]
    pub fn service(kind: &str, value: Value) -> Self {
        Self::new(What::Service(kind.to_owned(), value), "")
    }

    /// With a caption.
    #[must_use]
    pub fn caption(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// The text or caption.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.text
    }

    /// With these bytes.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        if let What::File(file) = &mut self.what {
            file.bytes = Bytes::Held(Arc::new(bytes.to_vec()));
        }
        self
    }

    /// So large; the bytes are zeros and take no memory.
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        if let What::File(file) = &mut self.what {
            file.bytes = Bytes::Zeros(bytes);
        }
        self
    }

    /// With the bytes of this file, which stay on the disk.
    ///
    /// # Panics
    /// The disk does not give them.
    #[must_use]
    pub fn stored(self, stored: std::fs::File) -> Self {
        match Kept::of(stored) {
            Ok(kept) => self.kept(kept),
            Err(error) => panic!("{error}"),
        }
    }

    /// The same of a file that was sent before.
    #[must_use]
    pub fn kept(mut self, kept: Kept) -> Self {
        if let What::File(file) = &mut self.what {
            file.bytes = Bytes::OnDisk(kept);
        }
        self
    }

    /// An audio file of that performer, with that title.
    #[must_use]
    pub fn performed(mut self, performer: &str, title: &str) -> Self {
        if let What::File(file) = &mut self.what {
            file.performer = Some(performer.to_owned());
            file.title = Some(title.to_owned());
        }
        self
    }

    /// With that MIME type.
    #[must_use]
    pub fn mime(mut self, mime: &str) -> Self {
        if let What::File(file) = &mut self.what {
            mime.clone_into(&mut file.mime);
        }
        self
    }

    /// Hidden until tapped.
    #[must_use]
    pub fn spoiler(mut self) -> Self {
        self.spoiler = true;
        self
    }

    /// The caption above the media.
    #[must_use]
    pub fn caption_above(mut self) -> Self {
        self.caption_above = true;
        self
    }

    /// Saving forbidden.
    #[must_use]
    pub fn protected(mut self) -> Self {
        self.protected = true;
        self
    }

    /// With a button in a new row that a bot hears of.
    #[must_use]
    pub fn button(self, label: &str, data: &str) -> Self {
        self.row(json!([{"text": label, "callback_data": data}]))
    }

    /// With a button in a new row that opens a page.
    #[must_use]
    pub fn link_button(self, label: &str, url: &str) -> Self {
        self.row(json!([{"text": label, "url": url}]))
    }

    fn row(mut self, row: Value) -> Self {
        self.rows.extend(row.as_array().cloned());
        self
    }

    /// Written through an inline bot.
    #[must_use]
    pub fn via(mut self, bot: &Bot) -> Self {
        self.via = Some(bot.id());
        self
    }

    /// Forwarded from there. What is forwarded need not be in this world.
    #[must_use]
    pub fn from_origin(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// With one more field of the Bot API's `Message`.
    #[must_use]
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.extra.insert(field.to_owned(), value);
        self
    }

    pub(crate) fn into_writing(mut self, world: &mut World) -> Writing {
        let mut extra = std::mem::take(&mut self.extra);
        if let Some(bot) = self.via {
            extra.insert("via_bot".to_owned(), world.user_wire(bot));
        }
        if matches!(self.what, What::Plain(..)) && !self.text.is_empty() {
            extra.insert("caption".to_owned(), json!(self.text));
        }
        let forward = self.origin.take().map(|origin| origin.wire(world));
        let markup = (!self.rows.is_empty()).then(|| json!({"inline_keyboard": self.rows}));
        Writing {
            protected: self.protected,
            forward,
            markup,
            extra,
            ..Writing::of(self.into_body(world))
        }
    }

    pub(crate) fn into_body(self, world: &mut World) -> Body {
        let text = Text::formatted(self.text, self.entities);
        match self.what {
            What::Text => Body::Text(text),
            What::Plain(kind, value) => Body::Plain(kind, value),
            What::Service(kind, value) => Body::Service(Service::Other(kind, value)),
            What::File(file) => Body::Media(Media {
                kind: file.kind,
                file: world.add_file(file),
                caption: text,
                spoiler: self.spoiler,
                caption_above: self.caption_above,
            }),
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}
