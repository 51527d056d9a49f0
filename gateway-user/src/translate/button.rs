//! Inline buttons under a message.

use backline_proto::common::v1::button::Action;
use backline_proto::common::v1::{Button, ButtonRow};
use grammers_client::tl::enums;

/// The buttons under a message; keyboards in place of the phone's are none.
pub(super) fn rows(markup: Option<&enums::ReplyMarkup>) -> Vec<ButtonRow> {
    let Some(enums::ReplyMarkup::ReplyInlineMarkup(markup)) = markup else {
        return Vec::new();
    };
    let rows = markup.rows.iter().map(|row| {
        let enums::KeyboardInlineButtonRow::Row(row) = row;
        ButtonRow {
            buttons: row.buttons.iter().map(button).collect(),
        }
    });
    rows.collect()
}

fn button(button: &enums::KeyboardInlineButton) -> Button {
    use enums::InlineButtonType as Of;
    let enums::KeyboardInlineButton::Button(button) = button;
    let action = match &button.r#type {
        Of::Url(it) => Action::Url(it.url.clone()),
        Of::Callback(it) => Action::CallbackData(String::from_utf8_lossy(&it.data).into_owned()),
        other => Action::Other(name(other).to_owned()),
    };
    Button {
        text: button.text.clone(),
        action: Some(action),
    }
}

/// The Bot API's field.
fn name(of: &enums::InlineButtonType) -> &'static str {
    use enums::InlineButtonType as Of;
    match of {
        Of::Url(_) => "url",
        Of::Callback(_) => "callback_data",
        Of::UrlAuth(_) | Of::InputInlineButtonTypeUrlAuth(_) => "login_url",
        Of::WebView(_) => "web_app",
        Of::Game => "callback_game",
        Of::Buy => "pay",
        Of::SwitchInline(_) => "switch_inline_query",
        Of::UserProfile(_) | Of::InputInlineButtonTypeUserProfile(_) => "user_profile",
        Of::Copy(_) => "copy_text",
        Of::Disabled => "disabled",
    }
}
