//! A random driver beside an independent count of what Telegram sees.
//!
//! The model knows nothing of the scheduler's books: it writes down when each
//! call reaches Telegram — some time between hand-out and answer, or up to a
//! minute after an answer that was lost — and at the end counts every window.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::Rate;
use super::*;
use crate::delivery::Scope;

const GROUP_RATE: Rate = Rate::new(20, 60);
const LANES: i64 = 12;

#[derive(Debug, Clone)]
enum Step {
    /// Time passes; up to the next wake-up, or so many milliseconds.
    Pass(u32),
    Sleep,
    Offer(Head),
    Withdraw(i64),
    /// The n-th call under way ends; where between hand-out and answer (or after
    /// it) the call reached Telegram, as a share.
    Answer(usize, Answer, f64),
    Online(bool),
}

fn heads() -> impl Strategy<Value = Head> {
    let class = prop_oneof![
        2 => Just(Class::Operator),
        6 => Just(Class::Customer),
        2 => Just(Class::Upkeep),
        1 => Just(Class::Bulk),
    ];
    let standing = prop_oneof![
        Just(Standing::Known),
        Just(Standing::AfterSilence),
        Just(Standing::FirstContact),
    ];
    let chat = prop_oneof![6 => Just(-100_i64), 2 => Just(-200), 1 => Just(7), 1 => Just(8)];
    let cost = prop_oneof![6 => Just(1_u32), 1 => Just(0), 1 => 2..=10_u32];
    let flags = (
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.05),
        0..20_u32,
    );
    (0..LANES, class, standing, chat, cost, flags, 0..300_000_u32).prop_map(
        |(n, class, standing, chat, parts, (leftover, awaits_topic, late), created)| {
            let base = head(n).to(chat).class(class).standing(standing);
            let base = if parts == 0 {
                base.free()
            } else {
                base.parts(parts)
            };
            let created_at = Timestamp(i64::from(created));
            let due_at = created_at.after(Duration::from_secs(u64::from(late.saturating_sub(15))));
            Head {
                created_at,
                due_at,
                awaits_topic,
                prefers_leftover: leftover,
                ..base
            }
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let seconds = |n: u32| Duration::from_secs(u64::from(n));
    let answer = prop_oneof![
        20 => Just(Answer::Done),
        3 => Just(Answer::Unknown),
        2 => Just(Answer::NotSent),
        2 => (1..60_u32, any::<bool>(), any::<bool>()).prop_map(move |(n, whole, flood)| {
            let scope = if whole { Scope::Identity } else { Scope::Chat };
            Answer::Wait { delay: seconds(n), scope, is_flood_wait: flood }
        }),
    ];
    let step = prop_oneof![
        4 => (0..4_000_u32).prop_map(Step::Pass),
        8 => Just(Step::Sleep),
        20 => heads().prop_map(Step::Offer),
        1 => (0..LANES).prop_map(Step::Withdraw),
        16 => (any::<usize>(), answer, 0.0..=1.0).prop_map(|(n, a, at)| Step::Answer(n, a, at)),
        1 => prop::bool::weighted(0.8).prop_map(Step::Online),
    ];
    prop::collection::vec(step, 1..250)
}

#[derive(Debug)]
struct Call {
    lane: i64,
    head: Head,
    handed_out_at: Timestamp,
}

/// What the model knows.
#[derive(Debug, Default)]
struct Model {
    under_way: Vec<Call>,
    /// Calls as Telegram counts them: chat, free or not, moment, units.
    counted: Vec<(ChatId, bool, Timestamp, u32)>,
    /// The newest offer of each lane, until it is handed out or withdrawn.
    offered: BTreeMap<i64, Head>,
    chat_until: BTreeMap<ChatId, Timestamp>,
    flood_until: BTreeMap<ChatId, Timestamp>,
    identity_until: Timestamp,
    online: bool,
}

impl Model {
    /// A hand-out must be of the lane's newest offer, alone in its lane, and
    /// allowed by every rule that can be seen at once.
    fn handed_out(&mut self, head: Head, now: Timestamp, max: usize) {
        let n = number(&head.lane);
        assert_eq!(
            self.offered.remove(&n).as_ref(),
            Some(&head),
            "the lane's newest head"
        );
        assert!(
            self.under_way.iter().all(|call| call.lane != n),
            "one under way in a lane"
        );
        assert!(self.under_way.len() < max && self.online);
        assert!(head.due_at <= now && !head.awaits_topic);
        assert!(self.identity_until <= now, "the identity is frozen");
        assert!(
            self.chat_until.get(&head.chat).is_none_or(|at| *at <= now),
            "frozen chat"
        );
        self.under_way.push(Call {
            lane: n,
            head,
            handed_out_at: now,
        });
    }

    fn answered(&mut self, nth: usize, now: Timestamp, answer: Answer, share: f64) -> Option<i64> {
        if self.under_way.is_empty() {
            return None;
        }
        let call = self.under_way.remove(nth % self.under_way.len());
        let last = if answer == Answer::Unknown {
            now.after(Duration::from_secs(60))
        } else {
            now
        };
        let arrived = call
            .handed_out_at
            .after(last.since(call.handed_out_at).mul_f64(share));
        let chat = call.head.chat;
        let sent = !matches!(
            answer,
            Answer::NotSent
                | Answer::Wait {
                    is_flood_wait: false,
                    ..
                }
        );
        if sent {
            let units = call.head.cost.units();
            self.counted.push((chat, units == 0, arrived, units.max(1)));
        }
        if let Answer::Wait {
            delay,
            scope,
            is_flood_wait,
        } = answer
        {
            let until = now.after(delay);
            let identity = scope == Scope::Identity
                || is_flood_wait
                    && self
                        .flood_until
                        .iter()
                        .any(|(other, at)| *other != chat && *at > now);
            if identity {
                self.identity_until = self.identity_until.max(until);
            }
            if scope == Scope::Chat {
                let at = self.chat_until.entry(chat).or_insert(until);
                *at = until.max(*at);
                if is_flood_wait {
                    let at = self.flood_until.entry(chat).or_insert(until);
                    *at = until.max(*at);
                }
            }
        }
        Some(call.lane)
    }

    /// Counts every sliding window of every chat.
    fn check_windows(&self) {
        for (chat, is_free, end, _) in &self.counted {
            let rate = match (is_free, chat.0 < 0) {
                (true, _) => Rate::new(1, 1),
                (false, true) => GROUP_RATE,
                (false, false) => Rate::new(3, 3),
            };
            let start = end.before(rate.per);
            let inside: Vec<u32> = self
                .counted
                .iter()
                .filter(|(c, f, at, _)| c == chat && f == is_free && *at > start && at <= end)
                .map(|(.., units)| *units)
                .collect();
            let alone = inside.len() == 1;
            let sum: u32 = inside.iter().sum();
            assert!(
                sum <= rate.units || alone,
                "{sum} units in {chat} within {start}..{end}"
            );
        }
    }
}

/// Drives a scheduler and the model through the steps; gives what was handed out.
fn drive(steps: &[Step], max_outstanding: usize) -> Vec<(Timestamp, Head)> {
    let mut scheduler = Scheduler::new(Limits {
        max_outstanding,
        ..Limits::default()
    });
    scheduler.set_online(true);
    let mut model = Model {
        online: true,
        ..Model::default()
    };
    let mut now = Timestamp(0);
    let mut log = Vec::new();
    for step in steps {
        match step {
            Step::Pass(millis) => now = now.after(Duration::from_millis(u64::from(*millis))),
            Step::Sleep => now = scheduler.wake_at(now).unwrap_or(now),
            Step::Offer(head) => {
                model.offered.insert(number(&head.lane), head.clone());
                scheduler.offer(head.clone());
            }
            Step::Withdraw(n) => {
                model.offered.remove(n);
                scheduler.withdraw(&lane(*n));
            }
            Step::Answer(nth, answer, share) => {
                if let Some(n) = model.answered(*nth, now, *answer, *share) {
                    assert!(scheduler.answered(&lane(n), now, *answer).is_some());
                }
            }
            Step::Online(online) => {
                model.online = *online;
                scheduler.set_online(*online);
            }
        }
        let first_wake = scheduler.wake_at(now);
        let mut given = 0;
        while let Some(head) = scheduler.next(now) {
            log.push((now, head.clone()));
            model.handed_out(head, now, max_outstanding);
            given += 1;
        }
        assert_eq!(
            first_wake == Some(now),
            given > 0,
            "awake exactly when there is something"
        );
        check_wake(&scheduler, now);
        assert_eq!(scheduler.depth().under_way, model.under_way.len());
    }
    while !model.under_way.is_empty() {
        model.answered(0, now, Answer::Done, 1.0);
    }
    model.check_windows();
    log
}

/// Nothing can be had before the wake-up, and every wake-up brings time forward.
fn check_wake(scheduler: &Scheduler, now: Timestamp) {
    let wake = scheduler.clone().wake_at(now);
    let horizon = wake.unwrap_or(now.after(Duration::from_secs(400)));
    assert!(horizon > now, "no spin: {wake:?} at {now:?}");
    let length = horizon.since(now);
    for part in [1, 2, 3, 5, 7] {
        let early = now.after(length * part / 8);
        assert_eq!(
            scheduler.clone().next(early),
            None,
            "missed: {early:?} before {wake:?}"
        );
    }
    let just_before = horizon.before(Duration::from_millis(1));
    assert_eq!(
        scheduler.clone().next(just_before),
        None,
        "missed just before {wake:?}"
    );
}

/// Answers everything and goes on by wake-ups alone until nothing is left; gives
/// the number of wake-ups that brought nothing.
fn drain(steps: &[Step]) -> (usize, usize) {
    let mut scheduler = Scheduler::new(Limits::default());
    scheduler.set_online(true);
    let mut now = Timestamp(0);
    let mut offers = 0;
    for step in steps {
        if let Step::Offer(head) = step {
            scheduler.offer(Head {
                awaits_topic: false,
                ..head.clone()
            });
            offers += 1;
        }
    }
    let mut idle = 0;
    loop {
        let mut given = 0;
        while let Some(head) = scheduler.next(now) {
            scheduler.answered(&head.lane, now, Answer::Done).unwrap();
            given += 1;
        }
        idle += usize::from(given == 0);
        let Some(wake) = scheduler.wake_at(now) else {
            break;
        };
        now = wake;
    }
    let depth = scheduler.depth();
    assert_eq!(
        (
            depth.operator,
            depth.customer,
            depth.upkeep,
            depth.bulk,
            depth.under_way
        ),
        (0, 0, 0, 0, 0),
        "everything went out"
    );
    (idle, offers)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Budgets, lanes, freezes, wake-ups, all at once.
    #[test]
    fn telegram_never_counts_more_than_it_permits(steps in steps(), max in 1..40_usize) {
        drive(&steps, max);
    }

    #[test]
    fn the_same_steps_give_the_same_hand_outs(steps in steps()) {
        prop_assert_eq!(drive(&steps, 8), drive(&steps, 8));
    }

    #[test]
    fn sleeping_by_wake_ups_alone_delivers_everything(steps in steps()) {
        let (idle, offers) = drain(&steps);
        prop_assert!(idle <= 2 * offers + 2, "{idle} idle wake-ups for {offers} heads");
    }
}
