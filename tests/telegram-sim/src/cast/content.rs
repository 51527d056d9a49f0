//! What people send, in the making.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::world::{
    Body, Entity, Media, MediaKind, Text, World, entity,
    file::{Bytes, File},
};

/// A message in the making.
#[derive(Debug, Clone)]
pub struct Content {
    what: What,
    text: String,
    entities: Vec<Entity>,
    spoiler: bool,
    caption_above: bool,
    protected: bool,
}

#[derive(Debug, Clone)]
enum What {
    Text,
    File(File),
    Plain(String, Value),
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

    /// A contact card.
    #[must_use]
    pub fn contact(phone: &str, first_name: &str) -> Self {
        Self::raw(
            "contact",
            json!({"phone_number": phone, "first_name": first_name}),
        )
    }

    /// A place.
    #[must_use]
    pub fn location(latitude: f64, longitude: f64) -> Self {
        Self::raw(
            "location",
            json!({"latitude": latitude, "longitude": longitude}),
        )
    }

    /// A place that moves for so many seconds.
    #[must_use]
    pub fn live_location(latitude: f64, longitude: f64, seconds: i64) -> Self {
        Self::raw(
            "location",
            json!({"latitude": latitude, "longitude": longitude, "live_period": seconds}),
        )
    }

    /// Content of any kind: the Bot API's field and value. For kinds that have no form of their own here.
    #[must_use]
    pub fn raw(kind: &str, value: Value) -> Self {
        Self::new(What::Plain(kind.to_owned(), value), "")
    }

    /// With a caption.
    #[must_use]
    pub fn caption(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
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

    /// With that MIME type.
    #[must_use]
    pub fn mime(mut self, mime: &str) -> Self {
        if let What::File(file) = &mut self.what {
            mime.clone_into(&mut file.mime);
        }
        self
    }

    /// Formats the first occurrence of `part`, which must be there, and which may be of a kind nobody knows.
    ///
    /// # Panics
    /// When the text does not contain `part`.
    #[must_use]
    pub fn format(mut self, part: &str, kind: &str) -> Self {
        let entity = self.entity(part, kind, Map::new());
        self.entities.push(entity);
        self
    }

    /// Formats the first occurrence of `part` as bold.
    #[must_use]
    pub fn bold(self, part: &str) -> Self {
        self.format(part, "bold")
    }

    /// Makes the first occurrence of `part` a link.
    #[must_use]
    pub fn link(mut self, part: &str, url: &str) -> Self {
        let more = Map::from_iter([("url".to_owned(), json!(url))]);
        let entity = self.entity(part, "text_link", more);
        self.entities.push(entity);
        self
    }

    /// Makes the first occurrence of `part` a custom emoji.
    #[must_use]
    pub fn custom_emoji(mut self, part: &str, id: &str) -> Self {
        let more = Map::from_iter([("custom_emoji_id".to_owned(), json!(id))]);
        let entity = self.entity(part, "custom_emoji", more);
        self.entities.push(entity);
        self
    }

    fn entity(&self, part: &str, kind: &str, more: Map<String, Value>) -> Entity {
        let Some(at) = self.text.find(part) else {
            panic!("{part:?} is not in {:?}", self.text);
        };
        let units = |text: &str| i64::try_from(entity::length(text)).unwrap_or(i64::MAX);
        Entity {
            kind: kind.to_owned(),
            offset: units(self.text.get(..at).unwrap_or_default()),
            length: units(part),
            more,
        }
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

    pub(crate) fn is_protected(&self) -> bool {
        self.protected
    }

    pub(crate) fn into_body(self, world: &mut World) -> Body {
        let text = Text::formatted(self.text, self.entities);
        match self.what {
            What::Text => Body::Text(text),
            What::Plain(kind, value) => Body::Plain(kind, value),
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
