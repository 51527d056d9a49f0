//! Parts of files on their way to Telegram (core.telegram.org/api/files).

use std::{collections::BTreeMap, io, sync::Arc};

use grammers_tl_types::{Serializable as _, enums, functions};

use super::{Answer, Call, Refused};
use crate::world::{World, file::Bytes, kept::Kept};

/// The largest part, and what all but the last have to divide it by.
const LARGEST_PART: usize = 512 * 1024;
const PART_UNIT: usize = 1024;
/// How many parts a file has at most, and Premium's.
const MOST_PARTS: i32 = 4000;
const MOST_PREMIUM_PARTS: i32 = 8000;

/// What is larger has to be sent in big parts, in bytes. What Telegram says otherwise nobody documents (inferred).
const LARGEST_SMALL: usize = 10 * 1024 * 1024;

/// A file on its way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Upload {
    parts: BTreeMap<i32, Part>,
    /// How many parts there are to be; `None`: a small file, or not known yet.
    total: Option<i32>,
    /// The parts of a large file, each at its number times the largest part.
    on_disk: Option<Kept>,
}

/// A part that came.
#[derive(Debug, Clone)]
enum Part {
    Held(Vec<u8>),
    /// So many bytes on the disk.
    OnDisk(usize),
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
    let (usual, premium) = all_most_parts(call.world);
    let user = call.world.user(call.account);
    if user.is_some_and(|user| user.is_premium) {
        premium
    } else {
        usual
    }
}

/// How many parts a file has at most, and Premium's.
pub(super) fn all_most_parts(world: &World) -> (i32, i32) {
    world.most_parts.unwrap_or((MOST_PARTS, MOST_PREMIUM_PARTS))
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
    let is_big = upload.total.is_some();
    upload.keep(part, bytes, is_big).map_err(|_| full())?;
    Ok(true.to_bytes())
}

/// The simulator's disk.
fn full() -> Refused {
    Refused::new(500, "FILE_WRITE_EMPTY")
}

// === impl Upload ===

impl Upload {
    fn keep(&mut self, number: i32, bytes: Vec<u8>, is_big: bool) -> io::Result<()> {
        let part = if is_big {
            if self.on_disk.is_none() {
                self.on_disk = Some(Kept::new()?);
            }
            if let Some(kept) = &mut self.on_disk {
                kept.put(place(number), &bytes)?;
            }
            Part::OnDisk(bytes.len())
        } else {
            Part::Held(bytes)
        };
        self.parts.insert(number, part);
        Ok(())
    }

    fn bytes(&self, number: i32, part: &Part) -> io::Result<Vec<u8>> {
        match (part, &self.on_disk) {
            (Part::Held(bytes), _) => Ok(bytes.clone()),
            (Part::OnDisk(length), Some(kept)) => {
                kept.read(place(number), place(number) + *length as u64)
            }
            (Part::OnDisk(_), None) => Ok(Vec::new()),
        }
    }

    /// The whole file, of so many parts.
    fn whole(&self, parts: i32) -> Result<Bytes, Refused> {
        let size = self.parts.get(&0).map_or(0, Part::len);
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
        }
        // Where all of the parts are of the largest size they stand one behind the other.
        match &self.on_disk {
            Some(kept) if size == LARGEST_PART || parts == 1 => Ok(Bytes::OnDisk(kept.clone())),
            _ => {
                let mut whole = Vec::new();
                for (number, part) in self.parts.range(..parts) {
                    whole.extend(self.bytes(*number, part).map_err(|_| full())?);
                }
                Ok(Bytes::Held(Arc::new(whole)))
            }
        }
    }
}

// === impl Part ===

impl Part {
    const fn len(&self) -> usize {
        match self {
            Self::Held(bytes) => bytes.len(),
            Self::OnDisk(length) => *length,
        }
    }
}

/// Where a part stands on the disk.
fn place(number: i32) -> u64 {
    u64::from(number.unsigned_abs()) * LARGEST_PART as u64
}

// === impl Call ===

impl Call<'_> {
    /// The bytes and the name of a file whose parts the account has sent.
    pub(super) fn uploaded(&self, file: &enums::InputFile) -> Result<(String, Bytes), Refused> {
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
        if !is_big && bytes.len() > LARGEST_SMALL as u64 {
            return Err(Refused::bad("FILE_PARTS_INVALID"));
        }
        Ok((name.clone(), bytes))
    }
}
