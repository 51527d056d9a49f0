use backline_proto::admin::v1::UnknownUpdate;
use serde::Serialize;

use super::{Row, time};

/// An update that was not understood, as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct UpdateView {
    receive_time: Option<String>,
    raw_kind: String,
    chat: String,
    update_id: Option<i64>,
    /// As it came: as text, since it may be no JSON at all.
    raw_json: String,
}

// === impl UpdateView ===

impl From<UnknownUpdate> for UpdateView {
    fn from(update: UnknownUpdate) -> Self {
        Self {
            receive_time: time::rfc3339(update.receive_time),
            raw_kind: update.raw_kind,
            chat: update.chat,
            update_id: (update.update_id != 0).then_some(update.update_id),
            raw_json: update.raw_json,
        }
    }
}

impl Row for UpdateView {
    const HEADINGS: &'static [&'static str] = &["received", "kind", "chat"];
    const NONE: &'static str = "no update that was not understood";

    fn rows(&self) -> Vec<Vec<String>> {
        // A dialog is named as the other commands take it.
        let chat = self.chat.rsplit('/').next().unwrap_or_default();
        vec![vec![
            time::words(self.receive_time.as_deref()),
            self.raw_kind.clone(),
            chat.to_owned(),
        ]]
    }
}
