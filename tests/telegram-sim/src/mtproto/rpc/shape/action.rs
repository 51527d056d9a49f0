//! What service messages say.

use grammers_tl_types::{enums, types};

use super::{bare_id, int};
use crate::world::{Message, Service, World};

/// What happened. Kinds that only exist as the Bot API's JSON, and have no form here, are shown as empty.
pub(super) fn action(world: &World, service: &Service, message: &Message) -> enums::MessageAction {
    match service {
        Service::TopicCreated { name, color, icon } => {
            enums::MessageAction::TopicCreate(types::MessageActionTopicCreate {
                title_missing: false,
                title: name.clone(),
                icon_color: int(*color),
                icon_emoji_id: icon.as_ref().and_then(|icon| icon.parse().ok()),
            })
        }
        Service::TopicEdited { name, icon } => topic_edit(
            name.clone(),
            icon.as_ref().map(|icon| icon.parse().unwrap_or_default()),
            None,
        ),
        Service::TopicClosed => topic_edit(None, None, Some(true)),
        Service::TopicReopened => topic_edit(None, None, Some(false)),
        Service::NewTitle(title) => {
            enums::MessageAction::ChatEditTitle(types::MessageActionChatEditTitle {
                title: title.clone(),
            })
        }
        Service::NewMembers(_) if world.by_link.contains_key(&message.uid) => {
            let inviter_id = world.by_link.get(&message.uid).copied();
            enums::MessageAction::ChatJoinedByLink(types::MessageActionChatJoinedByLink {
                inviter_id: inviter_id.unwrap_or_default(),
            })
        }
        Service::NewMembers(users) => {
            enums::MessageAction::ChatAddUser(types::MessageActionChatAddUser {
                users: users.clone(),
            })
        }
        Service::LeftMember(user_id) => {
            enums::MessageAction::ChatDeleteUser(types::MessageActionChatDeleteUser {
                user_id: *user_id,
            })
        }
        Service::Pinned(_) => enums::MessageAction::PinMessage,
        Service::MigrateTo(to) => {
            enums::MessageAction::ChatMigrateTo(types::MessageActionChatMigrateTo {
                channel_id: bare_id(*to),
            })
        }
        Service::MigrateFrom(from) => {
            enums::MessageAction::ChannelMigrateFrom(types::MessageActionChannelMigrateFrom {
                title: title(world, message),
                chat_id: bare_id(*from),
            })
        }
        Service::Other(kind, value) => other(world, kind, value, message),
    }
}

fn other(
    world: &World,
    kind: &str,
    value: &serde_json::Value,
    message: &Message,
) -> enums::MessageAction {
    match kind {
        "group_chat_created" => {
            let chat = world.chat(message.chat);
            let members = chat.into_iter().flat_map(|chat| chat.members.keys());
            enums::MessageAction::ChatCreate(types::MessageActionChatCreate {
                title: title(world, message),
                users: members.copied().collect(),
            })
        }
        "supergroup_chat_created" | "channel_chat_created" => {
            enums::MessageAction::ChannelCreate(types::MessageActionChannelCreate {
                title: title(world, message),
            })
        }
        "delete_chat_photo" => enums::MessageAction::ChatDeletePhoto,
        "message_auto_delete_timer_changed" => {
            let period = value["message_auto_delete_time"].as_i64();
            enums::MessageAction::SetMessagesTtl(types::MessageActionSetMessagesTtl {
                period: int(period.unwrap_or_default()),
                auto_setting_from: None,
            })
        }
        _ => enums::MessageAction::Empty,
    }
}

fn topic_edit(
    title: Option<String>,
    icon_emoji_id: Option<i64>,
    closed: Option<bool>,
) -> enums::MessageAction {
    enums::MessageAction::TopicEdit(types::MessageActionTopicEdit {
        title,
        icon_emoji_id,
        closed,
        hidden: None,
    })
}

fn title(world: &World, message: &Message) -> String {
    let chat = world.chat(message.chat);
    chat.map(|chat| chat.title.clone()).unwrap_or_default()
}
