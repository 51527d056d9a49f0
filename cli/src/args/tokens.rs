use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::values::Lifetime;

/// Verbs on API tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum Tokens {
    /// Make a token. Its secret is given once, here, and never again.
    Create(Create),
    /// List tokens, without their secrets.
    #[command(after_help = "Example:\n  backline tokens list")]
    List {
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// End a token, and the sessions that were opened with it.
    #[command(after_help = "Example:\n  backline tokens revoke 7f3k2")]
    Revoke {
        /// The token's id, as `tokens list` shows it.
        token: String,
    },
}

/// `tokens create`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  backline tokens create reports --scope read --expires-in 90d --out \
                        reports.token\n  backline tokens create gateway-berlin --scope gateway --kind \
                        bot --out gateway.token"
)]
pub(crate) struct Create {
    /// What the token is for, in your words.
    pub(crate) name: String,

    /// What it may do; may be given several times.
    #[arg(long = "scope", required = true, value_name = "SCOPE")]
    pub(crate) scopes: Vec<ScopeName>,

    /// Only within this connection; may be given several times.
    #[arg(long = "connection", value_name = "CONNECTION")]
    pub(crate) connections: Vec<String>,

    /// For scope gateway: only gateways of this kind; may be given several times.
    #[arg(long = "kind", value_name = "KIND")]
    pub(crate) kinds: Vec<GatewayKind>,

    /// For scope gateway: only this identity, as bot:ID or user:ID; may be given several times.
    #[arg(long = "identity", value_name = "IDENTITY")]
    pub(crate) identities: Vec<String>,

    /// When it ends, for example 90d; without it, never.
    #[arg(long, value_name = "TIME")]
    pub(crate) expires_in: Option<Lifetime>,

    /// Write the secret into this new file, readable by its owner alone, instead of printing it.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScopeName {
    /// Read everything within reach.
    Read,
    /// Set dialogs' states, decide about dead letters, send.
    Send,
    /// Change connections and parameters.
    Manage,
    /// Everything, tokens included.
    Admin,
    /// Be a gateway.
    Gateway,
}

/// A gateway's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GatewayKind {
    /// For bots.
    Bot,
    /// For accounts, and bots over MTProto.
    User,
}
