//! The `backline` program.

use std::process::ExitCode;

use backline_cli::{ExitStatus, Surroundings, run};

#[tokio::main]
async fn main() -> ExitCode {
    // Two providers may be in the tree; rustls wants to be told which before its first use. It was
    // installed already when this fails, which is as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let status: ExitStatus = run(std::env::args_os(), Surroundings::of_process()).await;
    status.into()
}
