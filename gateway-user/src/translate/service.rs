//! Service messages, named as the Bot API names them.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{FormattedText, Service, ServiceKind};
use grammers_client::tl::{enums, types};

use super::entity::with_entities;
use super::{media, time};
use crate::peers::{Peers, channel_id, chat_id_of};

/// What a service message tells.
pub(super) fn of(message: &types::MessageService, chat_id: i64, peers: &Peers) -> Kind {
    use enums::MessageAction as Of;
    let people = |ids: &[i64]| ids.iter().map(|id| peers.user(*id)).collect();
    let named = |kind: ServiceKind, raw_kind: &str| Service {
        kind: kind.into(),
        raw_kind: raw_kind.to_owned(),
        ..Service::default()
    };
    let other = |raw_kind: &str| named(ServiceKind::Other, raw_kind);
    let from = message.from_id.as_ref().map(chat_id_of).unwrap_or(0);
    Kind::Service(match &message.action {
        Of::TopicCreate(it) => Service {
            title: it.title.clone(),
            ..named(ServiceKind::TopicCreated, "forum_topic_created")
        },
        Of::TopicEdit(it) => topic_edit(it),
        Of::ChatAddUser(it) => Service {
            users: people(&it.users),
            ..named(ServiceKind::MembersJoined, "new_chat_members")
        },
        Of::ChatJoinedByLink(_) | Of::ChatJoinedByRequest | Of::ChatJoinedViaCommunity(_) => {
            Service {
                users: people(&[from]),
                ..named(ServiceKind::MembersJoined, "new_chat_members")
            }
        }
        Of::ChatDeleteUser(it) => Service {
            users: people(&[it.user_id]),
            ..named(ServiceKind::MemberLeft, "left_chat_member")
        },
        Of::ChatEditTitle(it) => Service {
            title: it.title.clone(),
            ..named(ServiceKind::TitleChanged, "new_chat_title")
        },
        Of::PinMessage => Service {
            message_id: answered(message),
            ..named(ServiceKind::MessagePinned, "pinned_message")
        },
        Of::ChatMigrateTo(it) => Service {
            other_chat_id: channel_id(it.channel_id),
            ..named(ServiceKind::MigratedTo, "migrate_to_chat_id")
        },
        Of::ChannelMigrateFrom(it) => Service {
            other_chat_id: -it.chat_id,
            ..named(ServiceKind::MigratedFrom, "migrate_from_chat_id")
        },
        Of::ChatEditPhoto(it) => Service {
            photo: media::photo(
                &it.photo,
                media::At {
                    chat_id,
                    message_id: message.id,
                },
            ),
            ..named(ServiceKind::PhotoChanged, "new_chat_photo")
        },
        Of::ChatDeletePhoto => named(ServiceKind::PhotoChanged, "delete_chat_photo"),
        Of::ChatCreate(it) => Service {
            title: it.title.clone(),
            users: people(&it.users),
            ..other("group_chat_created")
        },
        Of::ChannelCreate(it) => Service {
            title: it.title.clone(),
            ..other("supergroup_chat_created")
        },
        Of::SetMessagesTtl(it) => Service {
            duration_seconds: it.period,
            ..other("message_auto_delete_timer_changed")
        },
        Of::GroupCall(it) => match it.duration {
            Some(duration_seconds) => Service {
                duration_seconds,
                ..other("video_chat_ended")
            },
            None => other("video_chat_started"),
        },
        Of::GroupCallScheduled(it) => Service {
            start_time: time(it.schedule_date),
            ..other("video_chat_scheduled")
        },
        Of::InviteToGroupCall(it) => Service {
            users: people(&it.users),
            ..other("video_chat_participants_invited")
        },
        Of::PhoneCall(it) => Service {
            duration_seconds: it.duration.unwrap_or(0),
            ..other("phone_call")
        },
        Of::ConferenceCall(it) => Service {
            duration_seconds: it.duration.unwrap_or(0),
            ..other("phone_call")
        },
        Of::GeoProximityReached(it) => Service {
            users: people(&[chat_id_of(&it.from_id), chat_id_of(&it.to_id)]),
            count: it.distance.into(),
            ..other("proximity_alert_triggered")
        },
        Of::BoostApply(it) => Service {
            count: it.boosts.into(),
            ..other("boost_added")
        },
        Of::NewCreatorPending(it) => Service {
            users: people(&[it.new_creator_id]),
            ..other("chat_owner_left")
        },
        Of::ChangeCreator(it) => Service {
            users: people(&[it.new_creator_id]),
            ..other("chat_owner_changed")
        },
        Of::GiftPremium(it) => Service {
            text: it.message.as_ref().map(with_entities),
            ..other("gift")
        },
        Of::GiftStars(it) => Service {
            count: it.stars,
            ..other("gift")
        },
        Of::StarGift(it) => Service {
            text: it.message.as_ref().map(with_entities),
            ..other("gift")
        },
        Of::StarGiftUnique(it) => Service {
            text: it.message.as_ref().map(with_entities),
            ..other("unique_gift")
        },
        Of::GiveawayResults(it) => Service {
            count: it.winners_count.into(),
            ..other("giveaway_completed")
        },
        Of::GiveawayLaunch(_) => other("giveaway_created"),
        Of::PaidMessagesPrice(it) => Service {
            count: it.stars,
            ..other("paid_message_price_changed")
        },
        Of::CustomAction(it) => Service {
            text: Some(FormattedText {
                text: it.message.clone(),
                entities: Vec::new(),
            }),
            ..other("custom_action")
        },
        Of::ContactSignUp => other("contact_registered"),
        Of::ScreenshotTaken => other("screenshot_taken"),
        Of::SetChatTheme(_) => other("chat_theme_set"),
        Of::SetChatWallPaper(_) => other("chat_background_set"),
        Of::TodoCompletions(_) => Service {
            message_id: answered(message),
            ..other("checklist_tasks_done")
        },
        Of::TodoAppendTasks(_) => Service {
            message_id: answered(message),
            ..other("checklist_tasks_added")
        },
        Of::BotAllowed(_) => other("write_access_allowed"),
        Of::GameScore(_) => other("game_score"),
        Of::NoForwardsToggle(_) => other("protected_content_changed"),
        // Telegram's own name says what it is.
        unknown => other(name(unknown)),
    })
}

/// Closed, opened, hidden, or renamed.
fn topic_edit(edit: &types::MessageActionTopicEdit) -> Service {
    let (kind, raw_kind) = match (edit.closed, edit.hidden) {
        (Some(true), _) => (ServiceKind::TopicClosed, "forum_topic_closed"),
        (Some(false), _) => (ServiceKind::TopicReopened, "forum_topic_reopened"),
        (None, Some(true)) => (ServiceKind::Other, "general_forum_topic_hidden"),
        (None, Some(false)) => (ServiceKind::Other, "general_forum_topic_unhidden"),
        (None, None) => (ServiceKind::TopicEdited, "forum_topic_edited"),
    };
    Service {
        kind: kind.into(),
        raw_kind: raw_kind.to_owned(),
        title: edit.title.clone().unwrap_or_default(),
        ..Service::default()
    }
}

/// The message that it is about.
fn answered(message: &types::MessageService) -> i64 {
    match &message.reply_to {
        Some(enums::MessageReplyHeader::Header(header)) => {
            header.reply_to_msg_id.unwrap_or(0).into()
        }
        _ => 0,
    }
}

fn name(action: &enums::MessageAction) -> &'static str {
    use grammers_client::tl::Serializable as _;
    let bytes = action.to_bytes();
    let id = bytes.first_chunk().map_or(0, |id| u32::from_le_bytes(*id));
    grammers_client::tl::name_for_id(id)
}
