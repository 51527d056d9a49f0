use backline_proto::admin::v1::{Connection, DeskBot, connection::State, connection::Via};
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
    via: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    desk_bot: Option<DeskBotView>,
}

/// The bot beside an account as it is shown.
#[derive(Debug, Serialize)]
struct DeskBotView {
    identity: String,
    username: String,
    is_in_charge: bool,
    account_problem: String,
    via: &'static str,
}

// === impl DeskBotView ===

impl From<DeskBot> for DeskBotView {
    fn from(bot: DeskBot) -> Self {
        Self {
            via: way(bot.via()),
            identity: bot.identity,
            username: bot.username,
            is_in_charge: bot.is_in_charge,
            account_problem: bot.account_problem,
        }
    }
}

impl DeskBotView {
    fn words(&self) -> String {
        let name = named(&self.username, &self.identity);
        let way = way_words(self.via);
        if self.is_in_charge {
            format!("{name}, via {way}")
        } else {
            format!("{name}, via {way}, not in charge of the group yet")
        }
    }
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
            via: way(connection.via()),
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
            desk_bot: connection.desk_bot.map(DeskBotView::from),
        }
    }
}

impl ConnectionView {
    /// Whether the frontend is a personal account.
    pub(crate) fn is_account(&self) -> bool {
        self.frontend_identity.starts_with("user:")
    }

    /// What the frontend is.
    fn kind(&self) -> &'static str {
        if self.is_account() { "Account" } else { "Bot" }
    }

    fn bot(&self) -> String {
        named(&self.frontend_username, &self.frontend_identity)
    }

    fn group(&self) -> String {
        match self.backend_group_id {
            None => String::new(),
            Some(id) if self.backend_group_title.is_empty() => id.to_string(),
            Some(id) => format!("{} ({id})", self.backend_group_title),
        }
    }

    fn via_words(&self) -> &'static str {
        way_words(self.via)
    }

    fn state_words(&self) -> &'static str {
        match self.state {
            "awaiting_group" => "waits for its group",
            other => other,
        }
    }
}

impl Row for ConnectionView {
    const HEADINGS: &'static [&'static str] = &["name", "bot", "via", "group", "state", "problem"];
    const NONE: &'static str =
        "there is no connection yet: `backline connections add NAME` makes one";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.display_name.clone(),
            self.bot(),
            self.via_words().into(),
            self.group(),
            self.state_words().into(),
            self.problem.clone(),
        ]]
    }
}

impl Card for ConnectionView {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("Name", self.display_name.clone()),
            (
                "Id",
                self.name.trim_start_matches("connections/").to_owned(),
            ),
            (self.kind(), self.bot()),
            ("Identity", self.frontend_identity.clone()),
            ("Via", self.via_words().into()),
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
        ];
        if let Some(bot) = &self.desk_bot {
            fields.insert(4, ("Desk bot", bot.words()));
            if !bot.account_problem.is_empty() {
                fields.push(("Account in the group", bot.account_problem.clone()));
            }
        }
        fields
    }
}

/// How a bot or account is served.
pub(super) const fn way(via: Via) -> &'static str {
    match via {
        Via::Unspecified | Via::BotApi => "bot_api",
        Via::Mtproto => "mtproto",
    }
}

/// The same for people.
pub(super) fn way_words(via: &str) -> &'static str {
    match via {
        "mtproto" => "MTProto",
        _ => "Bot API",
    }
}

fn named(username: &str, identity: &str) -> String {
    if username.is_empty() {
        identity.to_owned()
    } else {
        format!("@{username}")
    }
}

/// Zero means "not known" on the wire.
fn known(id: i64) -> Option<i64> {
    (id != 0).then_some(id)
}
