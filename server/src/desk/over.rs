//! Deliveries that end at their hand-out, without a call.

use backline_domain::catalogue::Notice;
use backline_domain::change::Change;
use backline_domain::delivery::{Delivery, Outcome, Rejection, Sent};
use backline_domain::id::MessageRef;
use backline_domain::link::Link;
use backline_domain::reaction::Reactions;
use backline_domain::relay::{Attempt, edit_letter, keep_inside, nothing_left, refuse_now};

use backline_domain::webhook::Kind;

use super::handle::Result;
use super::task::Desk;
use super::work::Work;

// === impl Desk ===

impl Desk {
    /// A gate was set since this was decided.
    pub(super) async fn refuse_delivery(&mut self, delivery: &Delivery, notice: &Notice) {
        let mut work = self.work();
        let done = match self.links_behind(&work, delivery).await {
            Ok(links) => {
                work.end_delivery(delivery);
                let chat = delivery.key.lane.dialog.as_ref();
                let dialog = chat.and_then(|chat| self.dialogs.get(chat)?.as_ref());
                let decision = refuse_now(&work.scene(), delivery, notice, (dialog, &links));
                work.take(decision);
                self.commit(work).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::warn!(connection.id = %self.connection.id, %error, "a refusal could not be recorded");
        }
    }

    /// The links of the messages that it came from, where somebody wants to know of those.
    async fn links_behind(&self, work: &Work, delivery: &Delivery) -> Result<Vec<Link>> {
        if !self.parameters.webhooks.want(Kind::MessageFailed) {
            return Ok(Vec::new());
        }
        let sources = delivery.sources().into_iter();
        let keys: Vec<_> = sources
            .map(|source| self.key(&source.chat, source.message))
            .collect();
        self.links_of(work, &keys).await
    }

    /// It cannot be done, which is known without asking Telegram.
    pub(super) async fn cannot_be_done(&mut self, delivery: &Delivery, reason: Rejection) {
        let outcome = Outcome::Rejected {
            reason,
            detail: String::new(),
        };
        let mut work = self.work();
        let delivery = delivery.clone();
        let is_desks = Some(delivery.identity) == self.connection.group_checker();
        let sent = Sent {
            by: is_desks.then_some(delivery.identity),
            ..Sent::default()
        };
        let settled = self
            .settle_one(&mut work, "", delivery, &sent, &outcome)
            .await;
        let done = match settled {
            Ok(_) => self.commit(work).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::warn!(connection.id = %self.connection.id, %error, "a delivery that cannot be done could not be ended");
        }
    }

    /// It became a comment after it was decided to send it.
    pub(super) async fn keep_inside(
        &mut self,
        delivery: &Delivery,
        links: &[Link],
        source: &MessageRef,
    ) {
        let mut work = self.work();
        let key = self.key(&source.chat, source.message);
        let link = links.iter().find(|link| link.key == key);
        let chat = delivery.key.lane.dialog.as_ref();
        let dialog = chat.and_then(|chat| self.dialogs.get(chat)?.as_ref());
        let (rest, decision) = keep_inside(&work.scene(), dialog, delivery, link, source);
        work.take(decision);
        match rest {
            Some(rest) => work.put_delivery(rest),
            None => work.end_delivery(delivery),
        }
        if let Err(error) = self.commit(work).await {
            tracing::warn!(connection.id = %self.connection.id, %error, "a comment could not be taken out of the queue");
        }
        self.offer(&delivery.key.lane);
    }

    /// There is nothing to do any more: the topic looks as it should, the reaction is
    /// there, what was to be edited never came to be.
    pub(super) async fn nothing_left(
        &mut self,
        delivery: &Delivery,
        links: &[Link],
        reactions: Option<&Reactions>,
        letter: Option<u64>,
    ) {
        let mut work = self.work();
        if let Some(letter) = letter
            && let Err(error) = self.edit_letter(&mut work, letter, delivery).await
        {
            tracing::warn!(connection = %self.connection.id, %error, "a dead letter could not be edited");
        }
        let chat = delivery.key.lane.dialog.as_ref();
        let dialog = chat.and_then(|chat| self.dialogs.get(chat)?.as_ref());
        let sent = Sent::default();
        let attempt = Attempt {
            links,
            reactions,
            backlog: Some(&self.ledger.backlog),
            transfers: Some(&self.ledger.transfers),
            ..Attempt::new(delivery, dialog, &sent)
        };
        let decision = nothing_left(&work.scene(), &attempt);
        work.take(decision);
        work.end_delivery(delivery);
        if let Err(error) = self.commit(work).await {
            tracing::warn!(connection = %self.connection.id, %error, "a delivery with nothing left to do could not be ended");
        }
    }

    /// What is sent again is what it is by then.
    async fn edit_letter(
        &self,
        work: &mut Work,
        letter: u64,
        edit: &Delivery,
    ) -> backline_store::Result<()> {
        let id = backline_domain::delivery::Id {
            connection: self.connection.id.clone(),
            sequence: letter,
        };
        let letter = self.context.store.dead_letter(&id).await?;
        if let Some(after) = letter.and_then(|letter| edit_letter(&letter, edit)) {
            work.change(Change::PutDeadLetter(Box::new(after)));
        }
        Ok(())
    }
}
