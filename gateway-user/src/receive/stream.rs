//! The library's sequences of updates, with what it leaves out.

mod difference;

use grammers_client::session::types::UpdatesState;
use grammers_client::session::updates::{MessageBoxes, UpdateAndPeers, UpdatesLike};
use grammers_client::tl::{enums, types};
use tokio::sync::mpsc;
use tokio::time::timeout_at;

use super::found::Found;
use super::missed::Behind;
use crate::peers::Peers;
use crate::sent::Sent;
use crate::state::State;
use crate::telegram::{Failure, Telegram};

/// So many bundles that wait are taken at once.
const AT_ONCE: usize = 100;

/// An account's updates on one connection.
pub(super) struct Stream {
    boxes: MessageBoxes,
    updates: mpsc::Receiver<UpdatesLike>,
    unreadable: u32,
}

/// What came, together.
#[derive(Default)]
pub(super) struct News {
    pub(super) updates: Vec<enums::Update>,
    pub(super) users: Vec<enums::User>,
    pub(super) chats: Vec<enums::Chat>,
    pub(super) date: i32,
    /// Where Telegram does not tell what was missed.
    pub(super) gaps: Vec<Gap>,
    /// What could not be read, in words.
    pub(super) unreadable: Option<String>,
    /// The last message of each chat, where those were asked for.
    pub(super) tops: Vec<(i64, i32)>,
    /// Where there are more of those.
    pub(super) behind: Option<Behind>,
}

/// What is next.
pub(super) enum Next {
    /// Something happened.
    News(Box<News>),
    /// The dialogs show a channel.
    Found(Found),
}

/// Where Telegram does not tell what was missed.
#[derive(Debug)]
pub(super) enum Gap {
    /// In private chats and basic groups.
    Common,
    /// In a supergroup or channel, by bare id; with its last messages.
    Channel(i64, Vec<enums::Message>),
}

// === impl Stream ===

impl Stream {
    pub(super) fn new(state: &State, updates: mpsc::Receiver<UpdatesLike>) -> Self {
        Self {
            boxes: MessageBoxes::load(state.to_library()),
            updates,
            unreadable: 0,
        }
    }

    /// Where it stands.
    pub(super) fn state(&self) -> UpdatesState {
        self.boxes.session_state()
    }

    /// Follows a channel that the dialogs show.
    pub(super) fn know(&mut self, found: &Found) {
        self.boxes.try_set_channel_state(found.id, found.pts);
    }

    /// What comes next. Nothing is lost when it is dropped: what was asked for is
    /// asked for again.
    pub(super) async fn next(
        &mut self,
        telegram: &Telegram,
        peers: &Peers,
        sent: &Sent,
        dialogs: &mut mpsc::UnboundedReceiver<Found>,
    ) -> Result<Next, Failure> {
        let told = |news: News| Next::News(Box::new(news));
        loop {
            let deadline = self.boxes.check_deadlines();
            if let Some(request) = self.boxes.get_difference() {
                let news = Box::pin(self.difference(telegram, request)).await;
                return news.map(told);
            }
            if let Some(request) = self.boxes.get_channel_difference() {
                let asked = self.channel_difference(telegram, peers, request);
                return Box::pin(asked).await.map(told);
            }
            // What is asked for is not broken off by what the dialogs show.
            let waiting = timeout_at(deadline.into(), self.updates.recv());
            let first = tokio::select! {
                biased;
                first = waiting => first,
                Some(found) = dialogs.recv() => return Ok(Next::Found(found)),
            };
            let Ok(first) = first else { continue };
            let first = first.ok_or_else(super::ended)?;
            let mut news = News::default();
            self.take(first, peers, sent, &mut news);
            if !news.is_empty() {
                return Ok(told(news));
            }
        }
    }

    /// Takes what was pushed and what waits behind it, up to what has to be asked for: the
    /// library would pass on what comes meanwhile before what was missed.
    fn take(&mut self, first: UpdatesLike, peers: &Peers, sent: &Sent, news: &mut News) {
        self.process(first, peers, sent, news);
        for _ in 1..AT_ONCE {
            let is_asking = self.boxes.get_difference().is_some()
                || self.boxes.get_channel_difference().is_some();
            if is_asking {
                return;
            }
            let Ok(more) = self.updates.try_recv() else {
                return;
            };
            self.process(more, peers, sent, news);
        }
    }

    /// Puts what was pushed into its sequence. What does not fit there is asked
    /// for by a difference.
    fn process(&mut self, pushed: UpdatesLike, peers: &Peers, sent: &Sent, news: &mut News) {
        let is_new_connection = matches!(pushed, UpdatesLike::ConnectionClosed);
        let pushed = match pushed {
            UpdatesLike::ShortSentMessage { request, update } => {
                if let Some(chat_id) = super::missed::chat_id_of_input(&request.peer, peers) {
                    sent.remember(chat_id, update.id, request.random_id);
                }
                UpdatesLike::ShortSentMessage { request, update }
            }
            // Names people without showing them: they come with the difference.
            UpdatesLike::Updates(updates) if names_strangers(&updates, peers) => {
                UpdatesLike::MalformedUpdates
            }
            other => other,
        };
        let pushed = match pushed {
            UpdatesLike::Updates(mut updates) => {
                self.stay(told(&mut updates));
                sent.learn(&updates);
                UpdatesLike::Updates(updates)
            }
            other => other,
        };
        if let Ok(processed) = self.boxes.process_updates(pushed) {
            news.add(processed);
        }
        if is_new_connection {
            // What happened meanwhile in channels is told by nobody otherwise.
            self.ask_all_channels();
        }
    }

    /// Of a channel with too much to tell Telegram may name a place, for who does not follow it
    /// yet (core.telegram.org/constructor/updateChannelTooLong). The library goes there in any
    /// case (grammers 0.11), and what is in between would never be asked for.
    fn stay(&self, updates: &mut [enums::Update]) {
        let too_long = updates.iter_mut().filter_map(|update| match update {
            enums::Update::ChannelTooLong(told) => Some(told),
            _ => None,
        });
        let mut too_long = too_long.peekable();
        if too_long.peek().is_none() {
            return;
        }
        let followed = self.boxes.session_state().channels;
        for told in too_long {
            if followed.iter().any(|one| one.id == told.channel_id) {
                told.pts = None;
            }
        }
    }

    fn ask_all_channels(&mut self) {
        let channels = self.boxes.session_state().channels;
        let updates = channels.into_iter().map(|channel| {
            enums::Update::ChannelTooLong(types::UpdateChannelTooLong {
                channel_id: channel.id,
                pts: None,
            })
        });
        let bundle = types::Updates {
            updates: updates.collect(),
            users: Vec::new(),
            chats: Vec::new(),
            date: 0,
            seq: 0,
        };
        // Nothing comes of it but that they are asked.
        let _ = self
            .boxes
            .process_updates(UpdatesLike::Updates(bundle.into()));
    }
}

// === impl News ===

impl News {
    fn add(&mut self, (updates, users, chats): UpdateAndPeers) {
        if let Some((_, state)) = updates.last() {
            self.date = state.date;
        }
        self.updates.extend(updates.into_iter().map(|(it, _)| it));
        self.users.extend(users);
        self.chats.extend(chats);
    }

    fn is_empty(&self) -> bool {
        self.updates.is_empty()
            && self.users.is_empty()
            && self.chats.is_empty()
            && self.gaps.is_empty()
    }
}

/// What a bundle tells.
fn told(updates: &mut enums::Updates) -> &mut [enums::Update] {
    match updates {
        enums::Updates::Updates(bundle) => &mut bundle.updates,
        enums::Updates::Combined(bundle) => &mut bundle.updates,
        enums::Updates::UpdateShort(short) => std::slice::from_mut(&mut short.update),
        enums::Updates::TooLong
        | enums::Updates::UpdateShortMessage(_)
        | enums::Updates::UpdateShortChatMessage(_)
        | enums::Updates::UpdateShortSentMessage(_) => &mut [],
    }
}

/// Whether it names somebody who cannot be addressed: the short forms show nobody.
fn names_strangers(updates: &enums::Updates, peers: &Peers) -> bool {
    match updates {
        enums::Updates::UpdateShortMessage(short) => !peers.knows_user(short.user_id),
        enums::Updates::UpdateShortChatMessage(short) => {
            !peers.knows_user(short.from_id) || !peers.knows_chat(-short.chat_id)
        }
        enums::Updates::UpdateShort(short) => match &short.update {
            enums::Update::NewMessage(new) => match &new.message {
                enums::Message::Message(message) => match &message.peer_id {
                    enums::Peer::User(user) => !peers.knows_user(user.user_id),
                    enums::Peer::Chat(chat) => !peers.knows_chat(-chat.chat_id),
                    enums::Peer::Channel(_) => false,
                },
                enums::Message::Service(_) | enums::Message::Empty(_) => false,
            },
            _ => false,
        },
        enums::Updates::TooLong
        | enums::Updates::Combined(_)
        | enums::Updates::Updates(_)
        | enums::Updates::UpdateShortSentMessage(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows one channel, with nothing to ask for.
    fn stream(told: mpsc::Receiver<UpdatesLike>) -> Stream {
        let mut boxes = MessageBoxes::new();
        boxes.try_set_channel_state(700, 8);
        Stream {
            boxes,
            updates: told,
            unreadable: 0,
        }
    }

    fn pushed(update: enums::Update) -> UpdatesLike {
        let updates: enums::Updates = types::UpdateShort { update, date: 9 }.into();
        UpdatesLike::Updates(updates)
    }

    fn too_long(channel_id: i64) -> UpdatesLike {
        let pts = Some(50);
        pushed(types::UpdateChannelTooLong { channel_id, pts }.into())
    }

    fn message(id: i32, pts: i32) -> UpdatesLike {
        let peer_id = Some(types::PeerChannel { channel_id: 700 }.into());
        let message = types::MessageEmpty { id, peer_id }.into();
        let pts_count = 1;
        let update = types::UpdateNewChannelMessage {
            message,
            pts,
            pts_count,
        };
        pushed(update.into())
    }

    #[test]
    fn what_comes_while_something_is_asked_for_comes_behind_the_answer() {
        let (peers, sent) = (Peers::new(1), Sent::default());
        let (updates, told) = mpsc::channel(4);
        let mut stream = stream(told);
        for more in [message(2, 10), too_long(700), message(7, 51)] {
            updates.try_send(more).unwrap();
        }
        let mut news = News::default();
        stream.take(message(1, 9), &peers, &sent, &mut news);
        assert_eq!(news.updates.len(), 2, "what is in order is taken at once");
        let asked = stream.boxes.get_channel_difference().unwrap();
        assert_eq!(asked.pts, 10);
        assert_eq!(stream.updates.len(), 1, "what came later waits");
    }

    #[test]
    fn a_channel_that_is_followed_is_asked_from_where_we_are() {
        let (_updates, told) = mpsc::channel(1);
        let mut stream = stream(told);
        let (peers, sent) = (Peers::new(1), Sent::default());
        for id in [700, 701] {
            let mut news = News::default();
            stream.process(too_long(id), &peers, &sent, &mut news);
        }
        let stands = stream.state().channels;
        let stands: Vec<(i64, i32)> = stands.iter().map(|one| (one.id, one.pts)).collect();
        assert_eq!(stands, [(700, 8), (701, 50)]);
    }
}
