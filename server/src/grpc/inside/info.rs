//! What became of a card of `/info` is told in the topic.

use backline_domain::id::UserId;
use backline_domain::setup_bot::{Done, Wish, Wished};
use backline_domain::time::Timestamp;
use tonic::Status;

use super::{Inside, refusal};
use crate::desk::CardTold;
use crate::grpc::admin::Once;
use crate::grpc::{Caller, status};

// === impl Inside ===

impl Inside {
    /// Has a topic told what became of a card. Doing it twice is doing it once; where the
    /// connection is gone it is refused.
    pub(crate) async fn tell_info(
        &self,
        user: UserId,
        wished: &Wished,
        setup_bot: &str,
        now: Timestamp,
    ) -> Done {
        match self.told(user, wished, setup_bot, now).await {
            Ok(done) => done,
            Err(status) => Done::Refused(refusal(&status)),
        }
    }

    async fn told(
        &self,
        user: UserId,
        wished: &Wished,
        setup_bot: &str,
        now: Timestamp,
    ) -> Result<Done, Status> {
        let Wish::TellInfo {
            connection,
            dialog,
            command,
            end,
        } = &wished.wish
        else {
            return Ok(Done::Done);
        };
        let caller = Caller::person(user, Some(vec![connection.clone()]), now);
        let once = Once::new(&self.admin, &caller, "TellInfo", &wished.request)?;
        if once.earlier::<()>().await?.is_some() {
            return Ok(Done::Done);
        }
        let store = &self.admin.desks.store;
        let known = store.connection(connection).await;
        if known.map_err(|error| status::from_store(&error))?.is_none() {
            return Err(status::not_found(&super::resource(connection)));
        }
        let told = CardTold {
            chat: dialog.clone(),
            command: *command,
            end: *end,
            setup_bot: setup_bot.to_owned(),
        };
        let desk = self.admin.desk(connection)?;
        let done = desk.tell_info(told, once.asked(&())).await;
        let done = done.map_err(|error| status::from_desk(&error));
        once.or_earlier(done).await?;
        Ok(Done::Done)
    }
}
