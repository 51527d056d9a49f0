//! Files of the server's store on their way to Telegram, in parts, as they come.

use backline_gateway::{Files, StoredFile, failed, rejected};
use backline_proto::common::v1::{Media, MediaKind};
use backline_proto::gateway::v1::RejectionReason;
use futures::StreamExt as _;
use grammers_client::tl::{enums, functions, types};
use sha2::{Digest as _, Sha256};

use super::{Ended, Executor};
use crate::outcome;

/// Bytes of a part; all but the last have as many.
const PART: usize = 512 * 1024;
/// Up to here Telegram takes a file as a small one.
const SMALL: u64 = 10 * 1024 * 1024;

// === impl Executor ===

impl Executor {
    /// Brings a file to Telegram; it becomes a message's only afterwards. One that broke off in
    /// this process goes on with the parts that Telegram has not.
    pub(super) async fn upload(
        &self,
        files: &Files,
        media: &Media,
        random_id: i64,
    ) -> Ended<enums::InputFile> {
        let id = file_id(&media.stored_file, random_id);
        let (begun, size) = self.uploads.take(id);
        let mut reached = Reached { parts: begun, size };
        let ended = Box::pin(self.upload_rest(files, media, id, &mut reached)).await;
        // Of a file that was all there the message may fail because it is no more: that is
        // believed once.
        if ended.is_err() || reached.parts > begun {
            self.uploads.keep(id, reached.parts, reached.size);
        }
        ended
    }

    async fn upload_rest(
        &self,
        files: &Files,
        media: &Media,
        id: i64,
        reached: &mut Reached,
    ) -> Ended<enums::InputFile> {
        let unsent = |why: String| Box::new(failed(format!("nothing was sent: {why}")));
        let file = files.get(&media.stored_file, reached.offset()).await;
        let StoredFile { size, mut parts } = file.map_err(|error| unsent(error.to_string()))?;
        reached.size = size;
        let number = &mut reached.parts;
        let total = size.div_ceil(PART as u64).max(1);
        let is_premium = self.peers.user(self.peers.own()).is_premium;
        let most = self.limits.most_bytes(is_premium);
        if i64::try_from(size).is_ok_and(|size| size > most) || i64::try_from(size).is_err() {
            let detail = format!(
                "the file has {size} bytes, and Telegram takes {most} at most from this account \
                 (twice as many with Premium, if it has none)"
            );
            return Err(Box::new(rejected(RejectionReason::FileTooBig, detail)));
        }
        let way = Way {
            id,
            total: i32::try_from(total).unwrap_or(i32::MAX),
            is_big: size > SMALL,
        };
        let mut waiting = Vec::with_capacity(PART);
        while let Some(more) = parts.next().await {
            let more = more.map_err(|error| unsent(error.to_string()))?;
            waiting.extend_from_slice(&more);
            while waiting.len() >= PART {
                let rest = waiting.split_off(PART);
                let part = std::mem::replace(&mut waiting, rest);
                self.send_part(&way, number, part).await?;
            }
        }
        if !waiting.is_empty() || *number == 0 {
            self.send_part(&way, number, waiting).await?;
        }
        if *number != way.total {
            let why = format!("the file broke off: {number} of {} parts came", way.total);
            return Err(unsent(why));
        }
        Ok(way.file(file_name(media)))
    }

    async fn send_part(&self, way: &Way, number: &mut i32, bytes: Vec<u8>) -> Ended<()> {
        let file_part = *number;
        let taken = if way.is_big {
            let request = functions::upload::SaveBigFilePart {
                file_id: way.id,
                file_part,
                file_total_parts: way.total,
                bytes,
            };
            Box::pin(self.telegram.call(&request)).await
        } else {
            let request = functions::upload::SaveFilePart {
                file_id: way.id,
                file_part,
                bytes,
            };
            Box::pin(self.telegram.call(&request)).await
        };
        match taken {
            Ok(true) => {
                *number += 1;
                Ok(())
            }
            Ok(false) => Err(Box::new(failed("Telegram did not take a part of the file"))),
            // Nobody sees anything of a part alone.
            Err(failure) => Err(Box::new(outcome::of_failed_question(failure))),
        }
    }
}

/// How far a file has come.
struct Reached {
    parts: i32,
    /// Of the whole file; 0 = not known yet.
    size: u64,
}

// === impl Reached ===

impl Reached {
    /// The first byte that Telegram has not. The last part may be a short one.
    fn offset(&self) -> u64 {
        (u64::from(self.parts.unsigned_abs()) * PART as u64).min(self.size)
    }
}

/// A file on its way.
struct Way {
    id: i64,
    total: i32,
    is_big: bool,
}

// === impl Way ===

impl Way {
    fn file(&self, name: String) -> enums::InputFile {
        if self.is_big {
            return types::InputFileBig {
                id: self.id,
                parts: self.total,
                name,
            }
            .into();
        }
        types::InputFile {
            id: self.id,
            parts: self.total,
            name,
            // Not looked at when it is empty.
            md5_checksum: String::new(),
        }
        .into()
    }
}

/// The same file of the same command has the same id.
fn file_id(stored_file: &str, random_id: i64) -> i64 {
    let mut digest = Sha256::new();
    digest.update(stored_file.as_bytes());
    digest.update(random_id.to_le_bytes());
    let digest = digest.finalize();
    digest
        .first_chunk()
        .map_or(random_id, |bytes| i64::from_le_bytes(*bytes))
}

/// The file's own name, or one that says what it is.
pub(super) fn file_name(media: &Media) -> String {
    if !media.file_name.is_empty() {
        return media.file_name.clone();
    }
    let name = match media.kind() {
        MediaKind::Photo => "photo.jpg",
        MediaKind::Video => "video.mp4",
        MediaKind::Animation => "animation.mp4",
        MediaKind::Audio => "audio.mp3",
        MediaKind::Voice => "voice.ogg",
        MediaKind::VideoNote => "video_note.mp4",
        MediaKind::Sticker => "sticker.webp",
        MediaKind::Document | MediaKind::Unspecified => "file",
    };
    name.to_owned()
}
