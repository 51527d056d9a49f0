//! The usual cast: a bot with its forum, a customer, the gateway and its server.

use std::sync::Arc;
use std::time::Duration;

use backline_client::{Config, Secret};
use backline_gateway::Driven;
use backline_gateway_bot::{Error, Options, run_with_clock};
use backline_proto::common::v1::{ChatAddress, Content, FormattedText, content};
use backline_proto::gateway::v1::gateway_service_server::GatewayServiceServer;
use backline_proto::gateway::v1::{SendMessage, Target, action::Verb, outcome};
use telegram_sim::{Bot, Group, Limits, ManualClock, Person, Rights, Sim};
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;

use crate::server::Server;

pub(crate) struct Stage {
    pub(crate) sim: Sim,
    pub(crate) bot: Bot,
    pub(crate) olga: Person,
    pub(crate) ann: Person,
    pub(crate) team: Group,
    pub(crate) server: Server,
    pub(crate) clock: Driven,
    pub(crate) shutdown: CancellationToken,
    pub(crate) running: JoinHandle<Result<(), Error>>,
}

// === impl Stage ===

impl Stage {
    /// The gateway is attached and serves nobody.
    pub(crate) async fn set() -> Self {
        let config = telegram_sim::Config::default().limits(Limits::off());
        let sim = Sim::start(config.clock(&ManualClock::new())).await.unwrap();
        let bot = sim.bot("Support");
        let olga = sim.person("Olga");
        let team = sim.forum("Team", &olga);
        olga.makes_admin(&team, &bot, Rights::all());
        let ann = sim.person("Ann");
        let (server, clock) = (Server::new(), Driven::new());
        let shutdown = CancellationToken::new();
        let running = run(&server, &clock, &shutdown, sim.url()).await;
        server.until_attached().await;
        Self {
            sim,
            bot,
            olga,
            ann,
            team,
            server,
            clock,
            shutdown,
            running,
        }
    }

    /// The gateway serves the bot, and Ann has started it.
    pub(crate) async fn started() -> Self {
        let stage = Self::set().await;
        stage.ann.starts(&stage.bot, None);
        stage.server.assign(stage.bot.token(), None).await;
        stage
            .settled("all taken", || stage.bot.waiting_updates() == 0)
            .await;
        stage
    }

    /// Has the bot do something.
    pub(crate) async fn execute(&self, verb: Verb) -> outcome::Kind {
        self.server.execute(self.bot.token(), verb).await
    }

    /// Ann's chat with the bot.
    pub(crate) fn ann_chat(&self) -> ChatAddress {
        ChatAddress {
            id: self.ann.id(),
            ..ChatAddress::default()
        }
    }

    pub(crate) fn team_chat(&self) -> ChatAddress {
        ChatAddress {
            id: self.team.id(),
            ..ChatAddress::default()
        }
    }

    /// Waits for a fact of the simulated world.
    pub(crate) async fn settled(&self, what: &str, so: impl Fn() -> bool) {
        let limit = Duration::from_secs(20);
        let settled = async {
            while !so() {
                tokio::task::yield_now().await;
            }
        };
        assert!(
            tokio::time::timeout(limit, settled).await.is_ok(),
            "never: {what}"
        );
    }

    /// Moves the gateway's time on, a second a step, until it is so.
    pub(crate) async fn drive(&self, what: &str, so: impl Fn() -> bool) {
        for _ in 0..120 {
            let soon = Duration::from_millis(30);
            let settled = async {
                while !so() {
                    tokio::task::yield_now().await;
                }
            };
            if tokio::time::timeout(soon, settled).await.is_ok() {
                return;
            }
            self.clock.advance(Duration::from_secs(1));
        }
        panic!(
            "never: {what}; {}\nreports: {:?}\nupdates: {:?}",
            self.sim.describe(),
            self.server.reports(),
            self.server.updates()
        );
    }
}

/// A gateway against a server in this process.
pub(crate) async fn run(
    server: &Server,
    clock: &Driven,
    shutdown: &CancellationToken,
    bot_api_url: &str,
) -> JoinHandle<Result<(), Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let service = GatewayServiceServer::new(server.clone());
    #[expect(clippy::disallowed_methods, reason = "ends with the test")]
    tokio::spawn(
        tonic::transport::Server::builder()
            .add_service(service)
            .serve_with_incoming(TcpListenerStream::new(listener)),
    );
    let options = Options {
        servers: vec![Config::new(url).with_token(Secret::new("blt_test".into()))],
        bot_api_url: bot_api_url.to_owned(),
        bot_api_files: None,
        name: "test".into(),
        max_identities: 0,
    };
    #[expect(clippy::disallowed_methods, reason = "ends with the test")]
    tokio::spawn(run_with_clock(
        options,
        Arc::new(clock.clone()),
        shutdown.clone(),
    ))
}

pub(crate) fn text(words: &str) -> Content {
    let text = FormattedText {
        text: words.into(),
        entities: vec![],
    };
    Content {
        kind: Some(content::Kind::Text(text)),
    }
}

pub(crate) fn send(chat: ChatAddress, topic_id: i64, content: Content) -> Verb {
    Verb::SendMessage(SendMessage {
        target: Some(Target {
            chat: Some(chat),
            topic_id,
        }),
        content: Some(content),
        ..SendMessage::default()
    })
}
