//! `EditTopic` and `SetTopicClosed`.

use backline_proto::gateway::v1::{EditTopic, Outcome, SetTopicClosed, Target};
use grammers_client::tl::functions;

use super::{Ended, Executor};
use crate::outcome;

pub(super) async fn rename(with: &Executor, command: EditTopic) -> Ended<Outcome> {
    change(with, command.target.as_ref(), Some(command.name), None).await
}

pub(super) async fn close(with: &Executor, command: SetTopicClosed) -> Ended<Outcome> {
    change(with, command.target.as_ref(), None, Some(command.closed)).await
}

async fn change(
    with: &Executor,
    target: Option<&Target>,
    title: Option<String>,
    closed: Option<bool>,
) -> Ended<Outcome> {
    let place = with.topic(target)?;
    let request = functions::messages::EditForumTopic {
        peer: place.peer,
        topic_id: place.topic,
        title,
        icon_emoji_id: None,
        closed,
        hidden: None,
    };
    Ok(outcome::of_change(with.telegram.call(&request).await))
}
