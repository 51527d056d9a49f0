//! Service messages.

use backline_domain::id::{ChatId, MessageId};
use backline_domain::message::{Service, ServiceKind};
use backline_proto::common::v1 as proto;

use super::{nonzero, person};

/// The service message. A kind unknown here is [`ServiceKind::Other`]; people
/// that cannot be understood are left out.
#[must_use]
pub fn from_proto(service: proto::Service) -> Service {
    Service {
        kind: kind_from_proto(service.kind),
        raw_kind: service.raw_kind,
        title: service.title,
        users: service
            .users
            .into_iter()
            .flat_map(person::from_proto)
            .collect(),
        other_chat: nonzero(service.other_chat_id).map(ChatId),
        message: nonzero(service.message_id).map(MessageId),
    }
}

/// The service message.
#[must_use]
pub fn to_proto(service: &Service) -> proto::Service {
    proto::Service {
        kind: kind_to_proto(service.kind).into(),
        raw_kind: service.raw_kind.clone(),
        title: service.title.clone(),
        users: service.users.iter().map(person::to_proto).collect(),
        other_chat_id: service.other_chat.map_or(0, |chat| chat.0),
        message_id: service.message.map_or(0, |message| message.0),
        ..proto::Service::default()
    }
}

fn kind_from_proto(kind: i32) -> ServiceKind {
    use proto::ServiceKind as Wire;
    match Wire::try_from(kind).unwrap_or_default() {
        Wire::Unspecified | Wire::Other => ServiceKind::Other,
        Wire::TopicCreated => ServiceKind::TopicCreated,
        Wire::TopicEdited => ServiceKind::TopicEdited,
        Wire::TopicClosed => ServiceKind::TopicClosed,
        Wire::TopicReopened => ServiceKind::TopicReopened,
        Wire::MembersJoined => ServiceKind::MembersJoined,
        Wire::MemberLeft => ServiceKind::MemberLeft,
        Wire::TitleChanged => ServiceKind::TitleChanged,
        Wire::MessagePinned => ServiceKind::MessagePinned,
        Wire::MigratedTo => ServiceKind::MigratedTo,
        Wire::MigratedFrom => ServiceKind::MigratedFrom,
        Wire::PhotoChanged => ServiceKind::PhotoChanged,
    }
}

const fn kind_to_proto(kind: ServiceKind) -> proto::ServiceKind {
    use proto::ServiceKind as Wire;
    match kind {
        ServiceKind::Other => Wire::Other,
        ServiceKind::TopicCreated => Wire::TopicCreated,
        ServiceKind::TopicEdited => Wire::TopicEdited,
        ServiceKind::TopicClosed => Wire::TopicClosed,
        ServiceKind::TopicReopened => Wire::TopicReopened,
        ServiceKind::MembersJoined => Wire::MembersJoined,
        ServiceKind::MemberLeft => Wire::MemberLeft,
        ServiceKind::TitleChanged => Wire::TitleChanged,
        ServiceKind::MessagePinned => Wire::MessagePinned,
        ServiceKind::MigratedTo => Wire::MigratedTo,
        ServiceKind::MigratedFrom => Wire::MigratedFrom,
        ServiceKind::PhotoChanged => Wire::PhotoChanged,
    }
}
