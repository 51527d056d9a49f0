//! `CreateTopic`. With its random id the same command again is the same topic.

use backline_gateway::succeeded;
use backline_proto::gateway::v1::{CreateTopic, Outcome, Succeeded};
use grammers_client::tl::{enums, functions};

use super::made::keys;
use super::{Ended, Executor};
use crate::outcome;

pub(super) async fn execute(
    with: &Executor,
    command: CreateTopic,
    random_ids: &[i64],
) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    let keys = keys(random_ids, 1)?;
    let request = functions::messages::CreateForumTopic {
        title_missing: false,
        peer: place.peer,
        title: command.name,
        icon_color: Some(command.icon_color).filter(|color| *color != 0),
        icon_emoji_id: None,
        random_id: keys[0],
        send_as: None,
    };
    let updates = match with.telegram.call(&request).await {
        Ok(updates) => updates,
        Err(failure) => return Ok(outcome::of_failure(failure)),
    };
    with.learn(place.chat_id, &updates, keys);
    Ok(succeeded(Succeeded {
        topic_id: topic(&updates, keys[0]).into(),
        ..Succeeded::default()
    }))
}

/// The message that began the topic stands for it.
fn topic(updates: &enums::Updates, random_id: i64) -> i32 {
    let enums::Updates::Updates(told) = updates else {
        return 0;
    };
    let by_number = told.updates.iter().find_map(|update| match update {
        enums::Update::MessageId(it) if it.random_id == random_id => Some(it.id),
        _ => None,
    });
    let by_action = || {
        told.updates.iter().find_map(|update| match update {
            enums::Update::NewChannelMessage(new) => match &new.message {
                enums::Message::Service(it)
                    if matches!(it.action, enums::MessageAction::TopicCreate(_)) =>
                {
                    Some(it.id)
                }
                _ => None,
            },
            _ => None,
        })
    };
    by_number.or_else(by_action).unwrap_or(0)
}
