//! What answers do: freezes, places in the queue, starts and restarts.

use super::super::Rate;
use super::*;
use crate::delivery::{Outcome, Scope};

fn flood(delay: u64) -> Answer {
    Answer::Wait {
        delay: Duration::from_secs(delay),
        scope: Scope::Chat,
        is_flood_wait: true,
    }
}

fn wait(delay: u64, scope: Scope) -> Answer {
    Answer::Wait {
        delay: Duration::from_secs(delay),
        scope,
        is_flood_wait: false,
    }
}

/// Hands out one head of each chat and answers it, at so many seconds.
fn answer_each(scheduler: &mut Scheduler, answers: &[(i64, f64, Answer)]) {
    for (chat, at, answer) in answers {
        let lane = lane(*chat - 1000);
        scheduler.offer(Head {
            lane: lane.clone(),
            ..head(1).to(*chat)
        });
        scheduler.next(seconds(*at)).unwrap();
        scheduler.answered(&lane, seconds(*at), *answer).unwrap();
    }
}

#[test]
fn a_429_freezes_its_chat_exactly() {
    let mut desk = Desk::new();
    answer_each(&mut desk.scheduler, &[(-100, 0.0, flood(17))]);
    desk.put(head(1));
    desk.put(head(2).free());
    desk.put(head(3).to(-200));
    desk.run(60.0);
    assert_eq!(desk.log, [(0.0, 3), (17.0, 1), (17.0, 2)]);
}

/// Units of the group that go out in a minute of backlog which begins then.
fn in_a_minute(scheduler: &Scheduler, from: f64) -> usize {
    let mut desk = Desk::new();
    desk.scheduler = scheduler.clone();
    desk.now = seconds(from);
    for n in 1..=30 {
        desk.put(head(n).at(from));
    }
    desk.run(from + 59.0);
    desk.log.len()
}

#[test]
fn a_429_makes_the_budget_tighter_and_trust_comes_back() {
    let mut desk = Desk::new();
    assert_eq!(in_a_minute(&desk.scheduler, 0.0), 20);
    answer_each(&mut desk.scheduler, &[(GROUP.0, 0.0, flood(10))]);
    let scheduler = &desk.scheduler;
    assert_eq!(in_a_minute(scheduler, 100.0), 16);
    // The first unit is tried five minutes after the wait, the others a minute later each.
    assert_eq!(in_a_minute(scheduler, 250.0), 16);
    assert_eq!(in_a_minute(scheduler, 312.0), 17);
    assert_eq!(in_a_minute(scheduler, 600.0), 20);
    // A restart knows it too.
    let used = scheduler.used(seconds(100.0));
    let mut after = Desk::new().scheduler;
    after.take_up(&used, seconds(101.0));
    assert_eq!(in_a_minute(&after, 110.0), 16);
    // One after the other, a part of the budget always stays.
    for n in 1..=9 {
        answer_each(
            &mut desk.scheduler,
            &[(GROUP.0, f64::from(n) * 20.0, flood(10))],
        );
    }
    assert_eq!(in_a_minute(&desk.scheduler, 200.0), 8);
}

#[test]
fn a_second_chats_429_freezes_the_identity() {
    let mut desk = Desk::new();
    let mut scheduler = desk.scheduler.clone();
    for n in [1, 2] {
        scheduler.offer(head(n).to(-n));
        scheduler.next(seconds(0.0)).unwrap();
    }
    scheduler
        .answered(&lane(1), seconds(0.0), flood(10))
        .unwrap();
    scheduler
        .answered(&lane(2), seconds(5.0), flood(20))
        .unwrap();
    desk.scheduler = scheduler;
    desk.now = seconds(5.0);
    desk.put(head(3).to(3).at(5.0));
    desk.run(60.0);
    assert_eq!(desk.log, [(25.0, 3)]);
}

#[test]
fn a_wait_of_the_identity_stops_everything_exactly() {
    for scope in [Scope::Identity, Scope::Chat] {
        let mut desk = Desk::new();
        answer_each(&mut desk.scheduler, &[(-300, 0.0, wait(9, scope))]);
        desk.put(head(1).to(1));
        desk.put(head(2).to(-300));
        desk.run(60.0);
        let first = if scope == Scope::Identity { 9.0 } else { 0.0 };
        desk.log.sort_by_key(|(_, n)| *n);
        assert_eq!(desk.log, [(first, 1), (9.0, 2)], "{scope:?}");
    }
}

#[test]
fn waiting_costs_no_place_in_the_queue() {
    for (answer, order) in [
        (Answer::Done, [2, 1]),
        (Answer::Unknown, [2, 1]),
        (Answer::NotSent, [1, 2]),
        (flood(1), [1, 2]),
    ] {
        let mut desk = Desk::new();
        desk.scheduler.set_rate(GROUP, Rate::new(1, 60));
        desk.scheduler.offer(head(1));
        desk.scheduler.next(seconds(1.0)).unwrap();
        desk.put(head(2).at(0.5));
        desk.scheduler
            .answered(&lane(1), seconds(2.0), answer)
            .unwrap();
        desk.put(head(1));
        desk.now = seconds(2.0);
        desk.run(400.0);
        assert_eq!(desk.order(), order, "{answer:?}");
    }
}

#[test]
fn an_answer_to_nothing_changes_nothing() {
    let mut scheduler = Desk::new().scheduler;
    assert_eq!(
        scheduler.answered(&lane(1), seconds(0.0), Answer::Done),
        None
    );
    scheduler.offer(head(1));
    assert_eq!(scheduler.answered(&lane(1), seconds(0.0), flood(60)), None);
    assert!(scheduler.next(seconds(0.0)).is_some());
}

#[test]
fn outcomes_are_answers() {
    let detail = String::new;
    let delay = Duration::from_secs(3);
    let done = Outcome::Succeeded {
        messages: vec![],
        topic: None,
        description: None,
        reached: None,
    };
    let deferred = Outcome::Deferred {
        delay,
        scope: Scope::Identity,
        is_flood_wait: true,
        detail: detail(),
    };
    let table = [
        (done, Answer::Done),
        (Outcome::Failed { detail: detail() }, Answer::Done),
        (Outcome::Moved { chat: GROUP }, Answer::Done),
        (
            Outcome::Uncertain {
                detail: detail(),
                messages: Vec::new(),
                in_part: false,
            },
            Answer::Unknown,
        ),
        (
            deferred,
            Answer::Wait {
                delay,
                scope: Scope::Identity,
                is_flood_wait: true,
            },
        ),
    ];
    for (outcome, answer) in table {
        assert_eq!(Answer::from(&outcome), answer, "{outcome:?}");
    }
}

#[test]
fn what_is_offered_behind_a_busy_lane_goes_after_its_answer() {
    let mut scheduler = Desk::new().scheduler;
    scheduler.offer(head(1));
    scheduler.next(seconds(0.0)).unwrap();
    scheduler.offer(Head {
        sequence: 2,
        ..head(1)
    });
    assert_eq!(
        scheduler.next(seconds(1.0)),
        None,
        "one under way in a lane"
    );
    scheduler
        .answered(&lane(1), seconds(2.0), Answer::Done)
        .unwrap();
    assert_eq!(scheduler.next(seconds(2.0)).unwrap().sequence, 2);

    scheduler.offer(Head {
        sequence: 3,
        ..head(1)
    });
    scheduler
        .answered(&lane(1), seconds(3.0), Answer::NotSent)
        .unwrap();
    scheduler.offer(Head {
        sequence: 2,
        ..head(1)
    });
    assert_eq!(
        scheduler.next(seconds(3.0)).unwrap().sequence,
        2,
        "tried again, in order"
    );
}

#[test]
fn a_restart_forgets_no_taken_unit() {
    let mut before = Desk::new();
    for n in 1..=20 {
        before.put(head(n).at(0.0));
    }
    // Eighteen are answered in the first minute, two are never heard of again.
    let mut gone = Vec::new();
    while let Some(next) = before.scheduler.next(seconds(0.0)) {
        gone.push(next.lane);
    }
    assert!(!gone.is_empty());
    for lane in gone.iter().skip(2) {
        before
            .scheduler
            .answered(lane, seconds(1.0), Answer::Done)
            .unwrap();
    }
    let used = before.scheduler.used(seconds(1.0));
    let text = serde_json::to_string(&used).unwrap();
    let mut after = Desk::new();
    after
        .scheduler
        .take_up(&serde_json::from_str(&text).unwrap(), seconds(2.0));
    assert_eq!(
        after.scheduler.used(seconds(2.0)).is_empty(),
        used.is_empty()
    );
    after.now = seconds(2.0);
    for n in 101..=140 {
        after.put(head(n).at(2.0));
    }
    after.run(300.0);
    let times = after.times();
    let left = 20 - gone.len();
    let by = |at: f64| times.iter().filter(|t| **t < at).count();
    assert!(
        by(61.0) <= left,
        "twenty a minute, both runs together: {times:?}"
    );
    // Two whose answers were lost may reach Telegram a minute late.
    assert!(by(121.0) <= left + 18, "{times:?}");
    assert_eq!(times.len(), 40);
}

#[test]
fn a_restart_forgets_no_wait_that_telegram_asked_for() {
    let mut before = Desk::new().scheduler;
    before.offer(head(1));
    before.next(seconds(0.0)).unwrap();
    before.answered(&lane(1), seconds(1.0), flood(100)).unwrap();
    before.freeze_identity(seconds(30.0));
    let used = before.used(seconds(2.0));
    let mut after = Desk::new().scheduler;
    after.take_up(&used, seconds(3.0));
    after.offer(head(1));
    after.offer(head(2).to(-7));
    assert_eq!(after.next(seconds(29.0)), None, "the identity is silent");
    assert_eq!(after.next(seconds(30.0)).unwrap().chat, ChatId(-7));
    assert_eq!(after.next(seconds(100.0)), None);
    assert_eq!(after.next(seconds(101.0)).unwrap().chat, GROUP);
    assert!(
        Scheduler::new(Limits::default())
            .used(seconds(0.0))
            .is_empty()
    );
}

#[test]
fn a_clock_put_back_does_not_stop_a_chat_for_ever() {
    let mut before = Desk::new().scheduler;
    before.offer(head(1));
    before.next(seconds(9_000_000.0)).unwrap();
    before
        .answered(&lane(1), seconds(9_000_001.0), Answer::Done)
        .unwrap();
    let used = before.used(seconds(9_000_001.0));
    let mut after = Desk::new().scheduler;
    after.set_rate(GROUP, Rate::new(1, 60));
    after.take_up(&used, seconds(0.0));
    after.offer(head(2));
    assert_eq!(after.next(seconds(0.0)), None);
    assert!(after.next(seconds(121.0)).is_some());
}

#[test]
fn a_call_that_a_gateway_still_holds_is_under_way_after_a_start() {
    let mut scheduler = Desk::new().scheduler;
    scheduler.set_rate(GROUP, Rate::new(1, 60));
    scheduler.resume(head(1), seconds(0.0));
    scheduler.resume(head(1), seconds(0.0));
    scheduler.offer(Head {
        sequence: 2,
        ..head(1)
    });
    scheduler.offer(head(2));
    assert_eq!(scheduler.next(seconds(0.0)), None);
    assert_eq!(scheduler.depth().under_way, 1);
    scheduler
        .answered(&lane(1), seconds(4.0), Answer::Done)
        .unwrap();
    assert_eq!(scheduler.wake_at(seconds(4.0)), Some(seconds(64.0)));
    assert!(scheduler.next(seconds(64.0)).is_some());
}
