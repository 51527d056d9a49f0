//! A bot whose privacy mode is on sees little of customers' groups: its administrator is told.

use super::talk::Talk;
use crate::catalogue::SetupWords;
use crate::connection::Connection;
use crate::message::FormattedText;
use crate::parameter::Name;
use crate::text::concat;

/// Whether the connection is to relay groups in which its bot sees only what is meant for it.
pub(super) fn is_in_the_way(connection: &Connection) -> bool {
    let value = connection.parameters.get(Name::MonitorGroups.as_str());
    connection.has_privacy_mode && value.is_some_and(|value| value.eq_ignore_ascii_case("TRUE"))
}

/// A text, with what is to be done about privacy mode under it where that is in the way.
pub(super) fn under(
    talk: &Talk<'_>,
    text: FormattedText,
    connection: &Connection,
) -> FormattedText {
    if !is_in_the_way(connection) {
        return text;
    }
    let bot = connection.frontend_username.clone();
    let hint = talk.text(&SetupWords::PrivacyMode { bot });
    concat([text, FormattedText::plain("\n\n"), hint])
}

/// Says it by itself, where it is in the way.
pub(super) fn say(talk: &mut Talk<'_>, connection: &Connection) {
    if is_in_the_way(connection) {
        let bot = connection.frontend_username.clone();
        talk.say(&SetupWords::PrivacyMode { bot });
    }
}
