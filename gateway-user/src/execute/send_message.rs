//! `SendMessage`: one new message, of whatever kind.

use backline_gateway::Files;
use backline_proto::common::v1::FormattedText;
use backline_proto::common::v1::content::Kind;
use backline_proto::gateway::v1::{Outcome, SendMessage};

use super::made::keys;
use super::send::Letter;
use super::{Ended, Executor, incomplete};

pub(super) async fn execute(
    with: &Executor,
    files: &Files,
    command: SendMessage,
    random_ids: &[i64],
) -> Ended<Outcome> {
    let place = with.target(command.target.as_ref())?;
    let markup = with.markup(&command.buttons)?;
    let keys = keys(random_ids, 1)?;
    let reply_to = command.reply_to.as_ref();
    let reply = with.reply(&place, reply_to)?;
    let is_optional = reply_to.is_some_and(|reply| reply.optional);
    let kind = command.content.as_ref().and_then(|it| it.kind.as_ref());
    let kind = kind.ok_or_else(|| incomplete("has no content"))?;
    let (text, media, caption_above) = match kind {
        Kind::Text(text) => (text.clone(), None, false),
        Kind::Media(media) => (
            media.caption.clone().unwrap_or_default(),
            Some(Box::pin(with.enclose(files, media, keys[0])).await?),
            media.caption_above,
        ),
        other => (
            FormattedText::default(),
            Some(with.enclose_other(other)?),
            false,
        ),
    };
    let letter = Letter {
        text,
        media,
        reply,
        without_reply: is_optional.then(|| place.in_topic()),
        silent: command.silent,
        no_webpage: command.without_link_preview,
        caption_above,
        random_id: keys[0],
        markup,
    };
    let sent = Box::pin(with.post(&place, letter)).await?;
    Ok(with.made(place.chat_id, sent, keys))
}
