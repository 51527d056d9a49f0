//! What a login says next.

use std::fmt;

use grammers_client::tl::{enums, types};

use super::Why;

/// What a login says next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A code is on its way: answer with `Login::code`.
    CodeSent {
        /// Where it comes.
        kind: CodeKind,
        /// How long it is; 0 = not told.
        length: u32,
    },
    /// The code was another one: answer again.
    WrongCode,
    /// Show this, and call `Login::wait`.
    QrCode {
        /// What the QR code holds.
        url: String,
        /// Until when it is good, in Unix time.
        expires: i64,
    },
    /// The account has a password: answer with `Login::password`.
    PasswordNeeded {
        /// What its owner wrote down about it; may be empty.
        hint: String,
    },
    /// The password was another one: answer again.
    WrongPassword,
    /// It worked; nothing more is to come.
    LoggedIn(LoggedIn),
    /// It did not work; nothing more is to come.
    Failed(Why),
}

/// Where a login code comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// In Telegram, on the account's other devices.
    App,
    /// By text message; also as a word or phrase in one.
    Sms,
    /// By a phone call that says it.
    Call,
    /// By a call that is not to be answered: the number is the code.
    MissedCall,
    /// By e-mail.
    Email,
    /// An e-mail address has to be set first.
    EmailSetup,
    /// At fragment.com, for an anonymous number.
    Fragment,
}

/// An account that logged in.
#[derive(Clone, PartialEq, Eq)]
pub struct LoggedIn {
    /// The credential. Must not be logged.
    pub session: Vec<u8>,
    /// Telegram's id of the account.
    pub user_id: i64,
    /// Given and family name.
    pub name: String,
    /// @name without the @; may be empty.
    pub username: String,
}

// === impl LoggedIn ===

impl LoggedIn {
    pub(super) fn new(session: Vec<u8>, user: &types::User) -> Self {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let name = format!("{} {}", part(&user.first_name), part(&user.last_name));
        Self {
            session,
            user_id: user.id,
            name: name.trim().to_owned(),
            username: part(&user.username),
        }
    }
}

impl fmt::Debug for LoggedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoggedIn")
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// Where the code comes, and how long it is.
pub(super) fn kind(sent: &enums::auth::SentCodeType) -> (CodeKind, u32) {
    use enums::auth::SentCodeType as Of;
    let (kind, length) = match sent {
        Of::App(it) => (CodeKind::App, it.length),
        Of::Sms(it) => (CodeKind::Sms, it.length),
        Of::FirebaseSms(it) => (CodeKind::Sms, it.length),
        Of::SmsWord(_) | Of::SmsPhrase(_) => (CodeKind::Sms, 0),
        Of::Call(it) => (CodeKind::Call, it.length),
        Of::FlashCall(_) => (CodeKind::MissedCall, 0),
        Of::MissedCall(it) => (CodeKind::MissedCall, it.length),
        Of::EmailCode(it) => (CodeKind::Email, it.length),
        Of::SetUpEmailRequired(_) => (CodeKind::EmailSetup, 0),
        Of::FragmentSms(it) => (CodeKind::Fragment, it.length),
    };
    (kind, u32::try_from(length).unwrap_or(0))
}
