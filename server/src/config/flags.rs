//! The server's flags. Secrets have none: a flag's value can be seen by others.

use std::path::PathBuf;

/// The flags as they were given, not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct Flags {
    /// Configuration file; its folder also holds the key and the first token
    /// [default: `backline.toml` in `$XDG_CONFIG_HOME/backline`]
    #[arg(long, value_name = "FILE", env = "BACKLINE_CONFIG")]
    pub config: Option<PathBuf>,
    /// Address to serve gRPC on [default: 127.0.0.1:7443]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// Where state is kept, without a user's name or password [default: `surrealkv://./data`]
    #[arg(long, value_name = "URL")]
    pub store: Option<String>,
    /// Address to serve Prometheus metrics on, or OFF [default: 127.0.0.1:9443]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics: Option<String>,
    /// Certificate with its chain, PEM
    #[arg(long, value_name = "FILE")]
    pub tls_certificate: Option<String>,
    /// The certificate's private key, PEM
    #[arg(long, value_name = "FILE")]
    pub tls_key: Option<String>,
    /// Clients must show a certificate of this authority, PEM
    #[arg(long, value_name = "FILE")]
    pub tls_client_ca: Option<String>,
    /// Serve without TLS on addresses that others can reach, because something
    /// in front of the server does TLS
    #[arg(long)]
    pub insecure: bool,
    /// File with the key that secrets are sealed with; made when it is missing
    /// [default: secret.key beside the configuration file]
    #[arg(long, value_name = "FILE")]
    pub secret_key_file: Option<String>,
    /// File with the setup bot's token from BotFather; without a token there is no setup bot
    #[arg(long, value_name = "FILE")]
    pub setup_bot_token_file: Option<String>,
    /// What to log: a level, or TARGET=LEVEL pairs with commas [default: info, and less of the store]
    #[arg(long, value_name = "FILTER")]
    pub log: Option<String>,
    /// How log lines look: text or json [default: text]
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<String>,
}

// === impl Flags ===

impl Flags {
    /// What was given: key, flag, text.
    pub(super) fn given(&self) -> Vec<(&'static str, &'static str, String)> {
        let insecure = self.insecure.then(|| "true".to_owned());
        [
            ("listen", "--listen", &self.listen),
            ("store", "--store", &self.store),
            ("metrics", "--metrics", &self.metrics),
            (
                "tls.certificate",
                "--tls-certificate",
                &self.tls_certificate,
            ),
            ("tls.key", "--tls-key", &self.tls_key),
            ("tls.client_ca", "--tls-client-ca", &self.tls_client_ca),
            ("insecure", "--insecure", &insecure),
            (
                "secret_key_file",
                "--secret-key-file",
                &self.secret_key_file,
            ),
            (
                "setup_bot_token_file",
                "--setup-bot-token-file",
                &self.setup_bot_token_file,
            ),
            ("log.filter", "--log", &self.log),
            ("log.format", "--log-format", &self.log_format),
        ]
        .into_iter()
        .filter_map(|(key, flag, value)| Some((key, flag, value.clone()?)))
        .collect()
    }
}
