//! Logging out: an account's session that nobody uses any more is ended in Telegram.

use std::time::Duration;

use backline_proto::gateway::v1::LogoutFailed;
use grammers_client::tl::functions;

use super::At;
use crate::session::Account;
use crate::telegram::{Failure, Telegram};

/// Ends a session. One that Telegram does not know any more is over.
pub(crate) async fn log_out(session: Vec<u8>, at: At) -> Result<(), LogoutFailed> {
    let account = Account::decode(&session).map_err(|error| LogoutFailed {
        detail: error.to_string(),
        is_final: true,
        ..LogoutFailed::default()
    })?;
    let store = account.store(at.app.dc);
    let telegram = Telegram::new(at.app, store, at.fence, at.clock);
    let _updates = telegram.open().await;
    let told = Box::pin(telegram.call(&functions::auth::LogOut {})).await;
    telegram.close().await;
    match told {
        // An answer that cannot be read is an answer.
        Ok(_) | Err(Failure::Unreadable(_)) => Ok(()),
        Err(failure) if failure.is_end() => Ok(()),
        Err(failure) => Err(LogoutFailed {
            detail: failure.words(),
            retry_delay: wait(&failure).and_then(|wait| wait.try_into().ok()),
            is_final: false,
        }),
    }
}

/// How long Telegram said to wait.
fn wait(failure: &Failure) -> Option<Duration> {
    match failure {
        Failure::Refused(error) if error.name.contains("_WAIT") => {
            Some(Duration::from_secs(error.value?.into()))
        }
        Failure::Refused(_)
        | Failure::Fenced
        | Failure::NotSent(_)
        | Failure::Lost(_)
        | Failure::ClockAhead(_)
        | Failure::Unreadable(_) => None,
    }
}
