//! Accounts being logged in, and those that are and wait to be used.
//!
//! A login is a talk: a person is at one end, through `LoginService`, and Telegram at the
//! other, through a gateway for accounts. It lives in memory alone. When the person, the
//! gateway or the server goes before its end it is over, and is begun anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use backline_domain::change::Secret;
use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::logout::{Id, Logout};
use backline_domain::time::Timestamp;
use backline_proto::common::v1::{LoginInput, LoginMethod, LoginStep};
use backline_proto::gateway::v1::attach_response::Message;
use backline_proto::gateway::v1::{
    AttachResponse, LoginCancelled, LoginFailed, LoginInputGiven, LoginRequested,
};
use tokio::sync::mpsc;

use super::call::fresh_id;
use super::sessions::Inner;
use super::table::{Session, Table};
use super::{Error, Result, Sessions};

/// How long an account that is logged in waits to be used.
pub(super) const WAITS: Duration = Duration::from_secs(15 * 60);
/// Its session is ended so much later: a call that has just found it there ends before.
const GRACE: Duration = Duration::from_secs(60);
/// Most steps that nobody has read yet.
const STEPS: usize = 16;

/// What a gateway tells of a login.
#[derive(Debug)]
pub enum Told {
    /// What comes next.
    Step(LoginStep),
    /// The account is logged in and waits to be used.
    LoggedIn(Arc<Account>),
    /// It is not, and why.
    Failed(LoginFailed),
}

/// An account that is logged in.
pub struct Account {
    /// What it is asked for by. Who has it can use the account.
    pub ticket: String,
    /// Who it is.
    pub identity: IdentityId,
    /// Its name.
    pub name: String,
    /// Its @name without the @; may be empty.
    pub username: String,
    /// Until when it waits.
    pub expires_at: Timestamp,
    /// Its session.
    pub session: Secret,
}

/// A login, at the person's end. Dropped, it is given up.
pub struct Talk {
    inner: Arc<Inner>,
    login: String,
    told: mpsc::Receiver<Told>,
}

/// All of them. Never held across an await.
#[derive(Default)]
pub(super) struct Logins(Mutex<State>);

#[derive(Default)]
struct State {
    /// By id.
    under_way: HashMap<String, UnderWay>,
    /// By the login they came of. `None`: it was used.
    done: HashMap<String, Option<Arc<Account>>>,
}

struct UnderWay {
    /// The gateway's session, and its stream.
    session: String,
    generation: u64,
    told: mpsc::Sender<Told>,
    /// Its account is being written down.
    is_ending: bool,
}

// === impl Sessions ===

impl Sessions {
    /// Has an account logged in by a gateway for accounts.
    ///
    /// # Errors
    /// No such gateway is attached, with a token for all connections.
    pub fn log_in(&self, method: LoginMethod) -> Result<Talk> {
        let login = fresh_id()?;
        let (told, steps) = mpsc::channel(STEPS);
        let table = &*self.inner.table();
        let gateway = table
            .sessions
            .values()
            .find(|session| takes_logins(session));
        let gateway = gateway.ok_or(Error::NoAccountGateway)?;
        let Some(stream) = &gateway.stream else {
            return Err(Error::NoAccountGateway);
        };
        let under_way = UnderWay {
            session: gateway.id.clone(),
            generation: stream.generation,
            told,
            is_ending: false,
        };
        self.inner
            .logins
            .state()
            .under_way
            .insert(login.clone(), under_way);
        let request = Message::LoginRequested(LoginRequested {
            login: login.clone(),
            method: Some(method),
        });
        let talk = Talk {
            inner: Arc::clone(&self.inner),
            login,
            told: steps,
        };
        if tell(table, &gateway.id, request) {
            tracing::info!(session.id = %gateway.id, gateway = %gateway.name, "an account is being logged in");
            Ok(talk)
        } else {
            Err(Error::NoAccountGateway)
        }
    }

    /// The account that waits under this ticket.
    #[must_use]
    pub fn account(&self, ticket: &str) -> Option<Arc<Account>> {
        let state = self.inner.logins.state();
        let waiting = state.done.values().flatten();
        waiting
            .into_iter()
            .find(|account| account.ticket == ticket)
            .cloned()
    }

    /// Nobody uses the account that waits under this ticket: its session is ended in Telegram at
    /// once. Where this run ends before, the row that was written with it does that later.
    pub fn let_go(&self, ticket: &str) {
        let login = {
            let state = self.inner.logins.state();
            let mut waiting = state.done.iter();
            let found = waiting.find(|(_, account)| {
                account
                    .as_ref()
                    .is_some_and(|account| account.ticket == ticket)
            });
            found.map(|(login, _)| login.clone())
        };
        let account = login.and_then(|login| self.inner.logins.forget(&login));
        if let Some(account) = account {
            let now = self.inner.clock.now();
            let row = Logout::new(account.identity, None, account.session.clone(), now);
            tracing::info!(identity = %account.identity, "an account was logged in and is not used; it is logged out again");
            self.log_out(vec![row]);
        }
    }

    /// The account is used: its session is in the store as that of an identity, and nobody
    /// ends it any more.
    pub fn used(&self, account: &Account) {
        let id = account.logout();
        self.inner.table().logouts.remove(&id);
        let mut state = self.inner.logins.state();
        for waits in state.done.values_mut() {
            if waits
                .as_ref()
                .is_some_and(|one| one.ticket == account.ticket)
            {
                *waits = None;
            }
        }
    }
}

// === impl Logins ===

impl Logins {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A stream ended, and with it the logins that went over it.
    pub(super) fn stream_broke(&self, generation: u64) {
        let mut state = self.state();
        state
            .under_way
            .retain(|_, login| login.generation != generation);
    }

    /// Where this session tells of this login; `None`: nobody waits for it.
    pub(super) fn told_by(&self, session: &str, login: &str) -> Option<mpsc::Sender<Told>> {
        let state = self.state();
        let login = state.under_way.get(login);
        let login = login.filter(|login| login.session == session)?;
        Some(login.told.clone())
    }

    /// Whether this login has ended with an account before.
    pub(super) fn is_done(&self, login: &str) -> bool {
        self.state().done.contains_key(login)
    }

    /// Says that its account is being written down, or no more. Whether that is another
    /// than before: of one report that comes twice at once one is taken in.
    pub(super) fn is_ending(&self, login: &str, is_ending: bool) -> bool {
        let mut state = self.state();
        let login = state.under_way.get_mut(login);
        login.is_some_and(|login| std::mem::replace(&mut login.is_ending, is_ending) != is_ending)
    }

    /// The gateway has ended it.
    pub(super) fn end(&self, login: &str) {
        self.state().under_way.remove(login);
    }

    pub(super) fn wait(&self, login: &str, account: Arc<Account>) {
        let mut state = self.state();
        state.done.insert(login.to_owned(), Some(account));
    }

    /// Nobody took it.
    pub(super) fn forget(&self, login: &str) -> Option<Arc<Account>> {
        self.state().done.remove(login).flatten()
    }
}

// === impl Inner ===

impl Inner {
    /// An account that nobody used in time waits no longer. The row that was written with
    /// it ends its session.
    pub(super) async fn expire(self: Arc<Self>, login: String) {
        let until = self.clock.monotonic() + WAITS;
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = self.clock.sleep_until(until) => {}
        }
        if let Some(account) = self.logins.forget(&login) {
            tracing::info!(identity = %account.identity, "an account was logged in and not used; it is logged out again");
        }
    }
}

// === impl Talk ===

impl Talk {
    /// What the gateway tells next; `None`: it is gone.
    pub async fn next(&mut self) -> Option<Told> {
        self.told.recv().await
    }

    /// The same, for whoever waits for more than one.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Told>> {
        self.told.poll_recv(context)
    }

    /// Says something to Telegram.
    pub fn say(&self, input: LoginInput) {
        let given = Message::LoginInput(LoginInputGiven {
            login: self.login.clone(),
            input: Some(input),
        });
        self.tell(given);
    }

    fn tell(&self, message: Message) {
        let session = {
            let state = self.inner.logins.state();
            let login = state.under_way.get(&self.login);
            login.map(|login| login.session.clone())
        };
        if let Some(session) = session {
            tell(&self.inner.table(), &session, message);
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        if !self.inner.logins.is_done(&self.login) {
            self.tell(Message::LoginCancelled(LoginCancelled {
                login: self.login.clone(),
            }));
        }
        self.inner.logins.state().under_way.remove(&self.login);
    }
}

impl std::fmt::Debug for Talk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Talk")
    }
}

// === impl Account ===

impl Account {
    /// The row that ends its session, unless it is used.
    #[must_use]
    pub fn logout(&self) -> Id {
        Id::of(self.session.expose())
    }

    /// Written before anybody hears of the account: whatever happens to this server and to
    /// who logs in, a session that nobody uses is ended.
    pub(super) fn unless_used(&self) -> Logout {
        let due_at = self.expires_at.after(GRACE);
        Logout::new(self.identity, None, self.session.clone(), due_at)
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

/// A new account may be anybody's: only who may hold them all logs in.
fn takes_logins(session: &Session) -> bool {
    session.kind == IdentityKind::User
        && session.stream.is_some()
        && !session.is_leaving
        && !session.is_revoked
        && session.may_hold_all()
}

/// Says whether it is on its way.
fn tell(table: &Table, session: &str, message: Message) -> bool {
    let session = table.sessions.get(session);
    let stream = session.and_then(|session| session.stream.as_ref());
    stream.is_some_and(|stream| {
        let message = AttachResponse {
            message: Some(message),
        };
        stream.control.try_send(message).is_ok()
    })
}
