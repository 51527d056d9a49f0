//! The program's arguments. Their comments are the help that people read.

#![expect(clippy::doc_markdown, reason = "help shows backticks as they are")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use backline_client::Secret;
use backline_gateway::program::{Attachment, environment, read_secret};
use backline_gateway_user::{Application, LoginKey, Options};
use clap::Parser;

/// The program's name.
pub(crate) const NAME: &str = "backline-gateway-user";

/// Serves personal accounts, and bots that a connection puts on `--via mtproto`, for
/// Backline servers: carries updates from Telegram to the server and commands from the
/// server to Telegram, over MTProto.
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
#[command(name = NAME, version)]
pub(crate) struct Args {
    #[command(flatten)]
    attachment: Attachment,

    /// Where all of Telegram's data centres are, for a simulated one: IP:PORT.
    #[arg(long, value_name = "ADDRESS", env = "BACKLINE_DC")]
    dc: Option<SocketAddr>,

    /// A file with auth keys of 256 bytes as hexadecimal digits, one a line, for logins into a
    /// simulated Telegram: it has none of Telegram's own keys to agree upon one. Accounts take
    /// the first, bots one of the others.
    #[arg(long, value_name = "FILE", env = "BACKLINE_DC_KEY", requires = "dc")]
    dc_key: Option<PathBuf>,
}

// === impl Args ===

impl Args {
    /// What the gateway is told; reads the files that are named.
    pub(crate) fn options(self) -> anyhow::Result<Options> {
        Ok(Options {
            servers: self.attachment.servers()?,
            application: Application {
                api_id: number("BACKLINE_API_ID")?,
                api_hash: Secret::new(environment("BACKLINE_API_HASH")),
                dc: self.dc,
                login_keys: self.dc_key.as_deref().map_or(Ok(Vec::new()), read_keys)?,
            },
            name: self.attachment.name_or("gateway-user"),
            max_identities: self.attachment.max_identities,
        })
    }
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

fn read_keys(path: &Path) -> anyhow::Result<Vec<LoginKey>> {
    let text = read_secret(path)?;
    let shown = path.display();
    LoginKey::parse_all(text.expose())
        .with_context(|| format!("{shown} holds no auth key: 512 hexadecimal digits"))
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
