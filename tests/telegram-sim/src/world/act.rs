//! What people do: write, delete, block, run topics. Edits are in `edit`, presses in `press`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Body, Key, Kind, Member, Refused, Status, UserId, World, entity,
    file::File,
    media_kind::ALBUM_LIMIT,
    message::{Author, Uid},
    post::Draft,
    topic::in_thread,
};

/// What a person is about to write.
#[derive(Debug, Clone)]
pub(crate) struct Writing {
    pub(crate) body: Body,
    pub(crate) thread: Option<i64>,
    pub(crate) reply_to: Option<Uid>,
    /// What it quotes, and about where that stands in the original.
    pub(crate) quote: Option<(String, i64)>,
    pub(crate) album: Option<String>,
    pub(crate) forward: Option<Value>,
    pub(crate) markup: Option<Value>,
    pub(crate) protected: bool,
    pub(crate) held: bool,
    /// It is as long as another was: Telegram does not look at that once more.
    pub(crate) is_copy: bool,
    /// Another chat that it is written as: a channel of theirs.
    pub(crate) sender: Option<i64>,
    pub(crate) extra: BTreeMap<String, Value>,
}

/// The longest text, and Premium's longest caption, in UTF-16 code units.
const TEXT_LIMIT: usize = 4096;
/// The longest caption without Premium.
const CAPTION_LIMIT: usize = 1024;

// === impl Writing ===

impl Writing {
    pub(crate) fn of(body: Body) -> Self {
        Self {
            body,
            thread: None,
            reply_to: None,
            quote: None,
            album: None,
            forward: None,
            markup: None,
            protected: false,
            held: false,
            is_copy: false,
            sender: None,
            extra: BTreeMap::new(),
        }
    }
}

// === impl World ===

impl World {
    /// A person writes into a chat they are in.
    pub(crate) fn write(
        &mut self,
        who: UserId,
        key: Key,
        writing: Writing,
    ) -> Result<Uid, Refused> {
        let mut author = self.may_write(who, key, writing.thread)?;
        if !writing.is_copy {
            self.fits(who, &writing.body)?;
        }
        if let Some(chat) = writing.sender {
            author = self.writes_as(who, key, chat)?;
        }
        if let Some(album) = &writing.album {
            self.joins_album(key, album, &writing.body)?;
        }
        let thread = writing.thread.or_else(|| {
            let target = writing.reply_to.and_then(|uid| self.messages.get(&uid));
            target
                .filter(|target| target.chat == key)
                .and_then(|target| target.thread)
        });
        let quote = match (&writing.quote, writing.reply_to) {
            (Some((text, position)), Some(target)) => Some(self.quote(target, text, *position)?),
            _ => None,
        };
        if let Key::Private(..) = key
            && let Some(chat) = self.chats.get_mut(&key)
        {
            chat.started = true;
        }
        Ok(self.post(Draft {
            thread: thread.and_then(in_thread),
            reply_to: writing.reply_to,
            quote,
            album: writing.album,
            forward: writing.forward,
            markup: writing.markup,
            extra: writing.extra,
            protected: writing.protected,
            held: writing.held,
            ..Draft::new(key, author, writing.body)
        }))
    }

    /// Apps split what is too long. Premium has longer captions.
    fn fits(&self, who: UserId, body: &Body) -> Result<(), Refused> {
        let premium = self.users.get(&who).is_some_and(|user| user.is_premium);
        let limit = match body {
            Body::Media(_) if !premium => CAPTION_LIMIT,
            _ => TEXT_LIMIT,
        };
        let long = body.text().map_or(0, |text| entity::length(&text.text));
        if long > limit {
            return Err(Refused(format!("{long} characters where {limit} fit")));
        }
        Ok(())
    }

    /// A person writes in a group as a channel of theirs.
    fn writes_as(&self, who: UserId, key: Key, chat: i64) -> Result<Author, Refused> {
        let theirs = self.member(Key::Group(chat), who).status == Status::Creator;
        if theirs && self.is_group(key) {
            Ok(Author::Chat(who, chat))
        } else {
            Err(Refused("SEND_AS_PEER_INVALID".into()))
        }
    }

    /// What an album cannot be made of, apps do not offer.
    fn joins_album(&self, key: Key, album: &str, body: &Body) -> Result<(), Refused> {
        let kind = match body {
            Body::Media(media) => media.kind.album(),
            _ => None,
        };
        let Some(kind) = kind else {
            return Err(Refused(format!("no album has a {}", body.kind())));
        };
        let mut others = 0;
        for other in self.messages_in(key) {
            if other.album.as_deref() != Some(album) {
                continue;
            }
            others += 1;
            if matches!(&other.body, Body::Media(media) if media.kind.album() != Some(kind)) {
                return Err(Refused(format!("{} cannot be mixed with it", body.kind())));
            }
        }
        if others >= ALBUM_LIMIT {
            return Err(Refused(format!("an album has at most {ALBUM_LIMIT} items")));
        }
        Ok(())
    }

    fn may_write(&self, who: UserId, key: Key, thread: Option<i64>) -> Result<Author, Refused> {
        let refuse = |why: &str| Err(Refused(why.to_owned()));
        let Some(chat) = self.chats.get(&key) else {
            return refuse("chat not found");
        };
        if chat.migrated_to.is_some() {
            return refuse("this group is a supergroup now: write there");
        }
        if let Key::Private(one, other) = key {
            let partner = if one == who { other } else { one };
            if self.member(key, partner).status == Status::Kicked {
                return refuse("you have blocked this bot: unblock it first");
            }
            if self.queues.contains_key(&who) {
                if self.member(key, who).status == Status::Kicked {
                    return refuse("bot was blocked by the user");
                }
                if !chat.started {
                    return refuse("bot can't initiate conversation with a user");
                }
            }
            return Ok(Author::User(who));
        }
        let member = self.member(key, who);
        if !member.is_in() {
            return refuse("not a member of this chat");
        }
        if let Some(thread) = thread.filter(|_| chat.forum) {
            match self.topic(key, thread) {
                None => return refuse("this topic is gone"),
                Some(topic) if topic.closed && !self.manages_topic(key, thread, who) => {
                    return refuse("TOPIC_CLOSED");
                }
                Some(_) => {}
            }
        }
        if chat.kind == Kind::Channel {
            return if member.rights.can_post_messages {
                Ok(Author::Channel(who))
            } else {
                refuse("only administrators write in a channel")
            };
        }
        Ok(self.author_in(key, who))
    }

    /// A person deletes a message: their own, any in a private chat, or with the right to.
    pub fn delete_as(&mut self, who: UserId, uid: Uid) -> Result<(), Refused> {
        self.delete_all_as(who, &[uid])
    }

    /// A person deletes several messages of one chat at once.
    pub fn delete_all_as(&mut self, who: UserId, gone: &[Uid]) -> Result<(), Refused> {
        for uid in gone {
            let message = self
                .messages
                .get(uid)
                .filter(|message| !message.deleted)
                .ok_or_else(|| Refused("message to delete not found".into()))?;
            let allowed = message.author.account() == who
                || matches!(message.chat, Key::Private(..))
                || self.member(message.chat, who).rights.can_delete_messages;
            if !allowed {
                return Err(Refused("message can't be deleted".into()));
            }
        }
        self.erase(gone, None);
        Ok(())
    }

    /// A person blocks a bot, or takes it back.
    pub fn set_blocked(&mut self, who: UserId, bot: UserId, blocked: bool) -> Result<(), Refused> {
        let key = self.private_chat(who, bot);
        let status = if blocked {
            Status::Kicked
        } else {
            Status::Member
        };
        self.set_member(key, bot, Member::plain(status), who)
    }

    /// A person opens, closes, reopens, renames or deletes topics only with the right to.
    pub(crate) fn require_topic_right(
        &self,
        key: Key,
        thread: i64,
        who: UserId,
    ) -> Result<(), Refused> {
        if self.manages_topic(key, thread, who) {
            Ok(())
        } else {
            Err(Refused("not enough rights to manage topics".into()))
        }
    }

    /// Puts a file into the world.
    pub(crate) fn add_file(&mut self, file: File) -> super::file::FileNo {
        self.files.add(file)
    }
}
