//! Who may execute a delivery: the frontend, the desk bot that looks after the backend group
//! for an account, relay bots where it makes no difference to people.

use super::{Action, Delivery, Target};
use crate::id::{ChatId, IdentityId};
use crate::message::{Content, Media, MediaKind};
use crate::payload::{Payload, Step};
use crate::text::MAX_CAPTION;

/// Who may execute a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever has room in the backend group.
    Anybody,
    /// Whoever has room and may make topics there.
    TopicMakers,
    /// Whoever has room and may send files there.
    FileSenders,
    /// Who looks after the backend group: the desk bot, or the frontend where it does so
    /// itself.
    Desk,
    /// The frontend.
    Frontend,
    /// This one alone.
    Only(IdentityId),
}

impl Who {
    /// Whether more than one may execute it.
    #[must_use]
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::Anybody | Self::TopicMakers | Self::FileSenders)
    }

    /// Who may execute this one. `makes_topic`: the dialog's topic is still to be made.
    /// `group` is the backend group.
    ///
    /// Texts go through anybody. A file id counts for one bot alone, so media do once the server has
    /// their files (`has_files`). Only a copy keeps custom emoji, which a relay bot cannot make: it is
    /// not in the customer's chat. What takes several calls stays with one identity, since only who
    /// posted a message may edit it. Presses of buttons come to the bot that posted them.
    #[must_use]
    pub fn of(
        delivery: &Delivery,
        makes_topic: bool,
        has_files: bool,
        group: Option<ChatId>,
    ) -> Self {
        if let Some(only) = delivery.via {
            return Self::Only(only);
        }
        if matches!(delivery.action, Action::SyncTopic) && makes_topic {
            return Self::TopicMakers;
        }
        if has_files && files(delivery).is_some() {
            Self::FileSenders
        } else if is_shared(&delivery.action) {
            Self::Anybody
        } else if is_desks(&delivery.action, group) {
            Self::Desk
        } else {
            Self::Frontend
        }
    }
}

/// Whether it is done by whoever looks after the backend group: all that is done there but
/// bringing customers' media, which are the frontend's.
fn is_desks(action: &Action, group: Option<ChatId>) -> bool {
    let is_group = |chat: ChatId| Some(chat) == group;
    match action {
        // Who posted what is edited is known from its link, at the hand-out: the desk, mostly.
        Action::Send { to, .. } | Action::Edit { to, .. } => {
            matches!(to, Target::Topic | Target::General | Target::OtherTopic(_))
        }
        Action::Merged { .. }
        | Action::SyncTopic
        | Action::SyncBacklog
        | Action::SyncTransfer { .. }
        | Action::DeleteTopic { .. }
        | Action::AnswerButton { .. } => true,
        Action::Rewrite { message, .. }
        | Action::React { message, .. }
        | Action::SyncReaction { message } => is_group(message.chat.id),
        Action::Delete { chat, .. } => is_group(chat.id),
        Action::Describe { chat, .. } => is_group(*chat),
        Action::Carry { .. }
        | Action::Album { .. }
        | Action::Withdraw { .. }
        | Action::MarkRead { .. }
        | Action::Leave { .. }
        | Action::SetMenu { .. }
        | Action::Reach(_) => false,
    }
}

/// Telegram takes photos up to this size (core.telegram.org/bots/api, sendPhoto).
const MOST_PHOTO_BYTES: i64 = 10 * 1024 * 1024;

/// And round films up to this one (tdlib/telegram-bot-api says so of larger ones).
const MOST_VIDEO_NOTE_BYTES: i64 = 12 * 1024 * 1024;

/// The files that somebody besides the frontend needs to execute this, in their order; `None`:
/// it sends none, or files are not enough.
///
/// How large a file may be is a matter of the way that each identity goes: whoever hands this
/// out looks at that.
#[must_use]
pub fn files(delivery: &Delivery) -> Option<Vec<&Media>> {
    let action = &delivery.action;
    if let Action::Carry {
        to: Target::Topic,
        steps,
        done: 0,
        ..
    } = action
    {
        let [step] = steps.as_slice() else {
            return None;
        };
        let [one] = step.contents() else { return None };
        return Some(vec![passed_on(one)?]);
    }
    if let Action::Edit {
        to: Target::Topic,
        contents,
        done,
        same_file: false,
        ..
    } = action
    {
        return Some(vec![passed_on(contents.get(*done as usize)?)?]);
    }
    let Action::Album {
        to: Target::Topic,
        items,
        one_by_one: false,
        ..
    } = action
    else {
        return None;
    };
    let items = items.as_slice();
    let is_album = items.len() > 1;
    is_album.then(|| items.iter().map(|item| passed_on(&item.payload)).collect())?
}

/// Whether the next thing that this sends is a file under another name than its own, which
/// only an upload gives it.
#[must_use]
pub fn sends_renamed(delivery: &Delivery) -> bool {
    next_files(delivery).iter().any(|media| media.is_renamed)
}

/// The files that are needed for what this does next, when nobody has a name for them that
/// would do: all of them, whatever is lost of how they look.
#[must_use]
pub fn next_files(delivery: &Delivery) -> Vec<&Media> {
    if let Action::Edit {
        contents,
        done,
        same_file: false,
        ..
    } = &delivery.action
    {
        let next = contents.get(*done as usize).and_then(media_of);
        return next.into_iter().collect();
    }
    let next = if let Action::Carry { steps, .. } = &delivery.action {
        steps.first()
    } else if let Action::Album {
        items, one_by_one, ..
    } = &delivery.action
    {
        if !one_by_one && items.len() > 1 {
            let all = items.iter().map(|item| &item.payload);
            return all.filter_map(media_of).collect();
        }
        items.first().and_then(|item| item.alone.first())
    } else {
        None
    };
    let payload = next.and_then(|step| step.contents().first());
    payload.and_then(media_of).into_iter().collect()
}

fn media_of(payload: &Payload) -> Option<&Media> {
    if let Content::Media(media) = payload.content() {
        Some(media)
    } else {
        None
    }
}

/// Its media, if another bot can send them as they are. A sticker would lose its set.
fn passed_on(payload: &Payload) -> Option<&Media> {
    let Content::Media(media) = payload.content() else {
        return None;
    };
    let most = match media.kind {
        MediaKind::Sticker => return None,
        MediaKind::Photo => MOST_PHOTO_BYTES,
        MediaKind::VideoNote => MOST_VIDEO_NOTE_BYTES,
        MediaKind::Video
        | MediaKind::Animation
        | MediaKind::Document
        | MediaKind::Audio
        | MediaKind::Voice => i64::MAX,
    };
    let caption = &media.caption;
    let fits = (1..=most).contains(&media.size) && caption.utf16_len() <= MAX_CAPTION;
    let is_plain = caption
        .entities
        .iter()
        .all(|one| one.kind != "custom_emoji");
    (fits && is_plain && !media.file_id.is_empty()).then_some(media)
}

fn is_shared(action: &Action) -> bool {
    if let Action::Carry {
        to: Target::Topic,
        steps,
        done: 0,
        ..
    } = action
    {
        return matches!(steps.as_slice(), [step] if is_text(step));
    }
    if let Action::Send {
        to: Target::Topic | Target::General | Target::OtherTopic(_),
        payload,
        buttons,
        ..
    } = action
    {
        return buttons.is_empty() && is_plain(payload);
    }
    matches!(action, Action::Merged { .. })
}

fn is_text(step: &Step) -> bool {
    let is_whole = !matches!(
        step,
        Step::Copy {
            is_whole: false,
            ..
        }
    );
    is_whole && matches!(step.contents(), [one] if is_plain(one))
}

fn is_plain(payload: &Payload) -> bool {
    let Content::Text(text) = payload.content() else {
        return false;
    };
    text.entities.iter().all(|one| one.kind != "custom_emoji")
}
