//! `/new`, `/newchat`, `/invite`, `/join`: what only an account can do.
//!
//! A command is checked and paid for here (`outreach::Budget`), and becomes deliveries;
//! what came of them is told by `settle::reach`.

mod begun;
mod made;
mod stranger;

pub(super) use begun::{announced, begun, group_begun, supergroup};
pub(super) use made::made_since;
pub use made::{GROUP_GRACE, group_made, made_from};
pub use stranger::outreach_now;
pub(super) use stranger::{first_word, stop};

use super::command::{Asker, tell};
use super::{Decision, Draft, Scene};
use crate::catalogue::Notice;
use crate::connection::Connection;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose};
use crate::dialog::{Dialog, Kind};
use crate::id::{IdentityKind, MessageId, UserId};
use crate::operator_command::{Guest, entry};
use crate::outreach::{Budget, DAILY, HOURLY, Invitation, NewGroup, Reach, Shut, Whom};

/// `/new`: looks the person up.
pub(super) fn find(scene: &Scene<'_>, asker: &Asker<'_>, who: Option<&Whom>) -> Decision {
    let checked = needs_account(scene, "new")
        .and_then(|()| needs(scene.parameters.monitor_private, "new", "MONITOR_PRIVATE"));
    if let Err(notice) = checked {
        return tell(scene, asker, None, &notice);
    }
    let Some(who) = who else {
        return tell(scene, asker, None, &usage("new"));
    };
    let who = who.clone();
    begin(scene, asker, None, 1, vec![Reach::Find { who }])
}

/// `/newchat`: makes a supergroup, and then its people are invited.
pub(super) fn new_chat(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    group: &Result<NewGroup, String>,
) -> Decision {
    let parameters = scene.parameters;
    let checked = needs_account(scene, "newchat")
        .and_then(|()| needs(parameters.monitor_groups, "newchat", "MONITOR_GROUPS"))
        // Nobody can have listed a group that is not there yet.
        .and_then(|()| needs(parameters.white_list.is_empty(), "newchat", "WHITE_LIST"))
        .and_then(|()| named("newchat", group));
    let group = match checked {
        Ok(group) => group,
        Err(notice) => return tell(scene, asker, None, &notice),
    };
    let units = u32::try_from(group.people.len()).unwrap_or(u32::MAX);
    let reach = Reach::CreateGroup {
        title: group.title.clone(),
        people: group.people.clone(),
    };
    begin(scene, asker, None, units.saturating_add(1), vec![reach])
}

/// `/invite`: people into the dialog's group, one by one.
pub(super) fn invite(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    guests: &Result<Vec<Guest>, String>,
) -> Decision {
    let checked = needs_account(scene, "invite").and_then(|()| match dialog.kind {
        Kind::Group => named("invite", guests),
        Kind::Private | Kind::Channel => Err(Notice::InviteInGroup {}),
    });
    let guests = match checked {
        Ok(guests) => guests,
        Err(notice) => return tell(scene, asker, Some(dialog), &notice),
    };
    let sender = asker.message.sender.user.as_ref().map(|user| user.id);
    let people: Vec<Whom> = guests
        .iter()
        .filter_map(|guest| whom(guest, sender))
        .collect();
    if people.is_empty() {
        return tell(scene, asker, Some(dialog), &usage("invite"));
    }
    let units = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let each = people
        .into_iter()
        .map(|who| Reach::Invite { who })
        .collect();
    begin(scene, asker, Some(dialog), units, each)
}

/// `/join`: into the group or channel that a link leads to.
pub(super) fn join(scene: &Scene<'_>, asker: &Asker<'_>, link: Option<&Invitation>) -> Decision {
    let parameters = scene.parameters;
    let is_on = parameters.monitor_groups || parameters.monitor_channels;
    let checked =
        needs_account(scene, "join").and_then(|()| needs(is_on, "join", "MONITOR_GROUPS"));
    if let Err(notice) = checked {
        return tell(scene, asker, None, &notice);
    }
    let Some(link) = link else {
        return tell(scene, asker, None, &usage("join"));
    };
    let link = link.clone();
    begin(scene, asker, None, 1, vec![Reach::Join { link }])
}

/// Takes what it costs and writes it down, or says why not.
fn begin(
    scene: &Scene<'_>,
    asker: &Asker<'_>,
    dialog: Option<&Dialog>,
    units: u32,
    reaches: Vec<Reach>,
) -> Decision {
    let budget = match scene.connection.outreach.admit(scene.now, units, true) {
        Ok(budget) => budget,
        Err(shut) => return tell(scene, asker, dialog, &shut_notice(shut)),
    };
    let command = asker.message.id;
    let drafts = reaches.into_iter().map(|reach| match dialog {
        Some(dialog) => in_dialog(dialog, reach, command, true),
        None => Draft::new(
            scene.lane(LaneKind::ToCustomer),
            Action::Reach(reach),
            Purpose::Outreach {
                command,
                in_dialog: false,
            },
            Class::Operator,
        ),
    });
    Decision {
        drafts: drafts.collect(),
        connection: Some(with_budget(scene, budget)),
        ..Decision::default()
    }
}

/// Something towards a dialog's chat. `is_asked_there`: the command is in its topic.
pub(super) fn in_dialog(
    dialog: &Dialog,
    reach: Reach,
    command: MessageId,
    is_asked_there: bool,
) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::Receipt),
        Action::Reach(reach),
        Purpose::Outreach {
            command,
            in_dialog: is_asked_there,
        },
        Class::Operator,
    )
}

/// The connection with that much used.
pub(super) fn with_budget(scene: &Scene<'_>, budget: Budget) -> Box<Connection> {
    Box::new(Connection {
        outreach: budget,
        ..scene.connection.clone()
    })
}

/// Why something is not done now, in words.
pub(super) fn shut_notice(shut: Shut) -> Notice {
    match shut {
        Shut::UsedUp { until } => Notice::OutreachUsedUp {
            until,
            hourly: HOURLY.into(),
            daily: DAILY.into(),
        },
        Shut::TooMany { most } => Notice::OutreachTooMany { most: most.into() },
        Shut::Resting { until } => Notice::OutreachResting { until },
        Shut::Stopped { until } => Notice::OutreachIsStopped { until },
    }
}

fn whom(guest: &Guest, sender: Option<UserId>) -> Option<Whom> {
    match guest {
        Guest::Sender => sender.map(Whom::Id),
        Guest::Other(who) => Some(who.clone()),
    }
}

fn needs_account(scene: &Scene<'_>, name: &str) -> Result<(), Notice> {
    match scene.connection.frontend.kind {
        IdentityKind::User => Ok(()),
        IdentityKind::Bot => Err(Notice::OutreachNeedsAccount {
            name: name.to_owned(),
        }),
    }
}

fn needs(is_on: bool, name: &str, parameter: &str) -> Result<(), Notice> {
    if is_on {
        return Ok(());
    }
    Err(Notice::OutreachSwitchedOff {
        name: name.to_owned(),
        parameter: parameter.to_owned(),
    })
}

/// What was read, or why it could not be.
fn named<'a, T>(name: &str, read: &'a Result<T, String>) -> Result<&'a T, Notice> {
    read.as_ref().map_err(|word| match word.as_str() {
        "" => usage(name),
        word => Notice::NamesNobody {
            word: word.chars().take(64).collect(),
        },
    })
}

fn usage(name: &str) -> Notice {
    let usage = entry(name).map_or("", |entry| entry.usage);
    Notice::CommandUsage {
        usage: format!("/{name} {usage}"),
    }
}
