//! Whose messages become dialogs: what is ignored, listed, forbidden, and what opens.

use std::collections::BTreeSet;

use super::Scene;
use crate::dialog::{Dialog, Kind};
use crate::id::{ChatAddress, UserId};
use crate::message::{ButtonAction, Content, Message};
use crate::parameter::Parameters;
use crate::payload;

/// Whether nothing of this chat is carried. `was` is the address that its dialog began
/// under: a group that became a supergroup is listed under either.
pub(super) fn is_out_of_bounds(
    parameters: &Parameters,
    kind: Kind,
    chat: &ChatAddress,
    was: Option<&ChatAddress>,
) -> bool {
    let ids = || std::iter::once(chat).chain(was).map(|chat| chat.id.0);
    let monitored = match kind {
        Kind::Private => parameters.monitor_private,
        Kind::Group => parameters.monitor_groups,
        Kind::Channel => parameters.monitor_channels,
    };
    let listed = |list: &BTreeSet<i64>| ids().any(|id| list.contains(&id));
    let is_wanted = parameters.white_list.is_empty() || listed(&parameters.white_list);
    !monitored || !is_wanted || listed(&parameters.ignore_chats)
}

/// Whether a dialog's chat is one that nothing is carried of any more.
pub(super) fn is_ignored(parameters: &Parameters, dialog: &Dialog, chat: &ChatAddress) -> bool {
    is_out_of_bounds(parameters, dialog.kind, chat, Some(&dialog.key.chat))
}

pub(super) fn has_restricted_word(parameters: &Parameters, message: &Message) -> bool {
    let words = &parameters.restricted_keywords_frontend;
    let buttons = message.buttons.iter().flatten();
    let labels = buttons.flat_map(|button| {
        let link = match &button.action {
            ButtonAction::Url(url) => Some(url.clone()),
            ButtonAction::Callback(_) | ButtonAction::Other(_) => None,
        };
        std::iter::once(button.text.clone()).chain(link)
    });
    payload::gated_texts(&message.content)
        .into_iter()
        .chain(labels)
        .any(|text| words.find(&text).is_some())
}

pub(super) fn passes_gate(parameters: &Parameters, kind: Kind, message: &Message) -> bool {
    let gate = match kind {
        Kind::Private => &parameters.private_keywords,
        Kind::Group => &parameters.groups_keywords,
        Kind::Channel => &parameters.channels_keywords,
    };
    let text = || message.content.text().map_or("", |text| text.text.as_str());
    gate.as_ref().is_none_or(|gate| gate.matches(text()))
}

/// Who writes in a customer's chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    /// The customer, or somebody in the customer's group.
    Customer,
    /// One of the team.
    Team,
    /// A bot, or nobody that counts: a channel's post that Telegram forwarded into the
    /// channel's discussion group by itself.
    Bot,
}

pub(super) fn visitor(scene: &Scene<'_>, kind: Kind, message: &Message) -> Visitor {
    let user = message.sender.user.as_ref();
    let is_bot = user.is_some_and(|user| user.is_bot) && message.sender.chat.is_none();
    if is_bot || message.is_automatic_forward {
        return Visitor::Bot;
    }
    let speaks_for_team = |id: UserId| {
        scene.parameters.team.contains(&id.0) || scene.connection.operators.contains(&id)
    };
    match (kind, user) {
        (Kind::Group | Kind::Channel, Some(user)) if speaks_for_team(user.id) => Visitor::Team,
        _ => Visitor::Customer,
    }
}

fn start_text(kind: Kind, message: &Message) -> Option<&str> {
    match (&message.content, kind) {
        (Content::Text(text), Kind::Private) => text.text.strip_prefix("/start"),
        _ => None,
    }
}

pub(super) fn is_bare_start(kind: Kind, message: &Message) -> bool {
    start_text(kind, message).is_some_and(|rest| rest.trim().is_empty())
}

pub(super) fn start_payload(kind: Kind, message: &Message) -> Option<String> {
    let payload = start_text(kind, message)?.strip_prefix(' ')?.trim();
    (!payload.is_empty()).then(|| payload.chars().take(64).collect())
}
