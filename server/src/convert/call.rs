//! Calls to Telegram.

use backline_domain::id::{ChatAddress, ChatId};
use backline_domain::outreach::{Invitation, Whom};
use backline_proto::common::v1::{Media, content::Kind};
use backline_proto::gateway::v1 as proto;
use proto::action::Verb;

use super::{address, button, content, media, reaction, text, time};
use crate::desk::{Call, Place, Reply};

/// General's id on Telegram's side; posting there names no topic.
const GENERAL: i64 = 1;

/// The call as a gateway executes it. `stored` are the names of the files in the server's
/// store that it sends in place of those it names, in their order; none: as it stands.
#[must_use]
pub fn to_proto(call: &Call, stored: &[String]) -> proto::Action {
    let mut verb = verb(call);
    for (media, name) in media_of(&mut verb).into_iter().zip(stored) {
        media.file_id.clear();
        media.stored_file.clone_from(name);
    }
    proto::Action { verb: Some(verb) }
}

/// The media that an action sends, in order.
fn media_of(verb: &mut Verb) -> Vec<&mut Media> {
    let content = match verb {
        Verb::SendAlbum(album) => return album.items.iter_mut().collect(),
        Verb::SendMessage(message) => message.content.as_mut(),
        Verb::EditMessage(edit) => edit.content.as_mut(),
        _ => None,
    };
    match content.and_then(|content| content.kind.as_mut()) {
        Some(Kind::Media(media)) => vec![media],
        _ => Vec::new(),
    }
}

fn verb(call: &Call) -> Verb {
    match call {
        Call::Send {
            to,
            content,
            reply,
            buttons,
        } => Verb::SendMessage(proto::SendMessage {
            target: Some(target(to)),
            content: Some(content::to_proto(content)),
            reply_to: reply.as_ref().map(reply_to),
            buttons: button::to_proto(buttons),
            silent: false,
            without_link_preview: false,
        }),
        Call::Copy {
            to,
            from,
            caption,
            caption_above,
            reply,
        } => Verb::CopyMessages(proto::CopyMessages {
            target: Some(target(to)),
            from_chat: Some(address::to_proto(&from.chat)),
            message_ids: vec![from.message.0],
            reply_to: reply.as_ref().map(reply_to),
            caption: caption.as_ref().map(text::to_proto),
            caption_above: *caption_above,
            buttons: Vec::new(),
            silent: false,
        }),
        Call::CopyAlbum { to, from, messages } => Verb::CopyMessages(proto::CopyMessages {
            target: Some(target(to)),
            from_chat: Some(address::to_proto(from)),
            message_ids: messages.iter().map(|message| message.0).collect(),
            ..proto::CopyMessages::default()
        }),
        Call::SendAlbum { to, items, reply } => Verb::SendAlbum(proto::SendAlbum {
            target: Some(target(to)),
            items: items.iter().map(media::to_proto).collect(),
            reply_to: reply.as_ref().map(reply_to),
            silent: false,
        }),
        Call::Edit {
            message,
            content,
            caption_only,
            buttons,
        } => Verb::EditMessage(proto::EditMessage {
            message: Some(address::message_to_proto(message)),
            content: Some(content::to_proto(content)),
            caption_only: *caption_only,
            buttons: button::to_proto(buttons),
        }),
        Call::React { message, reactions } => Verb::SetReaction(proto::SetReaction {
            message: Some(address::message_to_proto(message)),
            reactions: reaction::to_proto(reactions),
        }),
        Call::Delete { chat, messages } => Verb::DeleteMessages(proto::DeleteMessages {
            chat: Some(address::to_proto(chat)),
            message_ids: messages.iter().map(|message| message.0).collect(),
        }),
        Call::CreateTopic { chat, name, color } => Verb::CreateTopic(proto::CreateTopic {
            chat: Some(whole(*chat)),
            name: name.clone(),
            icon_color: *color,
        }),
        Call::EditTopic { topic, name } => Verb::EditTopic(proto::EditTopic {
            target: Some(target(topic)),
            name: name.clone(),
        }),
        Call::SetTopicClosed { topic, closed } => Verb::SetTopicClosed(proto::SetTopicClosed {
            target: Some(target(topic)),
            closed: *closed,
        }),
        Call::MarkRead { message } => Verb::MarkRead(proto::MarkRead {
            chat: Some(address::to_proto(&message.chat)),
            message_id: message.message.0,
        }),
        Call::Find { who } => Verb::FindPerson(proto::FindPerson {
            who: Some(person_name(who)),
        }),
        Call::CreateGroup { title, is_forum } => Verb::CreateGroup(proto::CreateGroup {
            title: title.clone(),
            is_forum: *is_forum,
        }),
        Call::Appoint { chat, username } => Verb::AppointBot(proto::AppointBot {
            chat: Some(whole(*chat)),
            username: username.clone(),
        }),
        Call::FindGroup { title, since } => Verb::FindGroup(proto::FindGroup {
            title: title.clone(),
            made_from_time: Some(time::to_proto(*since)),
        }),
        Call::Invite { chat, who } => Verb::InvitePerson(proto::InvitePerson {
            chat: Some(address::to_proto(chat)),
            who: Some(person_name(who)),
        }),
        Call::InviteLink { chat } => Verb::MakeInviteLink(proto::MakeInviteLink {
            chat: Some(address::to_proto(chat)),
        }),
        Call::Join {
            link,
            groups,
            channels,
        } => Verb::JoinChat(proto::JoinChat {
            link: Some(match link {
                Invitation::Hash(hash) => proto::join_chat::Link::InviteHash(hash.clone()),
                Invitation::Name(name) => proto::join_chat::Link::Username(name.clone()),
            }),
            groups: *groups,
            channels: *channels,
        }),
        Call::Leave { chat } => Verb::LeaveChat(proto::LeaveChat {
            chat: Some(whole(*chat)),
        }),
        Call::AnswerButton { query, text } => Verb::AnswerButton(proto::AnswerButton {
            query_id: query.clone(),
            text: text.clone(),
            alert: false,
        }),
        Call::SetMenu { language, commands } => {
            let line = |(name, description): &(String, String)| proto::MenuCommand {
                name: name.clone(),
                description: description.clone(),
            };
            Verb::SetCommands(proto::SetCommands {
                chat: None,
                commands: commands.iter().map(line).collect(),
                scope: proto::set_commands::Scope::AllPrivateChats.into(),
                language_code: language.clone(),
            })
        }
        Call::FetchFile { file_id, size } => Verb::FetchFile(proto::FetchFile {
            file_id: file_id.clone(),
            size_bytes: *size,
        }),
        Call::DeleteTopic { topic } => Verb::DeleteTopic(proto::DeleteTopic {
            target: Some(target(topic)),
        }),
        Call::Describe {
            chat,
            member,
            with_count,
        } => Verb::DescribeChat(proto::DescribeChat {
            chat: Some(whole(*chat)),
            member_id: member.unwrap_or(0),
            with_administrators: !with_count,
            with_member_count: *with_count,
        }),
    }
}

fn person_name(who: &Whom) -> proto::PersonName {
    use proto::person_name::Name;
    proto::PersonName {
        name: Some(match who {
            Whom::Username(name) => Name::Username(name.clone()),
            Whom::Phone(digits) => Name::Phone(digits.clone()),
            Whom::Id(id) => Name::UserId(id.0),
        }),
    }
}

fn whole(chat: ChatId) -> backline_proto::common::v1::ChatAddress {
    address::to_proto(&ChatAddress::whole(chat))
}

fn target(place: &Place) -> proto::Target {
    proto::Target {
        chat: Some(address::to_proto(&place.chat)),
        topic_id: place.topic.filter(|topic| *topic != GENERAL).unwrap_or(0),
    }
}

fn reply_to(reply: &Reply) -> proto::ReplyTo {
    proto::ReplyTo {
        message_id: reply.message.0,
        quote: reply.quote.as_ref().map(text::to_proto),
        quote_position: reply.quote_position,
        optional: true,
    }
}
