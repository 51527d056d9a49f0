//! `FetchFile`: a file comes from Telegram, part by part, and goes into the
//! server's store, from where it broke off before.

use std::time::Duration;

use backline_gateway::{Bytes, Files, PutError, Source, deferred, failed, rejected, succeeded};
use backline_proto::gateway::v1::{DeferralScope, FetchFile, Outcome, RejectionReason, Succeeded};
use futures::{StreamExt as _, stream};
use grammers_client::tl::{enums, functions};

use super::{Ended, Executor};
use crate::file::FileId;
use crate::outcome;
use crate::telegram::Failure;

/// Bytes of a part, as Telegram wants them to be: all begin at a multiple of it.
const PART: i32 = 512 * 1024;

/// How long to wait for room in the server's store.
const FULL_DELAY: Duration = Duration::from_secs(30);

/// A file on its way here.
struct Reading<'a> {
    with: &'a Executor,
    file: FileId,
    size: u64,
    dc: i32,
    offset: i64,
    is_fresh: bool,
    is_over: bool,
}

pub(super) async fn execute(with: &Executor, files: &Files, command: FetchFile) -> Ended<Outcome> {
    let file = FileId::decode(&command.file_id).ok_or_else(|| {
        let detail = "the file id is none of an account's: it is another identity's";
        Box::new(rejected(RejectionReason::FileNotFound, detail))
    })?;
    let dc = if file.dc == 0 {
        with.telegram.home()
    } else {
        file.dc
    };
    let mut reading = Reading {
        with,
        file,
        size: u64::try_from(command.size_bytes).unwrap_or(0),
        dc,
        offset: 0,
        is_fresh: false,
        is_over: false,
    };
    match Box::pin(files.put(&mut reading)).await {
        Ok(()) => Ok(succeeded(Succeeded::default())),
        Err(PutError::Source(outcome)) => Err(outcome),
        Err(PutError::Full(detail)) => Ok(deferred(FULL_DELAY, DeferralScope::Chat, detail)),
        Err(PutError::Server(error)) => Ok(failed(error.to_string())),
    }
}

// === impl Reading ===

impl Source for Reading<'_> {
    type Error = Box<Outcome>;

    async fn open(&mut self, offset: u64) -> Ended<Bytes<'_, Box<Outcome>>> {
        let part = u64::from(PART.unsigned_abs());
        self.offset = i64::try_from(offset / part * part).unwrap_or(i64::MAX);
        self.is_over = false;
        let skipped = usize::try_from(offset % part).unwrap_or(0);
        let size = self.size;
        let bytes = stream::try_unfold((self, skipped), |(reading, skipped)| async move {
            if reading.is_over {
                return Ok(None);
            }
            let mut bytes = Box::pin(reading.with.part(reading)).await?;
            bytes.drain(..skipped.min(bytes.len()));
            Ok(Some((bytes, (reading, 0))))
        });
        Ok(Bytes {
            size,
            bytes: bytes.boxed(),
        })
    }
}

// === impl Executor ===

impl Executor {
    /// The next part; empty = there are no more.
    async fn part(&self, reading: &mut Reading<'_>) -> Ended<Vec<u8>> {
        let mut moves = 0;
        loop {
            let request = functions::upload::GetFile {
                precise: false,
                cdn_supported: false,
                location: reading.file.location(),
                offset: reading.offset,
                limit: PART,
            };
            let failure = match Box::pin(self.telegram.call_at(reading.dc, &request)).await {
                Ok(enums::upload::File::File(file)) => {
                    let length = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
                    reading.offset = reading.offset.saturating_add(length);
                    reading.is_over = length < i64::from(PART);
                    return Ok(file.bytes);
                }
                Ok(enums::upload::File::CdnRedirect(_)) => {
                    return Err(Box::new(failed("Telegram keeps the file elsewhere")));
                }
                Err(failure) => failure,
            };
            let is_elsewhere = reading.dc != self.telegram.home();
            match &failure {
                Failure::Refused(error) if error.is("FILE_REFERENCE_*") && !reading.is_fresh => {
                    reading.is_fresh = true;
                    reading.file = Box::pin(self.refreshed(&reading.file)).await?;
                }
                Failure::Refused(error) if error.is("FILE_MIGRATE") && moves < 2 => {
                    moves += 1;
                    reading.dc = i32::try_from(error.value.unwrap_or(0)).unwrap_or(0);
                }
                Failure::Refused(error) if error.code == 401 && is_elsewhere && moves < 2 => {
                    moves += 1;
                    let introduced = Box::pin(self.introduce(reading.dc)).await;
                    introduced.map_err(|failure| Box::new(outcome::of_failed_question(failure)))?;
                }
                // Of the account itself this says nothing.
                Failure::Refused(error) if error.code == 401 && is_elsewhere => {
                    let why = "the data centre that has the file does not know the account";
                    return Err(Box::new(failed(why)));
                }
                _ => return Err(Box::new(outcome::of_failed_question(failure))),
            }
        }
    }

    /// Another data centre does not know the account before its own vouches for
    /// it.
    async fn introduce(&self, dc_id: i32) -> Result<(), Failure> {
        let request = functions::auth::ExportAuthorization { dc_id };
        let told = self.telegram.call(&request).await?;
        let enums::auth::ExportedAuthorization::Authorization(told) = told;
        let request = functions::auth::ImportAuthorization {
            id: told.id,
            bytes: told.bytes,
        };
        self.telegram.call_at(dc_id, &request).await?;
        Ok(())
    }
}
