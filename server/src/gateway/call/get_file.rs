//! `GetFile`: a gateway takes a file that a command of its names.

use backline_domain::access::Token;
use backline_proto::gateway::v1::{GetFileRequest, GetFileResponse};
use futures::Stream;

use crate::files::StoredFile;
use crate::gateway::{Error, Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// The file that a command names, in parts of at most 256 KiB.
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
        Ok(parts(file))
    }
}

fn parts(file: StoredFile) -> impl Stream<Item = Result<GetFileResponse>> + Send {
    futures::stream::unfold(Some(0), move |next| {
        let file = file.clone();
        async move {
            let number: u64 = next.filter(|number| *number < file.chunks())?;
            let read = file.chunk(number).await.map(|data| GetFileResponse {
                data: data.into(),
                size_bytes: if number == 0 {
                    i64::try_from(file.size()).unwrap_or(0)
                } else {
                    0
                },
            });
            let goes_on = read.is_ok().then_some(number + 1);
            Some((read.map_err(Error::from), goes_on))
        }
    })
}
