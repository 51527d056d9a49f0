//! Accounts as a platform of the gateway.

use std::net::SocketAddr;
use std::sync::Arc;

use backline_gateway::{Assignment, Clock, Fence, LoggingIn, Platform, StartError, Started};
use backline_proto::gateway::v1::{Capabilities, GatewayKind, credential};
use futures::future::BoxFuture;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::execute::{Executor, VERBS};
use crate::login::{At, Login, Step, log_in, log_out};
use crate::peers::Peers;
use crate::receive::{Receiver, keep};
use crate::sent::Sent;
use crate::session::Account;
use crate::telegram::{App, Telegram};

/// What Telegram lets any account move: 4,000 parts of 512 KiB.
const MOST_BYTES: i64 = 4000 * 512 * 1024;

/// Accounts over MTProto.
pub struct Accounts {
    app: App,
    /// For logins: an auth key agreed upon before.
    key: Option<[u8; 256]>,
}

// === impl Accounts ===

impl Accounts {
    /// Accounts of an application, as <https://my.telegram.org> names it. With
    /// `dc` all of Telegram's data centres are at that address.
    #[must_use]
    pub fn new(api_id: i32, api_hash: &str, dc: Option<SocketAddr>) -> Self {
        let api_hash = api_hash.to_owned();
        Self {
            app: App {
                api_id,
                api_hash,
                dc,
            },
            key: None,
        }
    }

    /// Logins take this auth key, and agree upon none: for a simulated Telegram,
    /// which does not have Telegram's own keys.
    #[must_use]
    pub fn with_login_key(mut self, key: [u8; 256]) -> Self {
        self.key = Some(key);
        self
    }

    /// Begins a login by a code that is sent to this phone number. The first step
    /// comes with it.
    pub async fn login_by_phone(
        &self,
        phone: &str,
        fence: Fence,
        clock: Arc<dyn Clock>,
    ) -> (Login, Step) {
        Box::pin(Login::by_phone(self.at(fence, clock), phone)).await
    }

    /// Begins a login by a QR code. The first step comes with it.
    pub async fn login_by_qr(&self, fence: Fence, clock: Arc<dyn Clock>) -> (Login, Step) {
        Box::pin(Login::by_qr(self.at(fence, clock))).await
    }

    fn at(&self, fence: Fence, clock: Arc<dyn Clock>) -> At {
        At {
            app: self.app.clone(),
            fence,
            clock,
            key: self.key,
        }
    }
}

impl Platform for Accounts {
    fn kind(&self) -> GatewayKind {
        GatewayKind::User
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            verbs: VERBS.iter().map(|verb| (*verb).to_owned()).collect(),
            max_download_bytes: MOST_BYTES,
            max_upload_bytes: MOST_BYTES,
            sees_deletions: true,
            keyed_sends: true,
        }
    }

    fn start(&self, assignment: Assignment) -> Result<Started, StartError> {
        let Some(credential::Kind::AccountSession(session)) = &assignment.credential.kind else {
            return Err(StartError(
                "an account gateway serves accounts, by their sessions".to_owned(),
            ));
        };
        let account = Account::decode(session).map_err(|error| StartError(error.to_string()))?;
        if assignment.identity != format!("user:{}", account.user_id) {
            return Err(StartError(
                "the session is another account's than the connection names: log in again"
                    .to_owned(),
            ));
        }
        let telegram = Telegram::new(
            self.app.clone(),
            account.store(self.app.dc),
            assignment.fence.clone(),
            Arc::clone(&assignment.clock),
        );
        let peers = Arc::new(Peers::new(account.user_id));
        let sent = Arc::new(Sent::default());
        let (found, dialogs) = mpsc::unbounded_channel();
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        tasks.spawn(keep(
            telegram.clone(),
            Arc::clone(&peers),
            found,
            stop.clone(),
        ));
        let receiver = Receiver::new(
            telegram.clone(),
            Arc::clone(&peers),
            Arc::clone(&sent),
            dialogs,
            &assignment,
            account.state,
        );
        let executor = Executor {
            telegram,
            peers,
            sent,
            stop,
            tasks,
        };
        Ok(Started {
            identity: Arc::new(executor),
            updates: Box::new(receiver),
        })
    }

    fn log_in(&self, login: backline_gateway::Login) -> LoggingIn {
        Box::pin(log_in(self.app.clone(), self.key, login))
    }

    fn log_out(
        &self,
        account_session: Vec<u8>,
        fence: Fence,
        clock: Arc<dyn Clock>,
    ) -> BoxFuture<'static, ()> {
        Box::pin(log_out(account_session, self.at(fence, clock)))
    }
}
