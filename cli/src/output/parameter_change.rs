use backline_proto::admin::v1::ParameterChange;
use serde::Serialize;

use super::{Row, time};

/// A change of a parameter as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct ParameterChangeView {
    change_time: Option<String>,
    parameter: String,
    old_value: String,
    new_value: String,
    /// `token:ID`, `user:ID` or `file`.
    changed_by: String,
}

// === impl ParameterChangeView ===

impl From<ParameterChange> for ParameterChangeView {
    fn from(change: ParameterChange) -> Self {
        Self {
            change_time: time::rfc3339(change.change_time),
            parameter: change.name,
            old_value: change.old_value,
            new_value: change.new_value,
            changed_by: change.changed_by,
        }
    }
}

impl Row for ParameterChangeView {
    const HEADINGS: &'static [&'static str] = &["changed", "parameter", "from", "to", "by"];
    const NONE: &'static str = "no parameter was changed so far";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            time::words(self.change_time.as_deref()),
            self.parameter.clone(),
            self.old_value.clone(),
            self.new_value.clone(),
            self.changed_by.clone(),
        ]]
    }
}
