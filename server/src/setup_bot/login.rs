//! Logins under way: the person's ends of them, and what goes with them.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::Poll;

use backline_domain::id::UserId;
use backline_domain::setup_bot::{
    Account, Ask, Done, Failure, Hidden, News, Person, Refusal, Said, Told, Wish, Wished,
};
use backline_domain::time::Timestamp;
use backline_proto::common::v1::{LoginStep, login_input, login_step};
use backline_proto::gateway::v1::LoginFailed;

use super::qr;
use super::task::Task;
use super::work::Work;
use crate::desk::Result;
use crate::gateway::{LoginTold, Talk};

/// The logins of all who are connecting an account. In memory alone, as the logins are.
#[derive(Debug, Default)]
pub(super) struct Logins {
    talks: BTreeMap<UserId, Talk>,
    /// What accounts that are logged in and wait are used by.
    tickets: BTreeMap<UserId, Hidden>,
    /// Whose login, or account that waits, ends with time, and when.
    ends: BTreeMap<UserId, Timestamp>,
}

// === impl Logins ===

impl Logins {
    /// What one of them tells next; `None`: whoever was logging in is gone.
    pub(super) async fn next(&mut self) -> (UserId, Option<LoginTold>) {
        poll_fn(|context| {
            for (user, talk) in &mut self.talks {
                if let Poll::Ready(told) = talk.poll_next(context) {
                    return Poll::Ready((*user, told));
                }
            }
            Poll::Pending
        })
        .await
    }

    /// Whose time is over.
    pub(super) fn over(&self, now: Timestamp) -> Vec<UserId> {
        let over = self.ends.iter().filter(|(_, at)| now >= **at);
        over.map(|(user, _)| *user).collect()
    }

    /// Takes a person's row as it is now. A login that it does not speak of is given up, and a
    /// ticket that is of no use any more is given back.
    pub(super) fn follow(&mut self, person: &Person) -> Option<Hidden> {
        let user = person.user;
        if !person.is_logging_in() {
            self.talks.remove(&user);
        }
        match person.ends_at() {
            Some(at) => self.ends.insert(user, at),
            None => self.ends.remove(&user),
        };
        let ticket = person.account().map(|account| account.ticket.clone());
        let before = match &ticket {
            Some(ticket) => self.tickets.insert(user, ticket.clone()),
            None => self.tickets.remove(&user),
        };
        before.filter(|before| Some(before) != ticket.as_ref())
    }
}

// === impl Task ===

impl Task {
    /// Does what a person wished for about accounts.
    pub(super) async fn grant_account(&mut self, user: UserId, wished: &Wished, ask: &Ask) -> Done {
        match ask {
            Ask::LogIn { phone } => {
                self.logins.talks.remove(&user);
                let phone = phone.as_ref().map(|phone| phone.0.clone());
                match self.context.inside.log_in(phone) {
                    Ok(talk) => {
                        self.logins.talks.insert(user, talk);
                        Done::Done
                    }
                    Err(refused) => Done::Refused(refused),
                }
            }
            Ask::Say(said) => {
                let Some(talk) = self.logins.talks.get(&user) else {
                    return Done::LoginGone;
                };
                let said = match said.clone() {
                    Said::Code(Hidden(code)) => login_input::Kind::Code(code),
                    Said::Password(Hidden(password)) => login_input::Kind::Password(password),
                };
                talk.say(backline_proto::common::v1::LoginInput { kind: Some(said) });
                Done::Done
            }
            Ask::Create { account, .. } | Ask::Renew { account, .. } => {
                let done = self.context.inside.grant(user, wished, self.now()).await;
                // What else it was made of was looked at when it was given.
                let is_malformed = matches!(done, Done::Refused(Refusal::Malformed));
                if is_malformed && !self.context.inside.waits(account) {
                    return Done::LoginGone;
                }
                done
            }
            Ask::SetDesk { .. } | Ask::SeekGroup { .. } => {
                self.context.inside.grant(user, wished, self.now()).await
            }
        }
    }

    /// A login told something.
    pub(super) async fn login_told(&mut self, user: UserId, told: Option<LoginTold>) {
        if let Err(error) = self.take_login(user, told).await {
            // What it told is lost with the commit; the person begins anew.
            self.logins.talks.remove(&user);
            self.is_doubtful = true;
            tracing::warn!(%error, "what a login told could not be written down");
        }
    }

    async fn take_login(&mut self, user: UserId, told: Option<LoginTold>) -> Result<()> {
        let mut picture = None;
        let told = match told {
            None => {
                self.logins.talks.remove(&user);
                Some(Told::Gone)
            }
            Some(LoginTold::Failed(failed)) => Some(Told::Failed(failure(failed))),
            Some(LoginTold::LoggedIn(account)) => {
                let ticket = Hidden(account.ticket.clone());
                self.logins.tickets.insert(user, ticket.clone());
                let is_taken = self.context.inside.serves(account.identity).await?;
                Some(Told::LoggedIn {
                    account: Account {
                        ticket,
                        user: account.identity.user,
                        name: account.name.clone(),
                        username: account.username.clone(),
                        until: account.expires_at,
                    },
                    is_taken,
                })
            }
            Some(LoginTold::Step(step)) => match step_told(step) {
                Step::Told(told) => Some(told),
                Step::Scan(url) => match self.draw(&url).await {
                    Ok(drawn) => {
                        picture = Some(drawn);
                        Some(Told::Qr)
                    }
                    Err(words) => {
                        tracing::error!(words, "the QR code of a login could not be drawn");
                        Some(Told::Failed(Failure {
                            reason: String::new(),
                            wait: None,
                        }))
                    }
                },
                Step::Nothing => None,
            },
        };
        let Some(told) = told else { return Ok(()) };
        let person = self.person(user, "").await?;
        let mut work = Work::default();
        self.decide(&mut work, person, &News::Login(&told)).await?;
        if let Some(picture) = picture {
            let files = &self.context.files;
            self.pictures.take(picture, &work.deliveries, files);
        }
        self.commit(work).await?;
        self.grant(user).await
    }

    /// Whoever waits for a login, or with an account, that is not there in this run begins
    /// anew, and hears it.
    pub(super) async fn miss_logins(&mut self, users: Vec<UserId>) -> Result<()> {
        for user in users {
            let person = self.person(user, "").await?;
            let is_there = if person.is_logging_in() {
                self.logins.talks.contains_key(&user)
            } else {
                person
                    .account()
                    .is_none_or(|one| self.context.inside.waits(one))
            };
            if !is_there {
                let mut work = Work::default();
                self.decide(&mut work, person, &News::Login(&Told::Gone))
                    .await?;
                self.commit(work).await?;
            }
        }
        Ok(())
    }

    /// The QR code of a login, in the file store.
    async fn draw(&self, url: &str) -> std::result::Result<qr::Stored, String> {
        let png = qr::png(url).map_err(|error| error.to_string())?;
        let files = &self.context.files;
        qr::store(files, &png)
            .await
            .map_err(|error| error.to_string())
    }
}

enum Step {
    Told(Told),
    Scan(String),
    /// A step of a newer gateway.
    Nothing,
}

fn step_told(step: LoginStep) -> Step {
    let is_wrong = !step.refusal.is_empty();
    match step.kind {
        Some(login_step::Kind::CodeSent(sent)) => Step::Told(Told::Code {
            way: sent.way,
            length: u32::try_from(sent.length).unwrap_or(0),
            is_wrong,
        }),
        Some(login_step::Kind::PasswordNeeded(needed)) => Step::Told(Told::Password {
            hint: needed.hint,
            is_wrong,
        }),
        Some(login_step::Kind::QrCode(code)) => Step::Scan(code.url),
        None => Step::Nothing,
    }
}

fn failure(failed: LoginFailed) -> Failure {
    let wait = u64::try_from(failed.wait_seconds).unwrap_or(0);
    Failure {
        reason: failed.reason,
        wait: (wait > 0).then(|| std::time::Duration::from_secs(wait)),
    }
}

/// What is wished for about accounts, if that is it.
pub(super) fn ask_of(wished: &Wished) -> Option<&Ask> {
    match &wished.wish {
        Wish::Account(ask) => Some(ask),
        _ => None,
    }
}
