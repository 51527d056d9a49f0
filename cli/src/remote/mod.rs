//! The server at the other end, as the commands use it.

mod credentials;
mod page;
mod suggestion;

use std::future::Future;
use std::path::Path;

use backline_client::{Client, Config, Secret, Tls};
use tonic::{Response, Status};

use crate::args::Remote as Arguments;
use crate::failure::Failure;
use crate::surroundings::Environment;

pub(crate) use self::page::Listing;

/// A server that can be called.
#[derive(Debug, Clone)]
pub(crate) struct Remote {
    client: Client,
}

// === impl Remote ===

impl Remote {
    /// A server as the arguments and the environment name it. Connects at the first call.
    ///
    /// # Errors
    /// The address, the token or the TLS settings cannot work.
    pub(crate) fn open(arguments: &Arguments, environment: &Environment) -> Result<Self, Failure> {
        let token = credentials::api_token(arguments, environment)?;
        let tls = Tls {
            ca_pem: read(arguments.tls_ca.as_deref(), "--tls-ca")?,
            client_cert_pem: read(arguments.tls_cert.as_deref(), "--tls-cert")?,
            client_key_pem: read(arguments.tls_key.as_deref(), "--tls-key")?
                .map(|pem| Secret::new(String::from_utf8_lossy(&pem).into_owned())),
            domain: arguments.tls_domain.clone(),
        };
        let config = Config::new(&arguments.server)
            .with_token(token)
            .with_tls(tls);
        Ok(Self {
            client: Client::new(&config)?,
        })
    }

    /// A server that is spoken to already.
    #[cfg(feature = "all-in-one")]
    pub(crate) const fn new(client: Client) -> Self {
        Self { client }
    }

    /// Its services.
    #[must_use]
    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }

    /// Makes a call, again while the server is unavailable. A call that changes something MUST
    /// carry a `request_id` that was drawn before, so that all attempts are one change.
    ///
    /// # Errors
    /// The last answer, as a sentence.
    pub(crate) async fn call<T, F>(&self, call: impl FnMut() -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<Response<T>, Status>>,
    {
        Ok(self.client.repeating(call).await?)
    }
}

/// An id for a call that changes something: drawn once, sent with every attempt.
#[must_use]
pub(crate) fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The resource name of a connection that people name by its name, its id, or the whole.
///
/// # Errors
/// No connection can have that name.
pub(crate) fn connection_name(text: &str) -> Result<String, Failure> {
    let name = text.strip_prefix("connections/").unwrap_or(text);
    if name.is_empty() || name.contains('/') || name.chars().any(char::is_whitespace) {
        return Err(Failure::usage(format!(
            "{text:?} cannot be a connection: give its name or id as `backline connections list` \
             shows it"
        )));
    }
    Ok(format!("connections/{name}"))
}

fn read(path: Option<&Path>, flag: &str) -> Result<Option<Vec<u8>>, Failure> {
    let Some(path) = path else { return Ok(None) };
    std::fs::read(path).map(Some).map_err(|error| {
        let path = path.display();
        Failure::usage(format!("{path} cannot be read ({error}): check {flag}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_named_by_name_id_or_resource() {
        assert_eq!(connection_name("shop").unwrap(), "connections/shop");
        assert_eq!(connection_name("connections/7").unwrap(), "connections/7");
        for text in ["", "a/b", "two words", "connections/"] {
            assert!(connection_name(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn every_change_has_an_id_of_its_own() {
        assert_ne!(request_id(), request_id());
        assert_eq!(request_id().len(), 36);
    }
}
