//! TLS: the server's certificate, and whose certificates clients must show.

use std::path::{Path, PathBuf};

use super::{Error, Layers};

/// TLS settings, read.
#[derive(Clone, PartialEq, Eq)]
pub struct Tls {
    /// The certificate with its chain, PEM.
    pub certificate: Vec<u8>,
    /// Its private key, PEM.
    pub key: zeroize::Zeroizing<Vec<u8>>,
    /// Set: clients must show a certificate of this authority, PEM.
    pub client_ca: Option<Vec<u8>>,
}

// === impl Tls ===

impl Tls {
    pub(super) fn from_layers(layers: &Layers) -> Result<Option<Self>, Error> {
        let path = |key| layers.read(key, super::path);
        let (certificate, key) = (path("tls.certificate")?, path("tls.key")?);
        let client_ca = path("tls.client_ca")?;
        let (certificate, key) = match (certificate, key, &client_ca) {
            (Some(certificate), Some(key), _) => (certificate, key),
            (None, None, None) => return Ok(None),
            (certificate, _, _) => {
                let missing = if certificate.is_none() {
                    "tls.certificate"
                } else {
                    "tls.key"
                };
                return Err(Error::Together(format!(
                    "TLS needs tls.certificate and tls.key, and {missing} is not set: set both, \
                     or neither"
                )));
            }
        };
        Ok(Some(Self {
            certificate: read("the TLS certificate", &certificate)?,
            key: read("the TLS key", &key)?.into(),
            client_ca: client_ca
                .map(|ca| read("the client authority", &ca))
                .transpose()?,
        }))
    }
}

fn read(what: &'static str, path: &Path) -> Result<Vec<u8>, Error> {
    let unreadable = |detail: String| Error::Unreadable {
        what,
        path: PathBuf::from(path),
        detail,
    };
    let text = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    if text.starts_with(b"-----BEGIN ") || text.windows(12).any(|part| part == b"\n-----BEGIN ") {
        Ok(text)
    } else {
        Err(unreadable("it is no PEM (`-----BEGIN …`)".to_owned()))
    }
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls")
            .field("client_ca", &self.client_ca.is_some())
            .finish_non_exhaustive()
    }
}
