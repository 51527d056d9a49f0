//! The server's file store, as far as one command may use it.

use std::sync::Arc;

use backline_client::Client;
use backline_proto::gateway::v1::{
    FileHeader, GetFileRequest, GetFileResponse, PutFileRequest, put_file_request::Part,
};
use futures::{SinkExt as _, Stream, StreamExt as _, channel::mpsc, stream};
use tonic::Status;

/// Bytes of a part on its way up.
const PART: usize = 256 * 1024;

/// The server's file store, as far as one command may use it. Cheap to clone.
#[derive(Clone)]
pub struct Files(Option<Arc<Of>>);

struct Of {
    client: Client,
    session: String,
    lease_token: String,
}

/// Why a file did not get to the server, or from it.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Where it comes from.
    #[error("{0}")]
    Source(String),
    /// The server.
    #[error("the server's file store: {0}")]
    Server(String),
    /// There is no command that files could be of.
    #[error("this command has no files")]
    None,
}

/// A file that comes from the server.
pub struct StoredFile {
    /// Its size in bytes.
    pub size: u64,
    /// Its bytes. An error in it means that the rest does not come.
    pub parts: stream::BoxStream<'static, Result<Vec<u8>, FileError>>,
}

// === impl Files ===

impl Files {
    pub(crate) fn of(client: Client, session: String, lease_token: String) -> Self {
        Self(Some(Arc::new(Of {
            client,
            session,
            lease_token,
        })))
    }

    /// For a command that has no files, as in tests.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Brings a file into the store, of `size` bytes (0 = unknown). When this returned, all
    /// of it is there; a file that broke off is not there at all.
    ///
    /// # Errors
    /// Its source failed, or the server did not take it.
    pub async fn put<E>(
        &self,
        size: u64,
        bytes: impl Stream<Item = Result<Vec<u8>, E>> + Send,
    ) -> Result<(), FileError>
    where
        E: std::fmt::Display,
    {
        let of = self.0.as_deref().ok_or(FileError::None)?;
        let header = FileHeader {
            session: of.session.clone(),
            lease_token: of.lease_token.clone(),
            size_bytes: i64::try_from(size).unwrap_or(0),
            ..FileHeader::default()
        };
        let (mut parts, taken) = mpsc::channel(2);
        let mut gateway = of.client.gateway();
        let mut putting = Box::pin(gateway.put_file(taken));
        let feeding = async {
            let send = async |parts: &mut mpsc::Sender<PutFileRequest>, part| {
                let part = PutFileRequest { part: Some(part) };
                parts.send(part).await.is_ok()
            };
            // Whoever takes no more says why in its answer.
            if !send(&mut parts, Part::Header(header)).await {
                return Ok(());
            }
            let mut bytes = std::pin::pin!(bytes);
            while let Some(more) = bytes.next().await {
                let more = more.map_err(|error| FileError::Source(error.to_string()))?;
                for part in more.chunks(PART) {
                    if !send(&mut parts, Part::Data(part.to_vec())).await {
                        return Ok(());
                    }
                }
            }
            parts.close_channel();
            Ok(())
        };
        let answer = |answered: Result<_, Status>| match answered {
            Ok(_) => Ok(()),
            Err(status) => Err(FileError::Server(status.message().to_owned())),
        };
        tokio::select! {
            biased;
            answered = &mut putting => return answer(answered),
            fed = feeding => {
                if fed.is_err() {
                    // Hung up before the way up is closed: an end would be taken for the file's.
                    drop(putting);
                    return fed;
                }
            }
        }
        answer(putting.await)
    }

    /// Takes a file from the store.
    ///
    /// # Errors
    /// The server does not give it.
    pub async fn get(&self, stored_file: &str) -> Result<StoredFile, FileError> {
        let of = self.0.as_deref().ok_or(FileError::None)?;
        let request = GetFileRequest {
            session: of.session.clone(),
            lease_token: of.lease_token.clone(),
            stored_file: stored_file.to_owned(),
        };
        let refused = |status: Status| FileError::Server(status.message().to_owned());
        let mut gateway = of.client.gateway();
        let answer = gateway.get_file(request).await.map_err(refused)?;
        let mut parts = answer.into_inner();
        let first = parts.message().await.map_err(refused)?.unwrap_or_default();
        let size = u64::try_from(first.size_bytes).unwrap_or(0);
        let data = |part: GetFileResponse| part.data;
        let rest = parts.map(move |part| part.map(data).map_err(refused));
        let parts = stream::once(async move { Ok(data(first)) }).chain(rest);
        Ok(StoredFile {
            size,
            parts: parts.boxed(),
        })
    }
}
