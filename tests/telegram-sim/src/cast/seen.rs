//! A message as people see it.

use serde_json::Value;

use crate::world::{
    Body, Entity, Key, Message, UserId, World,
    file::FileNo,
    message::{Author, Uid},
};

/// A message as people see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its identity in the world.
    pub uid: Uid,
    /// The message id: in private chats and basic groups as the first bot there knows it.
    pub id: i64,
    /// The account that wrote it.
    pub from: UserId,
    /// The name shown: of the person or bot, or the chat's title for anonymous administrators.
    pub sender: String,
    /// `text`, `photo`, `forum_topic_created`, …
    pub kind: String,
    /// Text or caption; empty for none.
    pub text: String,
    /// Formatting of it.
    pub entities: Vec<Entity>,
    /// The id of the message it answers.
    pub reply_to: Option<i64>,
    /// The text that it quotes, or that Telegram quotes in a reply from elsewhere.
    pub quote: Option<String>,
    /// Where the quote stands in the original, in UTF-16 code units.
    pub quote_position: Option<i64>,
    /// What it answers is in another chat or topic.
    pub elsewhere: bool,
    /// Who reacted with what.
    pub reactions: Vec<(String, String)>,
    /// It was edited.
    pub edited: bool,
    /// Its origin, when it is a forward.
    pub forward: Option<Value>,
    /// The bot that wrote it for a business account.
    pub business_bot: Option<UserId>,
    /// Its album.
    pub album: Option<String>,
    /// The name of its file.
    pub file: Option<String>,
    /// Which file it is: the same one, wherever it was copied to.
    pub file_no: Option<FileNo>,
    /// Its media is hidden until tapped.
    pub spoiler: bool,
    /// Its caption stands above.
    pub caption_above: bool,
    /// What it holds beside text and files, as the Bot API writes it: a poll, a place, …
    pub value: Option<Value>,
    /// Saving it is forbidden.
    pub protected: bool,
    /// Its inline keyboard.
    pub markup: Option<Value>,
    /// The topic it is in; General is `None`.
    pub thread: Option<i64>,
    /// When it was written, in seconds since the epoch.
    pub date: i64,
}

/// Whose message ids a chat is described by: supergroups' are everybody's, else the first bot's, between people those of
/// the business account.
pub(super) fn viewer(world: &World, key: Key) -> UserId {
    match key {
        Key::Private(one, other) => {
            let two = [one, other];
            let bot = two.into_iter().find(|id| world.queues.contains_key(id));
            bot.or_else(|| two.into_iter().find(|id| world.has_connection(*id)))
                .or(Some(one))
        }
        Key::Group(_) => world.bots_of(key).first().copied(),
    }
    .unwrap_or(0)
}

pub(crate) fn seen(world: &World, message: &Message) -> Seen {
    let viewer = viewer(world, message.chat);
    let text = message.body.text();
    let reactions = message.reactions.iter().flat_map(|(who, emoji)| {
        let name = world.name_of(*who);
        emoji.iter().map(move |emoji| (name.clone(), emoji.clone()))
    });
    let reply_to = message
        .reply_to
        .filter(|uid| world.message(*uid).is_some_and(|target| !target.deleted));
    let media = match &message.body {
        Body::Media(media) => Some(media),
        _ => None,
    };
    let file = media.and_then(|media| world.files.get(media.file));
    let value = match &message.body {
        Body::Plain(_, value) => Some(value.clone()),
        _ => None,
    };
    Seen {
        uid: message.uid,
        id: world.message_id(message.uid, viewer),
        from: message.author.account(),
        sender: sender(world, message),
        kind: message.body.kind().to_owned(),
        text: text.map(|text| text.text.clone()).unwrap_or_default(),
        entities: text.map(|text| text.entities.clone()).unwrap_or_default(),
        reply_to: reply_to.map(|uid| world.message_id(uid, viewer)),
        quote: message.quote.as_ref().map(|quote| quote.text.text.clone()),
        quote_position: message.quote.as_ref().map(|quote| quote.position),
        elsewhere: is_elsewhere(world, message),
        reactions: reactions.collect(),
        edited: message.edited,
        forward: message.forward.clone(),
        business_bot: message.business_bot,
        album: message.album.clone(),
        file: file.map(|file| file.name.clone()),
        file_no: media.map(|media| media.file),
        spoiler: media.is_some_and(|media| media.spoiler),
        caption_above: media.is_some_and(|media| media.caption_above),
        value,
        protected: world.is_protected(message),
        markup: message.markup.clone(),
        thread: message.thread,
        date: message.date,
    }
}

/// Whether what a message answers is in another chat or topic.
pub(super) fn is_elsewhere(world: &World, message: &Message) -> bool {
    let target = message.reply_to.and_then(|uid| world.message(uid));
    target.is_some_and(|target| !world.is_near(message, target))
}

pub(super) fn sender(world: &World, message: &Message) -> String {
    match message.author {
        Author::User(id) => world.name_of(id),
        Author::Anonymous(_) | Author::Channel(_) => world
            .chat(message.chat)
            .map(|chat| chat.title.clone())
            .unwrap_or_default(),
        Author::Chat(_, chat) => world
            .chat(Key::Group(chat))
            .map(|chat| chat.title.clone())
            .unwrap_or_default(),
    }
}
