//! A dead letter as the contract shows it: without the text of messages.

use backline_domain::delivery::{Action, DeadLetter, DeadReason, LaneKind, Target};
use backline_domain::outreach::Reach;
use backline_proto::admin::v1;

use super::admin::Name;
use crate::convert::time;

/// The dead letter as the contract shows it.
pub(super) fn show(letter: &DeadLetter) -> v1::DeadLetter {
    let delivery = &letter.delivery;
    let connection = delivery.key.lane.connection.to_string();
    let dialog = delivery.key.lane.dialog.clone();
    v1::DeadLetter {
        name: Name::DeadLetter(connection.clone(), delivery.key.sequence).to_string(),
        dialog: dialog.map_or_else(String::new, |chat| {
            Name::Dialog(connection, chat).to_string()
        }),
        lane: lane(delivery.key.lane.kind).to_owned(),
        action: action(&delivery.action),
        reason: reason(&letter.reason),
        is_uncertain: matches!(letter.reason, DeadReason::Uncertain { .. }),
        attempt_count: i32::try_from(delivery.attempts).unwrap_or(i32::MAX),
        create_time: Some(time::to_proto(delivery.created_at)),
        fail_time: Some(time::to_proto(letter.at)),
    }
}

const fn lane(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::ToCustomer => "to the customer",
        LaneKind::ToTopic => "to the topic",
        LaneKind::Notice => "notices",
        LaneKind::Topic => "the topic itself",
        LaneKind::Receipt => "receipts",
    }
}

fn action(action: &Action) -> String {
    match action {
        Action::Send { to, .. } => format!("send a message {}", place(to)),
        Action::Carry { to, .. } => format!("carry a message {}", place(to)),
        Action::Album { to, items, .. } => {
            format!("carry an album of {} {}", items.len(), place(to))
        }
        Action::Merged { parts, .. } => {
            format!("post {} messages as one into the topic", parts.len())
        }
        Action::Edit { source, .. } => {
            format!("edit what was posted for message {}", source.message)
        }
        Action::Rewrite { message, .. } => format!("change notice {}", message.message),
        Action::Withdraw { source } => {
            format!("take back what was posted for message {}", source.message)
        }
        Action::SyncReaction { message } => {
            format!(
                "react to message {} of chat {}",
                message.message, message.chat
            )
        }
        Action::React { message, .. } => {
            format!(
                "react to message {} of chat {}",
                message.message, message.chat
            )
        }
        Action::Delete { chat, messages } => {
            format!("delete {} messages of chat {chat}", messages.len())
        }
        Action::SyncBacklog => "say in General what waits".to_owned(),
        Action::SyncTransfer { .. } => "say how far a file has come".to_owned(),
        Action::SyncTopic => "bring the topic up to date".to_owned(),
        Action::DeleteTopic { topic } => format!("delete topic {topic}, made twice"),
        Action::MarkRead { message } => format!("mark chat {} as read", message.chat.id),
        Action::Leave { chat } => format!("leave chat {chat}"),
        Action::SetMenu { .. } => "tell Telegram the commands".to_owned(),
        Action::AnswerButton { .. } => "answer a pressed button".to_owned(),
        Action::Describe { chat, .. } => format!("ask about chat {chat}"),
        Action::Reach(reach) => {
            let what = match reach {
                Reach::Find { .. } => "look up",
                Reach::CreateGroup { .. } | Reach::Found { .. } => "make the group",
                Reach::Appoint { .. } => "make the desk bot an administrator of",
                Reach::Invite { .. } => "invite",
                Reach::Link { .. } => "make an invite link for",
                Reach::Join { .. } => "join",
            };
            format!("{what} {}", reach.shown())
        }
    }
}

fn place(target: &Target) -> String {
    match target {
        Target::Customer { .. } => "to the customer".to_owned(),
        Target::Topic => "into the topic".to_owned(),
        Target::General => "into General".to_owned(),
        Target::OtherTopic(topic) => format!("into topic {topic}"),
        Target::Chat(chat) => format!("to chat {chat}"),
    }
}

fn reason(reason: &DeadReason) -> String {
    match reason {
        DeadReason::Uncertain { detail } => format!(
            "it is not known whether it arrived ({detail}): look in the chat, then retry or drop it"
        ),
        DeadReason::Rejected { detail, .. } => format!("Telegram refused it for good: {detail}"),
        DeadReason::GaveUp { detail } => format!("it failed too often, the last time: {detail}"),
    }
}
