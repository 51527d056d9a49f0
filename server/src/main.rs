//! `backline-server`: reads its configuration and runs until it is asked to end.

use std::io::Write as _;
use std::process::ExitCode;

use backline_server::clock::SystemClock;
use backline_server::config::{Config, Flags};
use backline_server::grpc::access;
use backline_server::{app, shutdown, telemetry};
use clap::Parser;
use tokio_util::sync::CancellationToken;

/// The Backline server: all state, policy and queues.
#[derive(Debug, Parser)]
#[command(name = "backline-server", version, about)]
struct Arguments {
    #[command(flatten)]
    flags: Flags,
}

fn main() -> ExitCode {
    // With two providers in the tree rustls panics at its first use otherwise.
    // It fails only when one is installed already, which is as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let flags = Arguments::parse().flags;
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let config = match Config::load(&flags, environment) {
        Ok(config) => config,
        Err(error) => return end(&error, 2),
    };
    if let Err(error) = telemetry::start_logs(&config.logs.filter, config.logs.format) {
        return end(&error, 2);
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return end(&error, 1),
    };
    match runtime.block_on(Box::pin(run(config))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_configuration() => end(&error, 2),
        Err(error) => end(&error, 1),
    }
}

async fn run(config: Config) -> Result<(), app::Error> {
    let shutdown = CancellationToken::new();
    let running = app::start(config, None, SystemClock::start(), shutdown.clone()).await?;
    if let access::FirstToken::Made(path) = running.first_token() {
        let path = path.display();
        tracing::info!(%path, "the first administrator's token is in this file; keep it safe");
    }
    let mut ended = Box::pin(running.wait());
    tokio::select! {
        ended = &mut ended => return ended,
        _ = shutdown::asked_to_end() => shutdown.cancel(),
    }
    tokio::select! {
        ended = &mut ended => ended,
        _ = shutdown::asked_to_end() => {
            tracing::warn!("asked to end a second time: ended at once");
            std::process::exit(1)
        }
    }
}

/// One sentence for people, and the exit code.
fn end(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    // Whoever closed stderr does not want to read it.
    let _ = writeln!(std::io::stderr(), "backline-server: {error}");
    ExitCode::from(code)
}
