//! Accounts as a platform of the gateway.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use backline_client::Secret;
use backline_gateway::{
    Assignment, Clock, Fence, LoggingIn, LoggingOut, Platform, StartError, Started,
};
use backline_proto::gateway::v1::{Capabilities, GatewayKind, credential};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::entry::Entry;
use crate::execute::{Executor, VERBS};
use crate::limits::Limits;
use crate::login::{At, FIRST_DC, Login, Step, log_in, log_out};
use crate::peers::Peers;
use crate::receive::{Beginning, Receiver, keep};
use crate::sent::Sent;
use crate::session::Account;
use crate::telegram::{App, Telegram};
use crate::uploads::Uploads;

/// What Telegram lets any account or bot send: 4,000 parts of 512 KiB (core.telegram.org/api/files).
const MOST_SENT: i64 = 4000 * 512 * 1024;
/// What everybody may fetch is what accounts with Premium may send.
const MOST_FETCHED: i64 = 2 * MOST_SENT;

/// How an identity gets in, and who it is.
struct Way {
    account: Account,
    /// Of a bot.
    entry: Option<Entry>,
    peers: Peers,
}

/// Accounts and bots over MTProto.
pub struct Accounts {
    app: App,
    /// For logins: auth keys agreed upon before.
    keys: Vec<[u8; 256]>,
    /// How many accounts have begun to log in.
    begun: AtomicUsize,
}

/// Of the keys for logins so many, behind the first, are for bots.
const KEYS_OF_BOTS: usize = 7;

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
            keys: Vec::new(),
            begun: AtomicUsize::new(0),
        }
    }

    /// Logins take these auth keys, and agree upon none: for a simulated Telegram,
    /// which does not have Telegram's own keys. The first account takes the first, bots one of the
    /// seven behind it, where there are any; further accounts one each of those behind these,
    /// and else the first.
    #[must_use]
    pub fn with_login_keys(mut self, keys: Vec<[u8; 256]>) -> Self {
        self.keys = keys;
        self
    }

    /// The auth key of accounts' logins, if there is one.
    fn key(&self) -> Option<[u8; 256]> {
        let further = match self.begun.fetch_add(1, Ordering::Relaxed) {
            0 => None,
            before => self.keys.get(KEYS_OF_BOTS + before),
        };
        further.or(self.keys.first()).copied()
    }

    /// The auth key of a bot's login, if there is one.
    fn key_of_bot(&self, id: i64) -> Option<[u8; 256]> {
        let most = self.keys.len().min(1 + KEYS_OF_BOTS);
        let bots = self.keys.get(1..most).unwrap_or_default();
        let place = id.unsigned_abs().checked_rem(bots.len() as u64);
        let key = place.and_then(|place| bots.get(usize::try_from(place).ok()?));
        key.or(self.keys.first()).copied()
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

    /// How an identity gets in.
    fn way(&self, assignment: &Assignment) -> Result<Way, StartError> {
        let read = |session: &[u8]| {
            Account::decode(session).map_err(|error| StartError(error.to_string()))
        };
        match &assignment.credential.kind {
            Some(credential::Kind::AccountSession(session)) => {
                let account = read(session)?;
                if assignment.identity != format!("user:{}", account.user_id) {
                    return Err(StartError(
                        "the session is another account's than the connection names: log in again"
                            .to_owned(),
                    ));
                }
                Ok(Way {
                    peers: Peers::new(account.user_id),
                    account,
                    entry: None,
                })
            }
            Some(credential::Kind::BotLogin(login)) => {
                let id = login.bot_token.split_once(':').and_then(|(id, _)| {
                    let is_its = assignment.identity == format!("bot:{id}");
                    id.parse().ok().filter(|_| is_its)
                });
                let id: i64 = id.ok_or_else(|| {
                    let words = "the token is another bot's than the connection names: give the \
                                 connection its bot's token with `backline connections set-token`";
                    StartError(words.to_owned())
                })?;
                // One that cannot be used is no loss: the token makes another.
                let kept = read(&login.session).ok().filter(|account| {
                    account.user_id == id && account.is_made_with(&login.bot_token)
                });
                let key = self.key_of_bot(id);
                let account = kept.unwrap_or_else(|| Account::nobody(FIRST_DC).with_key(key));
                let token = Secret::new(login.bot_token.clone());
                let entry = Entry::new(token, assignment.keep_session.clone(), key);
                Ok(Way {
                    account,
                    entry: Some(entry),
                    peers: Peers::of_bot(id),
                })
            }
            Some(credential::Kind::BotToken(_)) | None => Err(StartError(
                "this gateway serves accounts, by their sessions, and bots over MTProto".to_owned(),
            )),
        }
    }

    fn at(&self, fence: Fence, clock: Arc<dyn Clock>) -> At {
        At {
            app: self.app.clone(),
            fence,
            clock,
            key: self.key(),
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
            max_download_bytes: MOST_FETCHED,
            max_upload_bytes: MOST_SENT,
            sees_deletions: true,
            keyed_sends: true,
        }
    }

    fn start(&self, assignment: Assignment) -> Result<Started, StartError> {
        let Way {
            account,
            entry,
            peers,
        } = self.way(&assignment)?;
        let make = if account.user_id == 0 {
            Telegram::of_nobody
        } else {
            Telegram::new
        };
        let telegram = make(
            self.app.clone(),
            account.store(self.app.dc),
            assignment.fence.clone(),
            Arc::clone(&assignment.clock),
        );
        let peers = Arc::new(peers);
        let sent = Arc::new(Sent::default());
        let limits = Arc::new(Limits::default());
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
            Arc::clone(&limits),
            dialogs,
            &assignment,
            Beginning {
                at_login: account.state,
                entry,
            },
        );
        let executor = Executor {
            telegram,
            peers,
            sent,
            limits,
            uploads: Uploads::default(),
            stop,
            tasks,
        };
        Ok(Started {
            identity: Arc::new(executor),
            updates: Box::new(receiver),
        })
    }

    fn log_in(&self, login: backline_gateway::Login) -> LoggingIn {
        Box::pin(log_in(self.app.clone(), self.key(), login))
    }

    fn log_out(&self, account_session: Vec<u8>, fence: Fence, clock: Arc<dyn Clock>) -> LoggingOut {
        Box::pin(log_out(account_session, self.at(fence, clock)))
    }
}
