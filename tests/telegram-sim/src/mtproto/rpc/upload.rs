//! Parts of files on their way to Telegram (core.telegram.org/api/files).

use std::collections::BTreeMap;

use grammers_tl_types::{Serializable as _, enums, functions};

use super::{Answer, Call, Refused};

/// The largest part, and what all but the last have to divide it by.
const LARGEST_PART: usize = 512 * 1024;
const PART_UNIT: usize = 1024;
/// How many parts a file has at most, and Premium's.
pub(super) const MOST_PARTS: i32 = 4000;
pub(super) const MOST_PREMIUM_PARTS: i32 = 8000;

/// What is larger has to be sent in big parts, in bytes. What Telegram says otherwise nobody documents (inferred).
const LARGEST_SMALL: usize = 10 * 1024 * 1024;

/// A file on its way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Upload {
    parts: BTreeMap<i32, Vec<u8>>,
    /// How many parts there are to be; `None`: a small file, or not known yet.
    total: Option<i32>,
}

/// `upload.saveFilePart`.
pub(super) fn part(call: &mut Call<'_>) -> Answer {
    let asked: functions::upload::SaveFilePart = call.read()?;
    keep(call, asked.file_id, asked.file_part, None, asked.bytes)
}

/// `upload.saveBigFilePart`: of files beyond 10 MB.
pub(super) fn big_part(call: &mut Call<'_>) -> Answer {
    let asked: functions::upload::SaveBigFilePart = call.read()?;
    let total = asked.file_total_parts;
    // A stream's length is told with its last part.
    let known = (total != -1).then_some(total);
    if known.is_some_and(|total| total < 1 || total > most_parts(call)) {
        return Err(Refused::bad("FILE_PARTS_INVALID"));
    }
    if known.is_some_and(|total| asked.file_part >= total) {
        return Err(Refused::bad("FILE_PART_INVALID"));
    }
    keep(call, asked.file_id, asked.file_part, known, asked.bytes)
}

fn most_parts(call: &Call<'_>) -> i32 {
    let user = call.world.user(call.account);
    if user.is_some_and(|user| user.is_premium) {
        MOST_PREMIUM_PARTS
    } else {
        MOST_PARTS
    }
}

fn keep(call: &mut Call<'_>, file: i64, part: i32, total: Option<i32>, bytes: Vec<u8>) -> Answer {
    if part < 0 || part >= most_parts(call) {
        return Err(Refused::bad("FILE_PART_INVALID"));
    }
    if bytes.is_empty() {
        return Err(Refused::bad("FILE_PART_EMPTY"));
    }
    if bytes.len() > LARGEST_PART {
        return Err(Refused::bad("FILE_PART_TOO_BIG"));
    }
    let upload = call.world.uploads.entry((call.account, file)).or_default();
    upload.total = total.or(upload.total);
    upload.parts.insert(part, bytes);
    Ok(true.to_bytes())
}

// === impl Upload ===

impl Upload {
    /// The whole file, of so many parts.
    fn whole(&self, parts: i32) -> Result<Vec<u8>, Refused> {
        let mut bytes = Vec::new();
        let size = self.parts.get(&0).map_or(0, Vec::len);
        for number in 0..parts {
            let Some(part) = self.parts.get(&number) else {
                return Err(Refused::bad(format!("FILE_PART_{number}_MISSING")));
            };
            let is_last = number == parts - 1;
            if !is_last && part.len() != size {
                return Err(Refused::bad("FILE_PART_SIZE_CHANGED"));
            }
            let fits =
                part.len().is_multiple_of(PART_UNIT) && LARGEST_PART.is_multiple_of(part.len());
            if !is_last && !fits {
                return Err(Refused::bad("FILE_PART_SIZE_INVALID"));
            }
            bytes.extend_from_slice(part);
        }
        Ok(bytes)
    }
}

// === impl Call ===

impl Call<'_> {
    /// The bytes and the name of a file whose parts the account has sent.
    pub(super) fn uploaded(&self, file: &enums::InputFile) -> Result<(String, Vec<u8>), Refused> {
        let (id, parts, name, is_big) = match file {
            enums::InputFile::File(file) => (file.id, file.parts, &file.name, false),
            enums::InputFile::Big(file) => (file.id, file.parts, &file.name, true),
            enums::InputFile::StoryDocument(_) => {
                return Err(Refused::bad("METHOD_NOT_SIMULATED"));
            }
        };
        if parts < 1 || parts > most_parts(self) {
            return Err(Refused::bad("FILE_PARTS_INVALID"));
        }
        let Some(upload) = self.world.uploads.get(&(self.account, id)) else {
            return Err(Refused::bad("FILE_PART_0_MISSING"));
        };
        let is_other = upload.total.is_some() != is_big;
        if is_other || upload.total.is_some_and(|total| total != parts) {
            return Err(Refused::bad("FILE_PARTS_INVALID"));
        }
        let bytes = upload.whole(parts)?;
        if !is_big && bytes.len() > LARGEST_SMALL {
            return Err(Refused::bad("FILE_PARTS_INVALID"));
        }
        Ok((name.clone(), bytes))
    }
}
