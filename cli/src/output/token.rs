use backline_proto::admin::v1::{Scope, Token};
use serde::Serialize;

use super::{Row, time};

/// A token as it is shown: without its secret.
#[derive(Debug, Serialize)]
pub(crate) struct TokenView {
    name: String,
    display_name: String,
    scopes: Vec<&'static str>,
    connections: Vec<String>,
    gateway_kinds: Vec<String>,
    identities: Vec<String>,
    create_time: Option<String>,
    expire_time: Option<String>,
}

// === impl TokenView ===

impl TokenView {
    /// The id, as the commands take it.
    #[must_use]
    pub(crate) fn id(&self) -> &str {
        self.name.trim_start_matches("tokens/")
    }

    /// What it may do and where, in words.
    #[must_use]
    pub(crate) fn reach(&self) -> String {
        let mut reach = Vec::new();
        for names in [&self.connections, &self.gateway_kinds, &self.identities] {
            reach.extend(
                names
                    .iter()
                    .map(|name| name.trim_start_matches("connections/")),
            );
        }
        if reach.is_empty() {
            "everything".into()
        } else {
            reach.join(", ")
        }
    }

    /// When it ends, in words.
    #[must_use]
    pub(crate) fn ends(&self) -> String {
        match &self.expire_time {
            Some(time) => time::words(Some(time)),
            None => "never".into(),
        }
    }
}

impl From<Token> for TokenView {
    fn from(token: Token) -> Self {
        let scopes = token
            .scopes()
            .map(|scope| match scope {
                Scope::Unspecified => "unknown",
                Scope::Read => "read",
                Scope::Send => "send",
                Scope::Manage => "manage",
                Scope::Admin => "admin",
                Scope::Gateway => "gateway",
            })
            .collect();
        Self {
            scopes,
            name: token.name,
            display_name: token.display_name,
            connections: token.connections,
            gateway_kinds: token.gateway_kinds,
            identities: token.identities,
            create_time: time::rfc3339(token.create_time),
            expire_time: time::rfc3339(token.expire_time),
        }
    }
}

impl Row for TokenView {
    const HEADINGS: &'static [&'static str] = &["id", "name", "scopes", "reach", "made", "ends"];
    const NONE: &'static str = "no token";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.id().to_owned(),
            self.display_name.clone(),
            self.scopes.join(", "),
            self.reach(),
            time::words(self.create_time.as_deref()),
            self.ends(),
        ]]
    }
}
