//! What came of what only an account can do. Whoever asked is told.

use std::time::Duration;

use super::super::admission::is_out_of_bounds;
use super::super::outreach::{
    GROUP_GRACE, begun, group_begun, made_since, shut_notice, supergroup, with_budget,
};
use super::super::{Decision, Draft, Scene};
use super::failed::failed;
use super::moved::moved;
use super::{Attempt, Settled, done, stays};
use crate::catalogue::{Notice, Refusal};
use crate::delivery::{Action, Outcome, Purpose, Rejection};
use crate::dialog::{Dialog, Kind};
use crate::id::{ChatAddress, MessageId};
use crate::message::{Chat, ChatKind};
use crate::outreach::{Invitation, Reach, Reached, Shut, Whom};

/// The longest wait that Telegram may ask for and that is simply waited for; a longer one
/// is told, and ends the command.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What follows from an outcome.
pub(super) fn settled(scene: &Scene<'_>, attempt: &Attempt<'_>, outcome: &Outcome) -> Settled {
    if let Some(settled) = by_own_word(scene, attempt, outcome) {
        return settled;
    }
    match outcome {
        Outcome::Succeeded { reached, .. } => succeeded(scene, attempt, reached.as_deref()),
        Outcome::Deferred {
            delay,
            is_flood_wait: true,
            ..
        } if *delay > LONGEST_WAIT && !attempt.delivery.is_begun => {
            done(rest(scene, attempt, *delay))
        }
        Outcome::Deferred { delay, .. } => {
            let mut delivery = attempt.delivery.clone();
            delivery.due_at = scene.now.after(*delay);
            delivery.started_at = None;
            stays(delivery)
        }
        Outcome::Failed { detail } => failed(scene, attempt, detail),
        Outcome::Rejected { reason, detail } => rejected(scene, attempt, *reason, detail),
        Outcome::Moved { chat } => moved(scene, attempt, *chat),
        Outcome::Uncertain { detail, .. } => uncertain(scene, attempt, detail),
    }
}

/// The account's own word that it made the group came meanwhile: that is known then,
/// whatever the answer does not say.
fn by_own_word(scene: &Scene<'_>, attempt: &Attempt<'_>, outcome: &Outcome) -> Option<Settled> {
    let delivery = attempt.delivery;
    let is_unknown = match outcome {
        Outcome::Uncertain { .. } => true,
        Outcome::Rejected { .. } | Outcome::Failed { .. } => delivery.is_begun,
        Outcome::Succeeded { .. } | Outcome::Deferred { .. } | Outcome::Moved { .. } => false,
    };
    let Action::Reach(Reach::CreateGroup { title, people }) = &delivery.action else {
        return None;
    };
    let chat = made_since(scene, delivery).filter(|_| is_unknown)?;
    let chat = supergroup(ChatAddress::whole(chat), title);
    Some(done(made(scene, attempt, &chat, people)))
}

/// It was tried for long enough.
pub(super) fn gave_up(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Decision {
    Decision::only(
        in_doubt(scene, attempt)
            .unwrap_or_else(|| refused(scene, attempt, Rejection::Other, detail)),
    )
}

/// Nothing tells whether the group was made: people are asked.
fn in_doubt(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Option<Draft> {
    let delivery = attempt.delivery;
    let Action::Reach(Reach::CreateGroup { title, .. }) = &delivery.action else {
        return None;
    };
    let title = title.clone();
    let asked = || answer(scene, attempt, &Notice::GroupInDoubt { title });
    delivery.is_begun.then(asked)
}

fn succeeded(scene: &Scene<'_>, attempt: &Attempt<'_>, reached: Option<&Reached>) -> Settled {
    let Action::Reach(reach) = &attempt.delivery.action else {
        return done(Decision::nothing());
    };
    let chat = reached.and_then(|reached| reached.chat.as_ref());
    match (reach, reached, chat) {
        (Reach::Find { who }, Some(reached), Some(chat)) => {
            done(found(scene, attempt, who, reached, chat))
        }
        (Reach::CreateGroup { people, .. }, _, Some(chat)) => {
            done(made(scene, attempt, chat, people))
        }
        // It is there, and its answer cannot be read.
        (Reach::CreateGroup { .. }, _, None) => uncertain(scene, attempt, ""),
        (Reach::Invite { who }, _, _) => {
            let who = who.shown();
            let notice = match reached.is_some_and(|reached| reached.was_there) {
                true => Notice::PersonInside { who },
                false => Notice::PersonInvited { who },
            };
            told(scene, attempt, &notice)
        }
        (Reach::Link { who }, Some(reached), _) if !reached.link.is_empty() => {
            done(linked(scene, attempt, who, &reached.link))
        }
        (Reach::Link { .. }, _, _) => done(Decision::only(refused(
            scene,
            attempt,
            Rejection::Privacy,
            "",
        ))),
        (Reach::Join { link }, Some(reached), chat) => {
            done(joined(scene, attempt, link, reached, chat))
        }
        // Those are no person's command.
        (Reach::Found { .. } | Reach::Appoint { .. }, _, _) => done(Decision::nothing()),
        (Reach::Find { .. } | Reach::Join { .. }, _, _) => done(Decision::only(refused(
            scene,
            attempt,
            Rejection::Other,
            "",
        ))),
    }
}

fn found(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    who: &Whom,
    reached: &Reached,
    chat: &Chat,
) -> Decision {
    let is_bot = reached.person.as_ref().is_some_and(|person| person.is_bot);
    let who = who.shown();
    let refusal = if chat.kind != ChatKind::Private {
        Some(Notice::PersonIsChat { who })
    } else if chat.id().0 == scene.connection.frontend.user.0 {
        Some(Notice::PersonIsSelf { who })
    } else if is_bot {
        Some(Notice::PersonIsBot { who })
    } else if is_out_of_bounds(scene.parameters, Kind::Private, &chat.address, None) {
        Some(Notice::ReachedIgnored { who })
    } else {
        None
    };
    if let Some(notice) = refusal {
        return Decision::only(answer(scene, attempt, &notice));
    }
    let person = reached.person.as_ref();
    begun(scene, chat, person, attempt.reached, command(attempt)).0
}

fn made(scene: &Scene<'_>, attempt: &Attempt<'_>, chat: &Chat, people: &[Whom]) -> Decision {
    let mut decision = group_begun(scene, chat, attempt.reached, people, command(attempt));
    if scene.connection.outreach.made.is_some() {
        let budget = scene.connection.outreach.with_made(None);
        decision.connection = Some(with_budget(scene, budget));
    }
    decision
}

fn joined(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    link: &Invitation,
    reached: &Reached,
    chat: Option<&Chat>,
) -> Decision {
    let who = link.shown();
    let Some(chat) = chat.filter(|_| !reached.is_waiting) else {
        return Decision::only(answer(scene, attempt, &Notice::JoinWaits { who }));
    };
    let kind = Kind::from(chat.kind);
    if is_out_of_bounds(scene.parameters, kind, &chat.address, None) {
        return Decision::only(answer(scene, attempt, &Notice::ReachedIgnored { who }));
    }
    begun(scene, chat, None, attempt.reached, command(attempt)).0
}

/// Whoever may not be invited may come by a link, which is kept for the next one.
fn linked(scene: &Scene<'_>, attempt: &Attempt<'_>, who: &Whom, link: &str) -> Decision {
    let notice = Notice::PersonNeedsLink {
        who: who.shown(),
        link: link.to_owned(),
    };
    Decision {
        dialog: attempt.dialog.map(|dialog| Dialog {
            invite_link: link.to_owned(),
            ..dialog.clone()
        }),
        ..Decision::only(answer(scene, attempt, &notice))
    }
}

fn rejected(scene: &Scene<'_>, attempt: &Attempt<'_>, reason: Rejection, detail: &str) -> Settled {
    if reason == Rejection::BadCredential {
        return failed(scene, attempt, detail);
    }
    let Action::Reach(reach) = &attempt.delivery.action else {
        return done(Decision::nothing());
    };
    if let Some(asked) = in_doubt(scene, attempt) {
        return done(Decision::only(asked));
    }
    if let (Reach::Invite { who }, Rejection::Privacy) = (reach, reason) {
        let known = attempt.dialog.map(|dialog| dialog.invite_link.as_str());
        if let Some(link) = known.filter(|link| !link.is_empty()) {
            return done(linked(scene, attempt, who, link));
        }
        let mut delivery = attempt.delivery.clone();
        delivery.action = Action::Reach(Reach::Link { who: who.clone() });
        delivery.due_at = scene.now;
        delivery.attempts = 0;
        delivery.first_failed_at = None;
        return stays(delivery);
    }
    // Without a link there is still the reason why one was asked for.
    let reason = if matches!(reach, Reach::Link { .. }) {
        Rejection::Privacy
    } else {
        reason
    };
    if let (Reach::Join { link }, Rejection::UnwantedKind) = (reach, reason) {
        let parameter = match scene.parameters.monitor_groups {
            true => "MONITOR_CHANNELS",
            false => "MONITOR_GROUPS",
        };
        let notice = Notice::JoinUnwanted {
            who: link.shown(),
            parameter: parameter.to_owned(),
        };
        return told(scene, attempt, &notice);
    }
    done(Decision::only(refused(scene, attempt, reason, detail)))
}

/// A group may be there: that is never made again unasked. All else is done again, since
/// doing it twice is doing it once.
fn uncertain(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let delivery = attempt.delivery;
    let is_creation = matches!(delivery.action, Action::Reach(Reach::CreateGroup { .. }));
    if !is_creation || delivery.is_begun {
        return failed(scene, attempt, detail);
    }
    let mut delivery = delivery.clone();
    delivery.is_begun = true;
    delivery.started_at = None;
    delivery.last_error = Some(detail.to_owned());
    delivery.due_at = scene.now.after(GROUP_GRACE);
    stays(delivery)
}

/// Telegram asked to wait for so long that the command ends, and others do not begin.
fn rest(scene: &Scene<'_>, attempt: &Attempt<'_>, delay: Duration) -> Decision {
    let until = scene.now.after(delay);
    let budget = scene.connection.outreach.resting(until);
    let shut = budget.shut_now(scene.now, true);
    let notice = shut_notice(shut.unwrap_or(Shut::Resting { until }));
    Decision {
        connection: Some(with_budget(scene, budget)),
        ..Decision::only(answer(scene, attempt, &notice))
    }
}

fn told(scene: &Scene<'_>, attempt: &Attempt<'_>, notice: &Notice) -> Settled {
    done(Decision::only(answer(scene, attempt, notice)))
}

fn refused(scene: &Scene<'_>, attempt: &Attempt<'_>, reason: Rejection, detail: &str) -> Draft {
    let what = if let Action::Reach(reach) = &attempt.delivery.action {
        reach.shown()
    } else {
        String::new()
    };
    let refusal = Refusal {
        reason,
        detail: detail.to_owned(),
    };
    answer(scene, attempt, &Notice::OutreachRefused { what, refusal })
}

/// The answer to the command, where it was given.
fn answer(scene: &Scene<'_>, attempt: &Attempt<'_>, notice: &Notice) -> Draft {
    let command = command(attempt);
    match (&attempt.delivery.purpose, attempt.dialog) {
        (
            Purpose::Outreach {
                in_dialog: true, ..
            },
            Some(dialog),
        ) => scene.tell(&dialog.key, notice, Some(command)),
        _ => scene.tell_general(notice, Some(command)),
    }
}

fn command(attempt: &Attempt<'_>) -> MessageId {
    if let Purpose::Outreach { command, .. } = attempt.delivery.purpose {
        command
    } else {
        MessageId(0)
    }
}
