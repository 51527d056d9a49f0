//! Which servers a gateway attaches to, and how. The comments of the arguments are the
//! help that people read.

#![expect(clippy::doc_markdown, reason = "help shows backticks as they are")]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use backline_client::{Config, Secret, Tls};

/// Which servers a gateway attaches to, and how.
#[derive(Debug, clap::Args)]
pub struct Attachment {
    /// A server to attach to: https://HOST:PORT, or http:// with a loopback
    /// address. May be given several times.
    #[arg(
        long = "server",
        value_name = "URL",
        required = true,
        env = "BACKLINE_SERVER"
    )]
    #[arg(value_delimiter = ',')]
    servers: Vec<String>,

    /// A file with the API token; without it the token is taken from
    /// BACKLINE_TOKEN.
    #[arg(long, value_name = "FILE", env = "BACKLINE_TOKEN_FILE")]
    token_file: Option<PathBuf>,

    /// Name of this process, for people; the program's own by default.
    #[arg(long, value_name = "NAME", env = "BACKLINE_NAME")]
    name: Option<String>,

    /// How many bots or accounts it takes; 0 = no limit.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(i32).range(0..))]
    pub max_identities: i32,

    /// Certificates of the authorities that the servers' certificates may come
    /// from (PEM); without it the public ones.
    #[arg(long, value_name = "FILE", env = "BACKLINE_CLIENT_CA")]
    tls_ca: Option<PathBuf>,

    /// This gateway's certificate (PEM), where servers ask for one.
    #[arg(
        long,
        value_name = "FILE",
        env = "BACKLINE_CLIENT_CERT",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,

    /// The key of this gateway's certificate (PEM).
    #[arg(
        long,
        value_name = "FILE",
        env = "BACKLINE_CLIENT_KEY",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,

    /// The name in the servers' certificates, when it is not the host's.
    #[arg(long, value_name = "NAME")]
    tls_domain: Option<String>,
}

// === impl Attachment ===

impl Attachment {
    /// The servers, with token and TLS; reads the files that are named.
    ///
    /// # Errors
    /// A file cannot be read, or there is no token.
    pub fn servers(&self) -> anyhow::Result<Vec<Config>> {
        let token = self.token()?;
        let tls = Tls {
            ca_pem: self.tls_ca.as_deref().map(read).transpose()?,
            client_cert_pem: self.tls_cert.as_deref().map(read).transpose()?,
            client_key_pem: self.tls_key.as_deref().map(read_secret).transpose()?,
            domain: self.tls_domain.clone(),
        };
        let servers = self.servers.iter().map(|url| {
            Config::new(url)
                .with_token(token.clone())
                .with_tls(tls.clone())
        });
        Ok(servers.collect())
    }

    /// Name of the process.
    #[must_use]
    pub fn name_or(&self, usual: &str) -> String {
        self.name.clone().unwrap_or_else(|| usual.to_owned())
    }

    fn token(&self) -> anyhow::Result<Secret> {
        let token = match &self.token_file {
            Some(path) => read_secret(path)?,
            None => Secret::new(environment("BACKLINE_TOKEN")),
        };
        if token.is_blank() {
            bail!(
                "no API token: set BACKLINE_TOKEN, or name a file with --token-file; \
                 `backline tokens create` makes one of scope gateway"
            );
        }
        Ok(token)
    }
}

/// A secret from the environment; empty when it is not there. Secrets never come from a
/// flag: others on the machine can read those.
#[must_use]
pub fn environment(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// A secret from a file.
///
/// # Errors
/// The file cannot be read.
pub fn read_secret(path: &Path) -> anyhow::Result<Secret> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Secret::new(text))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}
