//! The server's configuration as `up` has it.

use std::net::SocketAddr;

use backline_server::config::{Config, Flags, Store};
use backline_server::telemetry;

use crate::args::Up;
use crate::failure::Failure;
use crate::surroundings::Environment;

/// A free port of loopback.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);
/// What is logged without -v. The engine warns at every ordinary end that it was not closed as it
/// likes to be: what counts was synced with its commit, and nobody can do anything about it.
const QUIET: &str = "warn,surrealkv=error,grammers=error";
/// What is logged with one and with two -v. Only our own crates get louder than `info`: what the
/// HTTP library says of its requests could hold the bot's token, and what the libraries of the
/// accounts say holds what people write.
const LOUDER: [&str; 2] = [
    "info,surrealdb=warn,surrealkv=error,grammers=warn",
    "info,surrealdb=warn,surrealkv=error,grammers=warn,backline_server=debug,backline_domain=debug,\
     backline_store=debug,backline_gateway=debug,backline_gateway_bot=debug,\
     backline_gateway_user=debug,backline_client=debug",
];

/// The configuration from file, environment and arguments. It listens on loopback only: the
/// gateway is in this process, and everybody else is on this machine.
///
/// # Errors
/// The first thing that is wrong, with the remedy.
pub(super) fn load(arguments: &Up, environment: &Environment) -> Result<Config, Failure> {
    let listen = arguments.listen.unwrap_or(LISTEN);
    if !listen.ip().is_loopback() {
        return Err(Failure::usage(format!(
            "`up` listens on this machine only, and {listen} can be reached from others: take \
             127.0.0.1 or [::1], or run backline-server with TLS and backline-gateway-bot"
        )));
    }
    // A second program on this machine may have the metrics' usual port: only who asks for
    // metrics gets them here.
    let asks_for_metrics =
        arguments.config.is_some() || environment.get("BACKLINE_METRICS").is_some();
    let flags = Flags {
        config: arguments
            .config
            .clone()
            .or_else(|| environment.path("BACKLINE_CONFIG")),
        listen: Some(listen.to_string()),
        store: arguments.store.clone(),
        setup_bot_token_file: arguments
            .setup_bot_token_file
            .as_ref()
            .map(|path| path.display().to_string()),
        metrics: (!asks_for_metrics).then(|| "OFF".to_owned()),
        ..Flags::default()
    };
    let mut config = Config::load(&flags, environment.variables())
        .map_err(|error| Failure::usage(error.to_string()))?;
    // On loopback nobody else can read along.
    config.tls = None;
    // The token of a store that ends with this process would only take the place of another's.
    config.makes_first_token &= config.store.url() != "mem://";
    Ok(config)
}

/// Starts writing logs to stderr: warnings, or more with -v, or as the environment says.
///
/// # Errors
/// The filter is none.
pub(in crate::commands) fn start_logs(
    verbose: u8,
    config: &Config,
    environment: &Environment,
) -> Result<(), Failure> {
    let filter = match usize::from(verbose) {
        0 if environment.get("BACKLINE_LOG__FILTER").is_some() => config.logs.filter.as_str(),
        0 => QUIET,
        level => LOUDER[level.min(LOUDER.len()) - 1],
    };
    match telemetry::start_logs(filter, config.logs.format) {
        // Whoever runs this inside another program has logs of its own.
        Ok(()) | Err(telemetry::Error::Started) => Ok(()),
        Err(error) => Err(Failure::usage(error.to_string())),
    }
}

/// Whether what is in the store outlives this process.
pub(super) fn is_kept(store: &Store) -> bool {
    store.url() != "mem://"
}

/// Where state is kept, for people: an address may hold a password.
pub(super) fn place(store: &Store) -> String {
    match (store.folder(), store.url().rsplit_once('@')) {
        (Some(folder), _) => folder.display().to_string(),
        (None, Some((_, host))) => host.to_owned(),
        (None, None) if !is_kept(store) => "memory: it ends with this process".to_owned(),
        (None, None) => store.url().to_owned(),
    }
}
