//! Everything in one process, against the simulated Telegram.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use backline_client::Secret;
use backline_gateway_user::{Accounts, Application, LoginKey};
use backline_server::config::{Config, Secrets};
use telegram_sim::{Rights, Sim};
use tokio_util::task::TaskTracker;

use super::Context;
use super::up::{self, Plan, signals};
use crate::args::Demo;
use crate::failure::Failure;

/// Where the page is served, unless somebody else is there already.
const PAGE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8081);
/// Who plays the customers.
const CUSTOMERS: [&str; 3] = ["Ann", "Bob", "Chiara"];

/// Makes a world with a bot, a team and customers, and serves it. Nothing is kept.
pub(super) async fn run(arguments: Demo, context: &mut Context) -> Result<(), Failure> {
    let sim = start(arguments.page).await?;
    let bot = sim.bot("Support");
    bot.privacy_off();
    let owner = sim.person("Olga");
    let team = sim.forum("Team", &owner);
    owner.makes_admin(&team, &bot, Rights::all());
    for name in CUSTOMERS {
        sim.person(name);
    }
    // Whoever wants to begin with nothing gets a bot from the one and talks to the other.
    sim.bot("BotFather");
    let setup_bot = sim.bot("Setup");
    let plan = Plan {
        config: configuration(setup_bot.token())?,
        bot_api_url: sim.url().to_owned(),
        bot_api_files: None,
        accounts: Some(accounts(&sim)?),
        via: None,
        token: Some(Secret::new(bot.token().to_owned())),
        group: Some(team.id()),
        set: arguments.set,
        page: Some(format!("{}/", sim.url())),
    };
    up::start_logs(arguments.verbose, &plan.config, &context.environment)?;
    let tasks = TaskTracker::new();
    let asked = signals::listen(&tasks)?;
    let ended = Box::pin(up::serve(plan, asked, context)).await;
    sim.stop().await;
    ended
}

/// Accounts: each login takes an auth key that the simulated Telegram knows.
fn accounts(sim: &Sim) -> Result<Accounts, Failure> {
    let keys = std::iter::repeat_with(|| LoginKey(sim.new_auth_key().bytes()));
    let application = Application {
        api_id: 1,
        api_hash: Secret::new("demo".to_owned()),
        dc: Some(sim.mtproto()),
        login_keys: keys.take(8).collect(),
    };
    let accounts = application.accounts();
    accounts.map_err(|error| Failure::failed(error.to_string()))
}

async fn start(page: Option<SocketAddr>) -> Result<Sim, Failure> {
    let at = |listen| Sim::start(telegram_sim::Config::default().listen(listen));
    let started = match page {
        Some(page) if !page.ip().is_loopback() => {
            return Err(Failure::usage(format!(
                "the page is for this machine only, and {page} can be reached from others: take \
                 127.0.0.1 or [::1]"
            )));
        }
        Some(page) => at(page).await,
        None => match at(PAGE).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                at(SocketAddr::new(PAGE.ip(), 0)).await
            }
            other => other,
        },
    };
    started.map_err(|error| {
        Failure::failed(format!(
            "the page cannot be served ({error}): name another address with --page"
        ))
    })
}

/// A store in memory, and a key that ends with it. Nothing is written but files on their way, into a
/// folder for temporary ones.
fn configuration(setup_bot: &str) -> Result<Config, Failure> {
    let [one, other] = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    let key = format!("{}{}", one.simple(), other.simple())
        .parse()
        .map_err(|error| Failure::failed(format!("no key can be made: {error}")))?;
    let mut secrets = Secrets::with_key(key);
    secrets.setup_bot_token = Some(backline_domain::change::Secret::new(setup_bot));
    // Of its own: two demonstrations may run side by side.
    let folder = format!("backline-demo-{}", std::process::id());
    let directory = std::env::temp_dir().join(folder);
    Config::in_process(&directory, "mem://", secrets)
        .map_err(|error| Failure::failed(error.to_string()))
}
