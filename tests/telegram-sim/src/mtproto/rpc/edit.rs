//! Edits of an account's own messages.

use grammers_tl_types::{Serializable as _, enums, functions};

use super::{Answer, Call, Refused, event, input::place};
use crate::world::{
    Body, Kind, Media, MediaKind, Message, Text, account::Event, edit::exchangeable, rate::Cost,
};

/// How long a message may be edited, in seconds.
const EDITABLE: i64 = 48 * 3600;

/// `messages.editMessage`.
pub(super) fn edit(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::EditMessage = call.read()?;
    let key = call.peer(&asked.peer)?;
    call.must_see(key)?;
    let old = call.message(key, asked.id)?.clone();
    must_be_editable(call, &old)?;
    let text = asked.message.as_deref();
    let given = asked.entities.as_deref();
    let mut body = match (&old.body, &asked.media, text) {
        // Buttons alone may be another.
        (_, None, None) if call.is_bot() => old.body.clone(),
        (_, None, None) => return Err(Refused::bad("MESSAGE_NOT_MODIFIED")),
        (Body::Text(_), None, Some(text)) => Body::Text(call.text(text, given)?),
        (Body::Media(media), None, Some(text)) => {
            if !media.kind.takes_caption() {
                return Err(Refused::bad("MEDIA_PREV_INVALID"));
            }
            Body::Media(Media {
                caption: call.caption(text, given)?,
                ..media.clone()
            })
        }
        (Body::Text(_) | Body::Media(_), Some(media), text) => {
            let caption = match (text, old.body.text()) {
                (Some(text), _) => call.caption(text, given)?,
                (None, Some(caption)) if matches!(old.body, Body::Media(_)) => caption.clone(),
                _ => Text::default(),
            };
            let new = call.file(media, caption)?;
            if let Body::Media(old_media) = &old.body {
                replaceable(old_media, &new, old.album.is_some())?;
            }
            Body::Media(new)
        }
        (Body::Plain(kind, was), Some(enums::InputMedia::GeoLive(now)), None)
            if call.world.is_live(&old) =>
        {
            let mut location = place(&now.geo_point)?;
            if !now.stopped {
                location["live_period"] = was["live_period"].clone();
            }
            Body::Plain(kind.clone(), location)
        }
        _ => return Err(Refused::bad("MEDIA_PREV_INVALID")),
    };
    if let Body::Media(media) = &mut body
        && (asked.message.is_some() || asked.media.is_some())
    {
        media.caption_above = asked.invert_media && media.kind.takes_caption_above();
    }
    // A bot's edit that brings no buttons takes away those that there are.
    let markup = call.markup(asked.reply_markup.as_ref())?;
    if body == old.body && markup == old.markup {
        return Err(Refused::bad("MESSAGE_NOT_MODIFIED"));
    }
    call.spend(key, Cost::Units(1))?;
    call.world.rewrite(old.uid, body, markup);
    let done = [(old.uid, Event::Edited(old.uid))];
    Ok(event::happened(call.world, call.account, &done).to_bytes())
}

/// It is the account's own and young; administrators who may pin edit theirs in supergroups for ever.
fn must_be_editable(call: &Call<'_>, old: &Message) -> Result<(), Refused> {
    let world = &*call.world;
    let kind = world.chat(old.chat).map(|chat| chat.kind);
    let rights = world.member(old.chat, call.account).rights;
    let is_own = old.author.account() == call.account;
    let may = is_own || (kind == Some(Kind::Channel) && rights.can_edit_messages);
    let is_anothers = old.forward.is_some() || old.extra.contains_key("via_bot");
    if !may || is_anothers || old.body.is_service() {
        return Err(Refused::forbidden("MESSAGE_AUTHOR_REQUIRED"));
    }
    if old.chat == crate::world::Key::private(call.account, call.account) {
        return Ok(());
    }
    let endless = kind == Some(Kind::Super) && rights.can_pin_messages;
    if !endless && world.date() - old.date >= EDITABLE {
        return Err(Refused::bad("MESSAGE_EDIT_TIME_EXPIRED"));
    }
    Ok(())
}

fn replaceable(old: &Media, new: &Media, in_album: bool) -> Result<(), Refused> {
    if !old.kind.is_replaceable() {
        return Err(Refused::bad("MEDIA_PREV_INVALID"));
    }
    if matches!(new.kind, MediaKind::VideoNote | MediaKind::Sticker) {
        return Err(Refused::bad("MEDIA_NEW_INVALID"));
    }
    exchangeable(old, new, in_album).map_err(|_| {
        Refused::bad(if in_album {
            "MEDIA_GROUPED_INVALID"
        } else {
            "MEDIA_NEW_INVALID"
        })
    })
}
