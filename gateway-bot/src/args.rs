//! The program's arguments. Their comments are the help that people read.

#![expect(clippy::doc_markdown, reason = "help shows backticks as they are")]

use std::path::PathBuf;

use backline_gateway::program::Attachment;
use backline_gateway_bot::{Options, TELEGRAM};
use clap::Parser;

/// The program's name.
pub(crate) const NAME: &str = "backline-gateway-bot";

/// Serves bots for Backline servers: carries updates from the Bot API to the
/// server and commands from the server to the Bot API.
///
/// The token comes from BACKLINE_TOKEN or --token-file; `backline tokens create`
/// makes one of scope `gateway`. Logs go to stderr; BACKLINE_LOG sets how much
/// (for example `debug`). Ctrl-C and SIGTERM finish what is in hand, within ten
/// seconds; a second one ends at once, with status 1.
///
/// Exit status: 0 good, 1 failed, 2 wrong usage or configuration.
#[derive(Debug, Parser)]
#[command(name = NAME, version)]
pub(crate) struct Args {
    #[command(flatten)]
    attachment: Attachment,

    /// The Bot API server: a local one, or the simulated one.
    #[arg(long, value_name = "URL", default_value = TELEGRAM, env = "BACKLINE_BOT_API_URL")]
    bot_api_url: String,

    /// The Bot API server of --bot-api-url runs with --local and keeps its files in this
    /// folder (its --dir), which is seen here under the same path: files of up to 2,000 MB
    /// are sent, and of any size fetched.
    #[arg(long, value_name = "DIR", env = "BACKLINE_BOT_API_FILES")]
    bot_api_files: Option<PathBuf>,
}

// === impl Args ===

impl Args {
    /// What the gateway is told; reads the files that are named.
    pub(crate) fn options(self) -> anyhow::Result<Options> {
        Ok(Options {
            servers: self.attachment.servers()?,
            bot_api_url: self.bot_api_url,
            bot_api_files: self.bot_api_files,
            name: self.attachment.name_or("gateway-bot"),
            max_identities: self.attachment.max_identities,
        })
    }
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
