//! Where the parts are put together. The same function serves production,
//! `backline up` and tests: they differ in configuration, listener and clock.

mod running;

pub use running::Running;

use std::net::SocketAddr;
use std::sync::Arc;

use backline_domain::change::Secret;
use backline_domain::connection::Group;
use backline_store::{Options, Store, Surreal};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::transport::server::TcpIncoming;

use crate::clock::SharedClock;
use crate::config::{self, Config};
use crate::desk;
use crate::files::{self, Files};
use crate::gateway::Sessions;
use crate::grpc::access::{self, First, Tokens};
use crate::grpc::{self, Admin, Edge, Inside};
use crate::plan::Plans;
use crate::setup_bot::{self, AllDesks};
use crate::shutdown::Phases;
use crate::telemetry::{self, Metrics};
use crate::upkeep;
use crate::webhook::{self, Board, Client, Postman};

/// Where SurrealDB keeps what is Backline's.
const NAMESPACE: &str = "backline";
const DATABASE: &str = "backline";

/// Why the server cannot start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration, or a file that it names.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] backline_store::Error),
    /// A connection's desk.
    #[error(transparent)]
    Desk(#[from] desk::OpenError),
    /// What a desk was asked at the start.
    #[error(transparent)]
    Asked(#[from] desk::Error),
    /// The first administrator's token.
    #[error(transparent)]
    FirstToken(#[from] access::FirstTokenError),
    /// The gRPC server.
    #[error(transparent)]
    Grpc(#[from] grpc::server::Error),
    /// An address that cannot be listened on.
    #[error(
        "{address}, where {what} should be served, cannot be listened on: {detail}; stop what \
         listens there, or choose another address with {flag}"
    )]
    Listen {
        /// What would be served.
        what: &'static str,
        /// Where.
        address: String,
        /// The flag that changes it.
        flag: &'static str,
        /// What the system says.
        detail: std::io::Error,
    },
    /// Serving ended by itself.
    #[error("the server stopped serving: {0}; start it again, and look at the log above")]
    Serving(String),
    /// The file store.
    #[error(transparent)]
    Files(#[from] files::Error),
    /// Nothing can be posted to webhooks.
    #[error(transparent)]
    Webhooks(#[from] webhook::Unbuilt),
    /// A metric is defined wrongly.
    #[error("the metrics cannot be started: {0}")]
    Metrics(#[from] prometheus::Error),
}

// === impl Error ===

impl Error {
    /// Whether the configuration, or a file that it names, is what is wrong: then
    /// the same again will fail again.
    #[must_use]
    pub const fn is_configuration(&self) -> bool {
        matches!(
            self,
            Self::Config(_)
                | Self::Grpc(grpc::server::Error::Tls(_))
                | Self::Files(files::Error::InUse(_))
        )
    }
}

/// Runs a server until `shutdown` is cancelled and everything in hand is done.
///
/// # Errors
/// When it cannot start, or stops serving by itself.
pub async fn run(
    config: Config,
    listener: Option<TcpListener>,
    clock: SharedClock,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    start(config, listener, clock, shutdown).await?.wait().await
}

/// Starts a server. When this returns, it serves.
///
/// # Errors
/// When it cannot start; nothing of it runs then.
pub async fn start(
    config: Config,
    listener: Option<TcpListener>,
    clock: SharedClock,
    shutdown: CancellationToken,
) -> Result<Running, Error> {
    // Before the store is opened: a second server on this machine is told of its
    // own address, not of the first one's store.
    let listener = match listener {
        Some(listener) => listener,
        None => bind("gRPC", "--listen", config.listen.address).await?,
    };
    let page = match config.metrics {
        Some(address) => Some(bind("the metrics page", "--metrics", address).await?),
        None => None,
    };
    let client = Client::new(config.webhook_reach.clone())?;
    let key = config.secrets.sealing_key()?;
    let claim_key = key.to_hex();
    let surreal = backline_store::open(Options {
        url: config.store.url().to_owned(),
        key: key.clone(),
        namespace: NAMESPACE.to_owned(),
        database: DATABASE.to_owned(),
        username: config.store.user.clone(),
        password: config.store.password.as_ref().map(text),
    })
    .await?;
    let folder = config.files_folder.clone();
    let files = match Files::open(folder, config.limits.files, &key, clock.clone()) {
        Ok(files) => files,
        Err(error) => {
            surreal.close().await;
            return Err(error.into());
        }
    };
    let phases = Phases::new(shutdown);
    let own = Own {
        surreal: surreal.clone(),
        files: files.clone(),
        claim_key,
        client,
        board: Board::new(key),
    };
    let started = serve(&config, listener, page, clock, own, &phases).await;
    if started.is_err() {
        files.close();
        phases.cut();
        surreal.close().await;
    }
    started
}

/// What a server has to itself.
struct Own {
    surreal: Arc<Surreal>,
    files: Files,
    claim_key: zeroize::Zeroizing<String>,
    /// Who posts to webhooks, and what is to be posted.
    client: Client,
    board: Board,
}

async fn serve(
    config: &Config,
    listener: TcpListener,
    page: Option<TcpListener>,
    clock: SharedClock,
    own: Own,
    phases: &Phases,
) -> Result<Running, Error> {
    let Own {
        surreal,
        files,
        claim_key,
        client,
        board,
    } = own;
    let store: Arc<dyn Store> = surreal.clone();
    let metrics = Metrics::new()?;
    let first_token = if config.makes_first_token {
        access::make_first_token(&store, &config.directory, clock.now()).await?
    } else {
        First::not_needed()
    };
    // Logs go to stderr, also of `backline up`: whoever starts it reads this.
    if let Some(warning) = first_token.warning() {
        tracing::warn!("{warning}");
    }
    let tokens = Tokens::load(store.clone(), clock.clone()).await?;
    let seat = match &config.secrets.setup_bot_token {
        Some(token) => setup_bot::install(&store, token).await?,
        None => None,
    };
    let desks = desk::Context {
        store: store.clone(),
        files,
        clock: clock.clone(),
        registry: desk::Registry::default(),
        tracker: TaskTracker::new(),
        shutdown: phases.desks.clone(),
        metrics: metrics.clone(),
        plans: Plans::new(config.plans.clone()),
        has_setup_bot: seat.is_some(),
        webhooks: board,
        news: tokio::sync::broadcast::Sender::new(NEWS),
    };
    open_desks(&desks).await?;

    let limits = grpc::Limits {
        concurrent_calls: config.limits.concurrent_calls,
        longest_deadline: config.limits.longest_call,
    };
    let edge = Edge::new(
        tokens.clone(),
        metrics.clone(),
        clock.clone(),
        limits,
        phases.streams.clone(),
    );
    desks.tracker.spawn(
        Postman {
            store: store.clone(),
            clock: clock.clone(),
            board: desks.webhooks.clone(),
            desks: desks.registry.clone(),
            client,
            metrics: metrics.clone(),
            shutdown: desks.shutdown.clone(),
        }
        .run(),
    );
    let setup_bot = seat.as_ref().map(|seat| seat.handle.clone());
    let all_desks = AllDesks::new(desks.registry.clone(), setup_bot.clone());
    let sessions = Sessions::start(
        Arc::new(all_desks),
        store.clone(),
        desks.files.clone(),
        clock.clone(),
        desks.tracker.clone(),
        config.timing,
        metrics.clone(),
    );
    let admin = Admin::new(desks.clone(), tokens.clone(), claim_key);
    if let Some(seat) = seat {
        let context = setup_bot::Context {
            store: store.clone(),
            clock: clock.clone(),
            inside: Inside::new(admin.clone(), sessions.clone()),
            administrators: config.setup_bot_administrators.clone(),
            news: desks.news.subscribe(),
            shutdown: desks.shutdown.clone(),
            files: desks.files.clone(),
        };
        desks.tracker.spawn(seat.run(context));
    }
    let message_bytes = config.limits.message_bytes;
    let (server, health) = grpc::server::ready(
        admin,
        sessions.clone(),
        edge,
        config.tls.as_ref(),
        message_bytes,
    )
    .await?;

    let address = listener
        .local_addr()
        .map_err(|error| Error::Serving(error.to_string()))?;
    let metrics_address = page.as_ref().and_then(|page| page.local_addr().ok());
    let tracker = &desks.tracker;
    tracker.spawn(tokens.clone().keep_fresh(phases.desks.clone()));
    tracker.spawn(upkeep::sweep(
        store.clone(),
        desks.files.clone(),
        clock,
        phases.desks.clone(),
    ));
    if let Some(page) = page {
        let (draining, stop) = (phases.draining.clone(), phases.desks.clone());
        tracker.spawn(telemetry::serve(page, metrics, store, draining, stop));
    }
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let stop = phases.serving.clone().cancelled_owned();
    let serving = tracker.spawn(server.serve_with_incoming_shutdown(incoming, stop));
    grpc::server::set_serving(&health, true).await;
    tracing::info!(%address, tls = config.tls.is_some(), "serving gRPC");
    Ok(Running {
        address,
        metrics_address,
        first_token: first_token.token,
        desks,
        setup_bot,
        sessions,
        tokens,
        store: surreal,
        phases: phases.clone(),
        health,
        serving,
    })
}

async fn open_desks(desks: &desk::Context) -> Result<(), Error> {
    for connection in desks.store.connections().await? {
        let group = connection.group.clone();
        let desk = desk::open(desks, connection).await?;
        if let Group::Checking(group) = group {
            // A crash may have come between taking note of the group and asking
            // about it; to ask again is harmless.
            let asked = desk::Asked {
                by: "server".to_owned(),
                request: None,
            };
            desk.change(desk::ConnectionChange::TakeGroup(group), asked)
                .await?;
        }
    }
    Ok(())
}

/// News kept for a listener that is slow; older ones are dropped for it.
const NEWS: usize = 1024;

async fn bind(
    what: &'static str,
    flag: &'static str,
    address: SocketAddr,
) -> Result<TcpListener, Error> {
    TcpListener::bind(address)
        .await
        .map_err(|detail| Error::Listen {
            what,
            address: address.to_string(),
            flag,
            detail,
        })
}

fn text(secret: &Secret) -> String {
    String::from_utf8_lossy(secret.expose()).into_owned()
}
