//! `FindPerson`: who somebody is.

use std::time::Duration;

use backline_gateway::{deferred, rejected, succeeded};
use backline_proto::gateway::v1::person_name::Name;
use backline_proto::gateway::v1::{
    DeferralScope, FindPerson, Outcome, PersonName, Reached, RejectionReason, Succeeded,
};
use grammers_client::tl::{enums, functions};

use super::{Ended, Executor, incomplete};
use crate::outcome;
use crate::peers::chat_id_of;
use crate::telegram::Failure;

/// How long a command waits whose person may be met soon.
const SOON: Duration = Duration::from_secs(1);

pub(super) async fn execute(with: &Executor, command: FindPerson) -> Ended<Outcome> {
    let chat_id = Box::pin(with.look_up(command.who.as_ref())).await?;
    Ok(succeeded(Succeeded {
        reached: Some(Reached {
            chat: Some(with.peers.chat(chat_id)),
            person: (chat_id > 0).then(|| with.peers.user(chat_id)),
            ..Reached::default()
        }),
        ..Succeeded::default()
    }))
}

// === impl Executor ===

impl Executor {
    /// The id of whoever is named, who can be addressed from then on. A name may be a
    /// group's or channel's.
    pub(super) async fn look_up(&self, who: Option<&PersonName>) -> Ended<i64> {
        match who.and_then(|who| who.name.as_ref()) {
            Some(Name::Username(username)) => self.resolve(username).await,
            Some(Name::Phone(phone)) => {
                let phone = phone.clone();
                let request = functions::contacts::ResolvePhone { phone };
                self.resolved(self.telegram.call(&request).await)
            }
            Some(Name::UserId(id)) => self.met(*id).await,
            None => Err(incomplete("names nobody")),
        }
    }

    /// The id of whoever has a public name.
    pub(super) async fn resolve(&self, username: &str) -> Ended<i64> {
        let request = functions::contacts::ResolveUsername {
            username: username.to_owned(),
            referer: None,
        };
        self.resolved(self.telegram.call(&request).await)
    }

    fn resolved(&self, told: Result<enums::contacts::ResolvedPeer, Failure>) -> Ended<i64> {
        let enums::contacts::ResolvedPeer::Peer(told) = told.map_err(question)?;
        self.show(&told.users, &told.chats);
        Ok(chat_id_of(&told.peer))
    }

    /// An id alone addresses nobody: the account has to have met the person.
    async fn met(&self, id: i64) -> Ended<i64> {
        let Some(user) = self.peers.input_user(id).filter(|_| id > 0) else {
            return Err(Box::new(if self.peers.is_walked() {
                rejected(
                    RejectionReason::NotFound,
                    "the account has met nobody of that id",
                )
            } else {
                deferred(
                    SOON,
                    DeferralScope::Chat,
                    "the account's dialogs are being read",
                )
            }));
        };
        let request = functions::users::GetUsers { id: vec![user] };
        let told = self.telegram.call(&request).await.map_err(question)?;
        self.show(&told, &[]);
        match told.first() {
            Some(enums::User::User(user)) if user.deleted => Err(Box::new(rejected(
                RejectionReason::Deactivated,
                "the account is deleted",
            ))),
            Some(enums::User::User(_)) => Ok(id),
            Some(enums::User::Empty(_)) | None => Err(Box::new(rejected(
                RejectionReason::NotFound,
                "Telegram knows nobody of that id",
            ))),
        }
    }
}

/// Looking somebody up has no effect.
pub(super) fn question(failure: Failure) -> Box<Outcome> {
    Box::new(outcome::of_failed_question(failure))
}
