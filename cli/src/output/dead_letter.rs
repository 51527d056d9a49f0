use backline_proto::admin::v1::DeadLetter;
use serde::Serialize;

use super::{Row, time};

/// A dead letter as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct DeadLetterView {
    name: String,
    dialog: Option<String>,
    lane: String,
    action: String,
    reason: String,
    is_uncertain: bool,
    attempt_count: i32,
    create_time: Option<String>,
    fail_time: Option<String>,
}

// === impl DeadLetterView ===

impl From<DeadLetter> for DeadLetterView {
    fn from(letter: DeadLetter) -> Self {
        Self {
            name: letter.name,
            dialog: (!letter.dialog.is_empty()).then_some(letter.dialog),
            lane: letter.lane,
            action: letter.action,
            reason: letter.reason,
            is_uncertain: letter.is_uncertain,
            attempt_count: letter.attempt_count,
            create_time: time::rfc3339(letter.create_time),
            fail_time: time::rfc3339(letter.fail_time),
        }
    }
}

impl Row for DeadLetterView {
    const HEADINGS: &'static [&'static str] = &[
        "id", "chat", "lane", "action", "attempts", "failed", "arrived?", "reason",
    ];
    const NONE: &'static str = "no dead letter: nothing waits for a decision";

    fn rows(&self) -> Vec<Vec<String>> {
        let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        vec![vec![
            last(&self.name),
            self.dialog.as_deref().map(last).unwrap_or_default(),
            self.lane.clone(),
            self.action.clone(),
            self.attempt_count.to_string(),
            time::words(self.fail_time.as_deref()),
            if self.is_uncertain { "perhaps" } else { "no" }.into(),
            self.reason.clone(),
        ]]
    }
}
