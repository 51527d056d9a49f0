use std::path::PathBuf;

use clap::Args;

/// Where the server is, and with what token it is spoken to.
///
/// The token itself is never a flag: other users of the machine can read those.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Server (not for `up` and `demo`)")]
pub(crate) struct Remote {
    /// The server's address.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "BACKLINE_SERVER",
        hide_env_values = true,
        default_value = "http://127.0.0.1:7443",
        hide_short_help = true
    )]
    pub(crate) server: String,

    /// File with the API token; without it `BACKLINE_TOKEN`, else the token that a local server made
    /// at its first start.
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub(crate) token_file: Option<PathBuf>,

    /// Certificates of the authorities that the server's certificate may come from (PEM).
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "BACKLINE_CLIENT_CA",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub(crate) tls_ca: Option<PathBuf>,

    /// This client's certificate (PEM), for servers that ask for one.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "BACKLINE_CLIENT_CERT",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub(crate) tls_cert: Option<PathBuf>,

    /// The key of this client's certificate (PEM).
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "BACKLINE_CLIENT_KEY",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub(crate) tls_key: Option<PathBuf>,

    /// The name in the server's certificate, when it is not the host in the address.
    #[arg(long, global = true, value_name = "NAME", hide_short_help = true)]
    pub(crate) tls_domain: Option<String>,
}
