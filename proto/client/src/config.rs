//! Where a server is and how it is spoken to.

use std::net::IpAddr;
use std::time::Duration;

use http::Uri;
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity};

use crate::{Error, Secret};

/// Deadline of a unary call that sets none of its own.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long one attempt to open a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How often an HTTP/2 ping looks whether the other side is still there, also
/// while no call is open, and how long its answer may take.
const PING_INTERVAL: Duration = Duration::from_secs(15);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// Where a server is and how it is spoken to.
#[derive(Debug, Clone)]
pub struct Config {
    /// The server: `https://host:port`, or `http://` with a loopback address.
    pub url: String,
    /// The API token; without one only what needs none can be called.
    pub token: Option<Secret>,
    /// TLS, used with an `https` address.
    pub tls: Tls,
    /// Deadline of every unary call.
    pub deadline: Duration,
}

/// TLS settings. All of them are optional.
#[derive(Debug, Clone, Default)]
pub struct Tls {
    /// Certificates of the authorities that the server's certificate may come
    /// from, as PEM; none = the public ones.
    pub ca_pem: Option<Vec<u8>>,
    /// The client's certificate chain, as PEM.
    pub client_cert_pem: Option<Vec<u8>>,
    /// The client certificate's key, as PEM.
    pub client_key_pem: Option<Secret>,
    /// The name that the server's certificate is for, when it is not the host.
    pub domain: Option<String>,
}

// === impl Config ===

impl Config {
    /// A server without a token, with TLS as the address says.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            token: None,
            tls: Tls::default(),
            deadline: DEADLINE,
        }
    }

    /// The same with a token.
    #[must_use]
    pub fn with_token(mut self, token: Secret) -> Self {
        self.token = Some(token);
        self
    }

    /// The same with TLS settings.
    #[must_use]
    pub fn with_tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Checks the whole and makes the endpoint, without connecting.
    pub(crate) fn endpoint(&self) -> Result<Endpoint, Error> {
        let wrong = |detail: String| Error::Config {
            url: self.url.clone(),
            detail,
        };
        let uri: Uri = self
            .url
            .parse()
            .map_err(|_| wrong("write it as https://HOST:PORT".to_owned()))?;
        let Some(host) = uri.host() else {
            return Err(wrong(
                "it names no host; write it as https://HOST:PORT".to_owned(),
            ));
        };
        self.tls
            .check()
            .map_err(|detail| wrong(detail.to_owned()))?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong("it must begin with https:// or http://".to_owned())),
        };
        if !is_https && self.token.is_some() && !is_loopback(host) {
            return Err(Error::InsecureToken {
                url: self.url.clone(),
            });
        }
        let mut endpoint = Endpoint::from(uri.clone())
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(PING_INTERVAL)
            .keep_alive_timeout(PING_TIMEOUT)
            .keep_alive_while_idle(true);
        if is_https {
            endpoint = endpoint
                .tls_config(self.tls.for_host(host).map_err(&wrong)?)
                .map_err(|error| wrong(format!("its TLS settings do not work: {error}")))?;
        }
        Ok(endpoint)
    }
}

// === impl Tls ===

impl Tls {
    /// Whether the files hold what they are to hold. Without it an empty one would
    /// show only as connections that never work.
    fn check(&self) -> Result<(), &'static str> {
        let has = |pem: &[u8], what: &str| {
            let pem = String::from_utf8_lossy(pem);
            pem.contains("-----BEGIN ") && pem.contains(what)
        };
        let certificate = |pem: &[u8]| has(pem, "CERTIFICATE-----");
        if self.ca_pem.as_deref().is_some_and(|pem| !certificate(pem)) {
            return Err(
                "the file of certificate authorities (--tls-ca) holds no certificate: it must be \
                 PEM, with BEGIN CERTIFICATE in it",
            );
        }
        if self
            .client_cert_pem
            .as_deref()
            .is_some_and(|pem| !certificate(pem))
        {
            return Err(
                "the file of the client's certificate (--tls-cert) holds no certificate: it must \
                 be PEM, with BEGIN CERTIFICATE in it",
            );
        }
        let key = self.client_key_pem.as_ref().map(Secret::expose);
        if key.is_some_and(|pem| !has(pem.as_bytes(), "PRIVATE KEY-----")) {
            return Err(
                "the file of the client's key (--tls-key) holds no key: it must be PEM, with BEGIN \
                 PRIVATE KEY in it",
            );
        }
        Ok(())
    }

    fn for_host(&self, host: &str) -> Result<ClientTlsConfig, String> {
        let mut tls = ClientTlsConfig::new().domain_name(
            self.domain
                .as_deref()
                .unwrap_or(host.trim_matches(['[', ']'])),
        );
        tls = match &self.ca_pem {
            Some(pem) => tls.ca_certificate(Certificate::from_pem(pem)),
            None => tls.with_webpki_roots(),
        };
        match (&self.client_cert_pem, &self.client_key_pem) {
            (Some(certificate), Some(key)) => {
                Ok(tls.identity(Identity::from_pem(certificate, key.expose())))
            }
            (None, None) => Ok(tls),
            _ => Err("a client certificate and its key are given together or not at all".into()),
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    bare.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_token(url: &str) -> Result<Endpoint, Error> {
        Config::new(url)
            .with_token(Secret::new("blt_secret".into()))
            .endpoint()
    }

    #[test]
    fn a_token_never_goes_over_plain_http_to_another_machine() {
        for url in [
            "http://10.0.0.5:7443",
            "http://example.org",
            "http://127.0.0.1.nip.io:1",
        ] {
            let error = with_token(url).unwrap_err().to_string();
            assert!(error.contains("use https or a loopback address"), "{error}");
            assert!(
                error.contains(url) && !error.contains("blt_secret"),
                "{error}"
            );
        }
        for url in [
            "http://127.0.0.1:7443",
            "http://localhost:1",
            "http://[::1]:7443",
        ] {
            assert!(with_token(url).is_ok(), "{url}");
        }
        assert!(
            Config::new("http://10.0.0.5:7443").endpoint().is_ok(),
            "no token, no risk"
        );
    }

    #[test]
    fn a_wrong_address_is_named() {
        for url in ["", "ftp://host", "not a url", "host:7443"] {
            let error = with_token(url).unwrap_err().to_string();
            assert!(error.contains("https://"), "{url:?}: {error}");
        }
    }

    #[test]
    fn a_file_that_holds_something_else_is_named() {
        let certificate = b"-----BEGIN CERTIFICATE-----".to_vec();
        let cases = [
            (
                Tls {
                    ca_pem: Some(b"no PEM".to_vec()),
                    ..Tls::default()
                },
                "--tls-ca",
            ),
            (
                Tls {
                    client_cert_pem: Some(Vec::new()),
                    ..Tls::default()
                },
                "--tls-cert",
            ),
            (
                Tls {
                    client_key_pem: Some(Secret::new(
                        String::from_utf8_lossy(&certificate).into_owned(),
                    )),
                    client_cert_pem: Some(certificate),
                    ..Tls::default()
                },
                "--tls-key",
            ),
        ];
        for (tls, flag) in cases {
            for url in ["https://localhost:1", "http://localhost:1"] {
                let error = Config::new(url).with_tls(tls.clone()).endpoint();
                let told = error.unwrap_err().to_string();
                assert!(told.contains(flag) && told.contains("PEM"), "{told}");
            }
        }
    }

    #[test]
    fn a_certificate_without_its_key_is_refused() {
        let tls = Tls {
            client_cert_pem: Some(b"-----BEGIN CERTIFICATE-----".to_vec()),
            ..Tls::default()
        };
        let error = Config::new("https://localhost:1")
            .with_tls(tls)
            .endpoint()
            .unwrap_err();
        assert!(error.to_string().contains("together"), "{error}");
    }
}
