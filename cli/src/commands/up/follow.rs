//! Looks again and again, and tells what is new, until it is asked to end.

use std::time::Duration;

use backline_proto::admin::v1::{Connection, GetConnectionRequest};
use backline_server::clock::SharedClock;
use tokio_util::sync::CancellationToken;

use super::process::Process;
use super::progress::{Look, Progress};
use super::setup::{Served, Wanted, is_unclaimed};
use super::step::Step;
use crate::failure::Failure;
use crate::output::time_words;

/// How often it looks: soon enough for a person who waits, seldom enough to cost nothing.
const INTERVAL: Duration = Duration::from_millis(250);

/// What is looked at.
pub(super) struct Follow<'a> {
    pub(super) process: &'a Process,
    pub(super) wanted: &'a Wanted,
    pub(super) clock: &'a SharedClock,
}

// === impl Follow ===

impl Follow<'_> {
    /// Tells what is new until `stop` is cancelled.
    ///
    /// # Errors
    /// Telegram refuses the token, or the connection was deleted.
    pub(super) async fn run(
        &self,
        mut served: Served,
        stop: &CancellationToken,
        mut tell: impl FnMut(&[Step]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut progress = Progress::default();
        let mut is_link_told = false;
        let identity = self.wanted.identity();
        loop {
            let next = self.clock.monotonic() + INTERVAL;
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = self.clock.sleep_until(next) => {}
            }
            let Some(connection) = self.connection(&served.name).await? else {
                continue;
            };
            let look = Look {
                connection,
                report: self.process.seen().report(&identity),
            };
            let mut steps = progress.look(&look)?;
            steps.extend(self.process.server().take_news());
            if served.claim.is_some() && !is_unclaimed(&look.connection) {
                served.claim = None;
            }
            if self.is_over(&served) {
                steps.push(Step::LinkExpired);
                served = self
                    .wanted
                    .reclaim(self.process.remote(), &look.connection)
                    .await?;
                is_link_told = false;
            }
            let link = link(&served, &look).filter(|_| !is_link_told);
            is_link_told |= link.is_some();
            steps.extend(link);
            tell(&steps)?;
        }
    }

    fn is_over(&self, served: &Served) -> bool {
        let now = self.clock.now().0.div_euclid(1_000);
        served
            .claim
            .as_ref()
            .is_some_and(|claim| claim.expires_at <= now)
    }

    /// None when the server is too busy to say: the next look will tell.
    async fn connection(&self, name: &str) -> Result<Option<Connection>, Failure> {
        let request = GetConnectionRequest {
            name: name.to_owned(),
        };
        let mut service = self.process.remote().client().connections();
        match service.get_connection(request).await {
            Ok(response) => Ok(response.into_inner().connection),
            Err(status) if status.code() == tonic::Code::NotFound => Err(Failure::failed(
                "the connection was deleted while it ran: start again to make a new one",
            )),
            Err(status) => {
                tracing::warn!(%status, "the connection cannot be looked at for the moment");
                Ok(None)
            }
        }
    }
}

/// The link, once the bot's name is known.
fn link(served: &Served, look: &Look) -> Option<Step> {
    let claim = served.claim.as_ref()?;
    let username = &look.report.as_ref()?.profile.as_ref()?.username;
    let until = jiff::Timestamp::from_second(claim.expires_at)
        .map(|end| end.to_string())
        .ok();
    Some(Step::Link {
        link: format!("https://t.me/{username}?start={}", claim.code),
        until: time_words(until.as_deref()),
    })
}
