//! What every call carries: the token, an id to find it by, a deadline.

use std::time::Duration;

use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::{GrpcMethod, Request, Status};

use crate::{Config, Error};

/// Calls that stream, or look through a file: they take as long as they take.
const WITHOUT_DEADLINE: [&str; 4] = ["Attach", "GetFile", "PutFile", "ResumeFile"];

/// Adds `authorization`, `x-request-id` and the deadline to calls.
#[derive(Clone)]
pub struct Auth {
    /// Marked sensitive, so that no layer logs it.
    authorization: Option<MetadataValue<Ascii>>,
    deadline: Duration,
}

// === impl Auth ===

impl Auth {
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let authorization = match &config.token {
            None => None,
            Some(token) => {
                let mut value = MetadataValue::try_from(format!(
                    "Bearer {}",
                    token.expose().trim()
                ))
                .map_err(|_| Error::Config {
                    url: config.url.clone(),
                    detail: "the token has characters that no token has; copy it again".into(),
                })?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        Ok(Self {
            authorization,
            deadline: config.deadline,
        })
    }
}

impl Interceptor for Auth {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(value) = &self.authorization {
            request
                .metadata_mut()
                .insert("authorization", value.clone());
        }
        if !request.metadata().contains_key("x-request-id")
            && let Some(id) = request_id()
        {
            request.metadata_mut().insert("x-request-id", id);
        }
        let streams = request
            .extensions()
            .get::<GrpcMethod<'static>>()
            .is_some_and(|method| WITHOUT_DEADLINE.contains(&method.method()));
        if !streams && !request.metadata().contains_key("grpc-timeout") {
            request.set_timeout(self.deadline);
        }
        Ok(request)
    }
}

fn request_id() -> Option<MetadataValue<Ascii>> {
    let high = getrandom::u64().ok()?;
    let low = getrandom::u64().ok()?;
    MetadataValue::try_from(format!("{high:016x}{low:016x}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn sent(method: &'static str) -> Request<()> {
        let config =
            Config::new("http://127.0.0.1:1").with_token(Secret::new("blt_secret\n".into()));
        let mut request = Request::new(());
        request.extensions_mut().insert(GrpcMethod::new(
            "backline.gateway.v1.GatewayService",
            method,
        ));
        Auth::new(&config).unwrap().call(request).unwrap()
    }

    #[test]
    fn a_call_carries_token_id_and_deadline() {
        let request = sent("CompleteCommand");
        let metadata = request.metadata();
        assert_eq!(metadata.get("authorization").unwrap(), "Bearer blt_secret");
        assert_eq!(metadata.get("x-request-id").unwrap().len(), 32);
        assert_eq!(metadata.get("grpc-timeout").unwrap(), "10000000u");
        assert!(
            !format!("{metadata:?}").contains("blt_secret"),
            "{metadata:?}"
        );
    }

    #[test]
    fn a_stream_has_no_deadline() {
        assert!(sent("Attach").metadata().get("grpc-timeout").is_none());
    }

    #[test]
    fn a_token_that_cannot_be_one_is_refused_without_showing_it() {
        let config = Config::new("http://127.0.0.1:1").with_token(Secret::new("blt_\u{1}x".into()));
        let error = Auth::new(&config).err().unwrap().to_string();
        assert!(
            error.contains("copy it again") && !error.contains("blt_"),
            "{error}"
        );
    }
}
