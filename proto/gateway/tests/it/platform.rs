//! A platform that does what the test says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use backline_gateway::{
    Assignment, Batch, Identity, LoggingIn, Login, Platform, Report, Reports, StartError, Started,
    Updates, succeeded,
};
use backline_proto::common::v1::{LoginCodeSent, LoginStep, login_input, login_step};
use backline_proto::gateway::v1::{
    Action, Capabilities, Cursor, GatewayKind, IdentityState, LoginSucceeded, LogoutFailed,
    Outcome, Succeeded, Update, UpdateKey, cursor::Kind,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

#[derive(Clone, Default)]
pub(crate) struct Fake(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    arrived: Notify,
}

#[derive(Default)]
struct State {
    executed: usize,
    polling: usize,
    ended: usize,
    hold: Option<CancellationToken>,
    panics: bool,
    batches: VecDeque<Batch>,
    confirmed: Vec<Option<Cursor>>,
    reports: Vec<Reports>,
    logged_out: Vec<Vec<u8>>,
    logout_fails: Option<LogoutFailed>,
}

struct FakeUpdates(Fake);

/// Counts a poll for as long as it is open.
struct Polling(Fake);

// === impl Fake ===

impl Fake {
    pub(crate) fn executed(&self) -> usize {
        self.0.state.lock().unwrap().executed
    }

    pub(crate) fn is_polling(&self) -> bool {
        self.0.state.lock().unwrap().polling > 0
    }

    pub(crate) fn polls(&self) -> usize {
        self.0.state.lock().unwrap().polling
    }

    /// How many update sources were let go of.
    pub(crate) fn ended(&self) -> usize {
        self.0.state.lock().unwrap().ended
    }

    pub(crate) fn confirmed(&self) -> Vec<Option<Cursor>> {
        self.0.state.lock().unwrap().confirmed.clone()
    }

    /// Executions wait until the token is cancelled.
    pub(crate) fn hold(&self) -> CancellationToken {
        let token = CancellationToken::new();
        self.0.state.lock().unwrap().hold = Some(token.clone());
        token
    }

    pub(crate) fn fails_to_log_out(&self, failed: LogoutFailed) {
        self.0.state.lock().unwrap().logout_fails = Some(failed);
    }

    pub(crate) fn logged_out(&self) -> Vec<Vec<u8>> {
        self.0.state.lock().unwrap().logged_out.clone()
    }

    pub(crate) fn panic_next(&self) {
        self.0.state.lock().unwrap().panics = true;
    }

    /// A batch of one update arrives.
    pub(crate) fn arrive(&self, update_id: i64) {
        self.arrive_together(&[update_id]);
    }

    /// A batch arrives.
    pub(crate) fn arrive_together(&self, update_ids: &[i64]) {
        let update = |update_id: &i64| Update {
            key: Some(UpdateKey {
                source: "test".into(),
                update_id: *update_id,
                natural_key: String::new(),
            }),
            event: None,
        };
        let cursor = update_ids.last().map(|last| Cursor {
            kind: Some(Kind::UpdateId(*last)),
            source: "test".into(),
        });
        let batch = Batch {
            updates: update_ids.iter().map(update).collect(),
            cursor,
        };
        self.0.state.lock().unwrap().batches.push_back(batch);
        self.0.arrived.notify_waiters();
    }
}

impl Platform for Fake {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Bot
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            verbs: vec!["leave_chat".into()],
            ..Capabilities::default()
        }
    }

    fn start(&self, assignment: Assignment) -> Result<Started, StartError> {
        let state = IdentityState::Online;
        assignment.reports.tell(Report {
            state,
            detail: String::new(),
            profile: None,
        });
        self.0
            .state
            .lock()
            .unwrap()
            .reports
            .push(assignment.reports);
        let updates = Box::new(FakeUpdates(self.clone()));
        Ok(Started {
            identity: Arc::new(self.clone()),
            updates,
        })
    }

    /// Asks for a code until it is told "123".
    fn log_in(&self, mut login: Login) -> LoggingIn {
        Box::pin(async move {
            let mut refusal = String::new();
            loop {
                let step = LoginStep {
                    kind: Some(login_step::Kind::CodeSent(LoginCodeSent::default())),
                    refusal: std::mem::take(&mut refusal),
                };
                login.steps.tell(step).await;
                match login.inputs.recv().await.and_then(|input| input.kind) {
                    Some(login_input::Kind::Code(code)) if code == "123" => {
                        return Ok(LoginSucceeded {
                            account_session: b"session".to_vec(),
                            profile: None,
                        });
                    }
                    Some(_) => refusal = "wrong".to_owned(),
                    None => std::future::pending().await,
                }
            }
        })
    }

    fn log_out(
        &self,
        account_session: Vec<u8>,
        _: backline_gateway::Fence,
        _: Arc<dyn backline_gateway::Clock>,
    ) -> backline_gateway::LoggingOut {
        let mut state = self.0.state.lock().unwrap();
        state.logged_out.push(account_session);
        let (hold, fails) = (state.hold.clone(), state.logout_fails.clone());
        Box::pin(async move {
            if let Some(hold) = hold {
                hold.cancelled().await;
            }
            match fails {
                Some(failed) => Err(failed),
                None => Ok(()),
            }
        })
    }
}

#[async_trait]
impl Identity for Fake {
    async fn execute(&self, _: Action, _: &[i64], _: &backline_gateway::Files) -> Outcome {
        let (hold, panics) = {
            let mut state = self.0.state.lock().unwrap();
            state.executed += 1;
            (state.hold.clone(), std::mem::take(&mut state.panics))
        };
        assert!(!panics, "as the test asked");
        if let Some(hold) = hold {
            hold.cancelled().await;
        }
        succeeded(Succeeded {
            message_ids: vec![42],
            ..Succeeded::default()
        })
    }

    async fn stop(&self) {}
}

#[async_trait]
impl Updates for FakeUpdates {
    async fn next(&mut self) -> Batch {
        self.0.0.state.lock().unwrap().polling += 1;
        let _polling = Polling(self.0.clone());
        loop {
            let arrived = self.0.0.arrived.notified();
            if let Some(batch) = self.0.0.state.lock().unwrap().batches.front() {
                return batch.clone();
            }
            arrived.await;
        }
    }

    async fn confirmed(&mut self, committed: Option<Cursor>) {
        let mut state = self.0.0.state.lock().unwrap();
        state.batches.pop_front();
        state.confirmed.push(committed);
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        self.0.0.state.lock().unwrap().polling -= 1;
    }
}

impl Drop for FakeUpdates {
    fn drop(&mut self) {
        self.0.0.state.lock().unwrap().ended += 1;
    }
}
