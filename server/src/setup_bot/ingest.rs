//! Updates.

use std::collections::HashSet;

use backline_domain::change::{Change, Cursor};
use backline_domain::delivery::{Action, Class, Lane, LaneKind, Purpose};
use backline_domain::id::{ChatAddress, ChatId};
use backline_domain::message::Update;
use backline_domain::relay::Draft;
use backline_domain::setup_bot::{Admitted, News, admit, setup_id};

use super::task::Task;
use super::work::Work;
use crate::desk::{Ingested, Result};

// === impl Task ===

impl Task {
    /// Takes a batch in, one update after the other; the cursor is written with the last. A
    /// batch that was cut off comes again, and what of it is known is passed over.
    pub(super) async fn ingest(
        &mut self,
        updates: Vec<Update>,
        cursor: Cursor,
    ) -> Result<Ingested> {
        let keys: Vec<_> = updates.iter().map(|update| update.key.clone()).collect();
        let known = self
            .context
            .store
            .seen(self.identity, &keys, self.now())
            .await?;
        let mut known: HashSet<_> = known.into_iter().collect();
        let (mut accepted, mut duplicates) = (0, 0);
        for update in updates {
            if !known.insert(update.key.clone()) {
                duplicates += 1;
                continue;
            }
            accepted += 1;
            self.take(update).await?;
        }
        let work = Work {
            changes: vec![Change::PutCursor(self.identity, cursor.clone())],
            ..Work::default()
        };
        self.commit(work).await?;
        Ok(Ingested {
            cursor,
            accepted,
            duplicates,
        })
    }

    async fn take(&mut self, update: Update) -> Result<()> {
        let mut work = Work::default();
        let seen = Change::MarkSeen(self.identity, update.key.clone(), self.now());
        work.changes.push(seen);
        let user = match admit(&update) {
            Admitted::Nothing => None,
            Admitted::Leave(chat) => {
                tracing::warn!(chat.id = %chat, "somebody added the setup bot to a group; it leaves");
                self.put(&mut work, leave(chat));
                None
            }
            Admitted::Said {
                user,
                message,
                text,
            } => {
                let person = self.person(user.id, &user.language).await?;
                let text = text.as_deref();
                let news = News::Said { message, text };
                self.decide(&mut work, person, &news).await?;
                Some(user.id)
            }
            Admitted::Pressed {
                user,
                query,
                message,
                data,
            } => {
                let person = self.person(user.id, &user.language).await?;
                let news = News::Pressed {
                    query: &query,
                    message,
                    data: &data,
                };
                self.decide(&mut work, person, &news).await?;
                Some(user.id)
            }
        };
        self.commit(work).await?;
        if let Some(user) = user
            && let Err(error) = self.grant(user).await
        {
            // The update is taken in; what was wished for stands in the row and is done once
            // everything was read anew.
            tracing::warn!(%error, "what was wished for could not be done yet");
            self.is_doubtful = true;
        }
        Ok(())
    }
}

fn leave(chat: ChatId) -> Draft {
    let lane = Lane {
        connection: setup_id(),
        dialog: Some(ChatAddress::whole(chat)),
        kind: LaneKind::Receipt,
    };
    Draft::new(
        lane,
        Action::Leave { chat },
        Purpose::Leave,
        Class::Operator,
    )
}
