//! What answers do: freezes, places in the queue, starts and restarts.

use super::super::{Rate, Recent};
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
        (Outcome::Uncertain { detail: detail() }, Answer::Unknown),
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
fn after_a_start_the_window_is_read_back() {
    let mut desk = Desk::new();
    let now = seconds(1000.0);
    let call = |answered_at| Recent {
        chat: GROUP,
        cost: Cost::of(Call::Send),
        answered_at,
    };
    let answered = (0..18).map(|n| call(Some(seconds(950.0 + f64::from(n)))));
    desk.scheduler
        .restore(answered.chain([call(None), call(None)]), now);
    desk.now = now;
    for n in 1..=20 {
        desk.put(head(n).at(1000.0));
    }
    desk.run(1300.0);
    let times = desk.times();
    assert!(times[0] >= 1010.0, "the window was full: {times:?}");
    let by = |at: f64| times.iter().filter(|t| **t < at).count();
    assert!(by(1120.0) >= 18, "what was answered came free: {times:?}");
    assert_eq!(times.len(), 20);
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
