//! How chats and files look in the Bot API, for one bot.

use serde_json::{Value, json};

use super::file::{File, PhotoSize};
use super::{Key, Kind, Media, MediaKind, UserId, World};

// === impl World ===

impl World {
    /// The Bot API's `Chat`.
    pub(crate) fn chat_wire(&self, key: Key, viewer: UserId) -> Value {
        let Some(chat) = self.chats.get(&key) else {
            return Value::Null;
        };
        let id = key.id_for(viewer);
        let mut out = json!({"id": id, "type": chat.kind.word()});
        if chat.kind == Kind::Private {
            let user = self.users.get(&id);
            if let Some(user) = user {
                out["first_name"] = json!(user.first_name);
                if let Some(last) = &user.last_name {
                    out["last_name"] = json!(last);
                }
                if let Some(username) = &user.username {
                    out["username"] = json!(username);
                }
            }
            return out;
        }
        out["title"] = json!(chat.title);
        if let Some(username) = &chat.username {
            out["username"] = json!(username);
        }
        if chat.forum {
            out["is_forum"] = json!(true);
        }
        if chat.kind == Kind::Basic {
            out["all_members_are_administrators"] = json!(false);
        }
        out
    }

    /// The Bot API's `ChatFullInfo`.
    pub(crate) fn full_chat_wire(&self, key: Key, viewer: UserId) -> Value {
        let mut out = self.chat_wire(key, viewer);
        let Some(chat) = self.chats.get(&key) else {
            return out;
        };
        out["accent_color_id"] = json!(0);
        out["max_reaction_count"] = json!(11);
        out["accepted_gift_types"] = json!({
            "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
            "premium_subscription": false, "gifts_from_channels": false,
        });
        if chat.protected {
            out["has_protected_content"] = json!(true);
        }
        if let Some(linked) = chat.linked {
            out["linked_chat_id"] = json!(linked);
        }
        if let Some(username) = out.get("username").cloned() {
            out["active_usernames"] = json!([username]);
        }
        if let Some(allowed) = &chat.reactions {
            out["available_reactions"] = allowed
                .iter()
                .map(|allowed| super::reaction::to_wire(allowed))
                .collect();
        }
        if let Some(pinned) = chat.pinned.last() {
            out["pinned_message"] = self.message_wire(*pinned, viewer);
        }
        if matches!(chat.kind, Kind::Basic | Kind::Super) {
            out["permissions"] = json!({
                "can_send_messages": true, "can_send_audios": true, "can_send_documents": true,
                "can_send_photos": true, "can_send_videos": true, "can_send_video_notes": true,
                "can_send_voice_notes": true, "can_send_polls": true, "can_send_other_messages": true,
                "can_add_web_page_previews": true, "can_change_info": false, "can_invite_users": true,
                "can_pin_messages": false, "can_manage_topics": false,
            });
        }
        out
    }

    /// The Bot API's object for a file shown in a message; for photos the list of sizes.
    pub(crate) fn media_wire(&self, media: &Media, viewer: UserId) -> Value {
        let Some(file) = self.files.get(media.file) else {
            return Value::Null;
        };
        let id = file.id_for(media.file, viewer, media.kind);
        let unique = File::unique_id(media.file, media.kind, PhotoSize::Whole);
        let mut out = json!({
            "file_id": id,
            "file_unique_id": unique,
            "file_size": file.size(),
        });
        if media.kind == MediaKind::LivePhoto {
            out["photo"] = self.still_wire(media, viewer);
            out["mime_type"] = json!(file.mime);
        }
        let named = matches!(
            media.kind,
            MediaKind::Video | MediaKind::Animation | MediaKind::Document | MediaKind::Audio
        );
        if named {
            out["file_name"] = json!(file.name);
        }
        if named || media.kind == MediaKind::Voice {
            out["mime_type"] = json!(file.mime);
        }
        match media.kind {
            MediaKind::Photo => {
                out["width"] = json!(file.width);
                out["height"] = json!(file.height);
                // Telegram makes a small one of every photo.
                let mut small = out.clone();
                small["file_id"] = json!(format!("{id}s"));
                small["file_unique_id"] =
                    json!(File::unique_id(media.file, media.kind, PhotoSize::Small));
                small["width"] = json!(90);
                small["height"] = json!(90);
                small["file_size"] = json!(file.size().min(1_000));
                return json!([small, out]);
            }
            MediaKind::Video | MediaKind::Animation | MediaKind::LivePhoto => {
                out["width"] = json!(file.width);
                out["height"] = json!(file.height);
                out["duration"] = json!(file.duration);
            }
            MediaKind::Audio | MediaKind::Voice => {
                out["duration"] = json!(file.duration);
                if media.kind == MediaKind::Audio {
                    for (field, value) in [("performer", &file.performer), ("title", &file.title)] {
                        if let Some(value) = value {
                            out[field] = json!(value);
                        }
                    }
                }
            }
            MediaKind::VideoNote => {
                out["length"] = json!(file.width);
                out["duration"] = json!(file.duration);
            }
            MediaKind::Sticker => {
                out["type"] = json!("regular");
                out["width"] = json!(512);
                out["height"] = json!(512);
                out["is_animated"] = json!(false);
                out["is_video"] = json!(false);
                out["emoji"] = json!("🙂");
            }
            MediaKind::Document => {}
        }
        out
    }

    /// The photo of a live photo.
    pub(crate) fn still_wire(&self, media: &Media, viewer: UserId) -> Value {
        let still = Media {
            kind: MediaKind::Photo,
            ..media.clone()
        };
        self.media_wire(&still, viewer)
    }
}
