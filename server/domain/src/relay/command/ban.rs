//! `/ban` and `/unban`: the customer's chat is in `IGNORE_CHATS` or is not, with the history that
//! every change of a parameter has. The topic's name shows it.

use super::rights::Giver;
use crate::catalogue::Notice;
use crate::change::Change;
use crate::dialog::{By, Dialog, Trigger};
use crate::id::SubChat;
use crate::parameter::{MAX_IDS, Name, Parameters, ids_text};
use crate::relay::look::wanted_sync;
use crate::relay::team::set_state;
use crate::relay::{Decision, Scene};

/// Bans the customer, or takes it back.
pub(super) fn set_banned(
    scene: &Scene<'_>,
    dialog: &Dialog,
    giver: &Giver,
    is_wanted: bool,
) -> Decision {
    let tell =
        |notice: &Notice| Decision::only(scene.tell(&dialog.key, notice, Some(giver.command)));
    let title = scene.gate().customer(dialog);
    match (is_wanted, is_banned(scene.parameters, dialog)) {
        (true, true) => return tell(&Notice::BannedAlready { title }),
        (false, false) => return tell(&Notice::NotBanned { title }),
        (true, false) | (false, true) => {}
    }
    if matches!(dialog.key.chat.sub, SubChat::DirectMessages(_)) {
        return tell(&Notice::BanWouldMeetAll {});
    }
    let mut ids = scene.parameters.ignore_chats.clone();
    if is_wanted {
        ids.insert(dialog.chat().id.0);
    } else {
        // A group that became a supergroup may be there under either.
        ids.remove(&dialog.key.chat.id.0);
        ids.remove(&dialog.chat().id.0);
    }
    let by = format!("user:{}", giver.user);
    let changed = scene.connection.with_parameter(
        Name::IgnoreChats,
        &ids_text(&ids),
        by,
        scene.now,
        scene.sequence,
    );
    let read = changed.map(|changed| {
        let (connection, change) = changed?;
        // All else acts as it did: a plan may hold it to less than is set.
        let mut parameters = scene.parameters.clone();
        parameters.set(Name::IgnoreChats, &ids_text(&ids)).ok()?;
        Some((connection, parameters, change))
    });
    let Ok(Some((connection, parameters, change))) = read else {
        // The one way in which a list of ids can be wrong.
        return tell(&Notice::BanFull {
            most: MAX_IDS as u64,
        });
    };
    let scene = Scene {
        connection: &connection,
        parameters: &parameters,
        ..*scene
    };
    let mut after = dialog.clone();
    after.banned = is_wanted.then(|| By {
        user: giver.user,
        name: giver.name.clone(),
        at: scene.now,
    });
    let (mut decision, notice) = if is_wanted {
        let closed = set_state(&scene, after, Trigger::Close);
        (closed, Notice::Banned { title })
    } else {
        let drafts = wanted_sync(&scene, &mut after).into_iter().collect();
        let shown = Decision {
            dialog: Some(after),
            drafts,
            ..Decision::default()
        };
        (shown, Notice::Unbanned { title })
    };
    decision
        .drafts
        .push(scene.tell(&dialog.key, &notice, Some(giver.command)));
    decision
        .changes
        .push(Change::PutParameterChange(Box::new(change)));
    decision.connection = Some(Box::new(connection));
    decision
}

/// Whether the dialog's customer is banned.
pub(in crate::relay) fn is_banned(parameters: &Parameters, dialog: &Dialog) -> bool {
    dialog.is_in(&parameters.ignore_chats)
}
