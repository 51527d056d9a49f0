//! Service messages in a customer's chat.

use super::look::wanted_sync;
use super::migrate::dialog_moved;
use super::{Decision, Draft, Scene};
use crate::catalogue::{ContentKind, Notice};
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Target};
use crate::dialog::{Dialog, State};
use crate::id::ChatAddress;
use crate::message::{Content, Message, ServiceKind};

/// Service messages begin nothing and change no state; in a dialog that is
/// open, those that matter are one line.
pub(super) fn service_message(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    message: &Message,
    kind: ServiceKind,
) -> Decision {
    let Content::Service(service) = &message.content else {
        return Decision::nothing();
    };
    if let (ServiceKind::MigratedTo, Some(chat), Some(dialog)) = (kind, service.other_chat, dialog)
        && dialog.state == State::Closed
    {
        return dialog_moved(scene, dialog, &ChatAddress::whole(chat));
    }
    let Some(dialog) = dialog.filter(|dialog| dialog.state != State::Closed) else {
        return Decision::nothing();
    };
    let names = || service.users.iter().map(crate::message::User::full_name);
    let notice = match kind {
        ServiceKind::MembersJoined => Notice::ServiceJoined {
            names: names().collect::<Vec<_>>().join(", "),
            count: u64::try_from(service.users.len()).unwrap_or(u64::MAX),
        },
        ServiceKind::MemberLeft => Notice::ServiceLeft {
            name: names().next().unwrap_or_default(),
        },
        ServiceKind::TitleChanged => Notice::ServiceTitle {
            title: service.title.clone(),
        },
        ServiceKind::PhotoChanged => Notice::ServicePhoto {},
        ServiceKind::MessagePinned => Notice::ServicePinned {},
        ServiceKind::MigratedTo => Notice::ServiceMigrated {},
        // The same once more, from the new chat.
        ServiceKind::MigratedFrom => return Decision::nothing(),
        ServiceKind::Other => Notice::ServiceOther {
            kind: ContentKind(service.raw_kind.clone()),
        },
        ServiceKind::TopicCreated
        | ServiceKind::TopicEdited
        | ServiceKind::TopicClosed
        | ServiceKind::TopicReopened => return Decision::nothing(),
    };
    let mut after = dialog.clone();
    if kind == ServiceKind::TitleChanged && !service.title.is_empty() {
        after.customer.name.clone_from(&service.title);
    }
    let line = Draft::new(
        Lane::of(&after.key, LaneKind::ToTopic),
        Action::Send {
            to: Target::Topic,
            payload: scene.words(&notice),
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::TeamNotice,
        Class::Customer,
    );
    let mut drafts = vec![line];
    drafts.extend(wanted_sync(scene, &mut after));
    let mut decision = Decision {
        dialog: Some(after),
        drafts,
        ..Decision::default()
    };
    if let (ServiceKind::MigratedTo, Some(chat), Some(after)) =
        (kind, service.other_chat, decision.dialog.clone())
    {
        decision.join(dialog_moved(scene, &after, &ChatAddress::whole(chat)));
    }
    decision
}
