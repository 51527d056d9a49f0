//! What was missed, as Telegram tells it when it is asked.

use grammers_client::session::updates::PrematureEndReason;
use grammers_client::tl::{enums, functions, types};

use super::{Gap, News, Stream};
use crate::peers::Peers;
use crate::telegram::{Failure, Telegram};

/// Most messages in one answer about a channel.
const CHANNEL_LIMIT: i32 = 100;
/// So often a difference that cannot be read is asked for before it is passed
/// over.
const UNREADABLE_REPEATS: u32 = 3;

// === impl Stream ===

impl Stream {
    pub(super) async fn difference(
        &mut self,
        telegram: &Telegram,
        request: functions::updates::GetDifference,
    ) -> Result<News, Failure> {
        let told = telegram.call(&request).await;
        let mut news = News::default();
        match told {
            Ok(enums::updates::Difference::TooLong(told)) => {
                news.gaps.push(Gap::Common);
                let told = enums::updates::Difference::TooLong(told);
                news.add(self.boxes.apply_difference(told));
            }
            Ok(mut told) => {
                match &mut told {
                    enums::updates::Difference::Difference(told) => {
                        self.stay(&mut told.other_updates);
                    }
                    enums::updates::Difference::Slice(told) => self.stay(&mut told.other_updates),
                    enums::updates::Difference::Empty(_)
                    | enums::updates::Difference::TooLong(_) => {}
                }
                news.add(self.boxes.apply_difference(told));
            }
            Err(failure) => {
                let unreadable = self.give_up_reading(failure)?;
                // Goes on from now; what is between is read from the chats.
                let now = telegram.call(&functions::updates::GetState {}).await?;
                let enums::updates::State::State(now) = now;
                let pts = now.pts;
                let told = types::updates::DifferenceTooLong { pts };
                news.add(self.boxes.apply_difference(told.into()));
                news.gaps.push(Gap::Common);
                news.unreadable = Some(unreadable);
            }
        }
        self.unreadable = 0;
        Ok(news)
    }

    /// Whether to pass over what cannot be read; otherwise why not yet.
    fn give_up_reading(&mut self, failure: Failure) -> Result<String, Failure> {
        // Whatever Telegram does not like about the question will not please it
        // later either.
        let is_refused = failure.is_refused();
        let what = match &failure {
            Failure::Unreadable(detail) => detail.clone(),
            failure if is_refused => failure.words(),
            _ => return Err(failure),
        };
        self.unreadable += 1;
        if self.unreadable < UNREADABLE_REPEATS {
            return Err(failure);
        }
        tracing::error!(%what, "what happened cannot be read; it is passed over");
        Ok(what)
    }

    pub(super) async fn channel_difference(
        &mut self,
        telegram: &Telegram,
        peers: &Peers,
        mut request: functions::updates::GetChannelDifference,
    ) -> Result<News, Failure> {
        let enums::InputChannel::Channel(channel) = &mut request.channel else {
            return Ok(News::default());
        };
        let id = channel.channel_id;
        let Some(hash) = peers.shown_hash(id) else {
            tracing::warn!(
                channel = id,
                "what was missed cannot be asked: no access hash"
            );
            self.boxes
                .end_channel_difference(PrematureEndReason::Banned);
            return Ok(News::default());
        };
        channel.access_hash = hash;
        request.limit = CHANNEL_LIMIT;
        let mut news = News::default();
        match telegram.call(&request).await {
            Ok(mut told) => {
                // The library takes what a last part of an answer tells besides new messages,
                // edits and deletions, for told before: all of it is behind where it asked from.
                let mut others = Vec::new();
                match &mut told {
                    enums::updates::ChannelDifference::TooLong(told) => {
                        // All that was missed is read from the channel, and these with it.
                        let last = std::mem::take(&mut told.messages);
                        news.gaps.push(Gap::Channel(id, last));
                    }
                    enums::updates::ChannelDifference::Difference(told) => {
                        others = std::mem::take(&mut told.other_updates);
                    }
                    enums::updates::ChannelDifference::Empty(_) => {}
                }
                news.add(self.boxes.apply_channel_difference(told));
                news.updates.extend(others);
            }
            Err(failure) if is_passing(&failure) => {
                self.boxes
                    .end_channel_difference(PrematureEndReason::TemporaryServerIssues);
            }
            Err(failure) if is_closed(&failure) => {
                self.boxes
                    .end_channel_difference(PrematureEndReason::Banned);
            }
            Err(failure) => {
                let unreadable = self.give_up_reading(failure)?;
                self.boxes
                    .end_channel_difference(PrematureEndReason::Banned);
                news.gaps.push(Gap::Channel(id, Vec::new()));
                news.unreadable = Some(unreadable);
            }
        }
        self.unreadable = 0;
        Ok(news)
    }
}

/// Telegram's trouble with one channel, which ends by itself.
fn is_passing(failure: &Failure) -> bool {
    match failure {
        Failure::Refused(error) => error.code >= 500 || error.is("PERSISTENT_TIMESTAMP_OUTDATED"),
        _ => false,
    }
}

/// The account is not in the channel any more.
fn is_closed(failure: &Failure) -> bool {
    [
        "CHANNEL_PRIVATE",
        "CHANNEL_INVALID",
        "USER_BANNED_IN_CHANNEL",
        "CHAT_ADMIN_REQUIRED",
    ]
    .iter()
    .any(|name| failure.is(name))
}
