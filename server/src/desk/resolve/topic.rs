//! What is left to do about a topic's looks.

use backline_domain::delivery::{Sent, TopicStep};
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, ChatId, TopicId};
use backline_domain::parameter::Parameters;
use backline_domain::relay::wanted_look;

use super::super::call::{Call, Place};
use super::Resolved;

/// One step at a time: made, then closed or reopened, then named.
pub(super) fn topic(
    parameters: &Parameters,
    dialog: Option<&Dialog>,
    group: Option<ChatId>,
) -> Resolved {
    let (Some(dialog), Some(group)) = (dialog, group) else {
        return Resolved::NotYet;
    };
    let wanted = wanted_look(dialog, parameters);
    let Some(topic) = dialog.topic_id() else {
        let name = wanted.name;
        let call = Call::CreateTopic {
            chat: group,
            name: name.clone(),
            color: parameters.icon_color.rgb(),
        };
        return step(call, TopicStep::Create { name }, None);
    };
    let place = Place {
        chat: ChatAddress::whole(group),
        topic: Some(topic.0),
    };
    if dialog.shown.is_closed != wanted.is_closed {
        let closed = wanted.is_closed;
        let call = Call::SetTopicClosed {
            topic: place,
            closed,
        };
        return step(call, TopicStep::SetClosed { closed }, Some(topic));
    }
    if dialog.shown.name != wanted.name {
        let name = wanted.name;
        let call = Call::EditTopic {
            topic: place,
            name: name.clone(),
        };
        return step(call, TopicStep::Rename { name }, Some(topic));
    }
    Resolved::Nothing
}

fn step(call: Call, step: TopicStep, topic: Option<TopicId>) -> Resolved {
    Resolved::Call {
        call: Box::new(call),
        sent: Sent {
            step: Some(step),
            topic,
            ..Sent::default()
        },
    }
}
