//! Edits of a bot's own messages.

use serde_json::Value;

use super::{
    ask::{Answer, Ask},
    media::Input,
    refusal::Refusal,
    text,
};
use crate::world::{
    Body, Connection, Key, Kind, Media, MediaKind, Message, edit::exchangeable, message::Uid,
    rate::Cost,
};

/// What Telegram says to texts and captions that are too long in an edit. To sends it says it in words.
const TOO_LONG: &str = "MESSAGE_TOO_LONG";
const CAPTION_TOO_LONG: &str = "MEDIA_CAPTION_TOO_LONG";

/// What Telegram says to most edits that cannot be.
const REFUSED: &str = "message can't be edited";

/// What Telegram says to edits for a business account of what is not its own, or too old (inferred).
const NOT_THEIRS: &str = "MESSAGE_AUTHOR_REQUIRED";
const TOO_OLD: &str = "MESSAGE_EDIT_TIME_EXPIRED";
/// How long that takes, in seconds.
const EDITABLE: i64 = 48 * 3600;

/// A message about to be edited.
pub(super) struct Edited {
    pub(super) chat: Key,
    pub(super) uid: Uid,
    pub(super) old: Message,
}

pub(crate) fn text(ask: &mut Ask<'_>) -> Answer {
    let text = ask.text("text", "entities")?;
    let edited = Edited::named(ask, "message to edit")?;
    edited.must_be_editable(ask)?;
    if !matches!(edited.old.body, Body::Text(_)) {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    text::check(&text, TOO_LONG)?;
    edited.rewrite(ask, Body::Text(text))
}

pub(crate) fn caption(ask: &mut Ask<'_>) -> Answer {
    let caption = ask.any_caption()?;
    let edited = Edited::named(ask, "message to edit")?;
    edited.must_be_editable(ask)?;
    let media = match &edited.old.body {
        Body::Media(media) if media.kind.takes_caption() => media.clone(),
        _ => {
            return Err(Refusal::bad("there is no caption in the message to edit"));
        }
    };
    text::check_caption(&caption, CAPTION_TOO_LONG)?;
    let caption_above =
        media.kind.takes_caption_above() && ask.params.flag("show_caption_above_media");
    let media = Media {
        caption,
        caption_above,
        ..media
    };
    edited.rewrite(ask, Body::Media(media))
}

pub(crate) fn media(ask: &mut Ask<'_>) -> Answer {
    let input: Input = ask
        .params
        .json("media")?
        .ok_or_else(|| Refusal::bad("parameter \"media\" is required"))?;
    let edited = Edited::named(ask, "message to edit")?;
    let media = ask.input(&input)?;
    let refused = || Refusal::bad("message media can't be edited");
    if edited.must_be_editable(ask).is_err() {
        return Err(refused());
    }
    match &edited.old.body {
        Body::Text(_) => {}
        Body::Media(old) => exchangeable(old, &media, edited.old.album.is_some())?,
        _ => return Err(refused()),
    }
    edited.rewrite(ask, Body::Media(media))
}

pub(crate) fn markup(ask: &mut Ask<'_>) -> Answer {
    let edited = Edited::named(ask, "message to edit")?;
    edited.must_take_markup(ask)?;
    let body = edited.old.body.clone();
    edited.rewrite(ask, body)
}

// === impl Edited ===

impl Edited {
    /// The message that a call names; `what` is Telegram's word for it.
    pub(super) fn named(ask: &mut Ask<'_>, what: &str) -> Result<Self, Refusal> {
        if ask.params.has("inline_message_id") {
            ask.not_simulated("inline_message_id");
            return Err(Refusal::bad("MESSAGE_ID_INVALID"));
        }
        ask.check_parse_mode()?;
        let chat = ask.reachable("chat_id")?;
        ask.must_reply(chat)?;
        let old = ask.message(chat, "message_id", what)?.clone();
        Ok(Self {
            chat,
            uid: old.uid,
            old,
        })
    }

    /// Its buttons may be changed: it is the bot's own, not forwarded, no service message, and has no keyboard of
    /// another kind. In a channel, others' posts too with the right. There is no limit of time.
    pub(super) fn must_take_markup(&self, ask: &Ask<'_>) -> Result<(), Refusal> {
        if let Some(connection) = &ask.business {
            return self.must_be_the_accounts(ask, connection);
        }
        let channel = ask
            .world
            .chat(self.chat)
            .is_some_and(|chat| chat.kind == Kind::Channel);
        let own = self.old.author.account() == ask.bot;
        let rights = ask.world.member(self.chat, ask.bot).rights;
        let may = if channel {
            rights.can_edit_messages || (own && rights.can_post_messages)
        } else {
            own
        };
        let fixed = self.old.forward.is_some()
            || self.old.other_keyboard
            || self.old.body.is_service()
            || self.old.extra.contains_key("via_bot");
        if may && !fixed {
            Ok(())
        } else {
            Err(Refusal::bad(REFUSED))
        }
    }

    /// For a business account: it is the account's, and young, unless the bot sent it or it has buttons.
    fn must_be_the_accounts(&self, ask: &Ask<'_>, account: &Connection) -> Result<(), Refusal> {
        if self.old.author.account() != account.owner || self.old.forward.is_some() {
            return Err(Refusal::bad(NOT_THEIRS));
        }
        let own = self.old.business_bot == Some(account.bot) || self.old.markup.is_some();
        if !own && ask.world.date() - self.old.date >= EDITABLE {
            return Err(Refusal::bad(TOO_OLD));
        }
        Ok(())
    }

    /// Its content may be changed too. Round films, stickers, contacts, dice, places and closed polls never change.
    pub(super) fn must_be_editable(&self, ask: &Ask<'_>) -> Result<(), Refusal> {
        self.must_take_markup(ask)?;
        let editable = match &self.old.body {
            Body::Text(_) => true,
            Body::Media(media) => !matches!(media.kind, MediaKind::VideoNote | MediaKind::Sticker),
            Body::Plain(kind, value) => match kind.as_str() {
                "game" | "paid_media" | "rich_message" | "checklist" => true,
                "location" => ask.world.is_live(&self.old),
                "poll" => value["is_closed"] != true,
                _ => false,
            },
            Body::Service(_) => false,
        };
        if editable {
            Ok(())
        } else {
            Err(Refusal::bad(REFUSED))
        }
    }

    /// Puts in the new content, with the keyboard of the call: without one, the old keyboard goes.
    pub(super) fn rewrite(self, ask: &mut Ask<'_>, body: Body) -> Answer {
        let markup: Option<Value> = ask.markup()?;
        if self.old.body == body && self.old.markup == markup {
            return Err(Refusal::unmodified());
        }
        ask.spend(self.chat, Cost::Units(1))?;
        ask.world.rewrite(self.uid, body, markup);
        Ok(ask.show(self.uid))
    }
}
