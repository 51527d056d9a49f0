//! `backline-gateway-user`: serves personal accounts for Backline servers.

#![allow(clippy::print_stderr, reason = "errors of a program go to stderr")]

mod args;

use std::env::VarError;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use backline_gateway_user::run;
use clap::Parser as _;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing_subscriber::EnvFilter;

use crate::args::Args;

/// Something went wrong.
const FAILED: u8 = 1;
/// It was told something wrong.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    // Two providers are in the tree, and rustls does not choose.
    if rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .is_err()
    {
        return fail(FAILED, "a TLS provider was installed before");
    }
    let args = Args::parse();
    let filter = match filter(std::env::var("BACKLINE_LOG")) {
        Ok(filter) => filter,
        Err(wrong) => return fail(USAGE, &wrong),
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let options = match args.options() {
        Ok(options) => options,
        Err(error) => return fail(USAGE, &format!("{error:#}")),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(FAILED, &format!("no runtime could be made: {error}")),
    };
    runtime.block_on(async {
        let shutdown = CancellationToken::new();
        let signals = TaskTracker::new();
        if let Err(error) = listen_for_signals(&signals, shutdown.clone()) {
            return fail(FAILED, &format!("signals cannot be listened for: {error}"));
        }
        match run(options, shutdown).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let code = if error.is_configuration() {
                    USAGE
                } else {
                    FAILED
                };
                fail(code, &error.to_string())
            }
        }
    })
}

/// How much is logged. A filter that says nothing sensible is refused: whoever
/// wrote it waits for lines that would never come.
fn filter(given: Result<String, VarError>) -> Result<EnvFilter, String> {
    let wrong = |given: &str, detail: &str| {
        format!(
            "BACKLINE_LOG is {given:?}, which is no log filter ({detail}): write a level (error, \
             warn, info, debug, trace), or TARGET=LEVEL pairs with commas, such as \
             info,backline_gateway_user=debug"
        )
    };
    let given = match given {
        Ok(given) if !given.trim().is_empty() => given,
        Ok(_) | Err(VarError::NotPresent) => "info".to_owned(),
        Err(VarError::NotUnicode(given)) => {
            return Err(wrong(&given.to_string_lossy(), "it is no text"));
        }
    };
    let filter = EnvFilter::builder()
        .parse(&given)
        .map_err(|error| wrong(&given, &error.to_string()))?;
    // Below that they show what people wrote.
    let quiet = [
        "grammers_session=info",
        "grammers_mtsender=info",
        "grammers_mtproto=info",
    ];
    let quiet = quiet.into_iter().filter_map(|quiet| quiet.parse().ok());
    Ok(quiet.fold(filter, EnvFilter::add_directive))
}

/// Ctrl-C and SIGTERM begin the drain; a second one ends at once.
fn listen_for_signals(tasks: &TaskTracker, shutdown: CancellationToken) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tasks.spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if shutdown.is_cancelled() {
                std::process::exit(FAILED.into());
            }
            tracing::info!("stopping: what is in hand is finished, within ten seconds");
            shutdown.cancel();
        }
    });
    Ok(())
}

fn fail(code: u8, message: &str) -> ExitCode {
    eprintln!("backline-gateway-user: {message}");
    ExitCode::from(code)
}
