//! What a delivery's next step sends.

use backline_domain::id::MessageRef;
use backline_domain::link::Original;
use backline_domain::message::Content;
use backline_domain::payload::{Item, Payload, Step, may_copy_album, merged, with_part};
use backline_domain::relay::Post;

use super::super::call::{Call, Place, Reply};

pub(super) fn carry(step: &Step, to: Place, reply: Option<Reply>) -> Call {
    match step {
        Step::Send(payload) => Call::Send {
            to,
            content: payload.content().clone(),
            reply,
            buttons: Vec::new(),
        },
        Step::Copy {
            from,
            caption,
            caption_above,
            ..
        } => Call::Copy {
            to,
            from: from.clone(),
            caption: caption.clone(),
            caption_above: *caption_above,
            reply,
        },
    }
}

/// A relay bot is not in the customer's chat: it sends what the frontend would copy.
pub(super) fn anew(step: &Step, to: Place, reply: Option<Reply>) -> Call {
    match step.contents().first() {
        Some(payload) => Call::Send {
            to,
            content: payload.content().clone(),
            reply,
            buttons: Vec::new(),
        },
        None => carry(step, to, reply),
    }
}

/// How an album goes: as one, copied where that is enough and the poster can, or its next
/// piece alone.
pub(super) fn album(
    items: &[Item],
    one_by_one: bool,
    may_copy: bool,
) -> Option<impl FnOnce(Place, Option<Reply>) -> Call + '_> {
    let first = items.first()?;
    let alone = (one_by_one || items.len() == 1).then(|| first.alone.first());
    let step = match alone {
        Some(step) => Some(step?),
        None => None,
    };
    Some(move |to: Place, reply: Option<Reply>| match step {
        Some(step) if may_copy => carry(step, to, reply),
        Some(step) => anew(step, to, reply),
        None if may_copy && reply.is_none() && may_copy_album(items) => Call::CopyAlbum {
            to,
            from: first.source.chat.clone(),
            messages: items.iter().map(|item| item.source.message).collect(),
        },
        None => Call::SendAlbum {
            to,
            items: items.iter().filter_map(Item::media).cloned().collect(),
            reply,
        },
    })
}

/// The next step of an edit.
pub(super) enum Edit {
    /// This call.
    Call(Call),
    /// A part more than there was.
    More(Content),
}

pub(super) fn edit(
    original: &Original,
    contents: &[Payload],
    done: u32,
    same_file: bool,
) -> Option<Edit> {
    let place = done as usize;
    let copy = original.copies.get(place);
    // Nothing was ever posted for it: there is nothing to change.
    original.copies.first()?;
    match (contents.get(place), copy) {
        (Some(content), Some(copy)) => Some(Edit::Call(Call::Edit {
            message: copy.clone(),
            content: content.content().clone(),
            caption_only: same_file && matches!(content.content(), Content::Media(_)),
            buttons: Vec::new(),
        })),
        (Some(content), None) => Some(Edit::More(content.content().clone())),
        (None, Some(copy)) => Some(Edit::Call(Call::Delete {
            chat: copy.chat.clone(),
            messages: original
                .copies
                .iter()
                .skip(place)
                .map(|copy| copy.message)
                .filter(|message| message.0 != 0)
                .collect(),
        })),
        (None, None) => None,
    }
}

/// A merged post with one of its texts changed. `None` where what it is made of is not
/// known any more, or it does not fit.
pub(super) fn edit_part(
    original: &Original,
    post: Option<&Post>,
    source: &MessageRef,
    contents: &[Payload],
) -> Option<Call> {
    let [content] = contents else { return None };
    let made_of = post?.kept.merged.as_ref()?;
    let parts = with_part(&made_of.parts, source, content)?;
    let whole = merged(&parts, made_of.with_dates)?;
    Some(Call::Edit {
        message: original.copies.first()?.clone(),
        content: whole.payload.content().clone(),
        caption_only: false,
        buttons: Vec::new(),
    })
}
