//! Why a login did not work, in words that name the remedy.

use crate::telegram::{Failure, name};

/// Names that people meet, and what to do.
const KNOWN: &[(&str, &str)] = &[
    (
        "PHONE_NUMBER_INVALID",
        "this is no phone number that Telegram knows: write it with its country code, such as \
         +49 30 123456",
    ),
    (
        "PHONE_NUMBER_BANNED",
        "Telegram has banned this phone number: write to recover@telegram.org, or use another \
         account",
    ),
    (
        "PHONE_NUMBER_UNOCCUPIED",
        "no Telegram account has this phone number: make one with Telegram's own app first",
    ),
    (
        "PHONE_NUMBER_FLOOD",
        "codes were asked for too often: wait a day, or log in by QR code",
    ),
    (
        "PHONE_PASSWORD_FLOOD",
        "passwords were tried too often: wait a day, then try again",
    ),
    (
        "PHONE_CODE_EXPIRED",
        "the code is too old, or was tried too often: begin the login again. Telegram also ends a \
         code that was sent to somebody in a message",
    ),
    (
        "API_ID_INVALID",
        "Telegram does not know the application: set BACKLINE_API_ID and BACKLINE_API_HASH to what \
         https://my.telegram.org shows",
    ),
    (
        "API_ID_PUBLISHED_FLOOD",
        "Telegram does not let this application log anybody in: make one of your own at \
         https://my.telegram.org",
    ),
    (
        "AUTH_TOKEN_EXPIRED",
        "the QR code was scanned too late: begin the login again",
    ),
];

/// Why a login did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// In words, and what to do; without secrets.
    pub words: String,
    /// Telegram's name of it without its number; empty when it was not Telegram's word.
    pub reason: String,
    /// How long Telegram asks to wait, in seconds; 0 = nothing.
    pub wait: u32,
}

// === impl Why ===

impl Why {
    pub(super) fn of(failure: &Failure) -> Self {
        let (reason, wait) = match failure {
            Failure::Refused(error) => {
                let wait = error.value.filter(|_| error.name.contains("_WAIT"));
                (error.name.clone(), wait.unwrap_or(0))
            }
            _ => (String::new(), 0),
        };
        Self {
            words: words(failure),
            reason,
            wait,
        }
    }
}

impl From<String> for Why {
    fn from(words: String) -> Self {
        Self {
            words,
            reason: String::new(),
            wait: 0,
        }
    }
}

/// Why, and what to do; without secrets.
fn words(failure: &Failure) -> String {
    if let Failure::ClockAhead(_) = failure {
        return format!("{}, then try again", failure.words());
    }
    let Failure::Refused(error) = failure else {
        return format!(
            "Telegram cannot be reached or does not answer ({}): try again",
            failure.words()
        );
    };
    if let Some((_, remedy)) = KNOWN.iter().find(|(known, _)| error.is(known)) {
        return format!("{remedy} ({})", name(error));
    }
    if let (true, Some(seconds)) = (error.name.contains("_WAIT"), error.value) {
        return format!(
            "Telegram asks to wait {seconds} seconds before the next login: try again then"
        );
    }
    format!("Telegram refuses the login ({}): try again", name(error))
}
