//! What was missed and is not told: it is read from the chats themselves, oldest
//! first, so that every message comes once and in its order.

use std::collections::VecDeque;

use grammers_client::tl::{enums, functions, types};

use super::found::Found;
use super::stream::{Gap, News};
use crate::peers::{Peers, channel_id, chat_id_of};
use crate::state::State;
use crate::telegram::{Failure, Telegram};

/// Messages, or dialogs, in one answer.
const PAGE: i32 = 100;

/// What has to be read, in order.
pub(super) struct Missed {
    places: VecDeque<Place>,
    /// A bot reads no history and no dialogs: it asks for messages by number.
    is_bot: bool,
}

enum Place {
    /// Find the private chats and basic groups with messages behind this one.
    Dialogs { top: i32, behind: Option<Behind> },
    /// Read a chat.
    Chat {
        chat_id: i64,
        /// Behind this message; 0 = by the date.
        after: i32,
        /// Not older than this.
        since: i32,
    },
    /// Ask for messages by number.
    Numbers {
        /// 0 = private chats and basic groups, which have one series.
        chat_id: i64,
        /// Behind this message.
        after: i32,
        /// Up to this one; 0 = until there are no more.
        last: i32,
    },
}

// === impl Missed ===

impl Missed {
    pub(super) fn of(is_bot: bool) -> Self {
        Self {
            places: VecDeque::new(),
            is_bot,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Telegram does not tell what was missed there. Gives the messages that are
    /// all there is to have: of a channel in which none was seen before.
    pub(super) fn note(&mut self, gaps: Vec<Gap>, state: &State) -> Vec<enums::Update> {
        let mut rest = Vec::new();
        for gap in gaps {
            match gap {
                Gap::Common if state.top == 0 => {}
                Gap::Common if self.is_bot => self.places.push_back(Place::Numbers {
                    chat_id: 0,
                    after: state.top,
                    last: 0,
                }),
                Gap::Common => self.places.push_back(Place::Dialogs {
                    top: state.top,
                    behind: None,
                }),
                Gap::Channel(id, last) => {
                    let known = state.channels.get(&id).map_or(0, |channel| channel.top);
                    if known == 0 {
                        rest.extend(sorted(last));
                        continue;
                    }
                    let chat_id = channel_id(id);
                    self.places.push_back(if self.is_bot {
                        let last = last.iter().map(enums::Message::id).max();
                        Place::Numbers {
                            chat_id,
                            after: known,
                            last: last.unwrap_or(0),
                        }
                    } else {
                        Place::Chat {
                            chat_id,
                            after: known,
                            since: 0,
                        }
                    });
                }
            }
        }
        rest
    }

    /// A channel in which something was posted since then.
    pub(super) fn since(&mut self, found: &Found, since: i32) {
        self.places.push_back(Place::Chat {
            chat_id: channel_id(found.id),
            after: 0,
            since,
        });
    }

    /// The next page. It counts as read by `pass`.
    pub(super) async fn read(&self, telegram: &Telegram, peers: &Peers) -> Result<News, Failure> {
        match self.places.front() {
            None => Ok(News::default()),
            Some(Place::Dialogs { behind, .. }) => {
                match Box::pin(dialogs(telegram, behind.clone())).await {
                    Ok(page) => Ok(page.into_news(peers)),
                    // Never asked for ever: what comes next matters more.
                    Err(failure) if failure.is_refused() => {
                        tracing::warn!(failure = %failure.words(), "what was missed cannot be read");
                        Ok(News::default())
                    }
                    Err(failure) => Err(failure),
                }
            }
            Some(Place::Chat {
                chat_id,
                after,
                since,
            }) => {
                let Some(peer) = peers.input(*chat_id) else {
                    tracing::warn!(chat = chat_id, "what was missed cannot be read: unknown");
                    return Ok(News::default());
                };
                history(telegram, peer, *after, *since).await
            }
            Some(Place::Numbers {
                chat_id,
                after,
                last,
            }) => numbers(telegram, peers, *chat_id, *after, *last).await,
        }
    }

    /// The page is put away.
    pub(super) fn pass(&mut self, news: &News) {
        match self.places.front_mut() {
            None => {}
            Some(Place::Dialogs { top, .. }) => {
                let top = *top;
                self.places.pop_front();
                let newer = news.tops.iter().filter(|(_, at)| *at > top);
                let mut is_any = false;
                for (chat_id, _) in newer {
                    is_any = true;
                    self.places.push_back(Place::Chat {
                        chat_id: *chat_id,
                        after: top,
                        since: 0,
                    });
                }
                // Newest first: behind a page with nothing new is nothing new.
                if is_any && let Some(behind) = news.behind.clone() {
                    let behind = Some(behind);
                    self.places.push_front(Place::Dialogs { top, behind });
                }
            }
            Some(Place::Numbers { after, last, .. }) => {
                *after = after.saturating_add(PAGE);
                let is_over = match *last {
                    0 => news.updates.is_empty(),
                    last => *after >= last,
                };
                if is_over {
                    self.places.pop_front();
                }
            }
            Some(Place::Chat { after, .. }) => {
                let last = news.updates.iter().filter_map(message_id).max();
                match last {
                    Some(last) if last > *after => *after = last,
                    _ => {
                        self.places.pop_front();
                    }
                }
            }
        }
    }
}

fn message_id(update: &enums::Update) -> Option<i32> {
    match update {
        enums::Update::NewMessage(new) => Some(new.message.id()),
        enums::Update::NewChannelMessage(new) => Some(new.message.id()),
        _ => None,
    }
}

/// A page of a chat's messages behind one, or since a moment.
async fn history(
    telegram: &Telegram,
    peer: enums::InputPeer,
    after: i32,
    since: i32,
) -> Result<News, Failure> {
    let request = functions::messages::GetHistory {
        peer,
        offset_id: after,
        offset_date: if after == 0 { since } else { 0 },
        add_offset: -PAGE,
        limit: PAGE,
        max_id: 0,
        min_id: after,
        hash: 0,
    };
    let told = match Box::pin(telegram.call(&request)).await {
        Ok(told) => told,
        // It cannot be read any more: nothing to be had there.
        Err(failure) if failure.is_refused() => {
            tracing::warn!(failure = %failure.words(), "what was missed cannot be read");
            return Ok(News::default());
        }
        Err(Failure::Unreadable(detail)) => {
            return Ok(News {
                unreadable: Some(detail),
                ..News::default()
            });
        }
        Err(failure) => return Err(failure),
    };
    Ok(read(told, after, since))
}

/// Messages by number, behind one: a page of them, of which some may be gone, or none of the
/// bot's.
async fn numbers(
    telegram: &Telegram,
    peers: &Peers,
    chat_id: i64,
    after: i32,
    last: i32,
) -> Result<News, Failure> {
    let end = after.saturating_add(PAGE);
    let end = if last == 0 { end } else { end.min(last) };
    let id = (after.saturating_add(1)..=end).map(|id| types::InputMessageId { id }.into());
    let id: Vec<enums::InputMessage> = id.collect();
    let told = match peers.input_channel(chat_id) {
        Some(channel) => {
            let request = functions::channels::GetMessages { channel, id };
            Box::pin(telegram.call(&request)).await
        }
        None => {
            let request = functions::messages::GetMessages { id };
            Box::pin(telegram.call(&request)).await
        }
    };
    match told {
        Ok(told) => Ok(read(told, after, 0)),
        Err(failure) if failure.is_refused() => {
            tracing::warn!(failure = %failure.words(), "what was missed cannot be read");
            Ok(News::default())
        }
        Err(Failure::Unreadable(detail)) => Ok(News {
            unreadable: Some(detail),
            ..News::default()
        }),
        Err(failure) => Err(failure),
    }
}

/// What an answer with messages holds, behind one and not older than a moment.
fn read(told: enums::messages::Messages, after: i32, since: i32) -> News {
    use enums::messages::Messages as Of;
    let (messages, users, chats) = match told {
        Of::Messages(it) => (it.messages, it.users, it.chats),
        Of::Slice(it) => (it.messages, it.users, it.chats),
        Of::ChannelMessages(it) => (it.messages, it.users, it.chats),
        Of::NotModified(_) => (Vec::new(), Vec::new(), Vec::new()),
    };
    let is_there = |message: &enums::Message| !matches!(message, enums::Message::Empty(_));
    let messages: Vec<enums::Message> = messages
        .into_iter()
        .filter(is_there)
        .filter(|message| message.id() > after && date(message).is_none_or(|date| date >= since))
        .collect();
    let date = messages.iter().filter_map(date).max().unwrap_or(since);
    News {
        updates: sorted(messages),
        users,
        chats,
        date,
        ..News::default()
    }
}

/// Oldest first, as if they were told.
fn sorted(mut messages: Vec<enums::Message>) -> Vec<enums::Update> {
    messages.sort_by_key(enums::Message::id);
    let updates = messages.into_iter().map(|message| {
        let (pts, pts_count) = (0, 0);
        enums::Update::NewMessage(types::UpdateNewMessage {
            message,
            pts,
            pts_count,
        })
    });
    updates.collect()
}

fn date(message: &enums::Message) -> Option<i32> {
    match message {
        enums::Message::Message(message) => Some(message.date),
        enums::Message::Service(message) => Some(message.date),
        enums::Message::Empty(_) => None,
    }
}

/// A page of the dialogs.
pub(super) struct Page {
    pub(super) dialogs: Vec<types::Dialog>,
    pub(super) messages: Vec<enums::Message>,
    pub(super) users: Vec<enums::User>,
    pub(super) chats: Vec<enums::Chat>,
    /// Whether there are no more.
    pub(super) is_last: bool,
}

/// Where a page begins: behind this dialog.
#[derive(Clone)]
pub(super) struct Behind {
    pub(super) date: i32,
    pub(super) id: i32,
    pub(super) peer: enums::InputPeer,
}

/// The dialogs, newest first.
pub(super) async fn dialogs(telegram: &Telegram, behind: Option<Behind>) -> Result<Page, Failure> {
    let behind = behind.unwrap_or(Behind {
        date: 0,
        id: 0,
        peer: enums::InputPeer::Empty,
    });
    let request = functions::messages::GetDialogs {
        exclude_pinned: false,
        folder_id: None,
        offset_date: behind.date,
        offset_id: behind.id,
        offset_peer: behind.peer,
        limit: PAGE,
        hash: 0,
    };
    use enums::messages::Dialogs as Of;
    let told = Box::pin(telegram.call(&request)).await?;
    let (dialogs, messages, users, chats, is_slice) = match told {
        Of::Dialogs(it) => (it.dialogs, it.messages, it.users, it.chats, false),
        Of::Slice(it) => (it.dialogs, it.messages, it.users, it.chats, true),
        Of::NotModified(_) => return Err(Failure::Unreadable("no dialogs".to_owned())),
    };
    let is_last = !is_slice || dialogs.is_empty();
    let dialogs = dialogs.into_iter().filter_map(|dialog| match dialog {
        enums::Dialog::Dialog(dialog) => Some(dialog),
        enums::Dialog::Folder(_) | enums::Dialog::Community(_) => None,
    });
    Ok(Page {
        dialogs: dialogs.collect(),
        messages,
        users,
        chats,
        is_last,
    })
}

// === impl Page ===

impl Page {
    /// Where the next page begins; None: there is none.
    pub(super) fn next(&self, peers: &Peers) -> Option<Behind> {
        if self.is_last {
            return None;
        }
        self.dialogs.iter().rev().find_map(|last| {
            Some(Behind {
                date: self.date(&last.peer, last.top_message)?,
                id: last.top_message,
                peer: peers.input(chat_id_of(&last.peer))?,
            })
        })
    }

    /// When the last message of a dialog was sent.
    pub(super) fn date(&self, peer: &enums::Peer, id: i32) -> Option<i32> {
        self.messages.iter().find_map(|message| match message {
            enums::Message::Message(it) if it.id == id && it.peer_id == *peer => Some(it.date),
            enums::Message::Service(it) if it.id == id && it.peer_id == *peer => Some(it.date),
            _ => None,
        })
    }

    /// Nothing new, but where something new is.
    fn into_news(self, peers: &Peers) -> News {
        peers.learn_users(&self.users);
        peers.learn_chats(&self.chats);
        let behind = self.next(peers);
        let tops = self.dialogs.iter();
        let tops = tops.map(|dialog| (chat_id_of(&dialog.peer), dialog.top_message));
        News {
            tops: tops
                .filter(|(id, _)| crate::peers::bare_channel(*id).is_none())
                .collect(),
            behind,
            ..News::default()
        }
    }
}

/// The chat that an address is of.
pub(super) fn chat_id_of_input(peer: &enums::InputPeer, peers: &Peers) -> Option<i64> {
    match peer {
        enums::InputPeer::PeerSelf => Some(peers.own()),
        enums::InputPeer::User(user) => Some(user.user_id),
        enums::InputPeer::Chat(chat) => Some(-chat.chat_id),
        enums::InputPeer::Channel(channel) => Some(channel_id(channel.channel_id)),
        enums::InputPeer::Empty
        | enums::InputPeer::UserFromMessage(_)
        | enums::InputPeer::ChannelFromMessage(_) => None,
    }
}
