//! What could not be understood: kept, named and passed over.

use std::fmt::Debug;

use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{UnknownUpdate, Update};
use grammers_client::tl::enums;

use super::{key, keyed};
use crate::peers::{address, chat_id_of, kind_of};

/// Most bytes of an update that are kept.
const MOST_KEPT: usize = 64 * 1024;

/// A message that does not say what or where it is.
pub(super) fn message(message: &enums::Message) -> Vec<Update> {
    let peer = match message {
        enums::Message::Empty(empty) => empty.peer_id.as_ref(),
        enums::Message::Message(message) => Some(&message.peer_id),
        enums::Message::Service(message) => Some(&message.peer_id),
    };
    let chat_id = peer.map_or(0, chat_id_of);
    let raw = shown(message);
    let key = format!(
        "{chat_id}/{}/unknown/{}",
        message.id(),
        key::hash(raw.as_bytes())
    );
    let chat = (chat_id != 0).then(|| backline_proto::common::v1::Chat {
        address: Some(address(chat_id)),
        kind: kind_of(chat_id).into(),
        ..Default::default()
    });
    let unknown = UnknownUpdate {
        raw_kind: "message".to_owned(),
        raw_json: raw,
        chat,
        sender: None,
        message_id: message.id().into(),
    };
    vec![keyed(key, Event::Unknown(unknown))]
}

/// Something of Telegram's that cannot be read at all; what was missed by it is
/// fetched in another way.
pub(crate) fn unreadable(what: &str, since: i32) -> Update {
    let unknown = UnknownUpdate {
        raw_kind: "malformed".to_owned(),
        raw_json: what.to_owned(),
        ..UnknownUpdate::default()
    };
    keyed(
        format!("unreadable/{since}/{}", key::hash(what.as_bytes())),
        Event::Unknown(unknown),
    )
}

/// The name of an update's kind.
pub(super) fn kind(update: &enums::Update) -> &'static str {
    use grammers_client::tl::Serializable as _;
    let bytes = update.to_bytes();
    let id = bytes.first_chunk().map_or(0, |id| u32::from_le_bytes(*id));
    grammers_client::tl::name_for_id(id)
}

fn shown(of: &impl Debug) -> String {
    let mut shown = format!("{of:?}");
    shown.truncate(shown.floor_char_boundary(MOST_KEPT));
    shown
}
