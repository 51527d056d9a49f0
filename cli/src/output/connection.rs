use backline_proto::admin::v1::{Connection, connection::State};
use serde::Serialize;

use super::{Card, Row, time};

/// A connection as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct ConnectionView {
    name: String,
    display_name: String,
    frontend_identity: String,
    frontend_username: String,
    backend_group_id: Option<i64>,
    backend_group_title: String,
    administrator_id: Option<i64>,
    state: &'static str,
    problem: String,
    create_time: Option<String>,
    etag: String,
}

// === impl ConnectionView ===

impl From<Connection> for ConnectionView {
    fn from(connection: Connection) -> Self {
        let state = match connection.state() {
            State::Unspecified => "unknown",
            State::AwaitingGroup => "awaiting_group",
            State::Running => "running",
            State::Stopped => "stopped",
            State::Broken => "broken",
        };
        Self {
            name: connection.name,
            display_name: connection.display_name,
            frontend_identity: connection.frontend_identity,
            frontend_username: connection.frontend_username,
            backend_group_id: known(connection.backend_group_id),
            backend_group_title: connection.backend_group_title,
            administrator_id: known(connection.administrator_id),
            state,
            problem: connection.problem,
            create_time: time::rfc3339(connection.create_time),
            etag: connection.etag,
        }
    }
}

impl ConnectionView {
    /// What the frontend is.
    fn kind(&self) -> &'static str {
        if self.frontend_identity.starts_with("user:") {
            "Account"
        } else {
            "Bot"
        }
    }

    fn bot(&self) -> String {
        if self.frontend_username.is_empty() {
            self.frontend_identity.clone()
        } else {
            format!("@{}", self.frontend_username)
        }
    }

    fn group(&self) -> String {
        match self.backend_group_id {
            None => String::new(),
            Some(id) if self.backend_group_title.is_empty() => id.to_string(),
            Some(id) => format!("{} ({id})", self.backend_group_title),
        }
    }

    fn state_words(&self) -> &'static str {
        match self.state {
            "awaiting_group" => "waits for its group",
            other => other,
        }
    }
}

impl Row for ConnectionView {
    const HEADINGS: &'static [&'static str] = &["name", "bot", "group", "state", "problem"];
    const NONE: &'static str =
        "there is no connection yet: `backline connections add NAME` makes one";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.display_name.clone(),
            self.bot(),
            self.group(),
            self.state_words().into(),
            self.problem.clone(),
        ]]
    }
}

impl Card for ConnectionView {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Name", self.display_name.clone()),
            (
                "Id",
                self.name.trim_start_matches("connections/").to_owned(),
            ),
            (self.kind(), self.bot()),
            ("Identity", self.frontend_identity.clone()),
            ("Backend group", self.group()),
            (
                "Administrator",
                self.administrator_id
                    .map(|id| id.to_string())
                    .unwrap_or_default(),
            ),
            ("State", self.state_words().into()),
            ("Problem", self.problem.clone()),
            ("Made", time::words(self.create_time.as_deref())),
        ]
    }
}

/// Zero means "not known" on the wire.
fn known(id: i64) -> Option<i64> {
    (id != 0).then_some(id)
}
