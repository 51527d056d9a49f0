//! The usual cast: an account with its forum, a customer, the gateway and its
//! server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use backline_client::{Config, Secret};
use backline_gateway::Driven;
use backline_gateway_user::{
    Application, Error, LoginKey, Options, account_session, run_with_clock,
};
use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{ChatAddress, Content, FormattedText, Message, MessageRef};
use backline_proto::gateway::v1::gateway_service_server::GatewayServiceServer;
use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{AccountLimits, Cursor, SendMessage, Succeeded, Target, Update};
use backline_proto::gateway::v1::{action::Verb, outcome};
use telegram_sim::{Group, Limits, Line, ManualClock, Person, Sim};
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;

use crate::server::Server;

pub(crate) struct Stage {
    pub(crate) sim: Sim,
    /// The account.
    pub(crate) agent: Person,
    pub(crate) session: Vec<u8>,
    pub(crate) ann: Person,
    pub(crate) team: Group,
    pub(crate) server: Server,
    pub(crate) clock: Driven,
    pub(crate) shutdown: CancellationToken,
    pub(crate) running: JoinHandle<Result<(), Error>>,
    pub(crate) line: Option<Line>,
}

// === impl Stage ===

impl Stage {
    /// The gateway is attached and serves nobody. Ann has a dialog with the agent.
    pub(crate) async fn set() -> Self {
        Self::set_on(false).await
    }

    /// The gateway serves the account, over a line that can be cut, and knows
    /// everybody.
    pub(crate) async fn over_a_line() -> Self {
        let stage = Self::set_on(true).await;
        stage.assign(None).await;
        stage.follows().await;
        stage
            .does(send(stage.ann_chat(), 0, text("ready")), &[1])
            .await;
        stage
    }

    async fn set_on(is_over_a_line: bool) -> Self {
        let config = telegram_sim::Config::default().limits(Limits::off());
        let sim = Sim::start(config.clock(&ManualClock::new())).await.unwrap();
        let agent = sim.person("Agent");
        let ann = sim.person("Ann");
        let team = sim.forum("Team", &agent);
        ann.says(&agent, "long ago");
        let session = account_session(2, agent.id(), sim.auth_key(&agent).bytes());
        let (server, clock) = (Server::new(), Driven::new());
        let shutdown = CancellationToken::new();
        let line = if is_over_a_line {
            Some(Line::to(sim.mtproto()).await.unwrap())
        } else {
            None
        };
        let dc = line.as_ref().map_or(sim.mtproto(), Line::address);
        let running = run(&server, &clock, &shutdown, dc).await;
        server.until_attached().await;
        Self {
            sim,
            agent,
            session,
            ann,
            team,
            server,
            clock,
            shutdown,
            running,
            line,
        }
    }

    /// The gateway serves the account, and follows its updates.
    pub(crate) async fn started() -> Self {
        let stage = Self::set().await;
        stage.assign(None).await;
        stage.follows().await;
        stage
    }

    /// Hands the account out.
    pub(crate) async fn assign(&self, cursor: Option<Cursor>) {
        self.server
            .assign(self.agent.id(), &self.session, cursor)
            .await;
    }

    /// Waits until the account is told to be in so many supergroups and channels.
    pub(crate) async fn until_limits(&self, channels: i32) -> AccountLimits {
        loop {
            let report = self
                .server
                .until_report(backline_proto::gateway::v1::IdentityState::Online)
                .await;
            let last = self.server.last_report();
            let limits = last.profile.or(report.profile).unwrap().limits.unwrap();
            if limits.channel_count == channels {
                return limits;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Waits until the account's updates are followed.
    pub(crate) async fn follows(&self) {
        self.server
            .until("a state", |batches| !batches.is_empty())
            .await;
    }

    /// Has the account do something.
    pub(crate) async fn execute(&self, verb: Verb, random_ids: &[i64]) -> outcome::Kind {
        self.server.execute(self.agent.id(), verb, random_ids).await
    }

    /// Has the account do something that works, as soon as everybody is known.
    pub(crate) async fn does(&self, verb: Verb, random_ids: &[i64]) -> Succeeded {
        loop {
            match self.execute(verb.clone(), random_ids).await {
                outcome::Kind::Succeeded(made) => return made,
                outcome::Kind::Deferred(told) if told.detail.contains("dialogs") => {
                    tokio::task::yield_now().await;
                }
                other => panic!("{other:?}"),
            }
        }
    }

    pub(crate) fn ann_chat(&self) -> ChatAddress {
        chat(self.ann.id())
    }

    pub(crate) fn team_chat(&self) -> ChatAddress {
        chat(self.team.id())
    }

    /// Waits for a message of this text, and gives it.
    pub(crate) async fn until_text(&self, text: &str) -> Message {
        let is = |update: &Update| text_of(update).as_deref() == Some(text);
        self.server
            .until_updates(text, |updates| updates.iter().any(is))
            .await;
        let updates = self.server.updates();
        let found = updates.iter().find(|update| is(update)).unwrap();
        message_of(found).unwrap()
    }

    /// The same, with time passing.
    pub(crate) async fn drive_text(&self, text: &str) -> Message {
        let is = |update: &Update| text_of(update).as_deref() == Some(text);
        self.drive(text, || self.server.updates().iter().any(is))
            .await;
        self.until_text(text).await
    }

    /// Where the server has the account's updates.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        self.server.batches().last()?.cursor.clone()
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
            "never: {what}; reports: {:?}",
            self.server.reports()
        );
    }

    /// Waits for a fact as long as more and more comes.
    pub(crate) async fn catches_up(&self, what: &str, so: impl Fn() -> bool) {
        let limit = Duration::from_secs(20);
        while !so() {
            let before = self.server.posted();
            let more = async {
                while !so() && self.server.posted() == before {
                    tokio::task::yield_now().await;
                }
            };
            let came = tokio::time::timeout(limit, more).await;
            assert!(came.is_ok(), "never: {what}; {before} came");
        }
    }

    /// Moves the gateway's time on, a second a step, until it is so.
    pub(crate) async fn drive(&self, what: &str, so: impl Fn() -> bool) {
        for _ in 0..240 {
            let soon = Duration::from_millis(20);
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
    dc: SocketAddr,
) -> JoinHandle<Result<(), Error>> {
    run_with_key(server, clock, shutdown, dc, None).await
}

/// The same, with an auth key for logins.
pub(crate) async fn run_with_key(
    server: &Server,
    clock: &Driven,
    shutdown: &CancellationToken,
    dc: SocketAddr,
    login_key: Option<LoginKey>,
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
        application: Application {
            api_id: 1,
            api_hash: Secret::new("0123456789abcdef".into()),
            dc: Some(dc),
            login_keys: login_key.into_iter().collect(),
        },
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

pub(crate) fn chat(id: i64) -> ChatAddress {
    ChatAddress {
        id,
        ..ChatAddress::default()
    }
}

pub(crate) fn words(text: &str) -> FormattedText {
    FormattedText {
        text: text.into(),
        entities: vec![],
    }
}

pub(crate) fn text(text: &str) -> Content {
    Content {
        kind: Some(Kind::Text(words(text))),
    }
}

pub(crate) fn target(chat: ChatAddress, topic_id: i64) -> Option<Target> {
    Some(Target {
        chat: Some(chat),
        topic_id,
    })
}

pub(crate) fn send(chat: ChatAddress, topic_id: i64, content: Content) -> Verb {
    Verb::SendMessage(SendMessage {
        target: target(chat, topic_id),
        content: Some(content),
        ..SendMessage::default()
    })
}

pub(crate) fn message(chat: ChatAddress, message_id: i64) -> Option<MessageRef> {
    Some(MessageRef {
        chat: Some(chat),
        message_id,
    })
}

/// The message that an update is of.
pub(crate) fn message_of(update: &Update) -> Option<Message> {
    match update.event.as_ref()? {
        Event::MessagePosted(message) | Event::MessageEdited(message) => Some(message.clone()),
        _ => None,
    }
}

/// The text of a new message.
pub(crate) fn text_of(update: &Update) -> Option<String> {
    let Event::MessagePosted(message) = update.event.as_ref()? else {
        return None;
    };
    match message.content.as_ref()?.kind.as_ref()? {
        Kind::Text(text) => Some(text.text.clone()),
        _ => None,
    }
}

/// The texts of new messages, in order, each update once.
pub(crate) fn texts(updates: &[Update]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let fresh = updates.iter().filter(|update| {
        let key = update.key.as_ref().unwrap().natural_key.clone();
        seen.insert(key)
    });
    fresh.filter_map(text_of).collect()
}
