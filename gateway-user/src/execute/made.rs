//! What came of a call that makes messages.

use backline_gateway::succeeded;
use backline_proto::gateway::v1::{Outcome, Succeeded};
use grammers_client::tl::enums;

use super::{Ended, Executor, incomplete};
use crate::outcome;
use crate::telegram::Failure;

// === impl Executor ===

impl Executor {
    /// Takes over who is shown in an answer, and which message is which.
    pub(super) fn learn(&self, chat_id: i64, updates: &enums::Updates, random_ids: &[i64]) {
        let (users, chats) = shown(updates);
        self.show(users, chats);
        for (random_id, id) in random_ids.iter().zip(ids(updates, random_ids)) {
            if id != 0 {
                self.sent.remember(chat_id, id, *random_id);
            }
        }
    }

    /// Takes over who is shown.
    pub(super) fn show(&self, users: &[enums::User], chats: &[enums::Chat]) {
        self.peers.learn_users(users);
        // Whoever follows the updates tells of changed standings.
        let unseen: Vec<enums::Chat> = chats
            .iter()
            .filter(|chat| !self.peers.knows_chat(crate::peers::id_of(chat)))
            .cloned()
            .collect();
        self.peers.learn_chats(&unseen);
    }

    /// The outcome, with the ids of the messages in the order of the random ids.
    pub(super) fn made(
        &self,
        chat_id: i64,
        result: Result<enums::Updates, Failure>,
        random_ids: &[i64],
    ) -> Outcome {
        let message_ids = match result {
            Ok(updates) => {
                self.learn(chat_id, &updates, random_ids);
                let ids = ids(&updates, random_ids);
                ids.into_iter().map(i64::from).collect()
            }
            // They are there; which they are is known when they come as updates.
            Err(Failure::Unreadable(_)) => vec![0; random_ids.len()],
            Err(failure) => return outcome::of_failure(failure),
        };
        succeeded(Succeeded {
            message_ids,
            ..Succeeded::default()
        })
    }
}

/// The people and chats that come along with updates.
pub(super) fn shown(updates: &enums::Updates) -> (&[enums::User], &[enums::Chat]) {
    match updates {
        enums::Updates::Updates(it) => (&it.users, &it.chats),
        enums::Updates::Combined(it) => (&it.users, &it.chats),
        _ => (&[], &[]),
    }
}

/// The id of each message, by its random id; 0 = not among them.
fn ids(updates: &enums::Updates, random_ids: &[i64]) -> Vec<i32> {
    let told = match updates {
        enums::Updates::UpdateShortSentMessage(sent) => {
            let mut ids = vec![0; random_ids.len()];
            ids.fill(sent.id);
            return ids;
        }
        enums::Updates::Updates(it) => it.updates.as_slice(),
        enums::Updates::Combined(it) => it.updates.as_slice(),
        enums::Updates::UpdateShort(it) => std::slice::from_ref(&it.update),
        enums::Updates::TooLong
        | enums::Updates::UpdateShortMessage(_)
        | enums::Updates::UpdateShortChatMessage(_) => &[],
    };
    let id = |wanted: &i64| {
        let found = told.iter().find_map(|update| match update {
            enums::Update::MessageId(it) if it.random_id == *wanted => Some(it.id),
            _ => None,
        });
        found.unwrap_or(0)
    };
    random_ids.iter().map(id).collect()
}

/// The random ids of so many parts: without them a message could come twice.
pub(super) fn keys(random_ids: &[i64], count: usize) -> Ended<&[i64]> {
    let keys = random_ids.get(..count);
    keys.filter(|keys| !keys.contains(&0))
        .ok_or_else(|| incomplete("has no random id for each of its parts"))
}
