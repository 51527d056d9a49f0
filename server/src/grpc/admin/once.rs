//! `request_id`: a changing call may be repeated for 24 hours and then gets the
//! answer of the first. The answer is committed with the change.

use backline_domain::change::{Change, Request};
use prost::Message;
use tonic::{Code, Status};
use uuid::Uuid;

use super::Admin;
use crate::desk;
use crate::grpc::{Caller, status};

/// One changing call.
pub(in crate::grpc) struct Once {
    admin: Admin,
    id: String,
    method: &'static str,
    by: String,
}

// === impl Once ===

impl Once {
    /// A call of `method` with the `request_id` it came with.
    pub(in crate::grpc) fn new(
        admin: &Admin,
        caller: &Caller,
        method: &'static str,
        request_id: &str,
    ) -> Result<Self, Status> {
        let uuid = Uuid::try_parse(request_id)
            .ok()
            .filter(|uuid| !uuid.is_nil());
        let uuid = uuid.ok_or_else(|| {
            status::invalid_field(
                "request_id",
                "it has to be a UUID, new for every change and the same when a call is repeated",
            )
        })?;
        let id = format!("{}/{uuid}", caller.token.id);
        Ok(Self {
            admin: admin.clone(),
            id,
            method,
            by: caller.by(),
        })
    }

    /// The id, unlike that of any other caller's calls.
    pub(in crate::grpc) fn id(&self) -> &str {
        &self.id
    }

    /// The answer of the first call, when this one repeats it.
    pub(in crate::grpc) async fn earlier<R: Message + Default>(&self) -> Result<Option<R>, Status> {
        let stored = self.admin.desks.store.request(&self.id).await;
        let Some(request) = stored.map_err(|error| status::from_store(&error))? else {
            return Ok(None);
        };
        if request.method != self.method {
            return Err(status::invalid_field(
                "request_id",
                format!(
                    "it was used for {} before; every change needs its own",
                    request.method
                ),
            ));
        }
        match R::decode(request.response.as_slice()) {
            Ok(response) => Ok(Some(response)),
            Err(error) => Err(status::internal(format!(
                "a stored answer cannot be read: {error}"
            ))),
        }
    }

    /// This call's answer; when the change met another commit, or what it was to
    /// change is gone, it may be that the same call came twice at once: then the
    /// answer of the other.
    pub(in crate::grpc) async fn or_earlier<R: Message + Default>(
        &self,
        outcome: Result<R, Status>,
    ) -> Result<R, Status> {
        match outcome {
            Err(refusal) if matches!(refusal.code(), Code::Aborted | Code::NotFound) => {
                self.earlier().await?.ok_or(refusal)
            }
            outcome => outcome,
        }
    }

    /// The row to be committed with the change.
    pub(in crate::grpc) fn row(&self, response: &impl Message) -> Change {
        Change::PutRequest(self.request(response))
    }

    /// What a desk commits with the change.
    pub(in crate::grpc) fn asked(&self, response: &impl Message) -> desk::Asked {
        desk::Asked {
            by: self.by.clone(),
            request: Some(self.request(response)),
        }
    }

    /// For a change after the one that the call's row was committed with: it may
    /// be made again.
    pub(in crate::grpc) fn asked_again(&self) -> desk::Asked {
        desk::Asked {
            by: self.by.clone(),
            request: None,
        }
    }

    fn request(&self, response: &impl Message) -> Box<Request> {
        Box::new(Request {
            id: self.id.clone(),
            method: self.method.to_owned(),
            response: response.encode_to_vec(),
            at: self.admin.now(),
        })
    }
}
