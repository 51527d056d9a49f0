//! Service messages in a customer's chat.

use super::customer::CustomerScene;
use super::look::wanted_sync;
use super::migrate::dialog_moved;
use super::traffic::tell_traffic;
use super::{Decision, Draft, Scene};
use crate::catalogue::{ContentKind, Notice};
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Target};
use crate::dialog::State;
use crate::id::ChatAddress;
use crate::message::{Content, Message, ServiceKind};

/// Service messages begin nothing and change no state; in a dialog that is
/// open, those that matter are one line.
pub(super) fn service_message(
    scene: &Scene<'_>,
    customer: &CustomerScene<'_>,
    message: &Message,
    kind: ServiceKind,
) -> Decision {
    let dialog = customer.dialog;
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
    let notice = match kind {
        ServiceKind::MembersJoined | ServiceKind::MemberLeft => {
            let mut after = dialog.clone();
            let mut decision = Decision::default();
            let users = service.users.as_slice();
            let both = if kind == ServiceKind::MembersJoined {
                (users, [].as_slice())
            } else {
                ([].as_slice(), users)
            };
            tell_traffic(scene, &mut after, customer.traffic, both, &mut decision);
            decision.dialog = Some(after);
            return decision;
        }
        ServiceKind::TitleChanged => Notice::ServiceTitle {
            title: scene.gate().title(dialog, &service.title),
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
