//! A bot's way in: logged in by its token where there is no session yet, or Telegram has
//! ended the one there was.

use std::sync::Mutex;
use std::time::Duration;

use backline_client::{Backoff, Secret};
use backline_gateway::KeepSession;

use crate::login::{Entered, enter};
use crate::state::State;
use crate::telegram::{Failure, Telegram, lock};

/// Gaps between logins of a bot: Telegram makes those wait who log in often.
const SHORTEST_GAP: Duration = Duration::from_secs(1);
const LONGEST_GAP: Duration = Duration::from_secs(15 * 60);

/// A bot's way in.
pub(crate) struct Entry {
    token: Secret,
    keep: KeepSession,
    /// An auth key agreed upon before, for a simulated Telegram.
    key: Option<[u8; 256]>,
    /// What came of a login that the server does not have yet: whoever is interrupted goes on
    /// with it.
    made: Mutex<Option<(Vec<u8>, State)>>,
    /// Until the next login. It grows as long as the gateway has the bot.
    gaps: Backoff,
}

// === impl Entry ===

impl Entry {
    pub(crate) fn new(token: Secret, keep: KeepSession, key: Option<[u8; 256]>) -> Self {
        Self {
            token,
            keep,
            key,
            made: Mutex::default(),
            gaps: Backoff::new(SHORTEST_GAP, LONGEST_GAP),
        }
    }

    /// Logs the bot in over the connection that there is, unless it is. Nothing else is done
    /// with the session before the server has it: who dies in between has made one for
    /// nothing, and nobody logs in again and again. Gives where the updates stood then.
    pub(crate) async fn pass(&self, telegram: &Telegram) -> Result<Option<State>, Failure> {
        if telegram.is_logged_in() {
            return Ok(None);
        }
        let made = lock(&self.made).clone();
        let (session, state) = match made {
            Some(made) => made,
            None => {
                let entering = enter(telegram, self.token.expose());
                let Entered { account, state } = Box::pin(entering).await?;
                let made = (account.encode(), state);
                *lock(&self.made) = Some(made.clone());
                made
            }
        };
        if !self.keep.keep(session).await {
            // The bot is another gateway's by now: this is about to be let go.
            return std::future::pending().await;
        }
        lock(&self.made).take();
        telegram.logged_in();
        tracing::info!("the bot is logged in over MTProto");
        Ok(Some(state))
    }

    /// Telegram has ended the session: another is made after this time.
    pub(crate) async fn begin_anew(&mut self, telegram: &Telegram) -> Duration {
        lock(&self.made).take();
        telegram.begin_anew(self.key).await;
        self.gaps.next_gap()
    }
}
