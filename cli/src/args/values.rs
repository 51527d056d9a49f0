//! Values with a grammar of their own. Each parses from one argument and says in words what is
//! allowed.

use std::str::FromStr;
use std::time::Duration;

use jiff::{Span, SpanRelativeTo};

/// `PARAMETER=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// The parameter's name, as typed.
    pub(crate) parameter: String,
    /// Everything behind the first `=`.
    pub(crate) value: String,
}

/// `CONNECTION/CHAT`: a dialog as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DialogAddress {
    /// Name or id of the connection.
    pub(crate) connection: String,
    /// The customer chat's id, with a part behind it where the chat has such: a topic of a private
    /// chat, a Business account's, a topic of direct messages.
    pub(crate) chat: String,
}

/// How an account is to be logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AccountLogin {
    /// By a QR code.
    QrCode,
    /// By a code that Telegram sends to this phone number, as typed.
    Phone(String),
}

/// By which of Telegram's interfaces a bot is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Via {
    /// The Bot API.
    BotApi,
    /// MTProto: files of up to 2,000 MB, deletions are seen, nothing is sent twice, and another
    /// program may use the Bot API beside it. Needs backline-gateway-user.
    Mtproto,
}

/// How long something lasts, for example `30d` or `12h`. A day has 24 hours here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lifetime(pub Duration);

/// The Bot API's id of a supergroup.
pub(super) fn group_id(text: &str) -> Result<i64, String> {
    match text.parse::<i64>() {
        Ok(id) if id < 0 => Ok(id),
        _ => Err("a group's id is a negative number such as -1001234567890".into()),
    }
}

/// `qr`, or a phone number; the server looks at it closer.
pub(super) fn account_login(text: &str) -> Result<AccountLogin, String> {
    if text.eq_ignore_ascii_case("qr") {
        return Ok(AccountLogin::QrCode);
    }
    if text.chars().any(|c| c.is_ascii_digit()) && !text.contains(|c: char| c.is_alphabetic()) {
        return Ok(AccountLogin::Phone(text.to_owned()));
    }
    Err("write qr, or the account's phone number such as +49 151 23456789".into())
}

// === impl Via ===

impl From<Via> for backline_proto::admin::v1::connection::Via {
    fn from(via: Via) -> Self {
        match via {
            Via::BotApi => Self::BotApi,
            Via::Mtproto => Self::Mtproto,
        }
    }
}

// === impl Assignment ===

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((parameter, value)) if !parameter.trim().is_empty() => Ok(Self {
                parameter: parameter.trim().to_owned(),
                value: value.to_owned(),
            }),
            _ => Err("write PARAMETER=VALUE, for example AUTOCLOSE=24".into()),
        }
    }
}

// === impl DialogAddress ===

impl FromStr for DialogAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || {
            "write CONNECTION/CHAT as `backline dialogs list` shows the chat, for example \
             shop/123456789 or shop/123456789.p7"
                .to_owned()
        };
        let (connection, chat) = text.rsplit_once('/').ok_or_else(wrong)?;
        // Also as the server and JSON name it.
        let connection = match connection.strip_prefix("connections/") {
            Some(rest) => rest.strip_suffix("/dialogs").unwrap_or(rest),
            None => connection,
        };
        let (id, part) = chat.split_once('.').unwrap_or((chat, "p1"));
        let is_part = part.len() > 1
            && part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if connection.is_empty()
            || connection.contains('/')
            || id.parse::<i64>().is_err()
            || !is_part
        {
            return Err(wrong());
        }
        Ok(Self {
            connection: connection.to_owned(),
            chat: chat.to_owned(),
        })
    }
}

// === impl Lifetime ===

impl FromStr for Lifetime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            || "write a time such as 30d, 12h or 90m; months and years are not exact".to_owned();
        let span: Span = text.parse().map_err(|_| wrong())?;
        let duration = span
            .to_duration(SpanRelativeTo::days_are_24_hours())
            .map_err(|_| wrong())?;
        match Duration::try_from(duration) {
            Ok(duration) if !duration.is_zero() => Ok(Self(duration)),
            _ => Err("it must lie in the future".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_split_at_its_first_equals_sign() {
        let assignment: Assignment = r#"WEBHOOKS={"u":"a=b"}"#.parse().unwrap();
        assert_eq!(assignment.parameter, "WEBHOOKS");
        assert_eq!(assignment.value, r#"{"u":"a=b"}"#);
        assert_eq!("AWAY=".parse::<Assignment>().unwrap().value, "");
        for text in ["AUTOCLOSE", "=24", ""] {
            assert!(text.parse::<Assignment>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_dialog_is_a_connection_and_a_chat() {
        for (text, connection, chat) in [
            ("shop/-1001", "shop", "-1001"),
            ("shop/42.p7", "shop", "42.p7"),
            ("shop/42.bAbC_-1", "shop", "42.bAbC_-1"),
            ("shop/-1006.d44", "shop", "-1006.d44"),
            ("connections/c1/dialogs/42.p7", "c1", "42.p7"),
        ] {
            let dialog: DialogAddress = text.parse().unwrap();
            assert_eq!(
                (dialog.connection.as_str(), dialog.chat.as_str()),
                (connection, chat)
            );
        }
        for text in [
            "shop", "shop/", "/5", "a/b/5", "shop/x", "shop/5.", "shop/5.p", "shop/5.7", "shop/.p7",
        ] {
            assert!(text.parse::<DialogAddress>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_lifetime_is_exact_and_in_the_future() {
        assert_eq!(
            "30d".parse(),
            Ok(Lifetime(Duration::from_secs(30 * 86_400)))
        );
        assert_eq!("1h 30m".parse(), Ok(Lifetime(Duration::from_secs(5_400))));
        for text in ["1 month", "-3h", "0s", "soon", ""] {
            assert!(text.parse::<Lifetime>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_group_id_is_negative() {
        assert_eq!(group_id("-1001234567890"), Ok(-1_001_234_567_890));
        for text in ["1234567890", "0", "@group", ""] {
            assert!(group_id(text).is_err(), "{text:?}");
        }
    }
}
