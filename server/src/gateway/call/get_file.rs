//! `GetFile`: a gateway takes a file that a command of its names.

use backline_domain::access::Token;
use backline_proto::gateway::v1::{GetFileRequest, GetFileResponse};
use futures::Stream;

use crate::files::StoredFile;
use crate::gateway::{Error, Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// The file that a command names, from an offset on, in parts of at most 256 KiB.
    ///
    /// # Errors
    /// The command is not the caller's or names no such file. In the stream: the disk.
    pub async fn get_file(
        &self,
        caller: &Token,
        request: GetFileRequest,
    ) -> Result<impl Stream<Item = Result<GetFileResponse>> + Send + use<>> {
        self.inner.table().session(&request.session, caller)?;
        let (_, desk) = self.inner.desk_of_lease(caller, &request.lease_token)?;
        let file = desk
            .stored_file(request.lease_token, request.stored_file)
            .await?;
        let size = file.size();
        let offset = u64::try_from(request.offset_bytes).ok();
        let offset = offset.filter(|offset| *offset <= size).ok_or_else(|| {
            let message = format!("the file has {size} bytes: allowed are 0 to {size}");
            Error::field("offset_bytes", message)
        })?;
        Ok(parts(file, offset))
    }
}

/// What is left from an offset on; a first part comes in any case, and tells the size.
fn parts(file: StoredFile, offset: u64) -> impl Stream<Item = Result<GetFileResponse>> + Send {
    futures::stream::unfold(Some((offset, true)), move |next| {
        let file = file.clone();
        async move {
            let (offset, is_first) = next?;
            if offset >= file.size() && !is_first {
                return None;
            }
            let read = file.from(offset).await;
            let goes_on = read.as_ref().ok();
            let goes_on = goes_on.map(|data| (offset + data.len() as u64, false));
            let size_bytes = if is_first { file.size() } else { 0 };
            let part = read.map(|data| GetFileResponse {
                data: data.into(),
                size_bytes: i64::try_from(size_bytes).unwrap_or(0),
            });
            Some((part.map_err(Error::from), goes_on))
        }
    })
}
