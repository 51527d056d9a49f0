//! What a dialog's topic should look like, and when something is to be done
//! about it. Last state wins: one synchronisation waits at most, and does what
//! is left to do when it is handed out.

use super::{Draft, Scene};
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose};
use crate::dialog::{Dialog, Look, State, Topic};
use crate::parameter::Parameters;
use crate::privacy;
use crate::title;

/// What the topic should look like.
#[must_use]
pub fn wanted_look(dialog: &Dialog, parameters: &Parameters) -> Look {
    let customer = privacy::customer(dialog, parameters);
    let square = title::square(dialog.state);
    let status = if dialog.is_in(&parameters.ignore_chats) {
        format!("{square}{}", title::BANNED)
    } else {
        square.to_owned()
    };
    let look = title::Look {
        status: &status,
        marks: "",
        title: customer.as_str(),
    };
    Look {
        name: title::render(&parameters.topic_title, &look),
        is_closed: dialog.state == State::Closed,
    }
}

/// The synchronisation that has to be written, if one is due and none waits
/// yet. Marks the dialog, which has to be written with it.
#[must_use]
pub fn wanted_sync(scene: &Scene<'_>, dialog: &mut Dialog) -> Option<Draft> {
    let is_made = matches!(dialog.topic, Topic::Known(_));
    if dialog.sync_waits || (is_made && dialog.shown == wanted_look(dialog, scene.parameters)) {
        return None;
    }
    dialog.sync_waits = true;
    Some(Draft::new(
        Lane::of(&dialog.key, LaneKind::Topic),
        Action::SyncTopic,
        Purpose::Topic,
        if is_made {
            Class::Upkeep
        } else {
            Class::Customer
        },
    ))
}
