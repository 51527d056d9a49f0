//! What came of what was wished for.

use super::talk::Talk;
use super::{Decision, Done, Person, Refusal, RefusalKind, Scene, Wish, Wished};
use super::{account, card, create, parameters, relays, tokens};
use crate::catalogue::SetupWords;
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
            Done::Refused(refusal),
        ) if refusal.kind == RefusalKind::Malformed => {
            parameters::was_refused(&mut talk, connection, name, value, refusal);
        }
        (Wish::AddRelay { connection, .. }, Done::Refused(refusal)) => {
            relays::refused_token(&mut talk, connection, refusal);
        }
        (_, Done::Refused(refusal)) => refused(&mut talk, refusal),
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
            relays::list_with(&mut talk, of, Some(&SetupWords::RelayRemoved {}));
        }
        (Wish::MakeToken(of, _), done) => tokens::made(&mut talk, of, done),
        (Wish::Revoke(of, _), _) => {
            tokens::list_with(&mut talk, of, Some(&SetupWords::TokenRevoked {}));
        }
    }
    talk.done()
}

/// Says a refusal in the words that there are for it.
pub(super) fn refused(talk: &mut Talk<'_>, refusal: &Refusal) {
    match refusal.kind {
        RefusalKind::Unavailable | RefusalKind::NoAccountGateway => {
            talk.say(&SetupWords::Unavailable {})
        }
        RefusalKind::NotFound => talk.say(&SetupWords::CardGone {}),
        RefusalKind::Plan(barrier) => talk.say(&by_plan(barrier)),
        RefusalKind::Malformed | RefusalKind::Taken | RefusalKind::Other => {
            let words = refusal.words.clone();
            talk.say(&SetupWords::Failed { words });
        }
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
