//! Where the server is reached, and by whom.

use std::net::SocketAddr;

use super::{Error, Layers, Tls};

/// The gRPC listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// The address. Port 0 takes a free one.
    pub address: SocketAddr,
}

// === impl Listen ===

impl Listen {
    pub(super) fn from_layers(layers: &Layers, tls: Option<&Tls>) -> Result<Self, Error> {
        let address: SocketAddr = layers.required("listen", |text| text.parse().ok())?;
        let insecure = layers.required("insecure", super::truth)?;
        // Tokens and bots' tokens would cross the network readable.
        if tls.is_none() && !address.ip().is_loopback() && !insecure {
            return Err(Error::Together(format!(
                "`listen` is `{address}` (from {}), which other machines can reach, but there is \
                 no TLS, so tokens could be read on the way: set tls.certificate and tls.key, \
                 listen on 127.0.0.1, or pass --insecure when something in front of the server \
                 does TLS",
                layers.origin("listen")
            )));
        }
        Ok(Self { address })
    }
}
