//! How an account logs in: by a code sent to its phone number, or by a QR code
//! that another of its devices scans; with its password where it has one.
//!
//! A login is asked step by step and answers with the next one. Nothing is kept of
//! it but the session that it gives at its end; one that is dropped leaves Telegram.

mod bot;
mod failed;
mod out;
mod password;
mod qr;
mod step;
mod talk;

use std::sync::Arc;
use std::time::Duration;

use backline_client::Secret;
use backline_gateway::{Clock, Fence};
use grammers_client::session::updates::UpdatesLike;
use grammers_client::tl::{enums, functions, types};
use tokio::sync::mpsc;

pub(crate) use self::bot::{Entered, enter};
pub use self::failed::Why;
pub(crate) use self::out::log_out;
pub use self::step::{CodeKind, LoggedIn, Step};
pub(crate) use self::talk::log_in;
use crate::session::Account;
use crate::state::State;
use crate::telegram::{App, Failure, Telegram, name};

/// Where a login begins; Telegram says when the account lives elsewhere.
pub(crate) const FIRST_DC: i32 = 2;
/// So often an account may turn out to live elsewhere.
const MOST_MOVES: u32 = 3;
/// How long a login may take in all.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// A login under way.
pub struct Login {
    telegram: Telegram,
    updates: mpsc::Receiver<UpdatesLike>,
    /// Since when it is under way.
    begun: Duration,
    way: Way,
}

/// How it goes on.
enum Way {
    /// A code was sent.
    Code {
        phone: String,
        hash: String,
        is_email: bool,
    },
    /// A token is shown; it is good until then, in Unix time.
    Qr { expires: i32 },
    /// Nothing more is to come.
    Over,
}

/// Where logins happen.
pub(crate) struct At {
    pub(crate) app: App,
    pub(crate) fence: Fence,
    pub(crate) clock: Arc<dyn Clock>,
    /// An auth key agreed upon before, for all data centres.
    pub(crate) key: Option<[u8; 256]>,
}

// === impl Login ===

impl Login {
    /// Has a code sent to this phone number.
    pub(crate) async fn by_phone(at: At, phone: &str) -> (Self, Step) {
        let mut login = Self::begin(at).await;
        let phone: String = phone.chars().filter(char::is_ascii_digit).collect();
        let step = Box::pin(login.send_code(phone)).await;
        (login, step)
    }

    /// Shows a code that another device of the account scans.
    pub(crate) async fn by_qr(at: At) -> (Self, Step) {
        let mut login = Self::begin(at).await;
        let step = Box::pin(login.show()).await;
        (login, step)
    }

    async fn begin(at: At) -> Self {
        let nobody = Account::nobody(FIRST_DC).with_key(at.key);
        let store = nobody.store(at.app.dc);
        let begun = at.clock.monotonic();
        let telegram = Telegram::of_nobody(at.app, store, at.fence, at.clock);
        let updates = telegram.open().await;
        Self {
            telegram,
            updates,
            begun,
            way: Way::Over,
        }
    }

    /// Answers `CodeSent` and `WrongCode`.
    pub async fn code(&mut self, code: &Secret) -> Step {
        if let Some(late) = self.late() {
            return late;
        }
        let Way::Code {
            phone,
            hash,
            is_email,
        } = &self.way
        else {
            return self.fail("no code was asked for: begin the login again".to_owned());
        };
        let code = code.expose().trim().to_owned();
        let by_email = types::EmailVerificationCode { code: code.clone() };
        let request = functions::auth::SignIn {
            phone_number: phone.clone(),
            phone_code_hash: hash.clone(),
            phone_code: (!is_email).then_some(code),
            email_verification: is_email.then(|| by_email.into()),
        };
        match Box::pin(self.telegram.call(&request)).await {
            Ok(told) => self.authorized(told).await,
            Err(failure) if failure.is("SESSION_PASSWORD_NEEDED") => self.ask_password().await,
            Err(failure)
                if failure.is("PHONE_CODE_INVALID")
                    || failure.is("PHONE_CODE_EMPTY")
                    || failure.is("EMAIL_VERIFY_INVALID") =>
            {
                Step::WrongCode
            }
            Err(failure) => self.fail(Why::of(&failure)),
        }
    }

    /// Lets go of it.
    pub async fn cancel(mut self) {
        if let Way::Code { phone, hash, .. } = std::mem::replace(&mut self.way, Way::Over) {
            let request = functions::auth::CancelCode {
                phone_number: phone,
                phone_code_hash: hash,
            };
            // It expires by itself where this does not arrive.
            let _ = Box::pin(self.telegram.call(&request)).await;
        }
        self.telegram.close().await;
    }

    async fn send_code(&mut self, phone: String) -> Step {
        let app = self.telegram.app().clone();
        let mut moves = 0;
        let told = loop {
            let request = functions::auth::SendCode {
                phone_number: phone.clone(),
                api_id: app.api_id,
                api_hash: app.api_hash.clone(),
                settings: settings(),
            };
            match self.telegram.call(&request).await {
                Ok(told) => break told,
                Err(failure) if moves < MOST_MOVES && self.moves_to(&failure).await => moves += 1,
                Err(failure) => return self.fail(Why::of(&failure)),
            }
        };
        match told {
            enums::auth::SentCode::Code(sent) => {
                let (kind, length) = step::kind(&sent.r#type);
                if kind == CodeKind::EmailSetup {
                    let why = "Telegram wants an e-mail address for this account first: log in \
                               once with Telegram's own app and set one, then try again";
                    return self.fail(why.to_owned());
                }
                self.way = Way::Code {
                    phone,
                    hash: sent.phone_code_hash,
                    is_email: kind == CodeKind::Email,
                };
                Step::CodeSent { kind, length }
            }
            enums::auth::SentCode::Success(told) => self.authorized(told.authorization).await,
            enums::auth::SentCode::PaymentRequired(_) => {
                let why = "Telegram wants to be paid for sending a code to this number: log in by \
                           QR code instead";
                self.fail(why.to_owned())
            }
        }
    }

    /// Whether the account lives in another data centre, which is asked from now
    /// on.
    async fn moves_to(&self, failure: &Failure) -> bool {
        let Failure::Refused(error) = failure else {
            return false;
        };
        let is_move = error.code == 303 && name(error).contains("_MIGRATE_");
        let dc = error.value.and_then(|dc| i32::try_from(dc).ok());
        match dc.filter(|_| is_move) {
            Some(dc) => self.move_to(dc).await,
            None => false,
        }
    }

    async fn move_to(&self, dc: i32) -> bool {
        self.telegram.move_to(dc).await
    }

    /// It worked: the session is the account's.
    async fn authorized(&mut self, told: enums::auth::Authorization) -> Step {
        let enums::auth::Authorization::Authorization(told) = told else {
            let why = "no Telegram account has this phone number: make one with Telegram's own app \
                       first";
            return self.fail(Why {
                reason: "PHONE_NUMBER_UNOCCUPIED".to_owned(),
                ..Why::from(why.to_owned())
            });
        };
        let enums::User::User(user) = told.user else {
            return self.fail("Telegram does not say whose account it is; try again".to_owned());
        };
        self.way = Way::Over;
        let state = self.stands().await;
        // Whoever serves the account connects anew: never two at once.
        self.telegram.close().await;
        match Account::of(self.telegram.store(), user.id) {
            Ok(mut account) => {
                account.state = state;
                Step::LoggedIn(LoggedIn::new(account.encode(), &user))
            }
            Err(_) => self.fail("the session was lost in this program; try again".to_owned()),
        }
    }

    /// Where the account's updates stand: whoever serves it first goes on from here, so
    /// that nothing is lost that is written meanwhile. None: Telegram does not say, and
    /// then they begin with that one's first look.
    async fn stands(&self) -> Option<State> {
        let told = Box::pin(self.telegram.call(&functions::updates::GetState {})).await;
        if let Err(failure) = &told {
            tracing::warn!(failure = %failure.words(), "where a new account's updates stand is not told");
        }
        Some(State::told(told.ok()?))
    }

    /// It is over when it took too long.
    fn late(&mut self) -> Option<Step> {
        let taken = self.telegram.clock().monotonic().saturating_sub(self.begun);
        (taken > LIMIT).then(|| self.fail("the login took too long: begin it again".to_owned()))
    }

    fn fail(&mut self, why: impl Into<Why>) -> Step {
        self.way = Way::Over;
        self.telegram.give_up();
        Step::Failed(why.into())
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        self.telegram.give_up();
    }
}

/// A code over whatever way needs no app of Telegram's.
fn settings() -> enums::CodeSettings {
    types::CodeSettings {
        allow_flashcall: false,
        current_number: false,
        allow_app_hash: false,
        allow_missed_call: false,
        allow_firebase: false,
        unknown_number: false,
        logout_tokens: None,
        token: None,
        app_sandbox: None,
    }
    .into()
}
