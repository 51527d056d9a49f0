//! The server's file store, as far as one command may use it.
//!
//! Both ways a file goes on from where it broke off, whoever of the two died meanwhile or what
//! line was cut, as long as the command is this gateway's.

use std::sync::Arc;

use backline_proto::gateway::v1::{
    FileHeader, GetFileRequest, GetFileResponse, PutFileRequest, ResumeFileRequest,
    put_file_request::Part,
};
use futures::{SinkExt as _, Stream, StreamExt as _, channel::mpsc, stream};
use tonic::{Code, Status, Streaming};

use crate::link::Link;
use crate::refusal::Refusal;

/// Bytes of a part on its way up.
const PART: usize = 256 * 1024;

/// How often it is tried to go on without a byte more coming through, with gaps that grow to
/// half a minute: about three minutes.
const ATTEMPTS: u32 = 12;

/// The server's file store, as far as one command may use it. Cheap to clone.
#[derive(Clone)]
pub struct Files(Option<Arc<Of>>);

struct Of {
    link: Arc<Link>,
    lease_token: String,
}

/// Where a file comes from that is brought into the store.
pub trait Source: Send {
    /// Why it does not come.
    type Error: Send;

    /// The file's bytes from this one on. Called again, with where the store stands then, when
    /// the way to the server broke.
    fn open(
        &mut self,
        offset: u64,
    ) -> impl Future<Output = Result<Bytes<'_, Self::Error>, Self::Error>> + Send;
}

/// A file as it comes from its source.
pub struct Bytes<'a, E> {
    /// Size of the whole file, whatever the offset; 0 = unknown.
    pub size: u64,
    /// Its bytes. An error in it means that the rest does not come.
    pub bytes: stream::BoxStream<'a, Result<Vec<u8>, E>>,
}

/// Why a file did not get to the server.
#[derive(Debug, thiserror::Error)]
pub enum PutError<E> {
    /// Its source failed. What came before that is in the store.
    #[error("the file's source failed")]
    Source(E),
    /// The server has no room now.
    #[error("{0}")]
    Full(String),
    /// The server does not take it, or is not reached.
    #[error(transparent)]
    Server(#[from] FileError),
}

/// Why a file did not get to the server, or from it.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The server.
    #[error("the server's file store: {0}")]
    Server(String),
    /// It ended before its end.
    #[error("the file ended after {came} of {size} bytes")]
    Short {
        /// What came.
        came: u64,
        /// What was told.
        size: u64,
    },
    /// There is no command that files could be of.
    #[error("this command has no files")]
    None,
}

/// A file that comes from the server.
pub struct StoredFile {
    /// Size of the whole file in bytes.
    pub size: u64,
    /// Its bytes, from the offset that was asked for to its end. An error in it means that the
    /// rest does not come.
    pub parts: stream::BoxStream<'static, Result<Vec<u8>, FileError>>,
}

/// How one attempt to bring a file ended without it.
enum Broke<E> {
    Source(E),
    Refused(Status),
}

/// A file on its way from the server.
struct Coming {
    of: Arc<Of>,
    stored_file: String,
    size: u64,
    /// The next byte.
    at: u64,
    parts: Option<Streaming<GetFileResponse>>,
}

// === impl Files ===

impl Files {
    pub(crate) fn of(link: &Arc<Link>, lease_token: String) -> Self {
        let link = Arc::clone(link);
        Self(Some(Arc::new(Of { link, lease_token })))
    }

    /// For a command that has no files, as in tests.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Brings a file into the store: what is not there yet. When this returned, all of it is
    /// there. What came of a file that broke off stays there for whoever goes on.
    ///
    /// # Errors
    /// Its source failed, or the server did not take it.
    pub async fn put<S: Source>(&self, source: &mut S) -> Result<(), PutError<S::Error>> {
        let of = self.0.as_deref().ok_or(FileError::None)?;
        let mut backoff = Link::backoff();
        let mut furthest = None;
        loop {
            let status = match of.put(source, &mut furthest, &mut backoff).await {
                Ok(()) => return Ok(()),
                Err(Broke::Source(error)) => return Err(PutError::Source(error)),
                Err(Broke::Refused(status)) => status,
            };
            let detail = status.message().to_owned();
            if is_full(&status) {
                return Err(PutError::Full(detail));
            }
            if backoff.attempts() >= ATTEMPTS || !is_passing(&status) {
                return Err(FileError::Server(detail).into());
            }
            of.link.pause(&mut backoff).await;
        }
    }

    /// Takes a file from the store, from this byte on.
    ///
    /// # Errors
    /// The server does not give it.
    pub async fn get(&self, stored_file: &str, offset: u64) -> Result<StoredFile, FileError> {
        let of = self.0.clone().ok_or(FileError::None)?;
        let mut coming = Coming {
            of,
            stored_file: stored_file.to_owned(),
            size: 0,
            at: offset,
            parts: None,
        };
        let first = coming.next().await?;
        let size = coming.size;
        let rest = stream::unfold(Some(coming), |coming| async move {
            let mut coming = coming?;
            match coming.next().await {
                Ok(part) => Some((Ok(part?), Some(coming))),
                Err(error) => Some((Err(error), None)),
            }
        });
        let first = stream::iter(first.filter(|part| !part.is_empty()).map(Ok));
        Ok(StoredFile {
            size,
            parts: first.chain(rest).boxed(),
        })
    }
}

// === impl Of ===

impl Of {
    async fn put<S: Source>(
        &self,
        source: &mut S,
        furthest: &mut Option<u64>,
        backoff: &mut backline_client::Backoff,
    ) -> Result<(), Broke<S::Error>> {
        let request = ResumeFileRequest {
            session: self.link.session().await,
            lease_token: self.lease_token.clone(),
        };
        let mut gateway = self.link.client.gateway();
        let found = gateway.resume_file(request).await;
        let found = found.map_err(Broke::Refused)?.into_inner();
        if found.is_complete {
            return Ok(());
        }
        let offset = found.offset_bytes.max(0).unsigned_abs();
        if furthest.is_some_and(|before| offset > before) {
            *backoff = Link::backoff();
        }
        *furthest = Some(offset);
        let Bytes { size, bytes } = source.open(offset).await.map_err(Broke::Source)?;
        let header = FileHeader {
            session: self.link.session().await,
            lease_token: self.lease_token.clone(),
            size_bytes: i64::try_from(size).unwrap_or(0),
            offset_bytes: found.offset_bytes,
            ..FileHeader::default()
        };
        self.feed(header, bytes).await
    }

    async fn feed<E: Send>(
        &self,
        header: FileHeader,
        bytes: impl Stream<Item = Result<Vec<u8>, E>> + Send,
    ) -> Result<(), Broke<E>> {
        let (mut parts, taken) = mpsc::channel(2);
        let mut gateway = self.link.client.gateway();
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
                for part in more?.chunks(PART) {
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
            Err(status) => Err(Broke::Refused(status)),
        };
        tokio::select! {
            biased;
            answered = &mut putting => return answer(answered),
            fed = feeding => {
                if let Err(error) = fed {
                    // Hung up before the way up is closed: an end would be taken for the file's.
                    drop(putting);
                    return Err(Broke::Source(error));
                }
            }
        }
        answer(putting.await)
    }
}

// === impl Coming ===

impl Coming {
    /// The next part; `None` at the end. Asks for the rest where it broke off.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, FileError> {
        let mut backoff = Link::backoff();
        loop {
            let status = match self.part().await {
                Ok(Some(part)) => return Ok(Some(part)),
                Ok(None) if self.at == self.size => return Ok(None),
                Ok(None) => {
                    let (came, size) = (self.at, self.size);
                    return Err(FileError::Short { came, size });
                }
                Err(status) => status,
            };
            self.parts = None;
            if backoff.attempts() >= ATTEMPTS || !is_passing(&status) {
                return Err(FileError::Server(status.message().to_owned()));
            }
            self.of.link.pause(&mut backoff).await;
        }
    }

    async fn part(&mut self) -> Result<Option<Vec<u8>>, Status> {
        let mut parts = match self.parts.take() {
            Some(parts) => parts,
            None => self.ask().await?,
        };
        let part = parts.message().await?;
        self.parts = Some(parts);
        let Some(part) = part else { return Ok(None) };
        if part.size_bytes > 0 {
            self.size = part.size_bytes.unsigned_abs();
        }
        self.at += part.data.len() as u64;
        Ok(Some(part.data))
    }

    async fn ask(&self) -> Result<Streaming<GetFileResponse>, Status> {
        let request = GetFileRequest {
            session: self.of.link.session().await,
            lease_token: self.of.lease_token.clone(),
            stored_file: self.stored_file.clone(),
            offset_bytes: i64::try_from(self.at).unwrap_or(i64::MAX),
        };
        let mut gateway = self.of.link.client.gateway();
        Ok(gateway.get_file(request).await?.into_inner())
    }
}

/// Whether the same may go through a moment later.
fn is_passing(status: &Status) -> bool {
    matches!(Refusal::of(status), Refusal::Passing | Refusal::SessionLost)
}

fn is_full(status: &Status) -> bool {
    status.code() == Code::ResourceExhausted && Refusal::of(status) == Refusal::Passing
}
