//! The connection to Telegram: one for an account, with time limits of its own.
//!
//! grammers has none: against a black hole a call waits for ever, and its runner
//! with it. So every call here ends, and whoever finds the connection dead has it
//! taken down; the receiver makes the next one.

mod failure;
mod live;
mod skew;

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backline_gateway::{Clock, Fence};
use grammers_client::sender::{ConnectionParams, NoRetries, SenderPool};
use grammers_client::session::Session as _;
use grammers_client::session::updates::UpdatesLike;
use grammers_client::tl::{Deserializable as _, RemoteCall, Serializable as _, functions};
use tokio::sync::{mpsc, watch};
use tokio_util::task::TaskTracker;

pub(crate) use self::failure::{Failure, name};
use self::live::Live;
use crate::session::Store;

/// How long a call may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);
/// How long a call waits for a connection, and how long one may take to prove
/// that it works.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// How long asking for Telegram's time may take.
const SKEW_LIMIT: Duration = Duration::from_secs(5);
/// Updates that wait for the receiver. What does not fit is dropped by the
/// library: messages heal by themselves, reactions do not.
const WAITING_UPDATES: usize = 8192;

/// What the program is to Telegram.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) api_id: i32,
    pub(crate) api_hash: String,
    /// Where all data centres are, instead of Telegram's addresses.
    pub(crate) dc: Option<SocketAddr>,
}

/// An account's way to Telegram. Clones are the same.
#[derive(Clone)]
pub(crate) struct Telegram(Arc<Inner>);

struct Inner {
    app: App,
    store: Arc<Store>,
    fence: Fence,
    clock: Arc<dyn Clock>,
    live: watch::Sender<Option<Live>>,
    /// Calls under way.
    calls: watch::Sender<usize>,
    /// When Telegram answered last.
    answered: Mutex<Duration>,
    /// Why the account's session is over, once it is.
    ended: Mutex<Option<Failure>>,
    /// Whether the session is an account's, or a bot's; before a login it is nobody's.
    is_logged_in: AtomicBool,
    tasks: TaskTracker,
}

/// Counts a call as long as it is under way.
struct UnderWay<'a>(&'a watch::Sender<usize>);

// === impl Telegram ===

impl Telegram {
    /// An account's; nothing is done yet.
    pub(crate) fn new(app: App, store: Store, fence: Fence, clock: Arc<dyn Clock>) -> Self {
        Self::of(app, store, fence, clock, true)
    }

    /// Of a session that is to become an account's.
    pub(crate) fn of_nobody(app: App, store: Store, fence: Fence, clock: Arc<dyn Clock>) -> Self {
        Self::of(app, store, fence, clock, false)
    }

    fn of(app: App, store: Store, fence: Fence, clock: Arc<dyn Clock>, is_logged_in: bool) -> Self {
        Self(Arc::new(Inner {
            app,
            store: Arc::new(store),
            fence,
            answered: Mutex::new(clock.monotonic()),
            clock,
            live: watch::Sender::new(None),
            calls: watch::Sender::new(0),
            ended: Mutex::default(),
            is_logged_in: AtomicBool::new(is_logged_in),
            tasks: TaskTracker::new(),
        }))
    }

    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    pub(crate) fn fence(&self) -> &Fence {
        &self.0.fence
    }

    /// Where the account lives.
    pub(crate) fn home(&self) -> i32 {
        self.0.store.home_dc_id().unwrap_or(2)
    }

    /// Makes a connection in place of the one there was, and gives its updates.
    /// It connects with the first call.
    pub(crate) async fn open(&self) -> mpsc::Receiver<UpdatesLike> {
        self.close().await;
        let params = ConnectionParams {
            device_model: "Backline".to_owned(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            use_ipv6: self.0.store.is_ipv6(),
            // Repeating is the server's business.
            retry_policy: Box::new(NoRetries),
            updates_channel_capacity: NonZeroUsize::new(WAITING_UPDATES)
                .unwrap_or(NonZeroUsize::MIN),
            ..ConnectionParams::default()
        };
        let store = Arc::clone(&self.0.store);
        let pool = SenderPool::with_configuration(store, self.0.app.api_id, params);
        let live = Live::run(pool.runner.run(), pool.handle.thin.clone(), &self.0.tasks);
        self.0.live.send_replace(Some(live));
        pool.updates
    }

    /// Takes the connection down.
    pub(crate) async fn close(&self) {
        let live = self.0.live.send_replace(None);
        if let Some(live) = live {
            live.end().await;
        }
    }

    /// Waits until there is a connection.
    pub(crate) async fn opened(&self) {
        let mut live = self.0.live.subscribe();
        // The sender is in here: it cannot be gone.
        let _ = live.wait_for(Option::is_some).await;
    }

    /// Whether there is a connection.
    pub(crate) fn is_open(&self) -> bool {
        self.0.live.borrow().is_some()
    }

    /// Waits until the connection that there is now ended.
    pub(crate) async fn broken(&self) {
        let broken = self.0.live.borrow().as_ref().map(|it| it.broken.clone());
        // None: it ended already.
        if let Some(broken) = broken {
            broken.cancelled().await;
        }
    }

    /// Has the connection replaced: it does not do its work.
    pub(crate) fn give_up(&self) {
        if let Some(live) = &*self.0.live.borrow() {
            live.broken.cancel();
        }
    }

    /// Why the account's session is over, if it is: trying again does not mend
    /// that.
    pub(crate) fn ended(&self) -> Option<Failure> {
        lock(&self.0.ended).clone()
    }

    /// Nothing is asked any more: what proves the identity does not prove it.
    pub(crate) fn end(&self, why: Failure) {
        lock(&self.0.ended).get_or_insert(why);
    }

    /// Whether the session is somebody's.
    pub(crate) fn is_logged_in(&self) -> bool {
        self.0.is_logged_in.load(Ordering::SeqCst)
    }

    /// The session is somebody's from now on.
    pub(crate) fn logged_in(&self) {
        self.0.is_logged_in.store(true, Ordering::SeqCst);
    }

    /// The session is over, and another is to be made: with this key, or one that is agreed
    /// upon.
    pub(crate) async fn begin_anew(&self, key: Option<[u8; 256]>) {
        self.close().await;
        self.0.is_logged_in.store(false, Ordering::SeqCst);
        self.0.store.take_key(key).await;
        lock(&self.0.ended).take();
    }

    /// The account lives in this data centre, which is asked from now on. False: it is not
    /// known.
    pub(crate) async fn move_to(&self, dc: i32) -> bool {
        self.0.store.set_home_dc_id(dc).await.is_ok()
    }

    /// Waits until no call is under way.
    pub(crate) async fn idle(&self) {
        let mut calls = self.0.calls.subscribe();
        let _ = calls.wait_for(|calls| *calls == 0).await;
    }

    /// How long ago Telegram answered last.
    pub(crate) fn silence(&self) -> Duration {
        let now = self.0.clock.monotonic();
        now.saturating_sub(*lock(&self.0.answered))
    }

    /// A call to the account's own data centre.
    pub(crate) async fn call<R: RemoteCall>(&self, call: &R) -> Result<R::Return, Failure> {
        self.call_at(self.home(), call).await
    }

    /// A call to a data centre.
    pub(crate) async fn call_at<R: RemoteCall>(
        &self,
        dc: i32,
        call: &R,
    ) -> Result<R::Return, Failure> {
        let answer = Box::pin(self.raw(dc, call.to_bytes())).await?;
        R::Return::from_bytes(&answer).map_err(|error| Failure::Unreadable(error.to_string()))
    }

    async fn raw(&self, dc: i32, body: Vec<u8>) -> Result<Vec<u8>, Failure> {
        self.asked()?;
        let live = self.live().await?;
        let _under_way = UnderWay::count(&self.0.calls);
        if !live.works.load(Ordering::SeqCst) {
            // What fails before anything was written looks the same as what
            // fails after it: the first call of a connection has no effect.
            let probe = functions::help::GetConfig {}.to_bytes();
            let probed = self.answer(&live, self.home(), probe, CONNECT_LIMIT).await;
            if let Err(failure) = probed {
                return Err(self.explained(failure).await.unsent());
            }
            self.asked()?;
        }
        self.answer(&live, dc, body, LIMIT).await
    }

    /// Whether anything may be asked of Telegram.
    fn asked(&self) -> Result<(), Failure> {
        if let Some(ended) = self.ended() {
            return Err(ended);
        }
        let allows = self.0.fence.allows();
        allows.then_some(()).ok_or(Failure::Fenced)
    }

    async fn live(&self) -> Result<Live, Failure> {
        let mut live = self.0.live.subscribe();
        let there = async {
            let there = live.wait_for(Option::is_some).await;
            there.ok().and_then(|live| live.clone())
        };
        tokio::select! {
            biased;
            there = there => there.ok_or_else(|| Failure::NotSent("the account was let go".into())),
            () = self.0.clock.sleep(CONNECT_LIMIT) => {
                Err(Failure::NotSent("there is no connection to Telegram at the moment".into()))
            }
        }
    }

    /// Why the first call of a connection got no answer, where this machine's clock is the reason.
    async fn explained(&self, failure: Failure) -> Failure {
        if !matches!(failure, Failure::Lost(_)) || !self.0.fence.allows() {
            return failure;
        }
        let Some(address) = self.0.store.address(self.home()) else {
            return failure;
        };
        let ahead = tokio::select! {
            biased;
            ahead = skew::ahead(address) => ahead,
            () = self.0.clock.sleep(SKEW_LIMIT) => None,
        };
        ahead.map_or(failure, Failure::ClockAhead)
    }

    async fn answer(
        &self,
        live: &Live,
        dc: i32,
        body: Vec<u8>,
        limit: Duration,
    ) -> Result<Vec<u8>, Failure> {
        let asking = live.handle.raw_invoke_in_dc(dc, body);
        let answer = tokio::select! {
            biased;
            answer = asking => answer.map_err(Failure::of),
            () = live.broken.cancelled() => Err(Failure::Lost("the connection ended".into())),
            () = self.0.fence.lapsed() => {
                Err(Failure::Lost("the gateway had to let the account go".into()))
            }
            () = self.0.clock.sleep(limit) => {
                live.broken.cancel();
                Err(Failure::Lost(format!("no answer within {} s", limit.as_secs())))
            }
        };
        if let Err(failure) = &answer
            && self.is_logged_in()
            && dc == self.home()
            && failure.is_end()
        {
            // Whoever waits for updates hears of it too.
            self.end(failure.clone());
            live.broken.cancel();
        }
        let has_answered = matches!(answer, Ok(_) | Err(Failure::Refused(_)));
        live.works.store(has_answered, Ordering::SeqCst);
        if has_answered {
            *lock(&self.0.answered) = self.0.clock.monotonic();
        }
        answer
    }
}

// === impl UnderWay ===

impl<'a> UnderWay<'a> {
    fn count(calls: &'a watch::Sender<usize>) -> Self {
        calls.send_modify(|calls| *calls += 1);
        Self(calls)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|calls| *calls = calls.saturating_sub(1));
    }
}

/// A lock whatever became of its last holder: what it guards is whole at any time.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
