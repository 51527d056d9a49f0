//! `ReportLogout`: how ending an account's session went.

use std::time::Duration;

use backline_domain::access::Token;
use backline_domain::change::Change;
use backline_domain::logout::{Attempt, Id, Next};
use backline_proto::gateway::v1::report_logout_request::Report;
use backline_proto::gateway::v1::{LogoutFailed, ReportLogoutRequest, ReportLogoutResponse};

use crate::gateway::table::LoggingOut;
use crate::gateway::{Error, Result, Sessions};

/// Longest words kept, in characters.
const MAX_DETAIL: usize = 500;

// === impl Sessions ===

impl Sessions {
    /// Commits how it went: the session is over and forgotten, or is tried again later, or
    /// was tried for long enough. One that is settled already stays so.
    ///
    /// # Errors
    /// The session is not the caller's, a field is missing, or the commit failed.
    pub async fn report_logout(
        &self,
        caller: &Token,
        request: ReportLogoutRequest,
    ) -> Result<ReportLogoutResponse> {
        let report = request
            .report
            .ok_or_else(|| Error::field("report", "has to say how the logout ended"))?;
        let (attempt, detail) = attempt(report);
        let id = Id::from(request.logout);
        let row = {
            let table = &mut self.inner.table();
            table.session(&request.session, caller)?;
            let one = table.logouts.get(&id);
            // That a session is over is so whoever says it; a failure says nothing of what
            // another gateway is at.
            let counts =
                |one: &&LoggingOut| attempt == Attempt::Done || one.is_in_hand_of(&request.session);
            match one.filter(counts) {
                Some(one) => one.row.clone(),
                None => return Ok(ReportLogoutResponse {}),
            }
        };
        let now = self.inner.clock.now();
        let next = row.after(attempt, now);
        let change = match &next {
            Next::Over | Next::GivenUp => Change::DeleteLogout(id.clone()),
            Next::Again(row) => Change::PutLogout(Box::new(row.clone())),
        };
        self.inner.store.commit(vec![change]).await?;
        let (identity, attempts) = (row.facts.identity, row.facts.attempts + 1);
        let again = match next {
            Next::Over => {
                self.inner.metrics.logged_out("done");
                tracing::info!(%identity, attempts, "an account or bot is logged out of Telegram");
                None
            }
            Next::GivenUp => {
                self.inner.metrics.logged_out("given_up");
                tracing::error!(
                    %identity, attempts, since = %row.facts.since, detail = %detail,
                    "a session could not be ended in Telegram, and that is given up: an account's \
                     owner ends it in the app, under Settings, Devices; a bot's ends with a new \
                     token from BotFather"
                );
                None
            }
            Next::Again(row) => {
                tracing::warn!(
                    %identity, attempts, again_at = %row.facts.due_at, detail = %detail,
                    "a session could not be ended in Telegram; that is tried again"
                );
                Some(LoggingOut::new(row, now, self.inner.clock.monotonic()))
            }
        };
        let table = &mut self.inner.table();
        match again {
            Some(one) => drop(table.logouts.insert(id, one)),
            None => drop(table.logouts.remove(&id)),
        }
        self.inner.changed.notify_one();
        Ok(ReportLogoutResponse {})
    }
}

fn attempt(report: Report) -> (Attempt, String) {
    match report {
        Report::Done(_) => (Attempt::Done, String::new()),
        Report::Failed(LogoutFailed {
            detail,
            retry_delay,
            is_final,
        }) => {
            let detail = detail.chars().take(MAX_DETAIL).collect();
            let wait = retry_delay.and_then(|delay| Duration::try_from(delay).ok());
            let attempt = if is_final {
                Attempt::Hopeless
            } else {
                Attempt::Failed {
                    wait: wait.unwrap_or_default(),
                }
            };
            (attempt, detail)
        }
    }
}
