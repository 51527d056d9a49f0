//! `ReportLogin`: how a login goes.

use std::sync::Arc;

use backline_domain::access::Token;
use backline_domain::change::{Change, Secret};
use backline_domain::id::IdentityId;
use backline_proto::gateway::v1::report_login_request::Report;
use backline_proto::gateway::v1::{
    LoginFailed, LoginSucceeded, ReportLoginRequest, ReportLoginResponse,
};

use super::{MAX_SESSION, fresh_id};
use crate::gateway::logins::{Account, Told, WAITS};
use crate::gateway::{Error, Result, Sessions};

/// Longest words kept, in characters.
const MAX_DETAIL: usize = 500;
/// Longest name of a refusal kept, in characters.
const MAX_REASON: usize = 64;
/// Telegram's ids have at most 52 significant bits.
const LARGEST_ID: i64 = (1 << 52) - 1;

// === impl Sessions ===

impl Sessions {
    /// Takes note of how a login goes.
    ///
    /// # Errors
    /// The session is not the caller's, a field is wrong, or nobody waits for the login
    /// any more.
    pub async fn report_login(
        &self,
        caller: &Token,
        request: ReportLoginRequest,
    ) -> Result<ReportLoginResponse> {
        self.inner.table().session(&request.session, caller)?;
        let report = request
            .report
            .ok_or_else(|| Error::field("report", "has to say how the login goes"))?;
        if self.inner.logins.is_done(&request.login) {
            return Ok(ReportLoginResponse {});
        }
        let told = self.inner.logins.told_by(&request.session, &request.login);
        let told = told.ok_or(Error::LoginUnknown)?;
        let what = match report {
            Report::Step(step) => Told::Step(step),
            Report::Failed(failed) => {
                self.inner.logins.end(&request.login);
                let failed = LoginFailed {
                    detail: failed.detail.chars().take(MAX_DETAIL).collect(),
                    reason: failed.reason.chars().take(MAX_REASON).collect(),
                    wait_seconds: failed.wait_seconds.max(0),
                };
                let (reason, detail) = (&failed.reason, &failed.detail);
                tracing::info!(reason, detail, "a login did not work");
                Told::Failed(failed)
            }
            Report::Succeeded(succeeded) => {
                let account = Arc::new(self.account_of(succeeded)?);
                if !self.inner.logins.is_ending(&request.login, true) {
                    return Err(Error::LoginBusy);
                }
                let row = account.unless_used();
                let change = Change::PutLogout(Box::new(row.clone()));
                if let Err(error) = self.inner.store.commit(vec![change]).await {
                    self.inner.logins.is_ending(&request.login, false);
                    return Err(error.into());
                }
                self.log_out(vec![row]);
                // Before the person hears of it: they may use it at once.
                self.inner.logins.wait(&request.login, Arc::clone(&account));
                let expiring = Arc::clone(&self.inner).expire(request.login.clone());
                self.inner.tracker.spawn(expiring);
                Told::LoggedIn(account)
            }
        };
        if told.send(what).await.is_err() {
            self.inner.logins.forget(&request.login);
            return Err(Error::LoginUnknown);
        }
        Ok(ReportLoginResponse {})
    }

    fn account_of(&self, succeeded: LoginSucceeded) -> Result<Account> {
        let profile = succeeded.profile.unwrap_or_default();
        if !(1..=LARGEST_ID).contains(&profile.user_id) {
            return Err(Error::field(
                "succeeded.profile.user_id",
                "is no account's id",
            ));
        }
        if !(1..=MAX_SESSION).contains(&succeeded.account_session.len()) {
            let message = format!("has to hold 1 to {MAX_SESSION} bytes");
            return Err(Error::field("succeeded.account_session", message));
        }
        Ok(Account {
            ticket: fresh_id()?,
            identity: IdentityId::account(profile.user_id),
            name: profile.name,
            username: profile.username,
            expires_at: self.inner.clock.now().after(WAITS),
            session: Secret::new(succeeded.account_session),
        })
    }
}
