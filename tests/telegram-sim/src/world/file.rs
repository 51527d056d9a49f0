//! Files: one content, one id per bot.

use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::kept::Kept;
use super::{MediaKind, UserId};

/// Files' numbers begin here.
const FIRST: i64 = 5_100_000_000_000_000;

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileNo(pub(crate) usize);

/// All files that were ever sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    files: Vec<File>,
}

/// A file and what is known of it.
#[derive(Debug, Clone)]
pub struct File {
    /// What it was sent as.
    pub kind: MediaKind,
    /// Its name.
    pub name: String,
    /// Its MIME type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
    /// Seconds.
    pub duration: i64,
    /// Who plays, in audio.
    pub performer: Option<String>,
    /// What is played, in audio.
    pub title: Option<String>,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Bytes {
    /// Real bytes.
    Held(Arc<Vec<u8>>),
    /// So many zeros, which take no memory: for tests of the limits.
    Zeros(u64),
    /// A large file's, on the disk.
    OnDisk(Kept),
}

// === impl Bytes ===

impl Bytes {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::Zeros(size) => *size,
            Self::OnDisk(kept) => kept.size(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a file id stands for, or why it stands for nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Own(FileNo),
    Foreign,
    Unknown,
}

// === impl File ===

impl File {
    /// A small file of that kind with sensible dimensions.
    #[must_use]
    pub fn new(kind: MediaKind, name: &str, bytes: Bytes) -> Self {
        let mime = match kind {
            MediaKind::Photo => "image/jpeg",
            MediaKind::Video
            | MediaKind::LivePhoto
            | MediaKind::Animation
            | MediaKind::VideoNote => "video/mp4",
            MediaKind::Audio => "audio/mpeg",
            MediaKind::Voice => "audio/ogg",
            MediaKind::Sticker => "image/webp",
            MediaKind::Document => "application/octet-stream",
        };
        Self {
            kind,
            name: name.to_owned(),
            mime: mime.to_owned(),
            bytes,
            width: 640,
            height: 480,
            duration: 3,
            performer: None,
            title: None,
        }
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.bytes.len()
    }

    /// The content.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        self.part(0, self.size())
    }

    /// Its bytes from one place up to another, as far as there are any.
    #[must_use]
    pub fn part(&self, from: u64, to: u64) -> Vec<u8> {
        let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let (from, to) = (from.min(self.size()), to.min(self.size()));
        match &self.bytes {
            Bytes::Held(bytes) => bytes
                .get(index(from)..index(to))
                .unwrap_or_default()
                .to_vec(),
            Bytes::Zeros(_) => vec![0; index(to.saturating_sub(from))],
            Bytes::OnDisk(kept) => kept.read(from, to).unwrap_or_default(),
        }
    }

    /// The type of picture that the bytes are, if they are one.
    #[must_use]
    pub(crate) fn looks_like(&self) -> Option<&'static str> {
        const SIGNS: &[(&[u8], &str)] = &[
            (b"\xff\xd8\xff", "image/jpeg"),
            (b"\x89PNG", "image/png"),
            (b"GIF8", "image/gif"),
            (b"RIFF", "image/webp"),
        ];
        let Bytes::Held(bytes) = &self.bytes else {
            return None;
        };
        SIGNS
            .iter()
            .find(|(sign, _)| bytes.starts_with(sign))
            .map(|(_, kind)| *kind)
    }

    /// The id under which one bot knows this file, shown as that kind: a live photo has a film and a still.
    #[must_use]
    pub(crate) fn id_for(&self, no: FileNo, bot: UserId, shown: MediaKind) -> String {
        let word = if self.kind == shown {
            shown.word()
        } else {
            "Still"
        };
        format!("SIMAgAC{word}-{bot:x}-{:x}", no.0)
    }

    /// The id that is the same for everybody, bots and accounts (tdlib makes it of what kind
    /// of file it is, its number and, of a photo, the size).
    pub(crate) fn unique_id(no: FileNo, shown: MediaKind, size: PhotoSize) -> String {
        let is_photo = shown == MediaKind::Photo;
        let kind: i32 = if is_photo { 1 } else { 2 };
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend(no.number().to_le_bytes());
        if is_photo {
            bytes.push(size.letter() + 5);
        }
        URL_SAFE_NO_PAD.encode(without_zeros(&bytes))
    }

    /// Writes it into a folder as a Bot API server with `--local` does, and gives its path.
    pub(crate) fn keep_in(&self, folder: &Path, no: FileNo) -> io::Result<String> {
        let path = folder.join(self.path(no));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        match &self.bytes {
            // Takes no room on the disk.
            Bytes::Zeros(size) => fs::File::create(&path)?.set_len(*size)?,
            Bytes::Held(_) | Bytes::OnDisk(_) => fs::write(&path, self.content())?,
        }
        Ok(path.display().to_string())
    }

    /// Where the bytes are, below `/file/bot<token>/`.
    pub(crate) fn path(&self, no: FileNo) -> String {
        let folder = match self.kind {
            MediaKind::Photo => "photos",
            MediaKind::Video | MediaKind::LivePhoto => "videos",
            MediaKind::Animation => "animations",
            MediaKind::Document => "documents",
            MediaKind::Audio => "music",
            MediaKind::Voice => "voice",
            MediaKind::VideoNote => "video_notes",
            MediaKind::Sticker => "stickers",
        };
        format!("{folder}/file_{}", no.0)
    }
}

/// Zeros in a row are written as one, and how many they are.
fn without_zeros(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in bytes.chunk_by(|a, b| a == b) {
        match (run, u8::try_from(run.len())) {
            ([0, ..], Ok(length)) => out.extend([0, length]),
            _ => out.extend(run),
        }
    }
    out
}

/// The sizes in which Telegram keeps a photo here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhotoSize {
    Small,
    Whole,
}

// === impl PhotoSize ===

impl PhotoSize {
    /// As Telegram names it (core.telegram.org/api/files).
    pub(crate) const fn letter(self) -> u8 {
        match self {
            Self::Small => b'm',
            Self::Whole => b'x',
        }
    }
}

// === impl FileNo ===

impl FileNo {
    /// Its number at Telegram.
    pub(crate) fn number(self) -> i64 {
        FIRST + i64::try_from(self.0).unwrap_or(0)
    }

    /// The file with that number, if there is one.
    pub(crate) fn of_number(number: i64) -> Option<Self> {
        usize::try_from(number.checked_sub(FIRST)?).ok().map(Self)
    }
}

// === impl Store ===

impl Store {
    pub(crate) fn add(&mut self, file: File) -> FileNo {
        self.files.push(file);
        FileNo(self.files.len() - 1)
    }

    pub(crate) fn get(&self, no: FileNo) -> Option<&File> {
        self.files.get(no.0)
    }

    /// What a file id means to this bot.
    pub(crate) fn find(&self, id: &str, bot: UserId) -> Found {
        let mut parts = id.trim_end_matches('s').rsplit('-');
        let no = parts
            .next()
            .and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let owner = parts
            .next()
            .and_then(|hex| i64::from_str_radix(hex, 16).ok());
        let (Some(no), Some(owner), true) = (no, owner, id.starts_with("SIMAgAC")) else {
            return Found::Unknown;
        };
        if self.files.get(no).is_none() {
            Found::Unknown
        } else if owner == bot {
            Found::Own(FileNo(no))
        } else {
            Found::Foreign
        }
    }

    /// The file behind a download path.
    pub(crate) fn at_path(&self, path: &str) -> Option<&File> {
        let no: usize = path.rsplit_once("file_")?.1.parse().ok()?;
        self.files
            .get(no)
            .filter(|file| file.path(FileNo(no)) == path)
    }
}
