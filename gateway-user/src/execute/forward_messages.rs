//! `ForwardMessages`: forwards that name their author.

use backline_proto::common::v1::ChatAddress;
use backline_proto::gateway::v1::{ForwardMessages, Outcome};
use grammers_client::tl::functions;

use super::made::keys;
use super::place::{Place, numbers};
use super::{Ended, Executor};

pub(super) async fn execute(
    with: &Executor,
    command: ForwardMessages,
    random_ids: &[i64],
) -> Ended<Outcome> {
    let place = with.target(command.target.as_ref())?;
    let ids = numbers(&command.message_ids)?;
    let plain = Plain {
        from: command.from_chat.as_ref(),
        ids,
        silent: command.silent,
        drop_author: false,
    };
    with.forward(&place, plain, random_ids).await
}

/// Messages that go on as they are.
pub(super) struct Plain<'a> {
    pub(super) from: Option<&'a ChatAddress>,
    pub(super) ids: Vec<i32>,
    pub(super) silent: bool,
    pub(super) drop_author: bool,
}

// === impl Executor ===

impl Executor {
    /// Forwards, or copies. A message that Telegram left out has no id.
    pub(super) async fn forward(
        &self,
        place: &Place,
        plain: Plain<'_>,
        random_ids: &[i64],
    ) -> Ended<Outcome> {
        let keys = keys(random_ids, plain.ids.len())?;
        let from = self.place(plain.from)?;
        let request = functions::messages::ForwardMessages {
            silent: plain.silent,
            background: false,
            with_my_score: false,
            drop_author: plain.drop_author,
            drop_media_captions: false,
            noforwards: false,
            allow_paid_floodskip: false,
            from_ephemeral: false,
            from_peer: from.peer,
            id: plain.ids,
            random_id: keys.to_vec(),
            to_peer: place.peer.clone(),
            top_msg_id: (place.topic != 0).then_some(place.topic),
            reply_to: None,
            schedule_date: None,
            schedule_repeat_period: None,
            send_as: None,
            quick_reply_shortcut: None,
            effect: None,
            video_timestamp: None,
            allow_paid_stars: None,
            suggested_post: None,
        };
        let sent = Box::pin(self.telegram.call(&request)).await;
        Ok(self.made(place.chat_id, sent, keys))
    }
}
