//! Killed at random points, as separate processes, on the embedded store: every
//! message arrives, in order, and what nobody can know is asked about.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use backline_client::Config as ClientConfig;
use backline_domain::id::{ChatAddress, ChatId, IdentityId, MessageId};
use backline_domain::link;
use backline_gateway_bot::Options;
use backline_gateway_user::LoginKey;
use backline_proto::admin::v1 as admin;
use backline_server::app;
use backline_server::clock::SystemClock;
use backline_server::config::{Config, Secrets};
use backline_store::{SealKey, Store};
use telegram_sim::{Bot, Group, Person, Rights, Seen, Sim};
use tokio_util::sync::CancellationToken;

use crate::clock::Driven;
use crate::house::Front;

const DIALOGS: usize = 20;
const MESSAGES: usize = 500;
/// People wait when so many have not arrived: a campaign would write for ever otherwise, since
/// a kill costs more time than a message.
const BACKLOG: usize = 200;
/// `BACKLINE_KILLS` sets another number: 200 are a campaign.
const KILLS: usize = 20;
/// The same where the frontend goes over MTProto: after each the lease of before has to end.
const KILLS_OF_ACCOUNTS: usize = 6;
/// What is said above a message of the account's that did not come from here.
const ELSEWHERE: &str = "from another device";
/// Deliveries to one customer are one after the other: at most one a dialog can
/// be in doubt at each kill.
const LANES: usize = DIALOGS;

/// A small generator, so that a printed seed repeats the points of the kills.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963);
        usize::try_from((self.0 >> 33) % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// What is killed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Victim {
    /// Server and gateway, which are one process.
    Both,
    /// The server; the gateway lives on and comes back to it.
    Server,
    /// Now the server, now the gateway, which are processes of their own.
    Either,
}

/// What a process is.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Whole,
    Server,
    Gateway,
}

/// A part of the installation in a process of its own.
pub(crate) struct Installation {
    child: Child,
}

/// Where everything is.
pub(crate) struct Site<'a> {
    pub(crate) store: &'a Path,
    pub(crate) sim: &'a Sim,
    pub(crate) front: &'a Front,
    /// A bot over MTProto that looks after the group for the account.
    pub(crate) desk: Option<&'a Bot>,
    /// For logins over MTProto, in hexadecimal digits.
    pub(crate) login_keys: String,
    pub(crate) team: &'a Group,
    /// The server's, where it is a process of its own.
    pub(crate) address: Option<SocketAddr>,
    /// How long a gateway may be silent: a dead one is given up then.
    pub(crate) lease: Duration,
}

impl Site<'_> {
    /// What the frontend is known by.
    fn credentials(&self) -> Vec<(&'static str, String)> {
        match self.front {
            Front::Bot(bot) => vec![("CRASH_TOKEN", bot.token().to_owned())],
            Front::BotOverMtproto(bot) => vec![
                ("CRASH_DC", self.sim.mtproto().to_string()),
                ("CRASH_KEYS", self.login_keys.clone()),
                ("CRASH_TOKEN", bot.token().to_owned()),
            ],
            Front::Account(account) => vec![
                ("CRASH_DC", self.sim.mtproto().to_string()),
                ("CRASH_KEYS", self.login_keys.clone()),
                ("CRASH_PHONE", self.sim.phone(account)),
            ],
        }
    }
}

impl Installation {
    pub(crate) fn start(site: &Site<'_>, part: Part) -> Self {
        let listen = site
            .address
            .map_or(String::new(), |address| address.to_string());
        let part = match part {
            Part::Whole => "whole",
            Part::Server => "server",
            Part::Gateway => "gateway",
        };
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::installation", "--ignored", "--nocapture"])
            .env("CRASH_PART", part)
            .env("CRASH_LEASE", site.lease.as_millis().to_string())
            .env("CRASH_STORE", site.store)
            .env("CRASH_LISTEN", listen)
            .env("CRASH_API", site.sim.url())
            .env("CRASH_GROUP", site.team.id().to_string())
            .envs(site.credentials())
            .envs(site.desk.map(|bot| ("CRASH_DESK", bot.token())))
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Self { child }
    }

    /// The process's number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The process that is killed; not a test of its own.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the crash test as a process of its own"]
async fn installation() {
    let Ok(store) = std::env::var("CRASH_STORE") else {
        return;
    };
    let var = |name: &str| std::env::var(name).unwrap();
    let directory = Path::new(&store);
    log();
    let stop = CancellationToken::new();
    let listen = var("CRASH_LISTEN");
    if var("CRASH_PART") == "gateway" {
        let token = until_written(&directory.join("gateway.token")).await;
        let server = ClientConfig::new(format!("http://{listen}"))
            .with_token(backline_client::Secret::new(token));
        serve(server, stop).await;
        return;
    }
    let url = format!("surrealkv://{}/data", directory.display());
    let secrets = Secrets::with_key(SealKey::new([9; 32]));
    let mut config = Config::in_process(directory, &url, secrets).unwrap();
    let lease = Duration::from_millis(var("CRASH_LEASE").parse().unwrap());
    config.timing = backline_server::gateway::Timing {
        heartbeat: lease / 6,
        session_lease: lease,
    };
    let listener = if listen.is_empty() {
        None
    } else {
        Some(tokio::net::TcpListener::bind(&listen).await.unwrap())
    };
    // In the soak time is the parent's: it comes line by line.
    let driven = std::env::var("CRASH_DRIVEN").is_ok().then(Driven::new);
    let clock = driven
        .as_ref()
        .map_or_else(SystemClock::start, Driven::server);
    if let Some(driven) = driven.clone() {
        let directory = directory.to_owned();
        std::thread::spawn(move || crate::soak::obey(&driven, &directory));
    }
    let running = app::start(config, listener, clock, stop.clone())
        .await
        .unwrap();
    let text = |secret: backline_domain::change::Secret| {
        backline_client::Secret::new(String::from_utf8(secret.expose().to_vec()).unwrap())
    };
    let address = format!("http://{}", running.address());
    let is_new = running.desks().registry.desks().is_empty();
    let token = text(running.lend_admin_token().unwrap());
    let client = ClientConfig::new(&address).with_token(token);
    let client = backline_client::Client::connect(client).await.unwrap();
    if is_new && !directory.join("gateway.token").exists() {
        write_gateway_token(&client, directory).await;
    }
    let is_server = !listen.is_empty();
    let gateway = (!is_server && driven.is_none()).then(|| {
        let token = text(running.lend_gateway_token().unwrap());
        let server = ClientConfig::new(&address).with_token(token);
        tokio::spawn(serve(server, stop.clone()))
    });
    if is_new {
        // The soak keeps to Telegram's limits.
        let rate = if driven.is_some() { "20" } else { "100000" };
        connect(&client, rate).await;
    }
    if is_server {
        running.wait().await.unwrap();
        return;
    }
    match (gateway, driven) {
        (Some(gateway), _) => gateway.await.unwrap(),
        (None, driven) => {
            let token = text(running.lend_gateway_token().unwrap());
            let server = ClientConfig::new(&address).with_token(token);
            let options = options(server, var("CRASH_API"));
            let clock = driven.unwrap_or_else(Driven::new).gateway();
            let run = backline_gateway_bot::run_with_clock(options, clock, stop);
            run.await.unwrap();
        }
    }
}

/// Writes what the process says of itself into the folder `BACKLINE_CRASH_LOGS`, for whoever looks
/// for the reason of what a campaign found.
fn log() {
    let Ok(folder) = std::env::var("BACKLINE_CRASH_LOGS") else {
        return;
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let name = format!("{}-{}.log", now.unwrap().as_millis(), std::process::id());
    let file = std::fs::File::create(Path::new(&folder).join(name)).unwrap();
    let filter = "info,backline_server::desk::ingest=trace,backline_server::desk=debug,\
                  backline_gateway=debug,backline_gateway_user=trace,grammers_session=debug,\
                  grammers_mtsender=warn,grammers_mtproto=warn,surrealdb=warn";
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(file))
        .init();
}

/// The gateway that the frontend needs.
async fn serve(server: ClientConfig, stop: CancellationToken) {
    let Ok(dc) = std::env::var("CRASH_DC") else {
        let api = std::env::var("CRASH_API").unwrap();
        let run = backline_gateway_bot::run(options(server, api), stop);
        return run.await.unwrap();
    };
    let options = backline_gateway_user::Options {
        servers: vec![server],
        application: backline_gateway_user::Application {
            api_id: 1,
            api_hash: backline_client::Secret::new("hash".to_owned()),
            dc: Some(dc.parse().unwrap()),
            login_keys: keys(&std::env::var("CRASH_KEYS").unwrap()),
        },
        name: "crash".to_owned(),
        max_identities: 0,
    };
    backline_gateway_user::run(options, stop).await.unwrap();
}

/// For gateways that are processes of their own.
async fn write_gateway_token(client: &backline_client::Client, directory: &Path) {
    let token = admin::Token {
        display_name: "gateway".to_owned(),
        scopes: vec![admin::Scope::Gateway.into()],
        ..admin::Token::default()
    };
    let request = admin::CreateTokenRequest {
        request_id: crate::house::uuid(2),
        token: Some(token),
        expire_time: None,
    };
    let made = client.tokens().create_token(request).await.unwrap();
    let part = directory.join("gateway.part");
    std::fs::write(&part, made.into_inner().secret).unwrap();
    std::fs::rename(part, directory.join("gateway.token")).unwrap();
}

/// Makes the connection.
async fn connect(client: &backline_client::Client, rate: &str) {
    let parameters = [("WELCOME", "OFF"), ("RATE_BACKEND", rate)];
    let var = |name: &str| std::env::var(name).unwrap_or_default();
    let account_login = match std::env::var("CRASH_PHONE") {
        Ok(phone) => {
            let api = var("CRASH_API");
            crate::house::log_in(client, &phone, async || told_code(&api, &phone).await).await
        }
        Err(_) => String::new(),
    };
    let request = admin::CreateConnectionRequest {
        request_id: crate::house::uuid(1),
        display_name: "main".to_owned(),
        bot_token: var("CRASH_TOKEN"),
        backend_group_id: var("CRASH_GROUP").parse().unwrap(),
        parameters: parameters.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        account_login,
        via: match std::env::var("CRASH_DC") {
            Ok(_) => admin::connection::Via::Mtproto.into(),
            Err(_) => admin::connection::Via::BotApi.into(),
        },
        desk_bot_token: var("CRASH_DESK"),
        desk_via: match std::env::var("CRASH_DESK") {
            Ok(_) => admin::connection::Via::Mtproto.into(),
            Err(_) => admin::connection::Via::Unspecified.into(),
        },
        ..admin::CreateConnectionRequest::default()
    };
    let made = client.connections().create_connection(request).await;
    made.unwrap();
}

/// The login code, from the world that another process has.
async fn told_code(api: &str, phone: &str) -> String {
    let url = format!("{api}/sim/login_code?phone=%2B{}", &phone[1..]);
    let told = reqwest::get(url).await.unwrap().text().await.unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    told["code"].as_str().unwrap_or_default().to_owned()
}

/// Keys from hexadecimal digits, a word each.
fn keys(all: &str) -> Vec<LoginKey> {
    let key = |hex: &str| {
        let byte = |place| u8::from_str_radix(&hex[place..place + 2], 16).unwrap();
        let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
        LoginKey(bytes.try_into().unwrap())
    };
    all.split_whitespace().map(key).collect()
}

fn options(server: ClientConfig, bot_api_url: String) -> Options {
    Options {
        servers: vec![server],
        bot_api_url,
        bot_api_files: None,
        name: "crash".to_owned(),
        max_identities: 0,
    }
}

fn kills_wanted(usual: usize) -> usize {
    let wanted = std::env::var("BACKLINE_KILLS");
    wanted.map_or(usual, |kills| kills.parse().unwrap())
}

fn seed() -> u64 {
    match std::env::var("BACKLINE_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => u64::from(std::process::id()),
    }
}

/// One customer's dialog, as the test drives it.
struct Talk {
    customer: Person,
    asked: usize,
    answered: usize,
    /// What the account's owner wrote from another device, or another program of the bot's.
    elsewhere: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_twenty_points_nothing_is_lost_and_nothing_silently_doubled() {
    survive(Victim::Both, Whose::Bots).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_under_a_living_gateway_loses_and_doubles_nothing() {
    survive(Victim::Server, Whose::Bots).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_and_gateways_killed_in_turn_lose_and_double_nothing() {
    survive(Victim::Either, Whose::Bots).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_killed_at_random_points_loses_and_doubles_nothing() {
    survive(Victim::Both, Whose::Accounts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accounts_server_and_gateway_killed_in_turn_lose_and_double_nothing() {
    survive(Victim::Either, Whose::Accounts).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_over_mtproto_killed_at_random_points_loses_and_doubles_nothing() {
    survive(Victim::Both, Whose::BotsOverMtproto).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_over_mtproto_killed_part_by_part_loses_and_doubles_nothing() {
    survive(Victim::Either, Whose::BotsOverMtproto).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_a_desk_bot_over_mtproto_killed_at_random_points_loses_and_doubles_nothing()
{
    survive(Victim::Both, Whose::AccountsWithDesk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_a_desk_bot_over_mtproto_killed_part_by_part_loses_and_doubles_nothing() {
    survive(Victim::Either, Whose::AccountsWithDesk).await;
}

/// Whose the frontend is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Bots,
    Accounts,
    /// And a bot over MTProto looks after the group.
    AccountsWithDesk,
    BotsOverMtproto,
}

async fn survive(victim: Victim, whose: Whose) {
    let is_keyed = whose != Whose::Bots;
    let seed = seed();
    println!("BACKLINE_SEED={seed}");
    let mut random = Random(seed);
    let directory = Arc::new(tempfile::tempdir().unwrap());
    let sim = Sim::start(telegram_sim::Config::default().limits(None))
        .await
        .unwrap();
    let bot = sim.bot("Support");
    bot.privacy_off();
    let front = match whose {
        Whose::Bots => Front::Bot(bot.clone()),
        Whose::Accounts | Whose::AccountsWithDesk => Front::Account(sim.person("Support")),
        Whose::BotsOverMtproto => Front::BotOverMtproto(bot.clone()),
    };
    let olga = sim.person("Olga");
    let team = sim.forum("Team", &olga);
    let desk = (whose == Whose::AccountsWithDesk).then_some(&bot);
    match desk {
        Some(desk) => {
            olga.makes_admin(&team, desk, Rights::all());
            olga.adds(&team, &front);
        }
        None => {
            olga.makes_admin(&team, &front, Rights::all());
        }
    }
    let mut talks: Vec<Talk> = (0..DIALOGS)
        .map(|number| Talk {
            customer: sim.person(&format!("Customer{number:02}")),
            asked: 0,
            answered: 0,
            elsewhere: 0,
        })
        .collect();

    let site = Site {
        store: directory.path(),
        sim: &sim,
        front: &front,
        desk,
        login_keys: login_keys(&sim),
        team: &team,
        address: (victim != Victim::Both).then(free_address),
        lease: match victim {
            Victim::Either => Duration::from_secs(2),
            // A session over MTProto is given out again when the lease of before is over.
            Victim::Both if is_keyed => Duration::from_secs(2),
            Victim::Both | Victim::Server => Duration::from_secs(60),
        },
    };
    let stop_gateway = CancellationToken::new();
    let (mut parts, gateway) = match (victim, site.address) {
        (Victim::Server, Some(address)) => {
            let parts = vec![(Part::Server, Installation::start(&site, Part::Server))];
            let token = until_written(&directory.path().join("gateway.token")).await;
            let server = ClientConfig::new(format!("http://{address}"))
                .with_token(backline_client::Secret::new(token));
            let options = options(server, sim.url().to_owned());
            let run = backline_gateway_bot::run(options, stop_gateway.clone());
            (parts, Some(tokio::spawn(run)))
        }
        (Victim::Either, _) => {
            let parts = [Part::Server, Part::Gateway];
            let start = |part| (part, Installation::start(&site, part));
            (parts.map(start).into_iter().collect(), None)
        }
        _ => {
            let whole = Installation::start(&site, Part::Whole);
            (vec![(Part::Whole, whole)], None)
        }
    };
    let wanted = kills_wanted(if is_keyed { KILLS_OF_ACCOUNTS } else { KILLS });
    let mut kills = 0;
    // How long it took until the bot polled again, at the worst.
    let mut slowest = Duration::ZERO;
    let mut dead_since: Option<(Instant, u64)> = None;
    if is_keyed {
        // Until it is logged in nothing of it can be lost.
        sim.until(|| !team.general().written().is_empty()).await;
    }
    let mut next_kill = sim.calls().len() + 10 + random.below(20);
    let mut sent = 0;
    // People go on writing until both are reached: a kill needs calls to hit.
    while sent < MESSAGES || kills < wanted {
        if left(&talks, &front, &team) < BACKLOG {
            sent += say_something(&mut talks, &front, &olga, &team, &mut random);
        }
        if let Some((since, polls)) = dead_since
            && bot.polls() > polls
        {
            slowest = slowest.max(since.elapsed());
            dead_since = None;
        }
        tokio::time::timeout(
            Duration::from_millis(150),
            sim.until(|| sim.calls().len() >= next_kill),
        )
        .await
        .ok();
        if kills < wanted && sim.calls().len() >= next_kill {
            println!(
                "kill {kills} after {} calls, {sent} messages",
                sim.calls().len()
            );
            let hit = random.below(parts.len());
            let (part, installation) = &mut parts[hit];
            installation.kill();
            kills += 1;
            *installation = Installation::start(&site, *part);
            // A gateway that lives on polls whatever its server does.
            dead_since =
                (victim == Victim::Both && !is_keyed).then(|| (Instant::now(), bot.polls()));
            next_kill = sim.calls().len() + 10 + random.below(60);
        }
    }
    if let Err(missing) = until_quiet(&sim, &front, &talks, &team).await {
        drop(parts);
        let lost = lost(&talks, &front, &team);
        let url = format!("surrealkv://{}/data", directory.path().display());
        let options = backline_store::Options::new(url, SealKey::new([9; 32]));
        let store = backline_store::open(options).await.unwrap();
        let known = what_is_known(&*store, &front, desk, &team, &lost).await;
        panic!("{missing}\n{}\n{known}", what_waits(&*store).await);
    }

    let mut in_doubt = 0;
    for (index, talk) in talks.iter().enumerate() {
        in_doubt += check(index, talk, &front, &team);
    }
    let most = if is_keyed { 0 } else { kills * LANES };
    assert!(
        in_doubt <= most,
        "{in_doubt} asked about after {kills} kills"
    );
    assert_eq!(team.own_topics().len(), DIALOGS, "one topic a dialog");
    println!(
        "{kills} kills, {sent} messages, {in_doubt} asked about, polling again after {slowest:?} at \
         the most"
    );
    stop_gateway.cancel();
    if let Some(gateway) = gateway {
        gateway.await.unwrap().unwrap();
    }
    drop(parts);
}

pub(crate) fn login_keys(sim: &Sim) -> String {
    let keys = crate::house::login_keys(sim);
    let keys: Vec<String> = keys.iter().map(|key| hex(&key.0)).collect();
    keys.join(" ")
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn free_address() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// The text of a file that another process writes.
async fn until_written(path: &Path) -> String {
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..3_000 {
        if let Ok(text) = std::fs::read_to_string(path) {
            return text;
        }
        tick.tick().await;
    }
    panic!("{} was not written", path.display());
}

/// A few people write; returns how many messages that were.
fn say_something(
    talks: &mut [Talk],
    front: &Front,
    olga: &Person,
    team: &Group,
    random: &mut Random,
) -> usize {
    let mut sent = 0;
    for _ in 0..2 {
        let index = random.below(talks.len());
        let talk = &mut talks[index];
        talk.customer
            .says(front, &format!("question {index:02}-{:03}", talk.asked));
        talk.asked += 1;
        sent += 1;
        let topic = team.topic(&format!("Customer{index:02}"));
        if let (Some(topic), true) = (&topic, talk.answered < talk.asked) {
            let text = format!("answer {index:02}-{:03}", talk.answered);
            olga.writes_in(team, topic.thread, &text);
            talk.answered += 1;
            sent += 1;
        }
        if let (Some(_), 0) = (topic, random.below(4)) {
            let text = format!("elsewhere {index:02}-{:03}", talk.elsewhere);
            match front {
                Front::Bot(_) => continue,
                Front::Account(account) => account.says(&talk.customer, &text),
                // Another program, over the Bot API.
                Front::BotOverMtproto(bot) => bot.sends(&talk.customer, text.as_str()),
            };
            talk.elsewhere += 1;
            sent += 1;
        }
    }
    sent
}

/// Every question is in its topic, and every answer is with its customer or
/// asked about.
async fn until_quiet(sim: &Sim, front: &Front, talks: &[Talk], team: &Group) -> Result<(), String> {
    let is_done = || left(talks, front, team) == 0;
    // Calls whose fate nobody knows keep their share of a chat's budget for a minute
    // longer: after kills in quick succession a chat may have to wait for it. As long as
    // more and more arrives, a long backlog is only long.
    let mut is_quiet = false;
    let (mut fewest, mut tries) = (usize::MAX, 0);
    while !is_quiet && tries < 18 {
        let soon = tokio::time::timeout(Duration::from_secs(10), sim.until(is_done));
        is_quiet = soon.await.is_ok();
        let now = left(talks, front, team);
        tries = if now < fewest { 0 } else { tries + 1 };
        fewest = fewest.min(now);
    }
    if is_quiet {
        return Ok(());
    }
    let missing: Vec<String> = talks
        .iter()
        .enumerate()
        .flat_map(|(index, talk)| missing(index, talk, front, team))
        .collect();
    Err(format!(
        "{}\nneither arrived nor asked about: {missing:?}",
        sim.describe()
    ))
}

/// The heads of what waits in the store, for whoever reads why something did not arrive.
async fn what_waits(store: &impl Store) -> String {
    let mut heads = Vec::new();
    for connection in store.connections().await.unwrap() {
        let found = store.lane_heads(&connection.id, None, 100).await;
        heads.extend(found.unwrap());
        let ledger = store.ledger(&connection.id).await.unwrap();
        println!("{ledger:?}");
    }
    format!("{heads:#?}")
}

/// How many messages neither arrived nor are asked about.
fn left(talks: &[Talk], front: &Front, team: &Group) -> usize {
    let talks = talks.iter().enumerate();
    let missing = talks.map(|(index, talk)| missing(index, talk, front, team).len());
    missing.sum()
}

/// The answers among what neither arrived nor is asked about, with their messages in the group.
fn lost(talks: &[Talk], front: &Front, team: &Group) -> Vec<(String, i64)> {
    let mut lost = Vec::new();
    for (index, talk) in talks.iter().enumerate() {
        let Some(topic) = team.topic(&format!("Customer{index:02}")) else {
            continue;
        };
        let seen = team.thread(topic.thread).messages();
        for text in missing(index, talk, front, team) {
            let found = seen.iter().find(|one| one.text == text);
            lost.extend(found.map(|one| (text, one.id)));
        }
    }
    lost
}

/// What the store knows of messages in the group, as each identity sees them: for whoever reads
/// whether they were taken in at all.
async fn what_is_known(
    store: &impl Store,
    front: &Front,
    desk: Option<&Bot>,
    team: &Group,
    messages: &[(String, i64)],
) -> String {
    let front = match front {
        Front::Account(account) => format!("user:{}", account.id()),
        Front::Bot(bot) | Front::BotOverMtproto(bot) => format!("bot:{}", bot.id()),
    };
    let front = front.parse().unwrap();
    let desk = desk.map(|bot| format!("bot:{}", bot.id()).parse().unwrap());
    let identities: Vec<IdentityId> = std::iter::once(front).chain(desk).collect();
    let mut known = Vec::new();
    for (text, id) in messages {
        let keys = identities.iter().map(|identity| link::Key {
            identity: *identity,
            chat: ChatAddress::whole(ChatId(team.id())),
            message: MessageId(*id),
            part: 0,
        });
        let links = store.links(&keys.collect::<Vec<_>>()).await.unwrap();
        known.push(format!("{text} is {id}: {links:?}"));
    }
    known.join("\n")
}

/// What neither arrived nor is asked about.
fn missing(index: usize, talk: &Talk, front: &Front, team: &Group) -> Vec<String> {
    let Some(topic) = team.topic(&format!("Customer{index:02}")) else {
        return vec![format!("the topic of customer {index}"); talk.asked.min(1)];
    };
    let seen = team.thread(topic.thread).messages();
    // Looked at again and again, and there are thousands.
    let shown: HashMap<&str, i64> = seen.iter().map(|one| (one.text.as_str(), one.id)).collect();
    let last_lines: HashSet<&str> = seen
        .iter()
        .filter_map(|one| one.text.lines().last())
        .collect();
    let got = talk.customer.chat_with(front).texts();
    let got: HashSet<&str> = got.iter().map(String::as_str).collect();
    let asked: HashSet<i64> = asked_about(&seen).into_iter().collect();
    let questions = (0..talk.asked)
        .map(|number| format!("question {index:02}-{number:03}"))
        .filter(|text| !shown.contains_key(text.as_str()));
    let answers = (0..talk.answered)
        .map(|number| format!("answer {index:02}-{number:03}"))
        .filter(|text| !got.contains(text.as_str()) && !asked.contains(&shown[text.as_str()]));
    let elsewhere = (0..talk.elsewhere)
        .map(|number| format!("elsewhere {index:02}-{number:03}"))
        .filter(|text| !last_lines.contains(text.as_str()));
    questions.chain(answers).chain(elsewhere).collect()
}

/// The operators' messages of which Backline asks whether they arrived.
fn asked_about(seen: &[Seen]) -> Vec<i64> {
    let asks = seen.iter().filter(|one| one.text.contains("/again"));
    asks.filter_map(|one| one.reply_to).collect()
}

/// How often each text is there.
fn texts(all: &[String], prefix: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for text in all.iter().filter(|text| text.starts_with(prefix)) {
        *counts.entry(text.clone()).or_insert(0) += 1;
    }
    counts
}

/// Checks one dialog; returns how many answers were asked about.
fn check(index: usize, talk: &Talk, front: &Front, team: &Group) -> usize {
    let all = talk.customer.chat_with(front).texts();
    for (text, times) in texts(&all, "answer ") {
        assert_eq!(times, 1, "{text:?} reached the customer {times} times");
    }
    let answers: Vec<&String> = all
        .iter()
        .filter(|text| text.starts_with("answer "))
        .collect();
    assert!(answers.is_sorted(), "answers in order: {answers:?}");
    let topic = team.topic(&format!("Customer{index:02}")).unwrap();
    let seen = team.thread(topic.thread).messages();
    assert_eq!(missing(index, talk, front, team), Vec::<String>::new());
    let asked = asked_about(&seen);
    let shown: Vec<String> = seen.into_iter().map(|one| one.text).collect();
    let mut first = Vec::new();
    for text in shown.iter().filter(|text| text.starts_with("question ")) {
        if !first.contains(&text) {
            first.push(text);
        }
    }
    assert!(first.is_sorted(), "questions in order: {first:?}");
    if !matches!(front, Front::Bot(_)) {
        for (text, times) in texts(&shown, "question ") {
            assert_eq!(times, 1, "{text:?} is in the topic {times} times");
        }
        let intercepted = shown.iter().filter(|text| text.contains(ELSEWHERE));
        let mut intercepted: Vec<&str> =
            intercepted.filter_map(|text| text.lines().last()).collect();
        intercepted.sort_unstable();
        let wanted: Vec<String> = (0..talk.elsewhere)
            .map(|number| format!("elsewhere {index:02}-{number:03}"))
            .collect();
        assert_eq!(
            intercepted, wanted,
            "what another device wrote is shown as that, once, and nothing else is"
        );
    }
    asked.len()
}
