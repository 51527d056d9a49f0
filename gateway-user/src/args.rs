//! The program's arguments. Their comments are the help that people read.

#![expect(clippy::doc_markdown, reason = "help shows backticks as they are")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use backline_client::{Config, Secret, Tls};
use backline_gateway_user::{LoginKey, Options};
use clap::Parser;

/// Serves personal accounts for Backline servers: carries updates from Telegram to
/// the server and commands from the server to Telegram, over MTProto.
///
/// The token comes from BACKLINE_TOKEN or --token-file; `backline tokens create`
/// makes one of scope `gateway`. The application that accounts are used with comes
/// from BACKLINE_API_ID and BACKLINE_API_HASH; https://my.telegram.org (API
/// development tools) makes one. Logs go to stderr; BACKLINE_LOG sets how much
/// (for example `debug`). Ctrl-C and SIGTERM finish what is in hand, within ten
/// seconds; a second one ends at once, with status 1.
///
/// Exit status: 0 good, 1 failed, 2 wrong usage or configuration.
#[derive(Debug, Parser)]
#[command(name = "backline-gateway-user", version)]
pub(crate) struct Args {
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

    /// Where all of Telegram's data centres are, for a simulated one: IP:PORT.
    #[arg(long, value_name = "ADDRESS", env = "BACKLINE_DC")]
    dc: Option<SocketAddr>,

    /// A file with an auth key of 256 bytes as hexadecimal digits, for logins into a
    /// simulated Telegram: it has none of Telegram's own keys to agree upon one.
    #[arg(long, value_name = "FILE", env = "BACKLINE_DC_KEY", requires = "dc")]
    dc_key: Option<PathBuf>,

    /// Name of this process, for people.
    #[arg(
        long,
        value_name = "NAME",
        default_value = "gateway-user",
        env = "BACKLINE_NAME"
    )]
    name: String,

    /// How many accounts it takes; 0 = no limit.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(i32).range(0..))]
    max_identities: i32,

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

// === impl Args ===

impl Args {
    /// What the gateway is told; reads the files that are named.
    pub(crate) fn options(self) -> anyhow::Result<Options> {
        let token = self.token()?;
        let tls = Tls {
            ca_pem: self.tls_ca.as_deref().map(read).transpose()?,
            client_cert_pem: self.tls_cert.as_deref().map(read).transpose()?,
            client_key_pem: self.tls_key.as_deref().map(read_secret).transpose()?,
            domain: self.tls_domain,
        };
        let servers = self.servers.into_iter().map(|url| {
            Config::new(url)
                .with_token(token.clone())
                .with_tls(tls.clone())
        });
        Ok(Options {
            servers: servers.collect(),
            api_id: number("BACKLINE_API_ID")?,
            api_hash: Secret::new(environment("BACKLINE_API_HASH")),
            dc: self.dc,
            login_key: self.dc_key.as_deref().map(read_key).transpose()?,
            name: self.name,
            max_identities: self.max_identities,
        })
    }

    fn token(&self) -> anyhow::Result<Secret> {
        let token = match &self.token_file {
            Some(path) => read_secret(path)?,
            // Never from a flag: others on the machine can read those.
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

/// Never from a flag: others on the machine can read those.
fn environment(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// 0 = missing, which is told with the remedy later.
fn number(name: &str) -> anyhow::Result<i32> {
    let given = environment(name);
    if given.trim().is_empty() {
        return Ok(0);
    }
    given
        .trim()
        .parse()
        .with_context(|| format!("{name} is {given:?}, which is no number"))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn read_key(path: &Path) -> anyhow::Result<LoginKey> {
    let text = read_secret(path)?;
    let text = text.expose().trim();
    let byte = |place: usize| u8::from_str_radix(text.get(place..place + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    let key = bytes.and_then(|bytes| bytes.try_into().ok());
    let shown = path.display();
    key.map(LoginKey)
        .with_context(|| format!("{shown} holds no auth key: 512 hexadecimal digits"))
}

fn read_secret(path: &Path) -> anyhow::Result<Secret> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_agree_with_each_other() {
        Args::command().debug_assert();
    }
}
