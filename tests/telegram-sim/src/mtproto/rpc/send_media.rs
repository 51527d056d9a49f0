//! Messages with something beside the text, one by one.

use grammers_tl_types::{Serializable as _, enums, functions};

use super::{Answer, Call, Refused, event, place::Asked, shape};
use crate::world::{Body, Text, act::Writing};

/// `messages.sendMedia`.
pub(super) fn send(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::SendMedia = call.read()?;
    let key = call.peer(&asked.peer)?;
    if let Some(sent) = call.sent(key, asked.random_id)? {
        return event::made(call.world, call.account, &[(sent, asked.random_id)]);
    }
    let place = call.place(&Asked {
        peer: &asked.peer,
        reply_to: asked.reply_to.as_ref(),
        top: None,
        send_as: asked.send_as.as_ref(),
        noforwards: asked.noforwards,
        is_scheduled: asked.schedule_date.is_some(),
    })?;
    let caption = call.caption(&asked.message, asked.entities.as_deref())?;
    let mut body = call.content(&asked.media, caption)?;
    if let Body::Media(media) = &mut body {
        media.caption_above = asked.invert_media && media.kind.takes_caption_above();
    }
    let markup = call.markup(asked.reply_markup.as_ref())?;
    call.spend_sending(key, 1)?;
    let writing = Writing {
        markup,
        ..place.writing(body)
    };
    let uid = call.write(key, writing, asked.random_id)?;
    event::made(call.world, call.account, &[(uid, asked.random_id)])
}

/// `messages.uploadMedia`: a file that is to be sent later, as in an album.
pub(super) fn upload(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::UploadMedia = call.read()?;
    let key = call.peer(&asked.peer)?;
    call.must_see(key)?;
    let is_file = matches!(
        asked.media,
        enums::InputMedia::UploadedPhoto(_)
            | enums::InputMedia::UploadedDocument(_)
            | enums::InputMedia::Photo(_)
            | enums::InputMedia::Document(_)
    );
    if !is_file {
        return Err(Refused::bad("MEDIA_INVALID"));
    }
    let media = call.file(&asked.media, Text::default())?;
    let shown = shape::shown(call.world, &media, call.account);
    let shown = shown.ok_or_else(|| Refused::bad("MEDIA_INVALID"))?;
    Ok(shown.to_bytes())
}
