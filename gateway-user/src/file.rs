//! How an account names a file: an encoding of our own of all that Telegram wants
//! to see, and of the message it was seen in, from which a reference that is too
//! old is made new.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use grammers_client::tl::{enums, types};
use prost::Message as _;

/// What a file id begins with.
const PREFIX: &str = "u1.";

/// A file, as the account that saw it may name it.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct FileId {
    /// Whether it is a photo; else it is a document.
    #[prost(bool, tag = "1")]
    pub(crate) is_photo: bool,
    #[prost(sfixed64, tag = "2")]
    pub(crate) id: i64,
    #[prost(sfixed64, tag = "3")]
    pub(crate) access_hash: i64,
    /// Good for a while only.
    #[prost(bytes = "vec", tag = "4")]
    pub(crate) reference: Vec<u8>,
    #[prost(int32, tag = "5")]
    pub(crate) dc: i32,
    /// A photo's largest size.
    #[prost(string, tag = "6")]
    pub(crate) size: String,
    /// Where it was seen, in Bot API form.
    #[prost(sint64, tag = "7")]
    pub(crate) chat_id: i64,
    #[prost(int32, tag = "8")]
    pub(crate) message_id: i32,
}

// === impl FileId ===

impl FileId {
    /// Reads a file id; `None`: it is none of an account's.
    pub(crate) fn decode(file_id: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(file_id.strip_prefix(PREFIX)?).ok()?;
        let file = <Self as prost::Message>::decode(bytes.as_slice()).ok()?;
        (file.id != 0).then_some(file)
    }

    pub(crate) fn to_text(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.encode_to_vec()))
    }

    /// The same for every identity, bots included: as the Bot API makes it.
    pub(crate) fn unique(&self) -> String {
        const PHOTO: i32 = 1;
        const DOCUMENT: i32 = 2;
        let kind = if self.is_photo { PHOTO } else { DOCUMENT };
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend(self.id.to_le_bytes());
        if let Some(size) = self.size.bytes().next().filter(|_| self.is_photo) {
            bytes.push(match size {
                b'a' => 0,
                b'c' => 1,
                other => other.wrapping_add(5),
            });
        }
        URL_SAFE_NO_PAD.encode(shortened(&bytes))
    }

    /// Where its bytes are.
    pub(crate) fn location(&self) -> enums::InputFileLocation {
        let thumb_size = self.size.clone();
        let (id, access_hash) = (self.id, self.access_hash);
        let file_reference = self.reference.clone();
        if self.is_photo {
            types::InputPhotoFileLocation {
                id,
                access_hash,
                file_reference,
                thumb_size,
            }
            .into()
        } else {
            types::InputDocumentFileLocation {
                id,
                access_hash,
                file_reference,
                thumb_size,
            }
            .into()
        }
    }

    /// As it is sent anew.
    pub(crate) fn input(&self, has_spoiler: bool) -> enums::InputMedia {
        let (id, access_hash) = (self.id, self.access_hash);
        let file_reference = self.reference.clone();
        if self.is_photo {
            let id = types::InputPhoto {
                id,
                access_hash,
                file_reference,
            };
            types::InputMediaPhoto {
                spoiler: has_spoiler,
                live_photo: false,
                id: id.into(),
                ttl_seconds: None,
                video: None,
            }
            .into()
        } else {
            let id = types::InputDocument {
                id,
                access_hash,
                file_reference,
            };
            types::InputMediaDocument {
                spoiler: has_spoiler,
                id: id.into(),
                video_cover: None,
                video_timestamp: None,
                ttl_seconds: None,
                query: None,
            }
            .into()
        }
    }
}

/// Zeros in a row as one, with how many there are.
fn shortened(bytes: &[u8]) -> Vec<u8> {
    let mut short = Vec::new();
    let mut zeros = 0_u8;
    for byte in bytes {
        if *byte == 0 && zeros < u8::MAX {
            zeros += 1;
            continue;
        }
        if zeros > 0 {
            short.extend([0, zeros]);
            zeros = 0;
        }
        short.push(*byte);
    }
    if zeros > 0 {
        short.extend([0, zeros]);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_same_one_for_bots() {
        let mut file = FileId {
            is_photo: true,
            id: i64::from_le_bytes([0xaf, 0xb9, 0x31, 0x1b, 0x11, 0xa1, 0xa8, 0x52]),
            size: "y".into(),
            ..FileId::default()
        };
        assert_eq!(file.unique(), "AQADr7kxGxGhqFJ-");
        file.is_photo = false;
        assert_eq!(file.unique(), "AgADr7kxGxGhqFI");
    }

    #[test]
    fn a_file_id_comes_back_as_it_was() {
        let file = FileId {
            is_photo: true,
            id: -5,
            access_hash: i64::MIN,
            reference: vec![1, 2, 255],
            dc: 4,
            size: "y".into(),
            chat_id: -1_000_000_000_007,
            message_id: 9,
        };
        let text = file.to_text();
        assert!(text.starts_with("u1."), "{text}");
        assert_eq!(FileId::decode(&text), Some(file));
    }

    #[test]
    fn what_is_none_of_an_accounts_is_refused() {
        for text in ["", "AgACAgIAAxkBAAI", "u1.", "u1.!!", "u1.AAAA"] {
            assert_eq!(FileId::decode(text), None, "{text}");
        }
    }
}
