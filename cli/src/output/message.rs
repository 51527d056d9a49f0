use backline_proto::admin::v1::ArchivedMessage;
use backline_proto::admin::v1::archived_message::{Author, Ending};
use serde::Serialize;

use super::{Row, time};

/// A message as it is shown, as far as it is kept.
#[derive(Debug, Serialize)]
pub(crate) struct MessageView {
    create_time: Option<String>,
    dialog: String,
    author: &'static str,
    operator_id: Option<i64>,
    chat_id: i64,
    message_id: i64,
    answers: Option<i64>,
    kind: String,
    length: i64,
    edit_time: Option<String>,
    ending: &'static str,
    end_time: Option<String>,
    /// None where it is not kept.
    text: Option<String>,
}

// === impl MessageView ===

impl From<ArchivedMessage> for MessageView {
    fn from(message: ArchivedMessage) -> Self {
        let author = match message.author() {
            Author::Unspecified => "unknown",
            Author::Customer => "customer",
            Author::Team => "team",
            Author::Elsewhere => "elsewhere",
            Author::Bot => "bot",
        };
        let ending = match message.ending() {
            Ending::Unspecified => "",
            Ending::Arrived => "arrived",
            Ending::Failed => "failed",
        };
        Self {
            create_time: time::rfc3339(message.create_time),
            author,
            ending,
            operator_id: (message.operator_id != 0).then_some(message.operator_id),
            chat_id: message.chat_id,
            message_id: message.message_id,
            answers: (message.answers != 0).then_some(message.answers),
            length: message.length,
            edit_time: time::rfc3339(message.edit_time),
            end_time: time::rfc3339(message.end_time),
            text: message.text.map(|text| text.text),
            dialog: message.dialog,
            kind: message.kind,
        }
    }
}

impl Row for MessageView {
    const HEADINGS: &'static [&'static str] =
        &["written", "chat", "by", "kind", "length", "ended", "text"];
    const NONE: &'static str = "no message is kept";

    fn rows(&self) -> Vec<Vec<String>> {
        // A dialog is named as the other commands take it.
        let chat = self.dialog.rsplit('/').next().unwrap_or_default();
        vec![vec![
            time::words(self.create_time.as_deref()),
            chat.to_owned(),
            self.author.to_owned(),
            self.kind.clone(),
            self.length.to_string(),
            self.ending.to_owned(),
            self.text.clone().unwrap_or_default(),
        ]]
    }
}
