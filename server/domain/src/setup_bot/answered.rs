//! What came of what was wished for.

use super::talk::Talk;
use super::{Decision, Done, Person, Refusal, Scene, Wish, Wished};
use super::{account, card, create, parameters, relays, tokens, webhooks};
use crate::catalogue::SetupWords;
use crate::connection::{Conflict, MOST_RELAYS};
use crate::parameter::Name;
use crate::plan::Barrier;

/// A wish was done or refused; the next one's turn comes with its own answer.
pub(super) fn answered(scene: Scene<'_>, mut person: Person, done: &Done) -> Decision {
    if person.wished.is_empty() {
        return Talk::new(scene, person, None).done();
    }
    let Wished { wish, at, .. } = person.wished.remove(0);
    let mut talk = Talk::new(scene, person, at);
    match (&wish, done) {
        (Wish::Account(ask), done) => account::answered(&mut talk, ask, done),
        (Wish::Create { .. }, done) => create::created(&mut talk, done),
        (
            Wish::SetToken {
                connection, bot, ..
            },
            done,
        ) => create::renewed(&mut talk, connection, *bot, done),
        // Nobody waits for these.
        (
            Wish::Discard(_) | Wish::DiscardRelay(..) | Wish::Rename(..) | Wish::TellInfo { .. },
            Done::Refused(_),
        ) => {}
        (
            Wish::Set {
                connection,
                name,
                value,
            },
            Done::Refused(Refusal::Malformed),
        ) => {
            parameters::was_refused(&mut talk, connection, name, value);
        }
        (Wish::AddRelay { connection, .. }, Done::Refused(refusal)) => {
            relays::refused_token(&mut talk, connection, *refusal);
        }
        (_, Done::Refused(refusal)) => refused(&mut talk, *refusal),
        (
            Wish::Discard(_)
            | Wish::DiscardRelay(..)
            | Wish::Rename(..)
            | Wish::TakeGroup(..)
            | Wish::Test(_)
            | Wish::TellInfo { .. },
            _,
        ) => {}
        (Wish::Stop(of, is_stopped), _) => card::stopped(&mut talk, of, *is_stopped),
        (Wish::Delete { name, .. }, _) => {
            let name = name.clone();
            talk.say(&SetupWords::Deleted { name });
            card::menu(&mut talk);
        }
        (
            Wish::Set {
                connection, name, ..
            },
            _,
        ) => {
            parameters::was_set(&mut talk, connection, name);
        }
        (Wish::AddRelay { connection, token }, _) => {
            relays::taken(&mut talk, connection, token);
        }
        (Wish::RemoveRelay(of, _), _) => {
            relays::removed(&mut talk, of);
        }
        (Wish::MakeToken(of, _), done) => tokens::made(&mut talk, of, done),
        (Wish::WebhookSecret(of, is_new), done) => {
            webhooks::secret(&mut talk, of, *is_new, done);
        }
        (Wish::Revoke(of, _), _) => {
            tokens::list_with(&mut talk, of, Some(&SetupWords::TokenRevoked {}));
        }
    }
    talk.done()
}

/// Says a refusal in the words that there are for it.
pub(super) fn refused(talk: &mut Talk<'_>, refusal: Refusal) {
    talk.say(&said(refusal));
}

/// The words that there are for a refusal.
pub(super) fn said(refusal: Refusal) -> SetupWords {
    match refusal {
        Refusal::Unavailable => SetupWords::Unavailable {},
        Refusal::NoAccountGateway => SetupWords::NoAccountGateway {},
        Refusal::NotFound => SetupWords::CardGone {},
        Refusal::Plan(barrier) => by_plan(barrier),
        Refusal::State(conflict) => by_state(conflict),
        Refusal::Malformed | Refusal::Taken | Refusal::Other => SetupWords::Refused {},
    }
}

fn by_state(conflict: Conflict) -> SetupWords {
    match conflict {
        Conflict::RelaysFull => SetupWords::RelaysFull {
            most: MOST_RELAYS as u64,
        },
        Conflict::OtherDeskBot => SetupWords::DeskIsAnother {},
        Conflict::HasGroup => SetupWords::HasGroup {},
        // Nothing that the setup bot offers leads there.
        Conflict::HasAdministrator | Conflict::NoSuchWay => SetupWords::Refused {},
    }
}

fn by_plan(barrier: Barrier) -> SetupWords {
    let parameter = |name: Name| SetupWords::PlanRefusesParameter {
        name: name.to_string(),
    };
    match barrier {
        Barrier::Autoclose(hours) => SetupWords::PlanRefusesAutoclose { hours },
        Barrier::WelcomeOff => SetupWords::PlanRefusesWelcome {},
        Barrier::HideInfo => parameter(Name::HideInfo),
        Barrier::LeaveClosed => parameter(Name::LeaveClosed),
        Barrier::Webhooks => parameter(Name::Webhooks),
        Barrier::Connections(most) => SetupWords::PlanRefusesConnection { most },
        Barrier::Api => SetupWords::PlanRefusesToken {},
    }
}
