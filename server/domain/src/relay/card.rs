//! The card of `/info`, and who reacted with what.

use super::command::is_banned;
use super::{Draft, Scene};
use crate::catalogue::{InfoCard, Members, Notice};
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Target};
use crate::dialog::{Dialog, Kind};
use crate::message::Reaction;
use crate::parameter::Parameters;
use crate::payload::Payload;
use crate::privacy::{Gate, Shown};
use crate::profile::Profile;
use crate::reaction::Reactions;

/// What answers `/info`: the card, for groups once their members are counted.
pub(super) fn info(scene: &Scene<'_>, dialog: &Dialog, profile: Option<&Profile>) -> Draft {
    if dialog.kind == Kind::Private {
        return card(scene, dialog, None, profile);
    }
    Draft::new(
        Lane::of(&dialog.key, LaneKind::Notice),
        Action::Describe {
            chat: dialog.chat().id,
            member: None,
            with_count: true,
        },
        Purpose::InfoCard,
        Class::Operator,
    )
}

/// The card of `/info`.
pub(super) fn card(
    scene: &Scene<'_>,
    dialog: &Dialog,
    members: Option<u64>,
    profile: Option<&Profile>,
) -> Draft {
    let card = filled(&scene.gate(), scene.parameters, dialog, members, profile);
    Draft::new(
        Lane::of(&dialog.key, LaneKind::Notice),
        Action::Send {
            to: Target::Topic,
            payload: Payload::card(&card, scene.parameters.language),
            reply: None,
            buttons: Vec::new(),
        },
        Purpose::TeamNotice,
        Class::Operator,
    )
}

/// What stands on the card, as far as this gate shows it.
pub(super) fn filled(
    gate: &Gate<'_>,
    parameters: &Parameters,
    dialog: &Dialog,
    members: Option<u64>,
    profile: Option<&Profile>,
) -> InfoCard {
    let problem = dialog.unreachable;
    InfoCard {
        title: gate.customer(dialog),
        usernames: gate
            .username(&dialog.customer.username)
            .into_iter()
            .collect(),
        id: gate.id(dialog.key.chat.id.0),
        language: dialog.customer.language.clone(),
        kind: dialog.kind,
        members: members.map(Members),
        since: dialog.created_at,
        last_message_at: Some(dialog.last_message_at),
        customer_messages: dialog.customer_messages,
        team_messages: dialog.team_messages,
        state: dialog.state,
        ratings: dialog.ratings,
        start_payload: dialog
            .start_payload
            .as_deref()
            .map(|payload| gate.line(payload)),
        is_banned: is_banned(parameters, dialog),
        banned: dialog.banned.clone(),
        assigned: dialog.assigned.clone(),
        fields: profile
            .map(|profile| profile.fields.clone())
            .unwrap_or_default(),
        notes: profile
            .map(|profile| profile.notes.clone())
            .unwrap_or_default(),
        problem: problem.map(|reason| reason.notice(gate.customer(dialog))),
    }
}

/// Who reacted with what, in the order in which they did.
pub(super) fn who_reacted(gate: &Gate<'_>, reactions: &Reactions) -> Notice {
    let one = |by: &crate::reaction::By| {
        let name = if by.is_pseudonym {
            Shown::passed(&by.name)
        } else {
            gate.known(by.actor, &by.name)
        };
        match &by.reaction {
            Reaction::Emoji(emoji) => name.behind(&format!("{emoji} ")),
            Reaction::CustomEmoji(_) | Reaction::Other(_) => name.behind("❔ "),
        }
    };
    Notice::Reacted {
        list: Shown::list(reactions.by.iter().map(one), "\n"),
    }
}
