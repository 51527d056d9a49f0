//! Where an account's updates stand, in an encoding of our own: the server keeps
//! it after each commit, and nobody else does.

use std::collections::BTreeMap;

use backline_proto::gateway::v1::{Cursor, cursor::Kind};
use grammers_client::session::types::{ChannelState, UpdatesState};
use grammers_client::tl::enums;
use prost::Message as _;

/// The first byte of a cursor.
const VERSION: u8 = 1;

/// Where an account's updates stand.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct State {
    /// Of private chats and basic groups.
    #[prost(int32, tag = "1")]
    pub(crate) pts: i32,
    /// Of what is told apart from messages.
    #[prost(int32, tag = "2")]
    pub(crate) qts: i32,
    #[prost(int32, tag = "3")]
    pub(crate) date: i32,
    #[prost(int32, tag = "4")]
    pub(crate) seq: i32,
    /// The highest message id seen in private chats and basic groups, whose ids
    /// are the account's own: what is missed is read from there.
    #[prost(int32, tag = "5")]
    pub(crate) top: i32,
    /// By bare id.
    #[prost(btree_map = "int64, message", tag = "6")]
    pub(crate) channels: BTreeMap<i64, Channel>,
}

/// Where the updates of one supergroup or channel stand.
#[derive(Clone, Copy, PartialEq, prost::Message)]
pub(crate) struct Channel {
    #[prost(int32, tag = "1")]
    pub(crate) pts: i32,
    /// Without it the channel cannot be asked what was missed.
    #[prost(int64, tag = "2")]
    pub(crate) hash: i64,
    /// The highest message id seen.
    #[prost(int32, tag = "3")]
    pub(crate) top: i32,
}

// === impl State ===

impl State {
    /// The state in a cursor; none = from the beginning. A cursor that cannot be
    /// read is one of a newer version: from the beginning too, loudly.
    pub(crate) fn of(cursor: Option<&Cursor>) -> Option<Self> {
        let Some(Kind::UpdateState(bytes)) = cursor?.kind.as_ref() else {
            return None;
        };
        let (version, rest) = bytes.split_first()?;
        let read = (*version == VERSION).then(|| Self::decode(rest).ok());
        let read = read.flatten().filter(|state| state.pts > 0);
        if read.is_none() {
            tracing::error!("the update state cannot be read; updates go on from now");
        }
        read
    }

    /// As Telegram tells it.
    pub(crate) fn told(told: enums::updates::State) -> Self {
        let enums::updates::State::State(told) = told;
        Self {
            pts: told.pts,
            qts: told.qts,
            date: told.date,
            seq: told.seq,
            ..Self::default()
        }
    }

    /// As a cursor.
    pub(crate) fn cursor(&self) -> Cursor {
        let mut bytes = vec![VERSION];
        bytes.extend(self.encode_to_vec());
        Cursor {
            kind: Some(Kind::UpdateState(bytes)),
            source: String::new(),
        }
    }

    /// As the library takes it.
    pub(crate) fn to_library(&self) -> UpdatesState {
        let channels = self.channels.iter();
        let channels = channels.filter(|(_, channel)| channel.pts > 0 && channel.hash != 0);
        UpdatesState {
            pts: self.pts,
            qts: self.qts,
            date: self.date,
            seq: self.seq,
            channels: channels
                .map(|(id, channel)| ChannelState {
                    id: *id,
                    pts: channel.pts,
                })
                .collect(),
        }
    }

    /// Takes over what the library says.
    pub(crate) fn advance(&mut self, to: &UpdatesState, hash: impl Fn(i64) -> Option<i64>) {
        if to.pts != 0 {
            (self.pts, self.date, self.seq) = (to.pts, to.date, to.seq);
        }
        self.qts = to.qts;
        let before = std::mem::take(&mut self.channels);
        for ChannelState { id, pts } in &to.channels {
            let known = before.get(id).copied().unwrap_or_default();
            let hash = hash(*id).unwrap_or(known.hash);
            let pts = *pts;
            self.channels.insert(*id, Channel { pts, hash, ..known });
        }
    }
}

/// How far it has come, without what addresses anybody.
impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "pts {} qts {} seq {} top {}",
            self.pts, self.qts, self.seq, self.top
        )?;
        for (id, channel) in &self.channels {
            write!(f, ", {id}: pts {} top {}", channel.pts, channel.top)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_comes_back_as_it_was() {
        let mut state = State {
            pts: 5,
            qts: 1,
            date: 9,
            seq: 2,
            top: 44,
            ..State::default()
        };
        let (pts, hash, top) = (8, -3, 12);
        state.channels.insert(700, Channel { pts, hash, top });
        assert_eq!(State::of(Some(&state.cursor())), Some(state.clone()));
        let mut told = state.to_library();
        told.channels[0].pts = 11;
        state.advance(&told, |_| None);
        assert_eq!(state.channels[&700], Channel { pts: 11, hash, top });
    }

    #[test]
    fn what_is_no_state_begins_anew() {
        assert_eq!(State::of(None), None);
        for bytes in [vec![], vec![9, 8], vec![VERSION, 0xff, 0xff]] {
            let kind = Some(Kind::UpdateState(bytes));
            let source = String::new();
            assert_eq!(State::of(Some(&Cursor { kind, source })), None);
        }
    }
}
