//! How a connection comes to its administrator and its backend group. Only the
//! administrator, by making the bot admin themself, gives it a group; anyone
//! else's is left.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::desk_bot::{begins, desk_checked, is_to_come};
use super::{Decision, Draft, Event, Scene, Told};
use crate::catalogue::{Language, Notice, Right};
use crate::connection::{Connection, Group};
use crate::delivery::{Action, ChatDescription, Class, Lane, LaneKind, Purpose, Rejection};
use crate::id::{ChatId, IdentityId, IdentityKind, UserId};
use crate::message::{Chat, ChatKind, Content, MemberStatus, Message};
use crate::problem::Problem;
use crate::team;

/// How a start code is kept: SHA-256, hexadecimal.
#[must_use]
pub fn claim_hash(code: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(code.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            // Writing to a String does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// A private message while nobody, or nobody's group, is known: who opens the
/// one-time link becomes the administrator. `None` when the message is no start
/// code, so that it is a customer's like any other.
#[must_use]
pub fn private_start(scene: &Scene<'_>, message: &Message) -> Option<Decision> {
    let (Content::Text(text), ChatKind::Private) = (&message.content, message.chat.kind) else {
        return None;
    };
    let code = text.text.strip_prefix("/start ")?.trim();
    let Group::Unclaimed {
        code_hash,
        expires_at,
    } = &scene.connection.group
    else {
        return None;
    };
    if claim_hash(code) != *code_hash {
        return None;
    }
    if scene.now >= *expires_at {
        let expired = Notice::ClaimExpired {};
        return Some(Decision::only(
            scene.tell_person(message.chat.id(), &expired),
        ));
    }
    let mut connection = scene.connection.clone();
    connection.administrator = Some(UserId(message.chat.id().0));
    connection.group = Group::Awaited;
    let link = add_to_group_link(&connection.frontend_username);
    Some(Decision {
        drafts: vec![scene.tell_person(message.chat.id(), &Notice::ClaimDone { link })],
        events: vec![Event::ConnectionChanged(connection.id.clone())],
        connection: Some(Box::new(connection)),
        ..Decision::default()
    })
}

/// What a person opens to make the bot an admin of a group, with the rights that it needs.
#[must_use]
pub fn add_to_group_link(username: &str) -> String {
    format!(
        "https://t.me/{username}?startgroup={START_PAYLOAD}\
         &admin=manage_topics+delete_messages+pin_messages"
    )
}

/// What the link carries along, and apps write into the group.
const START_PAYLOAD: &str = "setup";

/// Its administrator chose a group by the link. `None`: it is something else.
///
/// Apps make the bot an admin there, then write this into the group (`TDLib`:
/// `internalLinkTypeBotStartInGroup`); where the bot is an admin already, nothing changes there,
/// and this is all that tells of the choice.
#[must_use]
pub fn group_start(scene: &Scene<'_>, message: &Message) -> Option<Decision> {
    let connection = scene.connection;
    let chat = &message.chat;
    let is_asked_for = match connection.group {
        Group::Awaited => true,
        Group::Checking(asked) => asked != chat.id(),
        Group::Unclaimed { .. } | Group::Founding { .. } | Group::Known(_) => false,
    };
    let is_group = matches!(chat.kind, ChatKind::Group | ChatKind::Supergroup);
    let is_bots = connection.frontend.kind == IdentityKind::Bot;
    let user = message.sender.user.as_ref().map(|user| user.id);
    let is_theirs = user.is_some() && user == connection.administrator;
    let is_it = is_bots && is_asked_for && is_group && is_theirs && is_link_start(scene, message);
    is_it.then(|| check_group(scene, chat.id(), &chat.title))
}

/// Whether it is what apps write for the link.
pub(super) fn is_link_start(scene: &Scene<'_>, message: &Message) -> bool {
    let text = message.content.text().map_or("", |text| text.text.as_str());
    let names = scene.connection.usernames();
    let mut words = text.split_whitespace();
    let bot = words.next().and_then(|word| word.strip_prefix("/start@"));
    let is_own = bot.is_some_and(|bot| names.iter().any(|name| name.eq_ignore_ascii_case(bot)));
    is_own && words.next() == Some(START_PAYLOAD) && words.next().is_none()
}

/// The group is to become the backend group once it has been looked at.
#[must_use]
pub fn take_group(scene: &Scene<'_>, group: ChatId) -> Decision {
    let mut decision = check_group(scene, group, "");
    if let Some(connection) = decision.connection.as_mut().filter(|one| one.in_setup_bot) {
        // Who asks wants to hear of it, though it were the same as before.
        connection.problem = None;
        connection.owes_word_of_group = connection.group_id().is_some();
    }
    decision
}

/// A message into General, for its administrator to see whether it arrives.
#[must_use]
pub fn test_group(scene: &Scene<'_>) -> Decision {
    Decision::only(scene.tell_general(&Notice::SetupTest {}, None))
}

pub(super) fn check_group(scene: &Scene<'_>, group: ChatId, title: &str) -> Decision {
    let mut connection = scene.connection.clone();
    if connection.group_id().is_none() {
        connection.group = Group::Checking(group);
    }
    if !title.is_empty() {
        title.clone_into(&mut connection.group_title);
    }
    let ask = Draft::new(
        scene.lane(LaneKind::Topic),
        Action::Describe {
            chat: group,
            member: connection.administrator.map(|user| user.0),
            with_count: false,
        },
        Purpose::GroupCheck,
        Class::Operator,
    );
    Decision {
        drafts: vec![Draft {
            via: connection.group_checker(),
            ..ask
        }],
        connection: Some(Box::new(connection)),
        ..Decision::default()
    }
}

/// The answer about a group that is to be, or is, the backend group: as the identity sees
/// it that asked.
#[must_use]
pub fn group_checked(
    scene: &Scene<'_>,
    by: IdentityId,
    group: ChatId,
    answer: Result<&ChatDescription, (Rejection, &str)>,
) -> Decision {
    let before = scene.connection;
    match before.group {
        // Word of another group, asked about before this one was named.
        Group::Checking(asked) | Group::Known(asked) if asked != group => {
            return Decision::nothing();
        }
        Group::Unclaimed { .. } | Group::Founding { .. } => return Decision::nothing(),
        Group::Checking(_) | Group::Known(_) | Group::Awaited => {}
    }
    if is_to_come(before, by) {
        return desk_checked(scene, answer);
    }
    if before.group_id().is_some() && by != before.desk_identity() {
        // Asked before the desk bot took over.
        return Decision::nothing();
    }
    let mut connection = before.clone();
    connection.problem_reason = answer.as_ref().err().map(|(reason, _)| *reason);
    match answer {
        Err((reason, detail)) => {
            let notice = refusal(reason, before);
            let problem = Problem::of_refusal(&notice, reason, detail);
            fail(&mut connection, group, problem);
            changed(scene, connection, scene.tell_administrator(&notice))
        }
        Ok(description) => match problem_of(scene, description) {
            Some(notice) => {
                let problem = Problem::of(&notice);
                let is_same = problem.is_same(before.problem.as_ref());
                fail(&mut connection, group, problem);
                if matches!(notice, Notice::GroupNotAForum { .. }) {
                    connection.problem_reason = Some(Rejection::NotAForum);
                }
                connection.group_title.clone_from(&description.chat.title);
                let mut told = Told::default();
                if !is_same {
                    told.join(scene.tell_administrator(&notice));
                    told.join(besides(scene, description, &notice));
                }
                changed(scene, connection, told)
            }
            None => {
                begins(&mut connection, by);
                accept(scene, group, connection, description)
            }
        },
    }
}

/// How long until it is looked at again whether the group has topics.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(300);

/// Nobody says that a group's topics were switched off; what is written there from then on
/// shows it. Posts would go into the one chat that is left then, and answers would come
/// from nowhere: so nothing goes there until there are topics again.
pub(super) fn topics_switched(scene: &Scene<'_>, message: &Message) -> Decision {
    let is_off = !message.chat.is_forum;
    let was_off = scene.connection.problem_reason == Some(Rejection::NotAForum);
    let group = message.chat.id();
    match (is_off, was_off) {
        (true, false) => {
            let mut decision = group_checked(
                scene,
                scene.connection.desk_identity(),
                group,
                Err((Rejection::NotAForum, "")),
            );
            let title = message.chat.title.clone();
            let notice = Notice::GroupNotAForum { title };
            decision
                .drafts
                .push(scene.tell_general(&notice, Some(message.id)));
            decision.drafts.push(look_again(scene, group));
            decision
        }
        (false, true) => {
            let mut connection = scene.connection.clone();
            connection.problem = None;
            connection.problem_reason = None;
            let title = message.chat.title.clone();
            let told = match connection.in_setup_bot {
                true => scene.tell_administrator(&Notice::GroupInOrder { title }),
                false => Told::default(),
            };
            changed(scene, connection, told)
        }
        (true, true) | (false, false) => Decision::nothing(),
    }
}

/// Whether a check of the group is the one that is repeated until it has topics again: it
/// has a lane of its own, so that no other check waits for it.
pub(super) fn is_look_again(lane: &Lane) -> bool {
    lane.dialog.is_none() && lane.kind == LaneKind::ToTopic
}

/// The group is looked at again in a while.
fn look_again(scene: &Scene<'_>, group: ChatId) -> Draft {
    Draft {
        delay: LOOK_AGAIN,
        ..Draft::new(
            scene.lane(LaneKind::ToTopic),
            Action::Describe {
                chat: group,
                member: None,
                with_count: false,
            },
            Purpose::GroupCheck,
            Class::Operator,
        )
    }
}

fn accept(
    scene: &Scene<'_>,
    group: ChatId,
    mut connection: Connection,
    description: &ChatDescription,
) -> Decision {
    let is_new = connection.group_id().is_none();
    connection.group = Group::Known(group);
    connection.group_title.clone_from(&description.chat.title);
    connection.problem = None;
    connection.problem_reason = None;
    if connection.administrator.is_none() {
        connection.administrator = owner(description);
    }
    for admin in &description.administrators {
        if !admin.user.is_bot {
            let (status, rights) = (admin.status, admin.rights);
            let told = team::told(&connection, &admin.user, status, rights, scene.now, true);
            connection = told.unwrap_or(connection);
        }
    }
    connection.candidate = None;
    let title = description.chat.title.clone();
    let mut drafts = Vec::new();
    let mut changes = Vec::new();
    // Who was told what is wrong hears that it is mended.
    let was_wrong = !is_new && connection.in_setup_bot && scene.connection.problem.is_some();
    if std::mem::take(&mut connection.owes_word_of_group) || was_wrong {
        let title = title.clone();
        let notice = match description.own_rights.delete_messages {
            true => Notice::GroupInOrder { title },
            false => {
                let right = Right::DeleteMessages;
                Notice::GroupWantsRight { title, right }
            }
        };
        changes = scene.tell_administrator(&notice).changes;
    }
    if is_new {
        // General is addressed through the group that the connection has
        // when the notice is handed out.
        drafts.push(scene.tell_general(&Notice::SetupDoneInGroup {}, None));
        let by_claim = scene.connection.administrator.is_some();
        let by_claim = by_claim && !connection.in_setup_bot;
        if let (true, Some(administrator)) = (by_claim, connection.administrator) {
            let done = Notice::SetupDone {
                title: title.clone(),
            };
            drafts.push(scene.tell_person(ChatId(administrator.0), &done));
        }
        if !description.receipts_allowed && scene.parameters.show_receipts {
            drafts.push(scene.tell_general(
                &Notice::GroupNoReceipts {
                    title: title.clone(),
                },
                None,
            ));
        }
        if !description.own_rights.delete_messages {
            let notice = Notice::GroupWantsRight {
                title,
                right: Right::DeleteMessages,
            };
            drafts.push(scene.tell_general(&notice, None));
            if connection.in_setup_bot {
                changes = scene.tell_administrator(&notice).changes;
            }
        }
    }
    changed(scene, connection, Told { drafts, changes })
}

/// What else is missing there, for an administrator who is being led through it: all at once,
/// so that they go to the group's settings once.
fn besides(scene: &Scene<'_>, description: &ChatDescription, said: &Notice) -> Told {
    let is_admin = matches!(said, Notice::GroupMissingRight { .. });
    if is_admin && scene.connection.in_setup_bot && !description.own_rights.delete_messages {
        let title = description.chat.title.clone();
        let right = Right::DeleteMessages;
        return scene.tell_administrator(&Notice::GroupWantsRight { title, right });
    }
    Told::default()
}

pub(super) fn problem_of(scene: &Scene<'_>, description: &ChatDescription) -> Option<Notice> {
    let Chat {
        title,
        kind,
        is_forum,
        ..
    } = description.chat.clone();
    if kind != ChatKind::Supergroup || !is_forum {
        return Some(Notice::GroupNotAForum { title });
    }
    if !description.own_status.is_admin() {
        return Some(Notice::GroupNotAdmin {
            title,
            right: Right::ManageTopics,
        });
    }
    let is_owner = description.own_status == MemberStatus::Owner;
    if !is_owner && !description.own_rights.manage_topics {
        return Some(Notice::GroupMissingRight {
            title,
            right: Right::ManageTopics,
        });
    }
    // A known administrator has to own or administer the group; asked about
    // only while the group is new.
    let asked = scene
        .connection
        .administrator
        .filter(|_| scene.connection.group_id().is_none());
    let is_theirs = description
        .member
        .as_ref()
        .is_some_and(|member| Some(member.user.id) == asked && member.status.is_admin());
    // Whoever connects an account has shown that it is theirs, and so is the group that it owns.
    let frontend = scene.connection.frontend;
    let is_accounts =
        frontend.kind == IdentityKind::User && owner(description) == Some(frontend.user);
    (asked.is_some() && !is_theirs && !is_accounts).then_some(Notice::WrongAdministrator { title })
}

fn owner(description: &ChatDescription) -> Option<UserId> {
    description
        .administrators
        .iter()
        .find(|admin| admin.status == MemberStatus::Owner && !admin.user.is_bot)
        .map(|admin| admin.user.id)
}

pub(super) fn refusal(reason: Rejection, connection: &Connection) -> Notice {
    let named = Some(connection.group_title.clone()).filter(|title| !title.is_empty());
    let title = named.unwrap_or_else(|| match &connection.group {
        Group::Checking(id) | Group::Known(id) => id.to_string(),
        Group::Founding { title } => title.clone(),
        Group::Unclaimed { .. } | Group::Awaited => String::new(),
    });
    if reason == Rejection::NotAForum {
        Notice::GroupNotAForum { title }
    } else if reason == Rejection::MissingRight {
        Notice::GroupMissingRight {
            title,
            right: Right::ManageTopics,
        }
    } else {
        Notice::GroupLost { title }
    }
}

/// A group that is not good does not become the backend group; one that is
/// stays it, with its problem told.
fn fail(connection: &mut Connection, group: ChatId, problem: Problem) {
    connection.problem = Some(problem);
    connection.owes_word_of_group = false;
    if connection.group_id().is_none() && connection.administrator.is_some() {
        connection.group = Group::Awaited;
        connection.candidate = Some(group);
    }
}

fn changed(scene: &Scene<'_>, connection: Connection, told: Told) -> Decision {
    Decision {
        drafts: told.drafts,
        changes: told.changes,
        events: vec![Event::ConnectionChanged(scene.connection.id.clone())],
        connection: Some(Box::new(connection)),
        ..Decision::default()
    }
}

/// For the terminal, the API and the log.
pub(super) fn english(notice: &Notice) -> String {
    notice.render(Language::En).text
}
