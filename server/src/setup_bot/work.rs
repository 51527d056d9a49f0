//! What one decision writes, and what is done after it.

use backline_domain::change::Change;
use backline_domain::delivery::Delivery;
use backline_domain::id::UserId;
use backline_domain::relay::Draft;
use backline_domain::setup_bot::{
    self as rules, Decision, Done, News, Person, Refusal, Scene, Wish, setup_id,
};

use super::login::ask_of;
use super::task::Task;
use crate::desk::{Error, Result};

/// How many sequences are reserved in the store at once.
const RESERVE: u64 = 200;

/// Rows to write, with what they do to memory once they are written.
#[derive(Default)]
pub(super) struct Work {
    pub(super) changes: Vec<Change>,
    pub(super) deliveries: Vec<Delivery>,
    pub(super) people: Vec<Person>,
}

// === impl Work ===

impl Work {
    /// A delivery, new or with another form of what it does: the one way to write one, past
    /// which nothing gets to the disk that is never to be there.
    pub(super) fn put(&mut self, delivery: Delivery) {
        if !rules::is_unwritten(&delivery.key.lane, &delivery.action) {
            let row = Box::new(delivery.clone());
            self.changes.push(Change::PutDelivery(row));
        }
        self.deliveries.push(delivery);
    }
}

// === impl Task ===

impl Task {
    /// What is known of a person; who is new speaks this language.
    pub(super) async fn person(&self, user: UserId, app_language: &str) -> Result<Person> {
        let known = self.context.store.setup_person(user).await?;
        Ok(known.unwrap_or_else(|| Person::new(user, app_language, self.now())))
    }

    /// Decides about what happened to a person, with everything of theirs read anew.
    pub(super) async fn decide(
        &mut self,
        work: &mut Work,
        person: Person,
        news: &News<'_>,
    ) -> Result<()> {
        let user = person.user;
        let connections = self.context.inside.theirs(user).await?;
        let tokens = self.context.inside.tokens_of(&connections).await?;
        let wanted = rules::wanted(&person, news, self.now());
        let mut facts = self.facts(&connections, wanted).await?;
        facts.plan = self.context.inside.plan_of(user, self.now());
        let administrators = &self.context.administrators;
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| Error::Random(error.to_string()))?;
        let scene = Scene {
            now: self.now(),
            seed,
            sequence: self.next,
            bot: self.identity.user,
            is_admitted: administrators.is_empty() || administrators.contains(&user),
            connections: &connections,
            tokens: &tokens,
            facts: &facts,
        };
        let Decision { person, drafts } = rules::decide(scene, person, news);
        for draft in drafts {
            self.put(work, draft);
        }
        work.changes
            .push(Change::PutSetupPerson(Box::new(person.clone())));
        work.people.push(person);
        Ok(())
    }

    /// A delivery, with the next sequence.
    pub(super) fn put(&mut self, work: &mut Work, draft: Draft) {
        let delivery = draft.delivery(self.next, self.identity, self.now());
        self.next += 1;
        work.put(delivery);
    }

    /// Writes all of it or nothing, and takes it into memory when it is written.
    pub(super) async fn commit(&mut self, mut work: Work) -> Result<()> {
        if work.changes.is_empty() && work.deliveries.is_empty() {
            return Ok(());
        }
        if self.next > self.reserved {
            self.reserved = self.next + RESERVE;
            work.changes
                .push(Change::PutCounter(setup_id(), self.reserved));
        }
        let written = match work.changes.is_empty() {
            true => Ok(()),
            false => self.context.store.commit(work.changes).await,
        };
        if let Err(error) = written {
            // What is in memory may not be what is in the store.
            self.is_doubtful = true;
            return Err(error.into());
        }
        for delivery in work.deliveries {
            let lane = delivery.key.lane.clone();
            self.windows.put(delivery);
            self.offer(&lane);
        }
        for person in work.people {
            if let Some(ticket) = self.logins.follow(&person) {
                self.context.inside.let_go(&ticket.0);
            }
            match person.awaits() {
                Some(connection) => {
                    self.waiting.insert(person.user, connection.clone());
                }
                None => {
                    self.waiting.remove(&person.user);
                }
            }
        }
        Ok(())
    }

    /// Does what a person wished for, one after the other; what came of each is decided upon
    /// and committed before the next.
    pub(super) async fn grant(&mut self, user: UserId) -> Result<()> {
        loop {
            let person = self.person(user, "").await?;
            let Some(wished) = person.wished.first().cloned() else {
                return Ok(());
            };
            let now = self.now();
            let inside = &self.context.inside;
            let done = match (ask_of(&wished), &wished.wish) {
                (Some(ask), _) => self.grant_account(user, &wished, ask).await,
                (None, Wish::TellInfo { .. }) if self.username.is_empty() => {
                    self.wishing.insert(user);
                    return Ok(());
                }
                (None, Wish::TellInfo { .. }) => {
                    let done = inside.tell_info(user, &wished, &self.username, now);
                    let done = done.await;
                    if is_unavailable(&done) {
                        self.wishing.insert(user);
                        return Ok(());
                    }
                    done
                }
                (None, _) => inside.grant(user, &wished, now).await,
            };
            let mut work = Work::default();
            self.decide(&mut work, person, &News::Done(&done)).await?;
            self.commit(work).await?;
        }
    }

    /// Does what waited for the bot's name, or for a desk.
    pub(super) async fn grant_waiting(&mut self) {
        for user in std::mem::take(&mut self.wishing) {
            if let Err(error) = self.grant(user).await {
                tracing::warn!(%error, "what was wished for could not be done yet");
                self.is_doubtful = true;
            }
        }
    }
}

fn is_unavailable(done: &Done) -> bool {
    matches!(done, Done::Refused(Refusal::Unavailable))
}
