//! A QR code that another device of the account scans.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use grammers_client::session::updates::UpdatesLike;
use grammers_client::tl::{enums, functions};

use super::{Login, Step, Way, Why};

/// A token is shown at least so long, and at most so long before another one is
/// asked for, whatever the clocks say.
const SHORTEST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(60);

// === impl Login ===

impl Login {
    /// Waits until the code was scanned, or another one has to be shown.
    pub async fn wait(&mut self) -> Step {
        if let Some(late) = self.late() {
            return late;
        }
        let Way::Qr { expires } = self.way else {
            return self.fail("no QR code is shown: begin the login again".to_owned());
        };
        let clock = std::sync::Arc::clone(self.telegram.clock());
        let expires = u64::try_from(expires).unwrap_or(0);
        let left = Duration::from_secs(expires).saturating_sub(clock.unix());
        let scanned = async {
            while let Some(update) = self.updates.recv().await {
                if is_scanned(&update) {
                    return;
                }
            }
            std::future::pending().await
        };
        tokio::select! {
            biased;
            () = scanned => {}
            () = clock.sleep(left.clamp(SHORTEST, LONGEST)) => {}
        }
        Box::pin(self.show()).await
    }

    /// Asks for a token; whoever scanned the last one is logged in by it.
    pub(super) async fn show(&mut self) -> Step {
        let app = self.telegram.app().clone();
        let request = functions::auth::ExportLoginToken {
            api_id: app.api_id,
            api_hash: app.api_hash,
            except_ids: Vec::new(),
        };
        let mut told = self.telegram.call(&request).await;
        if let Ok(enums::auth::LoginToken::MigrateTo(to)) = told {
            // The account lives elsewhere, and the token is good there.
            if !self.move_to(to.dc_id).await {
                return self.fail("the session was lost in this program; try again".to_owned());
            }
            let request = functions::auth::ImportLoginToken { token: to.token };
            told = self.telegram.call(&request).await;
        }
        match told {
            Ok(enums::auth::LoginToken::Token(shown)) => {
                self.way = Way::Qr {
                    expires: shown.expires,
                };
                let token = URL_SAFE_NO_PAD.encode(shown.token);
                Step::QrCode {
                    url: format!("tg://login?token={token}"),
                    expires: shown.expires.into(),
                }
            }
            Ok(enums::auth::LoginToken::Success(told)) => self.authorized(told.authorization).await,
            Ok(enums::auth::LoginToken::MigrateTo(_)) => {
                self.fail("Telegram does not say where the account lives; try again".to_owned())
            }
            Err(failure) if failure.is("SESSION_PASSWORD_NEEDED") => self.ask_password().await,
            Err(failure) => self.fail(Why::of(&failure)),
        }
    }
}

fn is_scanned(update: &UpdatesLike) -> bool {
    let is = |update: &enums::Update| matches!(update, enums::Update::LoginToken);
    match update {
        UpdatesLike::Updates(enums::Updates::UpdateShort(short)) => is(&short.update),
        UpdatesLike::Updates(enums::Updates::Updates(told)) => told.updates.iter().any(is),
        UpdatesLike::Updates(enums::Updates::Combined(told)) => told.updates.iter().any(is),
        _ => false,
    }
}
