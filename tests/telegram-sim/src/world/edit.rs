//! What people change in messages of theirs.

use serde_json::{Value, json};

use super::{
    Body, Kind, Media, Refused, UserId, World,
    content::Text,
    message::{Message, Uid},
};

/// How long a person may edit a message, in seconds.
const EDITABLE: i64 = 48 * 3600;

// === impl World ===

impl World {
    /// A person changes text or caption of a message of theirs.
    pub fn edit_as(&mut self, who: UserId, uid: Uid, text: Text) -> Result<(), Refused> {
        self.replace_as(who, uid, Body::Text(text))
    }

    /// A person puts other content into a message of theirs: a text in place of a text or as the caption, a file in place
    /// of a text or of another file.
    pub(crate) fn replace_as(&mut self, who: UserId, uid: Uid, new: Body) -> Result<(), Refused> {
        let old = self.editable(who, uid)?;
        let body = match (old.body.clone(), new) {
            (Body::Text(_), new @ (Body::Text(_) | Body::Media(_))) => new,
            (Body::Media(media), Body::Text(caption)) if media.kind.takes_caption() => {
                Body::Media(Media { caption, ..media })
            }
            (Body::Media(media), Body::Media(new)) => {
                exchangeable(&media, &new, old.album.is_some())?;
                Body::Media(new)
            }
            _ => return Err(Refused("message can't be edited".into())),
        };
        let markup = old.markup.clone();
        self.rewrite(uid, body, markup);
        Ok(())
    }

    /// A person is somewhere else now. Heard of in an edit.
    pub(crate) fn move_as(
        &mut self,
        who: UserId,
        uid: Uid,
        latitude: f64,
        longitude: f64,
    ) -> Result<(), Refused> {
        let mut location = self.live_of(who, uid)?;
        location["latitude"] = json!(latitude);
        location["longitude"] = json!(longitude);
        self.rewrite(uid, Body::Plain("location".into(), location), None);
        Ok(())
    }

    /// A person shares no longer where they are. The last place stays.
    pub(crate) fn stop_as(&mut self, who: UserId, uid: Uid) -> Result<(), Refused> {
        let location = self.live_of(who, uid)?;
        let body = self.copied(Body::Plain("location".into(), location));
        self.rewrite(uid, body, None);
        Ok(())
    }

    fn live_of(&self, who: UserId, uid: Uid) -> Result<Value, Refused> {
        let message = self.own_message(who, uid)?;
        match &message.body {
            Body::Plain(_, location) if self.is_live(message) => Ok(location.clone()),
            _ => Err(Refused("message can't be edited".into())),
        }
    }

    /// Whether it is a place that still moves.
    #[must_use]
    pub(crate) fn is_live(&self, message: &Message) -> bool {
        let Body::Plain(kind, location) = &message.body else {
            return false;
        };
        let period = location.get("live_period").and_then(Value::as_i64);
        kind == "location" && period.is_some_and(|period| self.date() - message.date < period)
    }

    /// Bots are told of an edit in which nothing that people see has changed, as when a link's preview has loaded.
    pub fn touch(&mut self, uid: Uid) {
        let date = self.date();
        if let Some(message) = self.messages.get_mut(&uid) {
            message.edit_date = Some(date);
        }
        self.publish(uid, true);
    }

    fn editable(&self, who: UserId, uid: Uid) -> Result<&Message, Refused> {
        let message = self.own_message(who, uid)?;
        let refused = || Refused("message can't be edited".into());
        if message.forward.is_some() || message.extra.contains_key("via_bot") {
            return Err(refused());
        }
        let supergroup = self
            .chats
            .get(&message.chat)
            .is_some_and(|chat| chat.kind == Kind::Super);
        let endless = supergroup && self.member(message.chat, who).rights.can_pin_messages;
        if !endless && self.date() - message.date >= EDITABLE {
            return Err(refused());
        }
        Ok(message)
    }

    fn own_message(&self, who: UserId, uid: Uid) -> Result<&Message, Refused> {
        self.messages
            .get(&uid)
            .filter(|message| !message.deleted && message.author.account() == who)
            .ok_or_else(|| Refused("message can't be edited".into()))
    }
}

/// Whether one file may stand in place of another. In an album it must be of the same sort.
pub(crate) fn exchangeable(old: &Media, new: &Media, in_album: bool) -> Result<(), Refused> {
    let refuse = |why: &str| Err(Refused(why.to_owned()));
    if !old.kind.is_replaceable() || !new.kind.is_replaceable() {
        return refuse("message media can't be edited");
    }
    if !in_album || old.kind == new.kind {
        return Ok(());
    }
    match (old.kind.album(), new.kind.album()) {
        (_, None) => refuse("message content type can't be used in an album"),
        (one, other) if one != other => refuse("can't change media type in the album"),
        _ => Ok(()),
    }
}
