//! `ResumeFile` and `PutFile`: a gateway brings a file for another identity.

use std::time::Duration;

use backline_domain::access::Token;
use backline_proto::gateway::v1::{
    FileHeader, PutFileRequest, PutFileResponse, ResumeFileRequest, ResumeFileResponse,
    put_file_request,
};
use futures::{Stream, StreamExt as _};

use super::reading;
use crate::files;
use crate::gateway::{Error, Result, Sessions};

/// Largest part taken.
const MOST_PART: usize = 256 * 1024;

/// A gateway that is silent for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);

// === impl Sessions ===

impl Sessions {
    /// How much there is of the file that a command asked for. Whoever brought it before brings
    /// no more.
    ///
    /// # Errors
    /// The command is not under way any more, or there is no room.
    pub async fn resume_file(
        &self,
        caller: &Token,
        request: ResumeFileRequest,
    ) -> Result<ResumeFileResponse> {
        let ResumeFileRequest {
            session,
            lease_token,
        } = request;
        self.inner.table().session(&session, caller)?;
        let (_, desk) = self.inner.desk_of_lease(caller, &lease_token)?;
        let expected = desk.expected_file(lease_token.clone()).await?;
        if let Some(file) = self.inner.files.find(expected.ticket) {
            let offset_bytes = i64::try_from(file.size()).unwrap_or(0);
            desk.file_arrived(lease_token, file).await?;
            return Ok(ResumeFileResponse {
                offset_bytes,
                is_complete: true,
            });
        }
        let incoming = self.inner.files.resume(expected.ticket, expected.size);
        let offset = incoming.await?.offset();
        Ok(ResumeFileResponse {
            offset_bytes: i64::try_from(offset).unwrap_or(0),
            is_complete: false,
        })
    }

    /// Takes a file in for the command that asked for it. When this returns, all of it is
    /// there; before that, nothing of it is used.
    ///
    /// # Errors
    /// The command is not under way any more, parts are not as they have to be, more comes
    /// than was told, or there is no room.
    pub async fn put_file<E>(
        &self,
        caller: &Token,
        parts: impl Stream<Item = std::result::Result<PutFileRequest, E>> + Send + Unpin,
    ) -> Result<PutFileResponse>
    where
        E: std::fmt::Display + Send,
    {
        let mut parts = parts;
        let header = match self.part(&mut parts).await? {
            Some(put_file_request::Part::Header(header)) => header,
            Some(put_file_request::Part::Data(_)) | None => {
                return Err(Error::field("header", "the first part has to carry it"));
            }
        };
        let FileHeader {
            session,
            lease_token,
            size_bytes,
            offset_bytes,
            ..
        } = header;
        self.inner.table().session(&session, caller)?;
        let (_, desk) = self.inner.desk_of_lease(caller, &lease_token)?;
        let expected = desk.expected_file(lease_token.clone()).await?;
        // What is told at the download is the better word, up to what the message told.
        let told = match size_bytes.max(0).unsigned_abs() {
            0 => expected.size,
            told if expected.size > 0 && told > expected.size => {
                let most = expected.size;
                return Err(files::Error::TooLarge { most }.into());
            }
            told => told,
        };
        let mut incoming = self.inner.files.resume(expected.ticket, told).await?;
        if Ok(incoming.offset()) != u64::try_from(offset_bytes) {
            return Err(files::Error::Superseded.into());
        }
        while let Some(part) = self.part(&mut parts).await? {
            let put_file_request::Part::Data(data) = part else {
                return Err(Error::field("header", "only the first part carries it"));
            };
            if data.len() > MOST_PART {
                let message = format!("a part holds at most {MOST_PART} bytes");
                return Err(Error::field("data", message));
            }
            incoming.write(&data).await?;
        }
        let file = incoming.finish().await?;
        let stored_file = file.name().to_owned();
        desk.file_arrived(lease_token, file).await?;
        Ok(PutFileResponse { stored_file })
    }

    async fn part<E: std::fmt::Display>(
        &self,
        parts: &mut (impl Stream<Item = std::result::Result<PutFileRequest, E>> + Unpin),
    ) -> Result<Option<put_file_request::Part>> {
        let until = self.inner.clock.monotonic() + SILENCE;
        let next = tokio::select! {
            biased;
            next = parts.next() => next,
            () = self.inner.clock.sleep_until(until) => {
                let message = format!("no part came for {} s", SILENCE.as_secs());
                return Err(Error::field("data", message));
            }
        };
        match next {
            None => Ok(None),
            Some(Ok(PutFileRequest { part: Some(part) })) => Ok(Some(part)),
            Some(Ok(PutFileRequest { part: None })) => {
                Err(Error::field("part", "a part is neither a header nor bytes"))
            }
            Some(Err(error)) => Err(reading(&error)),
        }
    }
}
