//! What makes an update the same when it comes again: by push, in a difference,
//! after a restart.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{Chat, Message};
use prost::Message as _;
use sha2::{Digest as _, Sha256};

pub(super) fn posted(message: &Message) -> String {
    format!(
        "{}/{}/new",
        chat_id(message.chat.as_ref()),
        message.message_id
    )
}

/// Two edits within a second differ in what they say, and perhaps in nothing
/// else. How the file is named differs each time and says nothing.
pub(super) fn edited(message: &Message) -> String {
    let mut content = message.content.clone().unwrap_or_default();
    if let Some(Kind::Media(media)) = &mut content.kind {
        media.file_id.clear();
    }
    let mut said = content.encode_to_vec();
    for row in &message.buttons {
        said.extend(row.encode_to_vec());
    }
    let date = message.edit_time.map_or(0, |time| time.seconds);
    format!(
        "{}/{}/edit/{date}/{}",
        chat_id(message.chat.as_ref()),
        message.message_id,
        hash(&said)
    )
}

/// A message is deleted once: its ids say all.
pub(super) fn deleted(chat_id: i64, ids: &[i64]) -> String {
    let first = ids.first().copied().unwrap_or(0);
    let said: Vec<u8> = ids.iter().flat_map(|id| id.to_le_bytes()).collect();
    format!("{chat_id}/{first}/deleted/{}", hash(&said))
}

pub(super) fn chat_id(chat: Option<&Chat>) -> i64 {
    let address = chat.and_then(|chat| chat.address.as_ref());
    address.map_or(0, |address| address.id)
}

pub(super) fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let first = digest.iter().take(8);
    first.map(|byte| format!("{byte:02x}")).collect()
}
