//! Everything in one process: the server, a gateway for bots and, with an application, one for
//! accounts, over loopback.

mod application;
mod ending;
mod follow;
mod process;
mod progress;
mod server;
mod settings;
mod setup;
pub(super) mod signals;
mod source;
mod step;
mod watched;

use std::path::PathBuf;

use backline_client::Secret;
use backline_gateway_bot::Bots;
use backline_gateway_user::Accounts;
use backline_server::clock::{SharedClock, SystemClock};
use backline_server::config::Config;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(super) use self::settings::start_logs;

use self::follow::Follow;
use self::process::Process;
use self::setup::Wanted;
use self::source::Source;
use self::step::Step;
use super::{Context, connections, demo};
use crate::args::{Assignment, Demo, Up, Via};
use crate::failure::Failure;
use crate::output::{Format, Printer};

/// What is to run.
pub(super) struct Plan {
    /// The server's configuration.
    pub(super) config: Config,
    /// The Bot API server.
    pub(super) bot_api_url: String,
    /// The folder of its files, where it is a local one.
    pub(super) bot_api_files: Option<PathBuf>,
    /// The accounts that are served too, and bots over MTProto; `None`: they are not.
    pub(super) accounts: Option<Accounts>,
    /// By which interface the bot is served; `None`: as it is.
    pub(super) via: Option<Via>,
    /// The bot's token; `None`: bots are connected by the setup bot.
    pub(super) token: Option<Secret>,
    /// The backend group.
    pub(super) group: Option<i64>,
    /// Parameters.
    pub(super) set: Vec<Assignment>,
    /// The page of the simulated Telegram.
    pub(super) page: Option<String>,
}

/// Runs everything until it is asked to end.
pub(super) async fn run(arguments: Up, context: &mut Context) -> Result<(), Failure> {
    match Source::choose(&arguments, context)? {
        Source::Simulated => {
            let Up { set, verbose, .. } = arguments;
            Box::pin(demo::run(
                Demo {
                    page: None,
                    set,
                    verbose,
                },
                context,
            ))
            .await
        }
        Source::Telegram(token) => {
            let config = settings::load(&arguments, &context.environment)?;
            start_logs(arguments.verbose, &config, &context.environment)?;
            let telegram = || backline_gateway_bot::TELEGRAM.to_owned();
            let plan = Plan {
                config,
                accounts: application::accounts(&arguments, &context.environment)?,
                via: arguments.via,
                bot_api_files: arguments.bot_api_files,
                bot_api_url: arguments.bot_api_url.unwrap_or_else(telegram),
                token,
                group: arguments.group,
                set: arguments.set,
                page: None,
            };
            let tasks = TaskTracker::new();
            let asked = signals::listen(&tasks)?;
            Box::pin(serve(plan, asked, context)).await
        }
    }
}

/// Serves until `asked` is cancelled, then drains.
pub(super) async fn serve(
    plan: Plan,
    asked: CancellationToken,
    context: &mut Context,
) -> Result<(), Failure> {
    let Plan {
        config,
        bot_api_url,
        bot_api_files,
        accounts,
        via,
        token,
        group,
        set,
        page,
    } = plan;
    let parameters = connections::by_name(&set)?;
    let wanted = token.map(|token| Wanted {
        token,
        group,
        via,
        serves_mtproto: accounts.is_some(),
        parameters,
    });
    let clock: SharedClock = SystemClock::start();
    let printer = &mut context.printer;
    let store = settings::place(&config.store);
    let is_kept = settings::is_kept(&config.store);
    let serves_accounts = accounts.is_some();
    let mut bots = bots(&bot_api_url)?;
    if let Some(folder) = bot_api_files {
        bots = bots
            .with_files_in(folder)
            .map_err(|error| Failure::usage(error.to_string()))?;
    }
    let process = Process::start(config, bots, accounts, &clock).await?;
    let mut steps: Vec<Step> = page
        .map(|page| Step::Simulated { page })
        .into_iter()
        .collect();
    steps.push(Step::Server {
        url: process.server().url(),
        store,
    });
    let token = process
        .server()
        .first_token()
        .map(|path| path.display().to_string());
    steps.extend(token.map(|path| Step::Token { path }));
    steps.extend(serves_accounts.then_some(Step::Accounts));
    let ended = serve_with(&process, wanted.as_ref(), &clock, steps, &asked, printer).await;
    if ended.is_ok() {
        tell(printer, &[Step::Draining])?;
    }
    let is_complete = process.stop(&clock).await;
    ended?;
    tell(
        printer,
        &[Step::Ended {
            is_complete,
            is_kept,
        }],
    )
}

fn bots(url: &str) -> Result<Bots, Failure> {
    Bots::new(url).map_err(|error| Failure::usage(error.to_string()))
}

async fn serve_with(
    process: &Process,
    wanted: Option<&Wanted>,
    clock: &SharedClock,
    mut steps: Vec<Step>,
    asked: &CancellationToken,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let remote = process.remote();
    tell(printer, &std::mem::take(&mut steps))?;
    let Some(wanted) = wanted else {
        tell(printer, &[Step::SetupBot])?;
        return tokio::select! {
            () = asked.cancelled() => Ok(()),
            failure = process.failure() => Err(failure),
        };
    };
    let served = wanted.set_up(remote, &mut steps).await?;
    tell(printer, &steps)?;
    let follow = Follow {
        process,
        wanted,
        clock,
    };
    tokio::select! {
        ended = follow.run(served, asked, |steps| tell(printer, steps)) => ended,
        failure = process.failure() => Err(failure),
    }
}

fn tell(printer: &mut Printer, steps: &[Step]) -> Result<(), Failure> {
    for step in steps {
        match printer.format() {
            Format::Text => printer.say(&step.words())?,
            Format::Json => printer.json_line(step)?,
        }
    }
    Ok(())
}
