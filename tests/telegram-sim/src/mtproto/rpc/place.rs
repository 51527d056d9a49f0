//! Where something is sent: the chat, the topic, what it answers, and whether the account may.

use grammers_tl_types::{enums, types};

use super::{Call, Refused};
use crate::world::{
    Body, GENERAL, Key, Kind, Status, UserId, act::Writing, message::Uid, rate::Cost,
};

/// A send whose place was checked.
pub(super) struct Place {
    pub(super) key: Key,
    pub(super) thread: Option<i64>,
    reply_to: Option<Uid>,
    quote: Option<(String, i64)>,
    sender: Option<i64>,
    protected: bool,
}

/// What goes along with every send.
pub(super) struct Asked<'a> {
    pub(super) peer: &'a enums::InputPeer,
    pub(super) reply_to: Option<&'a enums::InputReplyTo>,
    /// The topic, where a call names it beside what is answered.
    pub(super) top: Option<i32>,
    pub(super) send_as: Option<&'a enums::InputPeer>,
    pub(super) noforwards: bool,
    pub(super) is_scheduled: bool,
}

// === impl Place ===

impl Place {
    /// What is written there.
    pub(super) fn writing(&self, body: Body) -> Writing {
        Writing {
            thread: self.thread,
            reply_to: self.reply_to,
            quote: self.quote.clone(),
            sender: self.sender,
            protected: self.protected,
            ..Writing::of(body)
        }
    }
}

// === impl Call ===

impl Call<'_> {
    /// Checks where something is sent, in the order in which Telegram does.
    pub(super) fn place(&mut self, asked: &Asked<'_>) -> Result<Place, Refused> {
        let key = self.peer(asked.peer)?;
        if asked.is_scheduled {
            return Err(Refused::bad("METHOD_NOT_SIMULATED"));
        }
        self.must_reach(key)?;
        let mut place = Place {
            key,
            thread: asked.top.map(i64::from),
            reply_to: None,
            quote: None,
            sender: None,
            protected: asked.noforwards,
        };
        if let Some(peer) = asked.send_as {
            place.sender = self.sender(key, peer)?;
        }
        match asked.reply_to {
            None => {}
            Some(enums::InputReplyTo::Message(reply)) => self.answers(reply, &mut place)?,
            Some(_) => return Err(Refused::bad("METHOD_NOT_SIMULATED")),
        }
        if self.deletes_topic
            && let Some(thread) = place.thread
        {
            // A topic that is gone already is what the fault wanted.
            let _ = self.world.delete_topic(key, thread);
        }
        self.must_be_open(&place)?;
        if let Key::Private(..) = key {
            let partner = key.id_for(self.account);
            self.world.private_chat(self.account, partner);
        }
        Ok(place)
    }

    /// Whether the account may write in that chat at all.
    fn must_reach(&self, key: Key) -> Result<(), Refused> {
        let (world, account) = (&*self.world, self.account);
        if let Key::Private(..) = key {
            let partner = key.id_for(account);
            let user = world.user(partner);
            if user.is_some_and(|user| user.deactivated) {
                return Err(Refused::bad("INPUT_USER_DEACTIVATED"));
            }
            if world.has_blocked(account, partner) {
                return Err(Refused::bad("YOU_BLOCKED_USER"));
            }
            if world.has_blocked(partner, account) {
                return Err(Refused::bad("USER_IS_BLOCKED"));
            }
            if !world.may_approach(account, partner) {
                return Err(Refused::bad("PEER_FLOOD"));
            }
            return Ok(());
        }
        let Some(chat) = world.chat(key) else {
            return Err(Refused::bad("PEER_ID_INVALID"));
        };
        if chat.migrated_to.is_some() {
            // (inferred)
            return Err(Refused::bad("PEER_ID_INVALID"));
        }
        self.must_see(key)?;
        let member = world.member(key, account);
        if member.status == Status::Kicked && chat.kind.has_own_ids() {
            return Err(Refused::bad("USER_BANNED_IN_CHANNEL"));
        }
        if !member.is_in() {
            return Err(Refused::forbidden("CHAT_WRITE_FORBIDDEN"));
        }
        if chat.kind == Kind::Channel && !member.rights.can_post_messages {
            return Err(Refused::bad("CHAT_ADMIN_REQUIRED"));
        }
        Ok(())
    }

    /// A topic's first message stands for the topic, also when it is named as what is answered.
    fn answers(
        &self,
        reply: &types::InputReplyToMessage,
        place: &mut Place,
    ) -> Result<(), Refused> {
        let world = &*self.world;
        let topics = world
            .chat(place.key)
            .filter(|chat| chat.forum)
            .map(|chat| &chat.topics);
        let is_topic = |id: i64| topics.is_some_and(|topics| topics.contains_key(&id));
        let named = i64::from(reply.reply_to_msg_id);
        let top = reply.top_msg_id.map(i64::from).filter(|top| *top != 0);
        if let Some(top) = top.filter(|_| topics.is_some()) {
            if !is_topic(top) {
                return Err(Refused::bad("TOPIC_ID_INVALID"));
            }
            place.thread = Some(top);
        }
        if named == 0 {
            return Ok(());
        }
        let elsewhere = match &reply.reply_to_peer_id {
            Some(peer) => Some(self.peer(peer)?).filter(|key| *key != place.key),
            None => None,
        };
        if elsewhere.is_none() && is_topic(named) && place.thread.is_none_or(|top| top == named) {
            place.thread = Some(named);
            return Ok(());
        }
        let invalid = || Refused::bad("REPLY_MESSAGE_ID_INVALID");
        let chat = elsewhere.unwrap_or(place.key);
        self.must_see(chat)?;
        let answered = self
            .found(chat, reply.reply_to_msg_id)
            .ok_or_else(invalid)?;
        if elsewhere.is_some() && (answered.body.is_service() || world.is_protected(answered)) {
            return Err(invalid());
        }
        if elsewhere.is_none() && place.thread.is_none() && topics.is_some() {
            place.thread = Some(answered.thread.unwrap_or(GENERAL));
        }
        place.reply_to = Some(answered.uid);
        if let Some(text) = reply.quote_text.clone().filter(|text| !text.is_empty()) {
            let position = i64::from(reply.quote_offset.unwrap_or_default());
            world
                .quote(answered.uid, &text, position)
                .map_err(|_| Refused::bad("QUOTE_TEXT_INVALID"))?;
            place.quote = Some((text, position));
        }
        Ok(())
    }

    /// Whether the account may write in that topic.
    fn must_be_open(&self, place: &Place) -> Result<(), Refused> {
        let world = &*self.world;
        let Some(chat) = world.chat(place.key).filter(|chat| chat.forum) else {
            return Ok(());
        };
        let thread = place.thread.unwrap_or(GENERAL);
        match chat.topics.get(&thread) {
            None => Err(Refused::bad("TOPIC_ID_INVALID")),
            Some(topic) if topic.deleted => Err(Refused::bad("TOPIC_DELETED")),
            Some(topic) if topic.closed => {
                if world.manages_topic(place.key, thread, self.account) {
                    Ok(())
                } else {
                    Err(Refused::bad("TOPIC_CLOSED"))
                }
            }
            Some(_) => Ok(()),
        }
    }

    fn sender(&self, key: Key, peer: &enums::InputPeer) -> Result<Option<i64>, Refused> {
        let invalid = || Refused::bad("SEND_AS_PEER_INVALID");
        match self.peer(peer).map_err(|_| invalid())? {
            Key::Private(one, other) if one == other => Ok(None),
            as_key if as_key == key => Ok(None),
            Key::Group(id) => {
                let owns = self.world.member(Key::Group(id), self.account).status;
                if owns == Status::Creator {
                    Ok(Some(id))
                } else {
                    Err(invalid())
                }
            }
            Key::Private(..) => Err(invalid()),
        }
    }

    /// Takes what a send costs, and waits that a slow group asks for.
    pub(super) fn spend_sending(&mut self, key: Key, units: usize) -> Result<(), Refused> {
        if let Some(seconds) = self.slow_mode(key, self.account) {
            return Err(Refused::new(420, format!("SLOWMODE_WAIT_{seconds}")));
        }
        self.spend(key, Cost::Units(units))
    }

    /// How long a member has to wait yet in a slow group. Administrators do not.
    fn slow_mode(&self, key: Key, who: UserId) -> Option<i64> {
        let chat = self.world.chat(key).filter(|chat| chat.slow_mode > 0)?;
        if self.world.member(key, who).is_admin() {
            return None;
        }
        let own = self
            .world
            .messages_in(key)
            .filter(|message| message.author.account() == who && !message.body.is_service());
        let wait = own.last()?.date + chat.slow_mode - self.world.date();
        (wait > 0).then_some(wait)
    }
}
