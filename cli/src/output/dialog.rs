use backline_proto::admin::v1::{
    Dialog,
    dialog::{Kind, State},
};
use serde::Serialize;

use super::{Card, Row, time};

/// A dialog as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct DialogView {
    name: String,
    chat_id: i64,
    kind: &'static str,
    title: String,
    username: String,
    state: &'static str,
    topic_id: Option<i64>,
    create_time: Option<String>,
    customer_message_time: Option<String>,
    operator_message_time: Option<String>,
    customer_message_count: i64,
    operator_message_count: i64,
}

// === impl DialogView ===

impl From<Dialog> for DialogView {
    fn from(dialog: Dialog) -> Self {
        let kind = match dialog.kind() {
            Kind::Unspecified => "unknown",
            Kind::Private => "private",
            Kind::Group => "group",
            Kind::Channel => "channel",
        };
        let state = match dialog.state() {
            State::Unspecified => "unknown",
            State::UserAnswered => "user_answered",
            State::SupportAnswered => "support_answered",
            State::Closed => "closed",
        };
        Self {
            name: dialog.name,
            chat_id: dialog.chat_id,
            kind,
            title: dialog.title,
            username: dialog.username,
            state,
            topic_id: (dialog.topic_id != 0).then_some(dialog.topic_id),
            create_time: time::rfc3339(dialog.create_time),
            customer_message_time: time::rfc3339(dialog.customer_message_time),
            operator_message_time: time::rfc3339(dialog.operator_message_time),
            customer_message_count: dialog.customer_message_count,
            operator_message_count: dialog.operator_message_count,
        }
    }
}

impl DialogView {
    fn state_words(&self) -> &'static str {
        match self.state {
            "user_answered" => "🟪 needs the team",
            "support_answered" => "🟨 waits for the customer",
            "closed" => "⬛️ closed",
            other => other,
        }
    }

    /// The chat as `dialogs show` takes it: a part of a chat has an id of its own.
    fn chat(&self) -> String {
        match self.name.rsplit_once('/') {
            Some((_, chat)) => chat.to_owned(),
            None => self.chat_id.to_string(),
        }
    }

    fn who(&self) -> String {
        if self.username.is_empty() {
            self.title.clone()
        } else {
            format!("{} (@{})", self.title, self.username)
        }
    }
}

impl Row for DialogView {
    const HEADINGS: &'static [&'static str] = &[
        "chat",
        "kind",
        "title",
        "state",
        "last from customer",
        "last from team",
    ];
    const NONE: &'static str = "no dialog";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.chat(),
            self.kind.into(),
            self.who(),
            self.state_words().into(),
            time::words(self.customer_message_time.as_deref()),
            time::words(self.operator_message_time.as_deref()),
        ]]
    }
}

impl Card for DialogView {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Chat", self.chat()),
            ("Kind", self.kind.into()),
            ("Title", self.who()),
            ("State", self.state_words().into()),
            (
                "Topic",
                self.topic_id
                    .map_or_else(|| "not made yet".to_owned(), |id| id.to_string()),
            ),
            ("Since", time::words(self.create_time.as_deref())),
            (
                "Last from customer",
                time::words(self.customer_message_time.as_deref()),
            ),
            (
                "Last from team",
                time::words(self.operator_message_time.as_deref()),
            ),
            ("From customer", self.customer_message_count.to_string()),
            ("From team", self.operator_message_count.to_string()),
        ]
    }
}
