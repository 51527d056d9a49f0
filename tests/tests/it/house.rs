//! A whole installation: simulated Telegram with a team, a server, a gateway.
//! Dropping it checks that nothing was done that Telegram forbids.

use std::time::Duration;

use backline_client::Config as ClientConfig;
use backline_domain::change::Secret;
use backline_domain::connection::Connection;
use backline_domain::id::{ChatId, UserId};
use backline_domain::parameter::Name;
use backline_domain::plan::Offer;
use backline_gateway_bot::Options;
use backline_gateway_user::LoginKey;
use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::{self as admin, LogInRequest, log_in_request, log_in_response};
use backline_proto::common::v1::{LoginInput, LoginMethod, login_input, login_method};
use backline_server::app::{self, Running};
use backline_server::config::{Config, Secrets};
use backline_server::desk::{Asked, Handle};
use backline_server::webhook::Reach;
use backline_store::SealKey;
use telegram_sim::{Account, Bot, Group, Line, MessageRef, Person, Place, Rights, Sim};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::Driven;

/// How much driven time may pass until a fact is there.
const PATIENCE: u32 = 900;

/// A whole installation.
pub(crate) struct House {
    pub(crate) sim: Sim,
    pub(crate) clock: Driven,
    pub(crate) bot: Bot,
    /// Who customers write to: the bot, or an account.
    pub(crate) front: Front,
    /// Whether the bot looks after the group for the account.
    is_mixed: bool,
    /// How that bot is served.
    desk_via: Via,
    /// The title of the group that the account makes; empty: it makes none.
    new_group: String,
    /// Owner of the team's group, and its operator.
    pub(crate) olga: Person,
    pub(crate) team: Group,
    pub(crate) server: Option<Server>,
    /// Relay bots over the Bot API that were added.
    pub(crate) relays: Vec<Bot>,
    /// The setup bot, where the installation has one.
    pub(crate) setup_bot: Option<Bot>,
    /// Who alone may use it.
    pub(crate) administrators: Vec<i64>,
    pub(crate) forgiven: bool,
    over_lines: bool,
    directory: tempfile::TempDir,
    /// Where a local Bot API server keeps files.
    pub(crate) bot_api_files: Option<std::path::PathBuf>,
    store: String,
    /// The plans that the installation offers.
    plans: Offer,
}

/// A running server with its gateways.
pub(crate) struct Server {
    pub(crate) running: Running,
    shutdown: CancellationToken,
    stop_gateway: CancellationToken,
    stop_account_gateway: CancellationToken,
    gateway: JoinHandle<Result<(), backline_gateway_bot::Error>>,
    account_gateway: Option<JoinHandle<Result<(), backline_gateway_user::Error>>>,
    /// What the gateway for accounts goes over, where they can be cut.
    pub(crate) lines: Option<Lines>,
}

/// The ways of the gateway for accounts.
pub(crate) struct Lines {
    pub(crate) to_server: Line,
    pub(crate) to_telegram: Line,
}

/// One more gateway for accounts.
pub(crate) struct Other {
    stop: CancellationToken,
    running: JoinHandle<Result<(), backline_gateway_user::Error>>,
}

impl House {
    /// A connection that works, with these parameters.
    pub(crate) async fn with(parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::bare().await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// A connection that works, over a Bot API server of the installation's own.
    pub(crate) async fn over_local_bot_api(parameters: &[(&str, &str)]) -> Self {
        let mut house = Box::pin(Self::open_at(true, Of::Bot, false, true)).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// A connection that works, with everything as it is by default.
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    /// A connection that works, on a store that outlives the server.
    pub(crate) async fn on_disk(parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::open(true).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// The same, of an installation that offers plans.
    pub(crate) async fn planned(plans: Offer, parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::open(true).await;
        house.plans = plans;
        house.stop().await;
        Box::pin(house.start()).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// Server and gateway, but no connection yet.
    pub(crate) async fn bare() -> Self {
        Self::open(false).await
    }

    /// A connection that works, of an account that is its own desk.
    pub(crate) async fn of_account(parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::open_for(false, Of::Account).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// A connection that works, of a bot over MTProto.
    pub(crate) async fn of_bot_over_mtproto(parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::open_for(false, Of::BotOverMtproto).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// The same, on a store that outlives the server.
    pub(crate) async fn of_account_on_disk(parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::open_for(true, Of::Account).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// A connection that works, of an account beside which the bot looks after the group.
    pub(crate) async fn mixed(parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::open_for(false, Of::Account).await;
        house.is_mixed = true;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// The same with the bot over MTProto.
    pub(crate) async fn mixed_over_mtproto(parameters: &[(&str, &str)]) -> Self {
        Self::prepared_mixed_over_mtproto(parameters, |_| {}).await
    }

    /// The same in a world that is prepared before anybody is served.
    pub(crate) async fn prepared_mixed_over_mtproto(
        parameters: &[(&str, &str)],
        prepare: impl FnOnce(&Self),
    ) -> Self {
        let mut house = Self::open_for(false, Of::Account).await;
        prepare(&house);
        house.is_mixed = true;
        house.desk_via = Via::Mtproto;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// The same, on a store that outlives the server and over lines that can be cut.
    pub(crate) async fn mixed_over_lines(parameters: &[(&str, &str)]) -> Self {
        let mut house = Box::pin(Self::open_over(true, Of::Account, true)).await;
        house.is_mixed = true;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// An account that makes its group itself, with that title, and a bot that looks after it.
    /// With `is_lost` the answer that it is made gets lost.
    pub(crate) async fn founding(title: &str, is_lost: bool) -> Self {
        let mut house = Self::open_for(false, Of::Account).await;
        house.is_mixed = true;
        house.new_group = title.to_owned();
        if is_lost {
            let script = house.sim.script_accounts(Some("channels.createChannel"));
            script.cut_after();
        }
        house.add_connection(&[], false).await;
        house
    }

    /// The group that the account made, once the connection has it.
    pub(crate) async fn made_group(&self) -> Group {
        let title = self.new_group.clone();
        self.until("the group is made and said to be ready", || {
            let made = self.sim.groups_named(&title);
            made.first()
                .is_some_and(|group| !group.general().written().is_empty())
        })
        .await;
        let mut made = self.sim.groups_named(&title);
        assert_eq!(made.len(), 1, "one group");
        made.remove(0)
    }

    /// The same, over lines that can be cut.
    pub(crate) async fn of_account_over_lines(parameters: &[(&str, &str)]) -> Self {
        let mut house = Box::pin(Self::open_over(false, Of::Account, true)).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    /// An installation with a setup bot, and nothing else.
    pub(crate) async fn with_setup_bot(on_disk: bool) -> Self {
        Self::open(on_disk).await.set_up(Offer::default()).await
    }

    /// The same, of an installation that offers plans.
    pub(crate) async fn with_setup_bot_and_plans(plans: Offer) -> Self {
        Self::open(false).await.set_up(plans).await
    }

    /// The same with a gateway for accounts beside the other.
    pub(crate) async fn with_setup_bot_and_accounts(on_disk: bool) -> Self {
        let house = Self::open_for(on_disk, Of::Account).await;
        house.set_up(Offer::default()).await
    }

    async fn set_up(mut self, plans: Offer) -> Self {
        self.stop().await;
        self.setup_bot = Some(self.sim.bot("Setup"));
        self.plans = plans;
        Box::pin(self.start()).await;
        self
    }

    /// Where everything is that this installation writes.
    pub(crate) fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// Starts a gateway for accounts where the one of the house was stopped.
    pub(crate) fn start_first_gateway(&mut self) {
        let gateway = self.another_gateway("test");
        let server = self.server.as_mut().unwrap();
        server.stop_account_gateway = gateway.stop;
        server.account_gateway = Some(gateway.running);
    }

    /// A connection that works, made at the command line beside a setup bot.
    pub(crate) async fn with_setup_bot_beside(on_disk: bool, parameters: &[(&str, &str)]) -> Self {
        let mut house = Self::with_setup_bot(on_disk).await;
        Box::pin(house.add_connection(parameters, true)).await;
        house.until_ready().await;
        house
    }

    async fn open(on_disk: bool) -> Self {
        Self::open_for(on_disk, Of::Bot).await
    }

    async fn open_for(on_disk: bool, of: Of) -> Self {
        Box::pin(Self::open_over(on_disk, of, false)).await
    }

    async fn open_over(on_disk: bool, of: Of, over_lines: bool) -> Self {
        Box::pin(Self::open_at(on_disk, of, over_lines, false)).await
    }

    async fn open_at(on_disk: bool, of: Of, over_lines: bool, is_local: bool) -> Self {
        log();
        let clock = Driven::new();
        let directory = tempfile::tempdir().unwrap();
        let bot_api_files = is_local.then(|| directory.path().join("bot-api"));
        let mut config = telegram_sim::Config::default().clock(clock.telegram());
        if let Some(folder) = &bot_api_files {
            std::fs::create_dir(folder).unwrap();
            config = config.local_files(folder);
        }
        let sim = Sim::start(config).await.unwrap();
        let bot = sim.bot("Support");
        bot.privacy_off();
        let olga = sim.person("Olga");
        let team = sim.forum("Team", &olga);
        let front = match of {
            Of::Bot => Front::Bot(bot.clone()),
            Of::BotOverMtproto => Front::BotOverMtproto(bot.clone()),
            Of::Account => Front::Account(sim.person("Support")),
        };
        let store = if on_disk {
            format!("surrealkv://{}", directory.path().join("data").display())
        } else {
            "mem://".to_owned()
        };
        let mut house = Self {
            sim,
            clock,
            bot,
            front,
            is_mixed: false,
            desk_via: Via::Unspecified,
            new_group: String::new(),
            olga,
            team,
            server: None,
            relays: Vec::new(),
            setup_bot: None,
            administrators: Vec::new(),
            forgiven: false,
            over_lines,
            directory,
            bot_api_files,
            store,
            plans: Offer::default(),
        };
        Box::pin(house.start()).await;
        house
    }

    /// Starts server and gateway on the house's store.
    pub(crate) async fn start(&mut self) {
        let mut secrets = Secrets::with_key(SealKey::new([7; 32]));
        let setup_bot = self.setup_bot.as_ref();
        secrets.setup_bot_token = setup_bot.map(|bot| Secret::new(bot.token()));
        let mut config = Config::in_process(self.directory.path(), &self.store, secrets).unwrap();
        config.setup_bot_administrators = self.administrators.iter().copied().map(UserId).collect();
        config.plans = self.plans.clone();
        // Where tests take webhooks.
        config.webhook_reach = Reach::read("127.0.0.1").unwrap();
        let shutdown = CancellationToken::new();
        let running = app::start(config, None, self.clock.server(), shutdown.clone())
            .await
            .unwrap();
        let secret = running.lend_gateway_token().unwrap();
        let token = String::from_utf8(secret.expose().to_vec()).unwrap();
        let address = format!("http://{}", running.address());
        let options = Options {
            servers: vec![
                ClientConfig::new(address).with_token(backline_client::Secret::new(token)),
            ],
            bot_api_url: self.sim.url().to_owned(),
            bot_api_files: self.bot_api_files.clone(),
            name: "test".to_owned(),
            max_identities: 0,
        };
        let stop_gateway = CancellationToken::new();
        let stop_account_gateway = stop_gateway.child_token();
        let run = backline_gateway_bot::run_with_clock(
            options,
            self.clock.gateway(),
            stop_gateway.clone(),
        );
        let gateway = tokio::spawn(run);
        let lines = if self.over_lines {
            Some(Lines {
                to_server: Line::to(running.address()).await.unwrap(),
                to_telegram: Line::to(self.sim.mtproto()).await.unwrap(),
            })
        } else {
            None
        };
        let account_gateway = match &self.front {
            Front::Bot(_) => None,
            Front::Account(_) | Front::BotOverMtproto(_) => {
                Some(tokio::spawn(backline_gateway_user::run_with_clock(
                    account_options(&running, &self.sim, lines.as_ref()),
                    self.clock.gateway(),
                    stop_account_gateway.clone(),
                )))
            }
        };
        self.server = Some(Server {
            running,
            shutdown,
            stop_gateway,
            stop_account_gateway,
            gateway,
            account_gateway,
            lines,
        });
    }

    /// Starts one more gateway for accounts, on ways of its own.
    pub(crate) fn another_gateway(&self, name: &str) -> Other {
        let options = backline_gateway_user::Options {
            name: name.to_owned(),
            ..account_options(self.running(), &self.sim, None)
        };
        let stop = CancellationToken::new();
        let run =
            backline_gateway_user::run_with_clock(options, self.clock.gateway(), stop.clone());
        let running = tokio::spawn(run);
        Other { stop, running }
    }

    /// Stops the gateway for accounts that the house has; others go on.
    pub(crate) async fn stop_first_gateway(&mut self) {
        let server = self.server.as_mut().unwrap();
        server.stop_account_gateway.cancel();
        let gateway = server.account_gateway.take().unwrap();
        ended(gateway, &self.clock).await;
    }

    /// The ways of the gateway for accounts.
    pub(crate) fn lines(&self) -> &Lines {
        self.server.as_ref().unwrap().lines.as_ref().unwrap()
    }

    /// Who posts for the connection.
    pub(crate) fn ours(&self) -> Vec<i64> {
        let desk = self.is_mixed.then(|| self.bot.id());
        desk.into_iter().chain([self.front.id()]).collect()
    }

    /// The reactions that the connection gave a message, the team's or a customer's.
    pub(crate) fn reactions(&self, message: &MessageRef, is_teams: bool) -> Vec<String> {
        if self.is_mixed && is_teams {
            message.reactions_of(&self.bot)
        } else {
            message.reactions_of(&self.front)
        }
    }

    /// Who looks after the group.
    pub(crate) fn keeper(&self) -> Front {
        match (self.is_mixed, self.desk_via) {
            (true, Via::Mtproto) => Front::BotOverMtproto(self.bot.clone()),
            (true, _) => Front::Bot(self.bot.clone()),
            (false, _) => self.front.clone(),
        }
    }

    /// The account that is the frontend.
    pub(crate) fn account(&self) -> &Person {
        match &self.front {
            Front::Account(account) => account,
            Front::Bot(_) | Front::BotOverMtproto(_) => panic!("the frontend is a bot"),
        }
    }

    /// The gateways for accounts as the API lists them.
    pub(crate) async fn account_gateways(&self) -> Vec<admin::Gateway> {
        let client = self.client().await;
        let request = admin::ListGatewaysRequest::default();
        let listed = client.gateway_admin().list_gateways(request).await.unwrap();
        let gateways = listed.into_inner().gateways.into_iter();
        gateways.filter(|one| one.kind == "user").collect()
    }

    pub(crate) fn running(&self) -> &Running {
        &self.server.as_ref().unwrap().running
    }

    pub(crate) async fn client(&self) -> backline_client::Client {
        let secret = self.running().lend_admin_token().unwrap();
        let token = String::from_utf8(secret.expose().to_vec()).unwrap();
        let url = format!("http://{}", self.running().address());
        let config = ClientConfig::new(url).with_token(backline_client::Secret::new(token));
        backline_client::Client::connect(config).await.unwrap()
    }

    /// Adds the connection over gRPC, as an administrator would. With `group`,
    /// the bot is made admin of the team's group first.
    pub(crate) async fn add_connection(
        &mut self,
        parameters: &[(&str, &str)],
        group: bool,
    ) -> admin::CreateConnectionResponse {
        if group && self.is_mixed {
            self.olga.makes_admin(&self.team, &self.bot, Rights::all());
            self.olga.adds(&self.team, &self.front);
        } else if group {
            self.olga
                .makes_admin(&self.team, &self.front, Rights::all());
        }
        let (bot_token, account_login) = match &self.front {
            Front::Bot(bot) | Front::BotOverMtproto(bot) => (bot.token().to_owned(), String::new()),
            Front::Account(account) => (String::new(), self.log_in(account).await),
        };
        let request = admin::CreateConnectionRequest {
            request_id: uuid(1),
            display_name: "main".to_owned(),
            bot_token,
            backend_group_id: if group { self.team.id() } else { 0 },
            new_group_title: self.new_group.clone(),
            parameters: parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            administrator_id: 0,
            account_login,
            via: self.front.via().into(),
            desk_via: self.desk_via.into(),
            desk_bot_token: if self.is_mixed {
                self.bot.token().to_owned()
            } else {
                String::new()
            },
        };
        let client = self.client().await;
        client
            .connections()
            .create_connection(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Removes the connection over gRPC, as an administrator would.
    pub(crate) async fn remove_connection(&self) -> admin::DeleteConnectionResponse {
        let request = admin::DeleteConnectionRequest {
            request_id: uuid(2),
            name: "connections/main".to_owned(),
        };
        let client = self.client().await;
        let deleted = client.connections().delete_connection(request).await;
        deleted.unwrap().into_inner()
    }

    /// Logs the account in over gRPC, as an administrator would; gives what names it.
    pub(crate) async fn log_in(&self, account: &Person) -> String {
        let phone = self.sim.phone(account);
        let code = async || self.sim.login_code(&phone).unwrap();
        log_in(&self.client().await, &phone, code).await
    }

    /// Adds a relay bot over gRPC, an administrator with these rights or a plain member,
    /// and waits until it helps.
    pub(crate) async fn add_relay(&mut self, name: &str, rights: Option<Rights>) -> Bot {
        self.add_relay_via(name, rights, Via::Unspecified).await
    }

    /// The same, served this way.
    pub(crate) async fn add_relay_via(
        &mut self,
        name: &str,
        rights: Option<Rights>,
        via: Via,
    ) -> Bot {
        let bot = self.sim.bot(name);
        match rights {
            Some(rights) => self.olga.makes_admin(&self.team, &bot, rights),
            None => self.olga.adds(&self.team, &bot),
        };
        let added = self.add_relay_bot_via(&bot, via).await;
        assert_eq!(added.identity, format!("bot:{}", bot.id()));
        let told = format!("@{} helps to post", bot.username());
        self.until(&told, || {
            let general = self.team.general();
            general.find_containing(&told).is_some()
        })
        .await;
        if via != Via::Mtproto {
            self.relays.push(bot.clone());
        }
        bot
    }

    /// Adds a relay bot over gRPC, or gives it its new token.
    pub(crate) async fn add_relay_bot(&self, bot: &Bot) -> admin::RelayBot {
        self.add_relay_bot_via(bot, Via::Unspecified).await
    }

    /// The same, served this way.
    pub(crate) async fn add_relay_bot_via(&self, bot: &Bot, via: Via) -> admin::RelayBot {
        let request = admin::AddRelayBotRequest {
            request_id: uuid(u32::try_from(self.sim.calls_made()).unwrap() + 1000),
            connection: "connections/main".to_owned(),
            bot_token: bot.token().to_owned(),
            via: via.into(),
        };
        let client = self.client().await;
        let added = client.relay_bots().add_relay_bot(request).await.unwrap();
        added.into_inner().relay_bot.unwrap()
    }

    /// The relay bots as the API lists them.
    pub(crate) async fn relay_bots(&self) -> Vec<admin::RelayBot> {
        let request = admin::ListRelayBotsRequest {
            connection: "connections/main".to_owned(),
        };
        let client = self.client().await;
        let listed = client.relay_bots().list_relay_bots(request).await.unwrap();
        listed.into_inner().relay_bots
    }

    /// How many quiet looks in a row are rest. What an account was not told yet cannot be
    /// seen from outside.
    const fn patience(&self) -> u32 {
        match self.front {
            Front::Bot(_) => 3,
            Front::Account(_) | Front::BotOverMtproto(_) => 8,
        }
    }

    /// Updates that no bot of the connection has confirmed yet.
    pub(crate) fn unconfirmed(&self) -> usize {
        let relays: usize = self.relays.iter().map(Bot::waiting_updates).sum();
        let own = match self.keeper() {
            // Over MTProto nothing is confirmed there.
            Front::BotOverMtproto(_) => 0,
            Front::Bot(_) | Front::Account(_) => self.bot.waiting_updates(),
        };
        own + relays
    }

    /// The only connection's desk.
    pub(crate) fn desk(&self) -> Handle {
        let mut desks = self.running().desks().registry.desks();
        assert_eq!(desks.len(), 1, "one connection");
        desks.remove(0).1
    }

    pub(crate) async fn connection(&self) -> Connection {
        self.desk().connection().await.unwrap()
    }

    /// Waits until the connection has its group and said so in General.
    pub(crate) async fn until_ready(&self) {
        self.until("the connection is set up", || {
            !self.team.general().written().is_empty()
        })
        .await;
    }

    /// Waits until a gateway that goes this way has the frontend online.
    pub(crate) async fn until_served(&self, via: Via) {
        self.until_held(via, self.front.id()).await;
    }

    /// The same of the desk bot.
    pub(crate) async fn until_desk_served(&self, via: Via) {
        self.until_held(via, self.bot.id()).await;
    }

    async fn until_held(&self, via: Via, id: i64) {
        let id = format!(":{id}");
        let kind = match via {
            Via::Mtproto => "user",
            _ => "bot",
        };
        for _ in 0..PATIENCE {
            let client = self.client().await;
            let request = admin::ListGatewaysRequest::default();
            let listed = client.gateway_admin().list_gateways(request).await.unwrap();
            let gateways = listed.into_inner().gateways;
            let is_there = gateways.iter().any(|one| {
                let mut held = one.identities.iter();
                one.kind == kind
                    && held.any(|held| held.state == "online" && held.identity.ends_with(&id))
            });
            if is_there {
                return;
            }
            // Only a pause between two looks: time that nobody has to act in brings nothing.
            let calls = self.sim.calls_made();
            let soon = self.sim.until(|| self.sim.calls_made() > calls);
            let _ = tokio::time::timeout(Duration::from_millis(40), soon).await;
            self.pass(Duration::from_secs(1)).await;
        }
        panic!("no gateway of kind {kind} serves the identity {id}");
    }

    /// Sets a parameter.
    pub(crate) async fn set(&self, name: Name, value: &str) {
        let asked = Asked {
            by: "test".to_owned(),
            request: None,
        };
        self.desk()
            .set_parameter(name, value.to_owned(), asked)
            .await
            .unwrap();
    }

    /// Waits for a fact, letting driven time pass while it is not there.
    pub(crate) async fn until(&self, what: &str, fact: impl Fn() -> bool) {
        Box::pin(self.until_by(Duration::from_secs(1), what, fact)).await;
    }

    /// The same with little time, where real bytes are on their way and nobody is to think
    /// that they have stopped.
    pub(crate) async fn until_slowly(&self, what: &str, fact: impl Fn() -> bool) {
        Box::pin(self.until_by(Duration::from_millis(200), what, fact)).await;
    }

    async fn until_by(&self, step: Duration, what: &str, fact: impl Fn() -> bool) {
        for _ in 0..PATIENCE {
            let soon = tokio::time::timeout(Duration::from_millis(40), self.sim.until(&fact));
            if soon.await.is_ok() {
                return;
            }
            self.clock.advance(step);
        }
        panic!("still not so: {what}\n{}", self.sim.describe());
    }

    /// The same for what takes a while in real time, bytes on their way: none passes while there are
    /// calls, so that no lease ends meanwhile.
    pub(crate) async fn until_carried(&self, what: &str, fact: impl Fn() -> bool) {
        let mut quiet = 0;
        while quiet < PATIENCE {
            let calls = self.sim.calls_made();
            let news = || fact() || self.sim.calls_made() > calls;
            let soon = Duration::from_millis(500);
            let _ = tokio::time::timeout(soon, self.sim.until(news)).await;
            if fact() {
                return;
            }
            if self.sim.calls_made() == calls {
                self.clock.advance(Duration::from_secs(1));
                quiet += 1;
            }
        }
        panic!("still not so: {what}\n{}", self.sim.describe());
    }

    /// Lets driven time pass in steps small enough for everybody to act.
    pub(crate) async fn pass(&self, time: Duration) {
        let step = Duration::from_secs(5);
        let mut left = time;
        while !left.is_zero() {
            let now = left.min(step);
            self.clock.advance(now);
            left -= now;
            self.settle().await;
        }
    }

    /// Returns when the desk has done what it was asked so far.
    pub(crate) async fn settle(&self) {
        for _ in 0..3 {
            tokio::task::yield_now().await;
            self.desk().quiet().await.unwrap();
        }
    }

    /// Waits until all that can be done at this moment is done: time is what everybody waits for.
    pub(crate) async fn calm(&self) {
        let mut quiet = 0;
        let mut before = 0;
        while quiet < 2 {
            let running = self.desk().quiet().await.unwrap();
            let calls = self.sim.calls_made();
            let is_quiet = running == 0 && self.unconfirmed() == 0 && calls == before;
            before = calls;
            quiet = if is_quiet { quiet + 1 } else { 0 };
            if running > 0 || self.unconfirmed() > 0 {
                let soon = self.sim.until(|| self.sim.calls_made() > calls);
                // Only a pause between two looks.
                let _ = tokio::time::timeout(Duration::from_millis(2), soon).await;
            } else {
                tokio::task::yield_now().await;
            }
        }
    }

    /// Waits until nothing waits or is under way any more: what is seen then is
    /// what stays.
    pub(crate) async fn at_rest(&self) {
        let mut quiet = 0;
        for _ in 0..PATIENCE {
            let queue = self.desk().queue().await.unwrap();
            let is_quiet = queue.waiting == 0 && queue.running == 0 && self.unconfirmed() == 0;
            quiet = if is_quiet { quiet + 1 } else { 0 };
            if quiet == self.patience() {
                return;
            }
            let calls = self.sim.calls().len();
            let soon = self.sim.until(|| self.sim.calls().len() > calls);
            if tokio::time::timeout(Duration::from_millis(20), soon)
                .await
                .is_err()
            {
                self.clock.advance(Duration::from_secs(1));
            }
        }
        panic!("never at rest\n{}", self.sim.describe());
    }

    /// What people see once nothing moves any more: the topic with its name, and the
    /// customers' chats. Without service messages: when exactly a topic is renamed is
    /// nobody's promise.
    pub(crate) async fn picture(&self, topic: i64, customers: &[&Person]) -> String {
        self.at_rest().await;
        let state = if self.is_closed(topic) {
            " (closed)"
        } else {
            ""
        };
        let mut picture = format!("== {}{state}\n", self.name_of(topic));
        picture += &spoken(&self.team.transcript(topic));
        for customer in customers {
            picture += "== a customer and the bot\n";
            picture += &spoken(&customer.chat_with(&self.front).transcript());
        }
        picture
    }

    /// The one dialog's topic, once it is there.
    pub(crate) async fn topic(&self) -> i64 {
        self.until("a topic is made", || self.team.own_topics().len() == 1)
            .await;
        self.team.own_topics()[0].thread
    }

    /// The name of a topic.
    pub(crate) fn name_of(&self, topic: i64) -> String {
        let mut topics = self.team.topics().into_iter();
        topics
            .find(|one| one.thread == topic)
            .map(|one| one.name)
            .unwrap_or_default()
    }

    /// Whether a topic is closed.
    pub(crate) fn is_closed(&self, topic: i64) -> bool {
        self.team
            .topics()
            .iter()
            .any(|one| one.thread == topic && one.closed)
    }

    /// Waits until the topic has this name.
    pub(crate) async fn until_named(&self, topic: i64, name: &str) {
        self.until(&format!("topic {topic} is named {name}"), || {
            self.name_of(topic) == name
        })
        .await;
    }

    /// Waits until a text is in a topic.
    pub(crate) async fn until_in_topic(&self, topic: i64, text: &str) {
        let what = format!("{text:?} is in topic {topic}");
        self.until(&what, || {
            self.team.thread(topic).find_containing(text).is_some()
        })
        .await;
    }

    /// Waits until a person got a text from the bot.
    pub(crate) async fn until_told(&self, person: &Person, text: &str) {
        let what = format!("{text:?} is with the customer");
        let chat = person.chat_with(&self.front);
        self.until(&what, || chat.find_containing(text).is_some())
            .await;
    }

    /// Stops server and gateway in good order.
    pub(crate) async fn stop(&mut self) {
        let Some(server) = self.server.take() else {
            return;
        };
        let Server {
            running,
            shutdown,
            stop_gateway,
            stop_account_gateway,
            gateway,
            account_gateway,
            lines: _,
        } = server;
        stop_gateway.cancel();
        stop_account_gateway.cancel();
        // Driven time has to pass for the bounds of a drain.
        let drain = async {
            gateway.await.unwrap().unwrap();
            if let Some(gateway) = account_gateway {
                gateway.await.unwrap().unwrap();
            }
            shutdown.cancel();
            running.wait().await.unwrap();
        };
        tokio::pin!(drain);
        loop {
            let soon = tokio::time::timeout(Duration::from_millis(40), &mut drain);
            if soon.await.is_ok() {
                break;
            }
            self.clock.advance(Duration::from_millis(500));
        }
    }

    /// Ends the test: everything stops in good order, and nothing was done that
    /// Telegram forbids.
    pub(crate) async fn end(mut self) {
        self.stop().await;
        if !self.forgiven {
            let violations = self.sim.violations();
            assert!(
                violations.is_empty(),
                "Telegram's rules were broken: {violations:#?}"
            );
        }
    }
}

/// The team's group as the domain has it.
pub(crate) fn chat(group: &Group) -> ChatId {
    ChatId(group.id())
}

/// A transcript without what service messages say.
fn spoken(transcript: &str) -> String {
    let lines = transcript.lines().filter(|line| !line.starts_with("-- "));
    lines.map(|line| format!("{line}\n")).collect()
}

/// A request id.
pub(crate) fn uuid(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Who customers write to.
#[derive(Clone)]
pub(crate) enum Front {
    /// A bot.
    Bot(Bot),
    /// A person's account.
    Account(Person),
    /// A bot over MTProto.
    BotOverMtproto(Bot),
}

/// What the frontend is to be.
#[derive(Clone, Copy)]
enum Of {
    Bot,
    Account,
    BotOverMtproto,
}

// === impl Front ===

impl Front {
    /// How it is served.
    pub(crate) const fn via(&self) -> Via {
        match self {
            Self::Bot(_) => Via::BotApi,
            Self::Account(_) | Self::BotOverMtproto(_) => Via::Mtproto,
        }
    }
}

// === impl Other ===

impl Other {
    /// Stops it in good order.
    pub(crate) async fn stop(self, clock: &Driven) {
        self.stop.cancel();
        ended(self.running, clock).await;
    }
}

/// Waits until a gateway for accounts that was told to stop has ended in good order.
async fn ended(mut gateway: JoinHandle<Result<(), backline_gateway_user::Error>>, clock: &Driven) {
    loop {
        let soon = tokio::time::timeout(Duration::from_millis(40), &mut gateway);
        if let Ok(ended) = soon.await {
            return ended.unwrap().unwrap();
        }
        clock.advance(Duration::from_millis(500));
    }
}

impl Account for Front {
    fn id(&self) -> i64 {
        match self {
            Self::Bot(bot) | Self::BotOverMtproto(bot) => bot.id(),
            Self::Account(account) => account.id(),
        }
    }
}

impl From<&Front> for Place {
    fn from(front: &Front) -> Self {
        match front {
            Front::Bot(bot) | Front::BotOverMtproto(bot) => bot.into(),
            Front::Account(account) => account.into(),
        }
    }
}

/// What a gateway for accounts is told.
fn account_options(
    running: &Running,
    sim: &Sim,
    lines: Option<&Lines>,
) -> backline_gateway_user::Options {
    let secret = running.lend_gateway_token().unwrap();
    let token = String::from_utf8(secret.expose().to_vec()).unwrap();
    let to_server = lines.map_or(running.address(), |lines| lines.to_server.address());
    let address = format!("http://{to_server}");
    backline_gateway_user::Options {
        servers: vec![ClientConfig::new(address).with_token(backline_client::Secret::new(token))],
        application: backline_gateway_user::Application {
            api_id: 1,
            api_hash: backline_client::Secret::new("hash".to_owned()),
            dc: Some(lines.map_or(sim.mtproto(), |lines| lines.to_telegram.address())),
            login_keys: login_keys(sim),
        },
        name: "test".to_owned(),
        max_identities: 0,
    }
}

/// Auth keys for the logins of as many accounts and bots as a test has.
pub(crate) fn login_keys(sim: &Sim) -> Vec<LoginKey> {
    let keys = std::iter::repeat_with(|| LoginKey(sim.new_auth_key().bytes()));
    keys.take(14).collect()
}

/// Logs an account in over gRPC, once a gateway for accounts is there; gives what names it.
pub(crate) async fn log_in(
    client: &backline_client::Client,
    phone: &str,
    code: impl AsyncFn() -> String,
) -> String {
    loop {
        let request = admin::ListGatewaysRequest::default();
        let listed = client.gateway_admin().list_gateways(request).await.unwrap();
        let gateways = listed.into_inner().gateways;
        if gateways.iter().any(|gateway| gateway.kind == "user") {
            break;
        }
        tokio::task::yield_now().await;
    }
    let (say, said) = tokio::sync::mpsc::channel(4);
    let method = login_method::Kind::Phone(phone.to_owned());
    let method = log_in_request::Kind::Method(LoginMethod { kind: Some(method) });
    say.send(LogInRequest { kind: Some(method) }).await.unwrap();
    let said = futures::stream::unfold(said, async |mut said| {
        said.recv().await.map(|one| (one, said))
    });
    let mut answers = client
        .logins()
        .log_in(Box::pin(said))
        .await
        .unwrap()
        .into_inner();
    loop {
        let answer = answers.message().await.unwrap().unwrap();
        match answer.kind.unwrap() {
            log_in_response::Kind::Step(step) => {
                assert_eq!(step.refusal, "");
                let code = login_input::Kind::Code(code().await);
                let code = log_in_request::Kind::Input(LoginInput { kind: Some(code) });
                say.send(LogInRequest { kind: Some(code) }).await.unwrap();
            }
            log_in_response::Kind::LoggedIn(account) => return account.account_login,
        }
    }
}

/// What happens inside is shown with a failure where `RUST_LOG` says how much of it.
fn log() {
    if std::env::var_os("RUST_LOG").is_some() {
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        let shown = tracing_subscriber::fmt().with_env_filter(filter);
        // The tests before may have begun.
        let _ = shown.with_ansi(false).with_test_writer().try_init();
    }
}
