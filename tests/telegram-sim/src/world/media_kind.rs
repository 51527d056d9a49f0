//! The kinds of files that a message shows.

/// How a file is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaKind {
    /// A picture.
    Photo,
    /// A picture that moves for a moment: a film with a picture beside it.
    LivePhoto,
    /// A film.
    Video,
    /// A silent film.
    Animation,
    /// Any file.
    Document,
    /// Music.
    Audio,
    /// Spoken.
    Voice,
    /// A round film.
    VideoNote,
    /// A sticker.
    Sticker,
}

/// What an album is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlbumKind {
    /// Photos, live photos and videos, mixed.
    Visual,
    /// Documents.
    Documents,
    /// Music.
    Audio,
}

/// The most items that an album has.
pub const ALBUM_LIMIT: usize = 10;

// === impl MediaKind ===

impl MediaKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Photo,
        Self::LivePhoto,
        Self::Video,
        Self::Animation,
        Self::Document,
        Self::Audio,
        Self::Voice,
        Self::VideoNote,
        Self::Sticker,
    ];

    /// The Bot API's field name.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::LivePhoto => "live_photo",
            Self::Video => "video",
            Self::Animation => "animation",
            Self::Document => "document",
            Self::Audio => "audio",
            Self::Voice => "voice",
            Self::VideoNote => "video_note",
            Self::Sticker => "sticker",
        }
    }

    /// The kind with that field name.
    #[must_use]
    pub fn named(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.field() == field)
    }

    /// Telegram's name in "can't use file of type …".
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Photo => "Photo",
            // To Telegram it is a photo with a film.
            Self::LivePhoto => "Photo",
            Self::Video => "Video",
            Self::Animation => "Animation",
            Self::Document => "Document",
            Self::Audio => "Audio",
            Self::Voice => "VoiceNote",
            Self::VideoNote => "VideoNote",
            Self::Sticker => "Sticker",
        }
    }

    /// Round films and stickers have no caption.
    #[must_use]
    pub fn takes_caption(self) -> bool {
        !matches!(self, Self::VideoNote | Self::Sticker)
    }

    /// Which album it goes into: pictures and films together, documents and music each among themselves.
    #[must_use]
    pub fn album(self) -> Option<AlbumKind> {
        match self {
            Self::Photo | Self::LivePhoto | Self::Video => Some(AlbumKind::Visual),
            Self::Document => Some(AlbumKind::Documents),
            Self::Audio => Some(AlbumKind::Audio),
            Self::Animation | Self::Voice | Self::VideoNote | Self::Sticker => None,
        }
    }

    /// Its caption may stand above it.
    #[must_use]
    pub fn takes_caption_above(self) -> bool {
        matches!(
            self,
            Self::Photo | Self::LivePhoto | Self::Video | Self::Animation
        )
    }

    /// It may be hidden until tapped.
    #[must_use]
    pub fn takes_spoiler(self) -> bool {
        self.takes_caption_above()
    }

    /// `editMessageMedia` replaces it, and replaces others with it.
    #[must_use]
    pub fn is_replaceable(self) -> bool {
        self.album().is_some() || self == Self::Animation
    }
}
