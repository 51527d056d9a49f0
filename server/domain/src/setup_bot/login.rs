//! Logging a personal account in: what is asked, and what is said to what Telegram answers.
//!
//! The talk with Telegram is a gateway's. Here is the person's end of it: which secret is
//! awaited, and where the login stands. A login lives in one run of the server alone; a row
//! that says that one is under way when there is none is told so ([`Told::Gone`]).

mod heard;

pub(super) use self::heard::{again, answered, look, told};

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::account::{self, Account};
use super::code::{Typed, typed};
use super::talk::Talk;
use super::{Act, Hidden, Step, Wish};
use crate::catalogue::SetupWords;
use crate::id::ConnectionId;
use crate::time::Timestamp;

/// A login is given up when it took so long: a gateway does not take part in it any more then.
const LIMIT: Duration = Duration::from_secs(15 * 60);
/// One person begins so many logins in [`WITHIN`]: every one may have Telegram send a code to
/// a number that they only say is theirs.
const MOST_BEGUN: usize = 6;
/// See [`MOST_BEGUN`].
const WITHIN: Duration = Duration::from_secs(3600);
/// So many QR codes are shown, each about half a minute, before a button has to be pressed.
const MOST_SHOWN: u32 = 8;

/// A login under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// The connection whose account is logged in again; `None`: it is to be a new one's.
    pub of: Option<ConnectionId>,
    /// The phone number; `None`: by QR code.
    pub phone: Option<Hidden>,
    /// Since when.
    pub since: Timestamp,
    /// What it waits for.
    pub waits: Waits,
}

// === impl Login ===

impl Login {
    /// It is given up then, whatever it waits for.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.since.after(LIMIT)
    }
}

/// What a login waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// Telegram's answer.
    Telegram,
    /// The code that Telegram sent.
    Code {
        /// How many digits it has; 0 = not told.
        length: u32,
    },
    /// The password of two-step verification.
    Password,
    /// Somebody who scans the QR code.
    Scan {
        /// How many were shown.
        shown: u32,
    },
    /// A button: it has ended.
    Button,
}

/// How an account logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By a code sent to its phone number.
    Phone,
    /// By a QR code that another of its devices scans.
    Qr,
}

/// What a login told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Telegram sent a code.
    Code {
        /// Where it comes: the words of the API.
        way: String,
        /// How long it is; 0 = not told.
        length: u32,
        /// What was said last was another one.
        is_wrong: bool,
    },
    /// The password is asked for.
    Password {
        /// The owner's hint; may be empty.
        hint: String,
        /// What was said last was another one.
        is_wrong: bool,
    },
    /// A QR code is to be shown; its picture goes with what is decided.
    Qr,
    /// The account is logged in and waits to be used.
    LoggedIn {
        /// It.
        account: Account,
        /// Whether it serves a connection already, whosever.
        is_taken: bool,
    },
    /// It did not work.
    Failed(Failure),
    /// Whoever was logging in is gone: the gateway, or the server's run before.
    Gone,
}

/// Why a login did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Telegram's name of it, such as `PHONE_NUMBER_INVALID`; empty = another reason, which is
    /// in the log.
    pub reason: String,
    /// How long Telegram asks to wait.
    pub wait: Option<Duration>,
}

/// How to log in is asked.
pub(super) fn ask_method(talk: &mut Talk<'_>, of: Option<&ConnectionId>) {
    // The number may be sent at once.
    talk.person.step = Step::Account(account::Stage::AskPhone { of: of.cloned() });
    let again = of.and_then(|of| talk.scene.connection(of));
    let words = match again {
        Some(connection) => SetupWords::LoginAgainAsk {
            who: super::card::shown_bot(connection),
        },
        None => SetupWords::LoginAsk {},
    };
    let method = |method| Act::Account(account::Press::LogIn(of.cloned(), method));
    let keys = vec![
        vec![talk.key(&SetupWords::KeyLoginQr {}, method(Method::Qr))],
        vec![talk.key(&SetupWords::KeyLoginPhone {}, method(Method::Phone))],
        vec![talk.key(&SetupWords::KeyCancel {}, Act::Cancel)],
    ];
    let text = talk.text(&words);
    talk.show(&text, keys);
}

/// The way was chosen.
pub(super) fn begin(talk: &mut Talk<'_>, of: Option<ConnectionId>, method: Method) {
    match method {
        Method::Phone => {
            talk.person.step = Step::Account(account::Stage::AskPhone { of });
            talk.ask(&SetupWords::PhoneAsk {});
        }
        Method::Qr => {
            talk.ask(&SetupWords::LoginAsking {});
            log_in(talk, of, None);
        }
    }
}

/// A code is sent once more, or another QR code shown.
pub(super) fn renew(talk: &mut Talk<'_>) {
    if let Step::Account(account::Stage::LogIn(login)) = talk.person.step.clone() {
        talk.ask(&SetupWords::LoginAsking {});
        log_in(talk, login.of, login.phone);
    } else {
        ask_method(talk, None);
    }
}

/// A phone number was sent. The message itself is being deleted.
pub(super) fn phone_given(talk: &mut Talk<'_>, of: Option<ConnectionId>, text: &str) {
    talk.say(&SetupWords::LoginBegun {});
    log_in(talk, of, Some(Hidden(text.trim().to_owned())));
}

fn log_in(talk: &mut Talk<'_>, of: Option<ConnectionId>, phone: Option<Hidden>) {
    let now = talk.scene.now;
    talk.person
        .logins
        .retain(|begun| now.since(*begun) < WITHIN);
    if talk.person.logins.len() >= MOST_BEGUN {
        talk.person.step = Step::Idle;
        let oldest = talk.person.logins.first().copied().unwrap_or(now);
        let time = WITHIN.saturating_sub(now.since(oldest));
        let time = time.max(Duration::from_secs(60));
        talk.say(&SetupWords::LoginTooMany { time });
        return;
    }
    talk.person.logins.push(now);
    talk.person.step = Step::Account(account::Stage::LogIn(Login {
        of,
        phone: phone.clone(),
        since: now,
        waits: Waits::Telegram,
    }));
    talk.wish(Wish::Account(account::Ask::LogIn { phone }));
}

/// Something was sent while a login is under way. The message itself is being deleted.
pub(super) fn given(talk: &mut Talk<'_>, mut login: Login, text: &str) {
    let secret = match login.waits {
        Waits::Telegram => {
            talk.say(&SetupWords::LoginBusy {});
            return;
        }
        Waits::Scan { .. } => {
            talk.say(&SetupWords::QrTyped {});
            return;
        }
        Waits::Button => {
            talk.say(&SetupWords::LoginOver {});
            return;
        }
        Waits::Password => account::Said::Password(Hidden(text.to_owned())),
        Waits::Code { length } => match typed(text, length) {
            Typed::Code(code) => account::Said::Code(Hidden(code)),
            Typed::Bare => {
                // Telegram has seen it in a chat: whoever gets it now is not let in with it.
                end(talk, login, &SetupWords::CodeBare {});
                return;
            }
            Typed::Length(given) => {
                talk.say(&SetupWords::CodeLength {
                    given: u64::from(given),
                    length: u64::from(length),
                });
                return;
            }
            Typed::Nothing => {
                talk.say(&SetupWords::CodeNone {});
                return;
            }
        },
    };
    login.waits = Waits::Telegram;
    talk.person.step = Step::Account(account::Stage::LogIn(login));
    talk.wish(Wish::Account(account::Ask::Say(secret)));
}

/// It has ended; buttons lead on. Whoever logs in at the other end is let go of by that.
fn end(talk: &mut Talk<'_>, mut login: Login, words: &SetupWords) {
    let renew = match login.phone {
        Some(_) => SetupWords::KeyNewCode {},
        None => SetupWords::KeyNewQr {},
    };
    let way = account::Press::Method(login.of.clone());
    login.waits = Waits::Button;
    talk.person.step = Step::Account(account::Stage::LogIn(login));
    let keys = vec![
        vec![talk.key(&renew, Act::Account(account::Press::Renew))],
        vec![talk.key(&SetupWords::KeyOtherWay {}, Act::Account(way))],
        vec![talk.key(&SetupWords::KeyCancel {}, Act::Cancel)],
    ];
    let text = talk.text(words);
    talk.show(&text, keys);
}
