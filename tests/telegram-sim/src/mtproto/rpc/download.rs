//! Parts of files on their way to an account (core.telegram.org/api/files).

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, file};
use crate::world::file::File;

const MB: i64 = 1024 * 1024;
/// What offsets and limits are multiples of, and when the call says that it is precise.
const UNIT: i64 = 4096;
const PRECISE_UNIT: i64 = 1024;

/// `upload.getFile`.
pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let asked: functions::upload::GetFile = call.read()?;
    let (named, thumb, is_photo) = match &asked.location {
        enums::InputFileLocation::InputDocumentFileLocation(one) => (
            (one.id, one.access_hash, one.file_reference.as_slice()),
            one.thumb_size.as_str(),
            false,
        ),
        enums::InputFileLocation::InputPhotoFileLocation(one) => (
            (one.id, one.access_hash, one.file_reference.as_slice()),
            one.thumb_size.as_str(),
            true,
        ),
        _ => return Err(Refused::bad("LOCATION_INVALID")),
    };
    let no = file::named(call.world, call.account, named, "FILE_ID_INVALID")?;
    let Some(found) = call.world.files.get(no) else {
        return Err(Refused::bad("FILE_ID_INVALID"));
    };
    let all = match (is_photo, thumb) {
        (true, "x") | (false, "") => found.size(),
        (true, "m") => found.size().min(file::THUMB),
        _ => return Err(Refused::bad("LOCATION_INVALID")),
    };
    check(asked.offset, i64::from(asked.limit), asked.precise)?;
    let from = u64::try_from(asked.offset).unwrap_or(0).min(all);
    let limit = u64::try_from(asked.limit).unwrap_or(0);
    let bytes = found.part(from, from.saturating_add(limit).min(all));
    let answer = types::upload::File {
        r#type: kind(found),
        mtime: super::updates::date(call.world),
        bytes,
    };
    Ok(enums::upload::File::File(answer).to_bytes())
}

/// Nothing may reach over a border of 1 MB.
fn check(offset: i64, limit: i64, precise: bool) -> Result<(), Refused> {
    let unit = if precise { PRECISE_UNIT } else { UNIT };
    if offset < 0 || offset % unit != 0 {
        return Err(Refused::bad("OFFSET_INVALID"));
    }
    let divides = precise || (limit > 0 && MB % limit == 0);
    if limit <= 0 || limit > MB || limit % unit != 0 || !divides {
        return Err(Refused::bad("LIMIT_INVALID"));
    }
    if offset / MB != (offset + limit - 1) / MB {
        return Err(Refused::bad("LIMIT_INVALID"));
    }
    Ok(())
}

fn kind(file: &File) -> enums::storage::FileType {
    match file.mime.as_str() {
        "image/jpeg" => enums::storage::FileType::FileJpeg,
        "image/png" => enums::storage::FileType::FilePng,
        "image/gif" => enums::storage::FileType::FileGif,
        "image/webp" => enums::storage::FileType::FileWebp,
        "video/mp4" => enums::storage::FileType::FileMp4,
        "audio/mpeg" => enums::storage::FileType::FileMp3,
        "application/pdf" => enums::storage::FileType::FilePdf,
        _ => enums::storage::FileType::FilePartial,
    }
}
