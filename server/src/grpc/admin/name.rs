//! Resource names, parsed in this one type.

use std::fmt;

use backline_domain::id::{ChatAddress, IdentityId};
use backline_domain::webhook::DeadId;
use tonic::Status;

use crate::grpc::status;

/// A resource's name. Connections in it are named by id or by display name, as
/// the caller likes; the server answers with ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::grpc) enum Name {
    /// `connections/{c}`
    Connection(String),
    /// `connections/{c}/dialogs/{d}`
    Dialog(String, ChatAddress),
    /// `connections/{c}/deadLetters/{sequence}`
    DeadLetter(String, u64),
    /// `connections/{c}/deadPosts/{id}`
    DeadPost(String, DeadId),
    /// `connections/{c}/relayBots/{bot id}`
    RelayBot(String, IdentityId),
    /// `plans/{name}`
    Plan(String),
    /// `tokens/{id}`
    Token(String),
}

// === impl Name ===

impl Name {
    /// Reads the name in this field.
    pub(in crate::grpc) fn parse(field: &str, text: &str) -> Result<Self, Status> {
        let parts: Vec<&str> = text.split('/').collect();
        let good = |part: &str| {
            (1..=64).contains(&part.len())
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        let parsed = match parts.as_slice() {
            ["connections", c] if good(c) => Some(Self::Connection((*c).to_owned())),
            ["connections", c, "dialogs", d] if good(c) => d
                .parse()
                .ok()
                .map(|chat| Self::Dialog((*c).to_owned(), chat)),
            ["connections", c, "deadLetters", id] if good(c) => id
                .parse()
                .ok()
                .map(|sequence| Self::DeadLetter((*c).to_owned(), sequence)),
            ["connections", c, "deadPosts", id] if good(c) => id
                .parse()
                .ok()
                .map(|id| Self::DeadPost((*c).to_owned(), id)),
            ["connections", c, "relayBots", id] if good(c) => id
                .parse()
                .ok()
                .filter(|id| *id > 0)
                .map(|id| Self::RelayBot((*c).to_owned(), IdentityId::bot(id))),
            ["plans", name] if good(name) => Some(Self::Plan((*name).to_owned())),
            ["tokens", id] if good(id) => Some(Self::Token((*id).to_owned())),
            _ => None,
        };
        parsed.ok_or_else(|| {
            let forms = "connections/{c}, connections/{c}/dialogs/{d}, \
                         connections/{c}/deadLetters/{id}, connections/{c}/deadPosts/{id}, \
                         connections/{c}/relayBots/{id}, \
                         plans/{name} or tokens/{id}";
            Self::refuse(field, text, forms)
        })
    }

    /// The status for a name that is not of the form wanted.
    pub(in crate::grpc) fn refuse(field: &str, given: &str, wanted: &str) -> Status {
        let given: String = given.chars().take(80).collect();
        status::invalid_field(field, format!("`{given}` is no name of the form {wanted}"))
    }

    /// The dialog that this field names.
    pub(in crate::grpc) fn dialog(
        field: &str,
        text: &str,
    ) -> Result<(String, ChatAddress), Status> {
        match Self::parse(field, text)? {
            Self::Dialog(connection, chat) => Ok((connection, chat)),
            _ => Err(Self::refuse(field, text, "connections/{c}/dialogs/{d}")),
        }
    }

    /// The dead letter that this field names.
    pub(in crate::grpc) fn dead_letter(field: &str, text: &str) -> Result<(String, u64), Status> {
        match Self::parse(field, text)? {
            Self::DeadLetter(connection, sequence) => Ok((connection, sequence)),
            _ => Err(Self::refuse(
                field,
                text,
                "connections/{c}/deadLetters/{id}",
            )),
        }
    }

    /// The post that was given up, which this field names.
    pub(in crate::grpc) fn dead_post(field: &str, text: &str) -> Result<(String, DeadId), Status> {
        match Self::parse(field, text)? {
            Self::DeadPost(connection, id) => Ok((connection, id)),
            _ => Err(Self::refuse(field, text, "connections/{c}/deadPosts/{id}")),
        }
    }

    /// The relay bot that this field names.
    pub(in crate::grpc) fn relay_bot(
        field: &str,
        text: &str,
    ) -> Result<(String, IdentityId), Status> {
        match Self::parse(field, text)? {
            Self::RelayBot(connection, bot) => Ok((connection, bot)),
            _ => Err(Self::refuse(field, text, "connections/{c}/relayBots/{id}")),
        }
    }

    /// The token that this field names.
    pub(in crate::grpc) fn token(field: &str, text: &str) -> Result<String, Status> {
        match Self::parse(field, text)? {
            Self::Token(id) => Ok(id),
            _ => Err(Self::refuse(field, text, "tokens/{id}")),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connection(c) => write!(f, "connections/{c}"),
            Self::Dialog(c, chat) => write!(f, "connections/{c}/dialogs/{chat}"),
            Self::DeadLetter(c, sequence) => write!(f, "connections/{c}/deadLetters/{sequence}"),
            Self::DeadPost(c, id) => write!(f, "connections/{c}/deadPosts/{id}"),
            Self::RelayBot(c, bot) => write!(f, "connections/{c}/relayBots/{}", bot.user.0),
            Self::Plan(name) => write!(f, "plans/{name}"),
            Self::Token(id) => write!(f, "tokens/{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_as_they_are_written() {
        for text in [
            "connections/main",
            "connections/Main-2_x/dialogs/-1001234567890",
            "connections/abc234/dialogs/42.bX1",
            "connections/abc234/deadLetters/7",
            "connections/abc234/deadPosts/472222-17",
            "connections/abc234/relayBots/110201543",
            "tokens/abcdefgh",
        ] {
            assert_eq!(Name::parse("name", text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn everything_else_is_refused_with_the_forms() {
        let long = format!("connections/{}", "a".repeat(65));
        for text in [
            "",
            "/",
            "main",
            "connections",
            "connections/",
            "connections/a b",
            "connections/a/",
            "connections/a/dialogs/",
            "connections/a/dialogs/x",
            "connections/a/deadLetters/-1",
            "tokens/",
            "tokens/ü",
            long.as_str(),
        ] {
            let status = Name::parse("name", text).unwrap_err();
            assert!(
                status.message().contains("tokens/{id}"),
                "{text}: {}",
                status.message()
            );
        }
        assert!(Name::token("name", "connections/a").is_err());
    }
}
