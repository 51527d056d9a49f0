//! Gateways that die at any moment, and others that go on where the server committed last.

use std::collections::BTreeSet;
use std::time::Duration;

use backline_gateway::Driven;
use backline_gateway_user::LoginKey;
use backline_proto::gateway::v1::Cursor;
use telegram_sim::{Limits, Rights, Sim};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::server::Server;
use crate::stage::{chat, run_with_key, send, text, texts};

/// `BACKLINE_KILLS` sets another number.
const KILLS: usize = 25;

/// A small generator, so that a printed seed repeats what is done.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % bound
    }
}

fn number(name: &str, usual: u64) -> u64 {
    let told = std::env::var(name);
    told.map_or(usual, |told| told.parse().unwrap())
}

/// Where the server committed last.
fn cursor(server: &Server) -> Option<Cursor> {
    server.batches().last()?.cursor.clone()
}

/// A gateway in threads of its own, that can be ended where it stands.
async fn gateway(
    server: &Server,
    dc: std::net::SocketAddr,
    key: &LoginKey,
    count: usize,
) -> Runtime {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (of, key) = (server.clone(), key.clone());
    runtime.spawn(async move {
        let (clock, shutdown) = (Driven::new(), CancellationToken::new());
        let running = run_with_key(&of, &clock, &shutdown, dc, Some(key)).await;
        let _ = running.await;
    });
    server.until_sessions(count).await;
    runtime
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_bot_killed_at_any_moment_misses_nothing_that_operators_write() {
    let seed = number("BACKLINE_SEED", u64::from(std::process::id()));
    println!("BACKLINE_SEED={seed}");
    let mut random = Random(seed);
    let sim = Sim::start(telegram_sim::Config::default().limits(Limits::off()))
        .await
        .unwrap();
    let (bot, olga) = (sim.bot("Desk"), sim.person("Olga"));
    let team = sim.forum("Team", &olga);
    olga.makes_admin(&team, &bot, Rights::all());
    let key = LoginKey(sim.new_auth_key().bytes());
    let server = Server::new();
    let mut sessions = 1;
    let mut running = gateway(&server, sim.mtproto(), &key, sessions).await;
    server.assign_bot(bot.id(), bot.token(), None).await;
    server.until("a state", |batches| !batches.is_empty()).await;

    let (mut written, mut posted, mut kills) = (0_u64, 0_i64, 0);
    let wanted = number("BACKLINE_KILLS", KILLS as u64);
    while kills < wanted {
        for _ in 0..random.below(4) {
            olga.says(&team, &format!("answer {written}"));
            written += 1;
            if random.below(2) == 0 {
                posted += 1;
                let post = send(chat(team.id()), 0, text(&format!("question {posted}")));
                server.commands(bot.id(), post, &[posted]);
            }
        }
        let calls = sim.calls_made() + usize::try_from(random.below(4)).unwrap();
        let soon = Duration::from_millis(random.below(60));
        let _ = tokio::time::timeout(soon, sim.until(|| sim.calls_made() >= calls)).await;
        if random.below(3) == 0 {
            running.shutdown_background();
            kills += 1;
            // What is written while nobody is there.
            for _ in 0..random.below(3) {
                olga.says(&team, &format!("answer {written}"));
                written += 1;
            }
            sessions += 1;
            running = gateway(&server, sim.mtproto(), &key, sessions).await;
            let cursor = cursor(&server);
            server.assign_bot(bot.id(), bot.token(), cursor).await;
        }
    }
    let mut missing = Vec::new();
    for _ in 0..40 {
        let seen: BTreeSet<String> = texts(&server.updates()).into_iter().collect();
        let all = (0..written).map(|number| format!("answer {number}"));
        missing = all.filter(|one| !seen.contains(one)).collect();
        if missing.is_empty() {
            break;
        }
        let more = server.posted();
        let soon = Duration::from_millis(500);
        let grows = async {
            while server.posted() == more {
                tokio::task::yield_now().await;
            }
        };
        let _ = tokio::time::timeout(soon, grows).await;
    }
    running.shutdown_background();
    println!("{kills} kills, {written} written, {posted} posted");
    assert_eq!(missing, Vec::<String>::new(), "never came");
}
