//! Logging accounts in: a talk between a person, who is at the server, and
//! Telegram, which is here.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use backline_proto::common::v1::{LoginInput, LoginMethod, LoginStep};
use backline_proto::gateway::v1::{
    LoginFailed, LoginRequested, LoginSucceeded, ReportLoginRequest, report_login_request::Report,
};
use futures::future::BoxFuture;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::link::Link;
use crate::lock::lock;
use crate::refusal::Refusal;
use crate::{Clock, Fence};

/// Most of what a person said that a login has not heard yet.
const SAID: usize = 16;

/// A login to be done.
pub struct Login {
    /// How.
    pub method: LoginMethod,
    /// What the person says; ends when the login is given up.
    pub inputs: mpsc::Receiver<LoginInput>,
    /// Where each step is told.
    pub steps: Steps,
    /// Asked before every Telegram call.
    pub fence: Fence,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// How a login ends: with the account's session, or in words with the remedy.
pub type LoginEnd = Result<LoginSucceeded, LoginFailed>;

/// A login under way; dropped when it is given up.
pub type LoggingIn = BoxFuture<'static, LoginEnd>;

/// Where a login tells each step.
pub struct Steps(mpsc::Sender<LoginStep>);

/// The logins under way, by id.
#[derive(Default)]
pub(crate) struct Logins(Mutex<HashMap<String, UnderWay>>);

struct UnderWay {
    inputs: mpsc::Sender<LoginInput>,
    given_up: CancellationToken,
}

// === impl Steps ===

impl Steps {
    /// A way for steps, and where they come out. For tests of platforms.
    #[must_use]
    pub fn channel() -> (Self, mpsc::Receiver<LoginStep>) {
        let (told, steps) = mpsc::channel(SAID);
        (Self(told), steps)
    }

    /// Tells what comes next. Nobody may be there any more: then the login's inputs end.
    pub async fn tell(&self, step: LoginStep) {
        let _ = self.0.send(step).await;
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Steps")
    }
}

// === impl Logins ===

impl Logins {
    /// What a person says to a login. One that is over hears nothing.
    pub(crate) fn say(&self, login: &str, input: Option<LoginInput>) {
        let logins = lock(&self.0);
        if let (Some(login), Some(input)) = (logins.get(login), input)
            && login.inputs.try_send(input).is_err()
        {
            tracing::warn!("a login is told more than it can hear; this was dropped");
        }
    }

    pub(crate) fn give_up(&self, login: &str) {
        if let Some(login) = lock(&self.0).remove(login) {
            login.given_up.cancel();
        }
    }

    /// The session's stream ended: whoever wanted a login begins anew.
    pub(crate) fn give_all_up(&self) {
        for (_, login) in lock(&self.0).drain() {
            login.given_up.cancel();
        }
    }
}

/// Takes a login up. Does not wait for it.
pub(crate) fn begin(link: &Arc<Link>, requested: LoginRequested) {
    let (told, steps) = Steps::channel();
    let (inputs, said) = mpsc::channel(SAID);
    let given_up = CancellationToken::new();
    let under_way = UnderWay {
        inputs,
        given_up: given_up.clone(),
    };
    if link.draining.is_cancelled() {
        return;
    }
    let LoginRequested { login: id, method } = requested;
    let Some(method) = method else { return };
    lock(&link.logins.0).insert(id.clone(), under_way);
    let login = link.platform.log_in(Login {
        method,
        inputs: said,
        steps: told,
        fence: link.fence.clone(),
        clock: Arc::clone(&link.clock),
    });
    let running = run(Arc::clone(link), id, login, steps, given_up);
    link.tasks.spawn(running);
}

async fn run(
    link: Arc<Link>,
    id: String,
    mut login: LoggingIn,
    mut steps: mpsc::Receiver<LoginStep>,
    given_up: CancellationToken,
) {
    let end = loop {
        let report = tokio::select! {
            biased;
            () = given_up.cancelled() => return,
            () = link.draining.cancelled() => break Report::Failed(LoginFailed {
                detail: "the gateway stops; log in again".to_owned(),
                ..LoginFailed::default()
            }),
            Some(step) = steps.recv() => Report::Step(step),
            end = &mut login => break match end {
                Ok(succeeded) => Report::Succeeded(succeeded),
                Err(failed) => Report::Failed(failed),
            },
        };
        if !tell(&link, &id, &given_up, report).await {
            link.logins.give_up(&id);
            return;
        }
    };
    let session = match &end {
        Report::Succeeded(succeeded) => Some(succeeded.account_session.clone()),
        Report::Failed(_) | Report::Step(_) => None,
    };
    let is_wanted = tell(&link, &id, &given_up, end).await;
    link.logins.give_up(&id);
    if let Some(session) = session.filter(|_| !is_wanted) {
        let (fence, clock) = (link.fence.clone(), Arc::clone(&link.clock));
        if let Err(failed) = link.platform.log_out(session, fence, clock).await {
            // The server knows the session, too, and ends it later.
            tracing::warn!(
                detail = %failed.detail,
                "an account that nobody uses could not be logged out of Telegram at once"
            );
        }
    }
}

/// Tells the server, until it answered. Says whether somebody waits for the login.
async fn tell(link: &Link, login: &str, given_up: &CancellationToken, report: Report) -> bool {
    let mut backoff = Link::backoff();
    loop {
        let request = ReportLoginRequest {
            session: link.session().await,
            login: login.to_owned(),
            report: Some(report.clone()),
        };
        let status = match link.client.gateway().report_login(request).await {
            Ok(_) => return true,
            Err(status) => status,
        };
        match Refusal::of(&status) {
            Refusal::Passing => {
                tokio::select! {
                    () = given_up.cancelled() => return false,
                    () = link.pause(&mut backoff) => {}
                }
            }
            Refusal::SessionLost | Refusal::Superseded | Refusal::Final | Refusal::TooLarge => {
                tracing::info!(%status, "nobody waits for a login any more");
                return false;
            }
        }
    }
}
