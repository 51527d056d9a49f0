//! The application that accounts and bots over MTProto are used with.

use std::net::SocketAddr;

use backline_client::Secret;

use crate::Accounts;

/// An application of <https://my.telegram.org>, and which Telegram it is for.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its number.
    pub api_id: i32,
    /// Its hash, from the same place.
    pub api_hash: Secret,
    /// Where all data centres are: a simulated Telegram. None = Telegram's own.
    pub dc: Option<SocketAddr>,
    /// Auth keys that logins into the simulated Telegram take, which does not have
    /// Telegram's own keys to agree upon one: accounts the first, bots those behind it by
    /// their ids, so that each session has its own.
    pub login_keys: Vec<LoginKey>,
}

/// An auth key that a simulated Telegram knows already.
#[derive(Clone)]
pub struct LoginKey(pub [u8; 256]);

/// The application's number or hash cannot be one.
#[derive(Debug, thiserror::Error)]
#[error(
    "{what} is missing or no such thing: make an application at https://my.telegram.org (API \
     development tools), and set BACKLINE_API_ID and BACKLINE_API_HASH to what it shows"
)]
pub struct ApplicationError {
    what: &'static str,
}

// === impl Application ===

impl Application {
    /// Its accounts and bots.
    ///
    /// # Errors
    /// It cannot be one; in words, without the hash.
    pub fn accounts(&self) -> Result<Accounts, ApplicationError> {
        if self.api_id <= 0 {
            let what = "the application's api_id";
            return Err(ApplicationError { what });
        }
        let hash = self.api_hash.expose().trim();
        if hash.is_empty() || !hash.chars().all(|c| c.is_ascii_alphanumeric()) {
            let what = "the application's api_hash";
            return Err(ApplicationError { what });
        }
        let keys = self.login_keys.iter().map(|key| key.0).collect();
        Ok(Accounts::new(self.api_id, hash, self.dc).with_login_keys(keys))
    }
}

// === impl LoginKey ===

impl LoginKey {
    /// Keys as a file has them: 512 hexadecimal digits each, one a line. `None`: it has none, or
    /// something else.
    #[must_use]
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        let keys: Option<Vec<Self>> = text.split_whitespace().map(Self::parse).collect();
        keys.filter(|keys| !keys.is_empty())
    }

    fn parse(text: &str) -> Option<Self> {
        let byte = |place: usize| u8::from_str_radix(text.get(place..place + 2)?, 16).ok();
        let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
        bytes?.try_into().ok().map(Self)
    }
}

impl std::fmt::Debug for LoginKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_has_a_number_and_a_hash() {
        let told = |api_id, hash: &str| {
            let application = Application {
                api_id,
                api_hash: Secret::new(hash.to_owned()),
                dc: None,
                login_keys: Vec::new(),
            };
            application.accounts().err().map(|error| error.what)
        };
        assert_eq!(told(1, " 0123abcd\n"), None);
        assert_eq!(told(0, "0123abcd"), Some("the application's api_id"));
        for hash in ["", " ", "0123 abcd", "0123-abcd"] {
            assert_eq!(
                told(1, hash),
                Some("the application's api_hash"),
                "{hash:?}"
            );
        }
    }

    #[test]
    fn keys_are_read_whole_or_not_at_all() {
        let key = "0f".repeat(256);
        let two = format!("{key}\n{key}\n");
        assert_eq!(LoginKey::parse_all(&two).unwrap().len(), 2);
        for text in ["", &key[2..], &format!("{key}\nxx"), &"é".repeat(256)] {
            assert!(LoginKey::parse_all(text).is_none(), "{text}");
        }
    }
}
