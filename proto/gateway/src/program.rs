//! What every gateway's program is: its arguments, its log, its signals, its end.

#![allow(clippy::print_stderr, reason = "errors of a program go to stderr")]

mod attachment;
mod log;
mod signals;

use std::fmt::Display;
use std::process::ExitCode;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::attachment::{Attachment, environment, read_secret};

/// Something went wrong.
const FAILED: u8 = 1;
/// It was told something wrong.
const USAGE: u8 = 2;

/// Which program it is.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// Its name, for people.
    pub name: &'static str,
    /// Its own part of the log.
    pub target: &'static str,
    /// Parts of the log of which warnings alone are shown, unless `BACKLINE_LOG` names them; and
    /// never what is below `info`, which would show what people wrote.
    pub quiet: &'static [&'static str],
}

// === impl Program ===

impl Program {
    /// Runs it until it ends or is told to. rustls gets its provider here.
    ///
    /// `options` reads what it was told; `run` does the work until the token is cancelled;
    /// `is_configuration` says of an error whether the same again cannot work.
    pub fn run<O, E: Display, F: Future<Output = Result<(), E>>>(
        self,
        options: impl FnOnce() -> anyhow::Result<O>,
        run: impl FnOnce(O, CancellationToken) -> F,
        is_configuration: impl FnOnce(&E) -> bool,
    ) -> ExitCode {
        // Two providers are in the tree, and rustls does not choose.
        if rustls::crypto::aws_lc_rs::default_provider()
            .install_default()
            .is_err()
        {
            return self.fail(FAILED, "a TLS provider was installed before");
        }
        if let Err(wrong) = log::begin(&self, std::env::var("BACKLINE_LOG")) {
            return self.fail(USAGE, &wrong);
        }
        let options = match options() {
            Ok(options) => options,
            Err(error) => return self.fail(USAGE, &format!("{error:#}")),
        };
        let runtime = match tokio::runtime::Runtime::new() {
            Ok(runtime) => runtime,
            Err(error) => return self.fail(FAILED, &format!("no runtime could be made: {error}")),
        };
        runtime.block_on(async {
            let shutdown = CancellationToken::new();
            let listening = TaskTracker::new();
            if let Err(error) = signals::listen(&listening, shutdown.clone()) {
                return self.fail(FAILED, &format!("signals cannot be listened for: {error}"));
            }
            match run(options, shutdown).await {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    let code = if is_configuration(&error) {
                        USAGE
                    } else {
                        FAILED
                    };
                    self.fail(code, &error.to_string())
                }
            }
        })
    }

    fn fail(&self, code: u8, message: &str) -> ExitCode {
        eprintln!("{}: {message}", self.name);
        ExitCode::from(code)
    }
}
