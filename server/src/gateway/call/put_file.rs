//! `PutFile`: a gateway brings a file for another identity.

use std::time::Duration;

use backline_domain::access::Token;
use backline_proto::gateway::v1::{FileHeader, PutFileRequest, PutFileResponse, put_file_request};
use futures::{Stream, StreamExt as _};

use super::reading;
use crate::gateway::{Error, Result, Sessions};

/// Largest part taken.
const MOST_PART: usize = 256 * 1024;

/// A gateway that is silent for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);

// === impl Sessions ===

impl Sessions {
    /// Takes a file in for the command that asked for it. When this returns, all of it is
    /// there; before that, nothing of it is.
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
            ..
        } = header;
        self.inner.table().session(&session, caller)?;
        let (_, desk) = self.inner.desk_of_lease(caller, &lease_token)?;
        let most = desk.expected_file(lease_token.clone()).await?;
        let mut incoming = self.inner.files.begin(most).await?;
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
        if size_bytes > 0 && size_bytes.unsigned_abs() != file.size() {
            let message = format!("{size_bytes} bytes were told, {} came", file.size());
            return Err(Error::field("size_bytes", message));
        }
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
