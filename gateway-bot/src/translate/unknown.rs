//! Updates that could not be understood: kept, named and passed over.

use backline_proto::common::v1::Sender;
use backline_proto::gateway::v1::UnknownUpdate;
use backline_proto::gateway::v1::update::Event;

use super::chat::{chat_in, place, sender, user_in};
use super::read::{Object, int, object};

/// Most bytes of an update that are kept.
const MOST_KEPT: usize = 64 * 1024;

/// An update of a kind that is not known, or that lacks what its kind needs; what
/// can be found in it is named.
pub(super) fn of(update: &Object, raw: &str) -> Event {
    let found = super::kind(update);
    let raw_kind = found.map_or("nothing", |(name, _)| name).to_owned();
    let payload = found.and_then(|(_, payload)| payload.as_object());
    let message = payload
        .and_then(|payload| object(payload, "message"))
        .or(payload);
    let chat = message
        .and_then(place)
        .or_else(|| payload.and_then(|payload| chat_in(payload, "chat")));
    let sender = payload.and_then(find_sender);
    let message_id = message
        .and_then(|message| int(message, "message_id"))
        .or_else(|| payload.and_then(|payload| int(payload, "message_id")));
    Event::Unknown(UnknownUpdate {
        raw_kind,
        raw_json: kept(raw),
        chat,
        sender,
        message_id: message_id.unwrap_or(0),
    })
}

/// An element that is no update at all.
pub(super) fn malformed(raw: &str) -> Event {
    Event::Unknown(UnknownUpdate {
        raw_kind: "malformed".to_owned(),
        raw_json: kept(raw),
        ..UnknownUpdate::default()
    })
}

fn find_sender(payload: &Object) -> Option<Sender> {
    let direct = sender(payload);
    if direct.user.is_some() || direct.chat.is_some() {
        return Some(direct);
    }
    let user = user_in(payload, "user")?;
    Some(Sender {
        user: Some(user),
        chat: None,
        signature: String::new(),
    })
}

fn kept(raw: &str) -> String {
    raw[..raw.floor_char_boundary(MOST_KEPT)].to_owned()
}
