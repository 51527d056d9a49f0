//! Inline buttons.

use backline_domain::message::{Button, ButtonAction};
use backline_proto::common::v1 as proto;
use proto::button::Action;

/// The rows of buttons.
#[must_use]
pub fn from_proto(rows: Vec<proto::ButtonRow>) -> Vec<Vec<Button>> {
    rows.into_iter()
        .map(|row| row.buttons.into_iter().map(one_from_proto).collect())
        .collect()
}

/// The rows of buttons.
#[must_use]
pub fn to_proto(rows: &[Vec<Button>]) -> Vec<proto::ButtonRow> {
    rows.iter()
        .map(|row| proto::ButtonRow {
            buttons: row.iter().map(one_to_proto).collect(),
        })
        .collect()
}

fn one_from_proto(button: proto::Button) -> Button {
    let action = match button.action {
        Some(Action::Url(url)) => ButtonAction::Url(url),
        Some(Action::CallbackData(data)) => ButtonAction::Callback(data),
        Some(Action::Other(name)) => ButtonAction::Other(name),
        None => ButtonAction::Other("unknown".to_owned()),
    };
    Button {
        text: button.text,
        action,
    }
}

fn one_to_proto(button: &Button) -> proto::Button {
    let action = match &button.action {
        ButtonAction::Url(url) => Action::Url(url.clone()),
        ButtonAction::Callback(data) => Action::CallbackData(data.clone()),
        ButtonAction::Other(name) => Action::Other(name.clone()),
    };
    proto::Button {
        text: button.text.clone(),
        action: Some(action),
    }
}
