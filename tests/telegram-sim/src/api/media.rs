//! Sends that carry a file.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
    send::post,
    sending::Sending,
    text::{CAPTION_TOO_LONG, check_caption},
};
use crate::world::{
    Body, Entity, Media, MediaKind, World,
    file::{Bytes, File, FileNo, Found, PhotoSize},
};

const MB: usize = 1024 * 1024;

/// What a bot may upload at once.
pub(crate) fn upload_limit(world: &World) -> usize {
    match world.local_files {
        None => 50 * MB,
        Some(_) => 2_000 * MB,
    }
}

/// One `InputMedia`.
#[derive(Deserialize)]
pub(crate) struct Input {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    media: String,
    /// The still of a live photo.
    photo: Option<String>,
    #[serde(default)]
    caption: String,
    parse_mode: Option<String>,
    #[serde(default)]
    caption_entities: Vec<Entity>,
    #[serde(default)]
    has_spoiler: bool,
    #[serde(default)]
    pub(crate) show_caption_above_media: bool,
}

pub(crate) fn photo(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::Photo)
}

/// The still of a live photo is given beside its film.
pub(crate) fn live_photo(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::LivePhoto)
}

pub(crate) fn video(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::Video)
}

pub(crate) fn animation(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::Animation)
}

pub(crate) fn document(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::Document)
}

pub(crate) fn audio(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::Audio)
}

pub(crate) fn voice(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::Voice)
}

pub(crate) fn video_note(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::VideoNote)
}

pub(crate) fn sticker(ask: &mut Ask<'_>) -> Answer {
    one(ask, MediaKind::Sticker)
}

fn one(ask: &mut Ask<'_>, kind: MediaKind) -> Answer {
    let sending = Sending::check(ask)?;
    let caption = ask.caption()?;
    let reference = ask.params.string(kind.field()).unwrap_or_default();
    let file = ask.file(&reference, kind.field(), kind)?;
    let media = Media {
        kind,
        file,
        caption,
        spoiler: kind.takes_spoiler() && ask.params.flag("has_spoiler"),
        caption_above: kind.takes_caption_above() && ask.params.flag("show_caption_above_media"),
    };
    post(ask, &sending, Body::Media(media))
}

// === impl Ask ===

impl Ask<'_> {
    /// One `InputMedia`, checked.
    pub(crate) fn input(&mut self, input: &Input) -> Result<Media, Refusal> {
        if input.parse_mode.is_some() {
            self.not_simulated("parse_mode");
            return Err(Refusal::bad("unsupported parse_mode"));
        }
        if input.media.is_empty() {
            return Err(Refusal::bad("can't parse InputMedia: media not found"));
        }
        let kind = MediaKind::named(&input.kind)
            .filter(|kind| kind.is_replaceable())
            .ok_or_else(|| {
                Refusal::bad(format!(
                    "can't parse InputMedia: type \"{}\" is unsupported",
                    input.kind
                ))
            })?;
        if kind == MediaKind::LivePhoto && input.photo.as_deref().unwrap_or_default().is_empty() {
            return Err(Refusal::bad("can't parse InputMedia: photo not found"));
        }
        let caption = self.format(input.caption.clone(), &input.caption_entities)?;
        check_caption(&caption, CAPTION_TOO_LONG)?;
        let file = self.file(&input.media, "", kind)?;
        Ok(Media {
            kind,
            file,
            caption,
            spoiler: kind.takes_spoiler() && input.has_spoiler,
            caption_above: kind.takes_caption_above() && input.show_caption_above_media,
        })
    }

    /// A file by its id, or uploaded with this call: under the parameter itself or by `attach://`.
    fn file(
        &mut self,
        reference: &str,
        parameter: &str,
        kind: MediaKind,
    ) -> Result<FileNo, Refusal> {
        let part = reference.strip_prefix("attach://").unwrap_or(parameter);
        if let Some(upload) = self.params.upload(part) {
            if self.params.uploaded_bytes() > upload_limit(self.world) {
                return Err(Refusal::new(413, "Request Entity Too Large"));
            }
            if upload.bytes.is_empty() {
                return Err(Refusal::bad("file must be non-empty"));
            }
            check_size(kind, upload.bytes.len())?;
            let bytes = Bytes::Held(Arc::new(upload.bytes.to_vec()));
            let file = self.described(File::new(kind, &upload.name, bytes));
            return Ok(self.world.add_file(file));
        }
        if reference.starts_with("http://") || reference.starts_with("https://") {
            // No simulated network: nothing is fetched.
            return Err(Refusal::bad("failed to get HTTP URL content"));
        }
        match self.world.files.find(reference, self.bot) {
            Found::Own(no) => match self.world.files.get(no) {
                Some(file) if file.kind == kind => Ok(no),
                // The still of a live photo is a photo.
                Some(file) if (file.kind, kind) == (MediaKind::LivePhoto, MediaKind::Photo) => {
                    Ok(no)
                }
                Some(file) => Err(Refusal::bad(format!(
                    "can't use file of type {} as {}",
                    file.kind.word(),
                    kind.word()
                ))),
                None => Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
            },
            Found::Foreign | Found::Unknown => {
                Err(Refusal::bad("wrong file identifier/HTTP URL specified"))
            }
        }
    }

    fn described(&self, mut file: File) -> File {
        let number =
            |name: &str, fallback| self.params.int(name).ok().flatten().unwrap_or(fallback);
        file.width = number("width", file.width);
        file.height = number("height", file.height);
        file.duration = number("duration", file.duration);
        file.performer = self.params.string("performer");
        file.title = self.params.string("title");
        file
    }
}

/// Photos and round films have limits of their own.
fn check_size(kind: MediaKind, size: usize) -> Result<(), Refusal> {
    let (what, most) = match kind {
        MediaKind::Photo => ("a photo", 10 * MB),
        MediaKind::VideoNote => ("a video note", 12 * MB),
        _ => return Ok(()),
    };
    if size > most {
        return Err(Refusal::bad(format!(
            "file of size {size} bytes is too big for {what}; the maximum size is {most} bytes"
        )));
    }
    Ok(())
}

pub(crate) fn get_file(ask: &mut Ask<'_>) -> Answer {
    const DOWNLOAD_LIMIT: u64 = 20 * 1024 * 1024;
    let id = ask.params.string("file_id").unwrap_or_default();
    let Found::Own(no) = ask.world.files.find(&id, ask.bot) else {
        return Err(Refusal::bad(
            "wrong file_id or the file is temporarily unavailable",
        ));
    };
    let Some(file) = ask.world.files.get(no) else {
        return Err(Refusal::bad(
            "wrong file_id or the file is temporarily unavailable",
        ));
    };
    let folder = ask.world.local_files.as_ref();
    if folder.is_none() && file.size() > DOWNLOAD_LIMIT {
        return Err(Refusal::bad("file is too big"));
    }
    let path = match folder {
        None => file.path(no),
        Some(folder) => {
            // The token is a part of the path.
            let bot = ask
                .world
                .users
                .get(&ask.bot)
                .and_then(|user| user.bot.as_ref());
            let folder = folder.join(bot.map_or("", |bot| bot.token.as_str()));
            let kept = file.keep_in(&folder, no);
            kept.map_err(|_| Refusal::new(500, "Internal Server Error"))?
        }
    };
    Ok(json!({
        "file_id": id,
        "file_unique_id": File::unique_id(no, file.kind, PhotoSize::Whole),
        "file_size": file.size(),
        "file_path": path,
    }))
}
