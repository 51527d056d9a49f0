//! `telegram-sim`: a simulated Telegram with a page to play both sides on.

use std::{io::Write as _, net::SocketAddr};

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use telegram_sim::{Config, Limits, Rights, RsaKey, Sim};

/// A simulated Telegram: a Bot API server for programs, and a page on which a person plays customers and operators.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    /// Where to listen. Port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Whether Telegram's rates are enforced.
    #[arg(long, value_enum, default_value_t = Switch::On)]
    limits: Switch,
    /// Starts with an empty world: for programs that make their own through /sim/.
    #[arg(long)]
    empty: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .init();
    let limits = match args.limits {
        Switch::On => Limits::telegram(),
        Switch::Off => Limits::off(),
    };
    let config = Config::default().listen(args.listen).limits(limits);
    let sim = Sim::start(config).await.with_context(|| {
        format!(
            "cannot listen on {}: choose another address with --listen",
            args.listen
        )
    })?;
    announce(&sim, args.empty)?;
    sim.serve(async {
        // Without a way to hear Ctrl-C it runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
    .await;
    Ok(())
}

fn announce(sim: &Sim, empty: bool) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "page     {}/", sim.url())?;
    writeln!(out, "bot api  {}", sim.url())?;
    writeln!(out, "mtproto  {}", sim.mtproto())?;
    writeln!(out, "rsa      {}", RsaKey::simulated().public().0)?;
    if !empty {
        let bot = sim.bot("Support");
        bot.privacy_off();
        let owner = sim.person("Olga");
        let team = sim.forum("Team", &owner);
        owner.makes_admin(&team, &bot, Rights::all());
        let people = ["Ann", "Bob", "Chiara"].map(|name| sim.person(name));
        writeln!(out, "token    {}", bot.token())?;
        writeln!(out, "group    {}", team.id())?;
        writeln!(out, "phone    {}", sim.phone(&people[0]))?;
    }
    out.flush()
}
