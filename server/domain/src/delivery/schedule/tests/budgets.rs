//! Budgets and pace, rule by rule.

use proptest::prelude::*;

use super::super::{Rate, Wait};
use super::*;

/// The most units within any window of `seconds`, by the moments of hand-out.
fn most_within(times: &[f64], window: f64) -> usize {
    times
        .iter()
        .map(|end| {
            times
                .iter()
                .filter(|t| **t > end - window + 1e-6 && *t <= end)
                .count()
        })
        .max()
        .unwrap_or(0)
}

#[test]
fn a_group_under_backlog_takes_twenty_a_minute_and_is_never_mute() {
    let mut desk = Desk::new();
    for n in 1..=100 {
        desk.put(head(n));
    }
    desk.run(400.0);
    let times = desk.times();
    assert_eq!(times.len(), 100);
    assert_eq!(most_within(&times, 60.0), 20);
    assert!(times[99] <= 300.0, "the last went at {}", times[99]);
    let gaps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0]).collect();
    assert!(gaps.iter().all(|gap| *gap <= 4.7), "never mute: {gaps:?}");
    // Eight at once, and eight ahead of an even spread four minutes later.
    assert!(times[87] <= 255.0, "the first wave's head start is kept");
    let later = &gaps[40..];
    assert!(
        later.iter().all(|gap| *gap >= 1.4),
        "the wave spreads out: {later:?}"
    );
}

#[test]
fn the_answers_delay_costs_next_to_nothing() {
    let mut desk = Desk::new();
    desk.answer_after = Duration::from_millis(300);
    for n in 1..=200 {
        desk.put(head(n));
    }
    desk.run(1000.0);
    let last = desk.times()[199];
    assert!(
        last <= 600.0 / 0.95,
        "95 % of what Telegram permits: the last went at {last}"
    );
}

#[test]
fn while_nothing_waits_units_go_at_once() {
    let mut desk = Desk::new();
    for n in 0..60 {
        let at = n as f64 * 5.0;
        desk.run(at);
        desk.put(head(n + 1).at(at));
        desk.run(at);
        assert_eq!(desk.log.last(), Some(&(at, n + 1)));
    }
    let mut desk = Desk::new();
    for n in 1..=8 {
        desk.put(head(n));
    }
    desk.run(0.0);
    assert_eq!(desk.log.len(), 8, "a small wave goes at once too");
}

#[test]
fn a_noisy_lane_alone_leaves_a_unit_for_who_comes_next() {
    let mut desk = Desk::new();
    desk.answer_after = Duration::from_millis(100);
    for _ in 0..300 {
        desk.put(head(1));
    }
    for n in 2..40 {
        let at = n as f64 * 17.3;
        desk.run(at);
        desk.put(head(n).at(at).standing(Standing::AfterSilence));
        desk.run(at + 6.0);
        assert!(
            desk.order().contains(&n),
            "a quiet dialog waits at most 6 s"
        );
    }
}

#[test]
fn a_unit_is_free_a_minute_after_its_answer_not_its_hand_out() {
    let mut desk = Desk::new();
    desk.scheduler.set_rate(GROUP, Rate::new(1, 60));
    desk.answer_after = Duration::from_secs(25);
    desk.put(head(1));
    desk.put(head(2));
    desk.run(200.0);
    assert_eq!(desk.times(), [0.0, 85.0]);
}

#[test]
fn an_unknown_outcome_keeps_its_unit_a_minute_longer() {
    for (answer, free_at) in [
        (Answer::Done, Some(seconds(70.0))),
        (Answer::Unknown, Some(seconds(130.0))),
        (Answer::NotSent, Some(seconds(10.0))),
    ] {
        let mut desk = Desk::new();
        desk.scheduler.set_rate(GROUP, Rate::new(1, 60));
        desk.scheduler.offer(head(1));
        desk.scheduler.next(seconds(0.0)).unwrap();
        desk.scheduler.offer(head(2));
        assert_eq!(
            desk.scheduler.wake_at(seconds(0.0)),
            None,
            "only an answer can free it"
        );
        desk.scheduler
            .answered(&lane(1), seconds(10.0), answer)
            .unwrap();
        assert_eq!(desk.scheduler.wake_at(seconds(10.0)), free_at, "{answer:?}");
    }
}

#[test]
fn a_private_chat_takes_a_short_burst_then_one_a_second() {
    let mut desk = Desk::new();
    for n in 1..=9 {
        desk.put(head(n).to(7));
    }
    desk.run(60.0);
    assert_eq!(desk.times(), [0.0, 0.0, 0.0, 3.0, 3.0, 3.0, 6.0, 6.0, 6.0]);
}

#[test]
fn all_chats_together_take_thirty_a_second() {
    let mut desk = Desk::new();
    for n in 1..=70 {
        desk.put(head(n).to(n));
    }
    desk.run(10.0);
    let times = desk.times();
    let count = |at: f64| times.iter().filter(|t| **t == at).count();
    assert_eq!((count(0.0), count(1.0), count(2.0)), (30, 30, 10));
}

#[test]
fn an_album_waits_for_all_its_units_and_is_not_overtaken() {
    let mut desk = Desk::new();
    desk.scheduler.set_rate(GROUP, Rate::new(10, 60));
    for n in 1..=8 {
        desk.put(head(n));
    }
    desk.run(55.0);
    assert_eq!(desk.log.len(), 8);
    desk.put(head(20).at(55.0).parts(5));
    desk.put(head(21).at(55.5));
    desk.run(500.0);
    assert_eq!(&desk.order()[8..], [20, 21]);
}

#[test]
fn a_call_dearer_than_the_budget_takes_all_of_it_and_pays_the_rest_later() {
    let mut desk = Desk::new();
    desk.put(head(1).to(7));
    desk.run(0.0);
    desk.put(head(2).to(7).parts(10));
    desk.put(head(3).to(7).at(0.1));
    desk.run(100.0);
    assert_eq!(desk.log, [(0.0, 1), (3.0, 2), (12.0, 3)]);
}

#[test]
fn free_calls_go_one_a_second_and_chat_and_take_no_unit() {
    let mut desk = Desk::new();
    desk.scheduler.set_rate(GROUP, Rate::new(1, 60));
    for n in 1..=4 {
        desk.put(head(n).free());
    }
    desk.put(head(5).free().to(-200));
    desk.put(head(6));
    desk.put(head(7));
    desk.run(100.0);
    let at = |n: i64| desk.log.iter().find(|(_, m)| *m == n).unwrap().0;
    assert_eq!(
        [1, 2, 3, 4, 5, 6, 7].map(at),
        [0.0, 1.0, 2.0, 3.0, 0.0, 0.0, 60.0]
    );
}

#[test]
fn the_given_rate_holds_in_place_of_the_usual_one() {
    let mut desk = Desk::new();
    for n in 1..=100 {
        desk.put(head(n));
    }
    desk.run(0.0);
    desk.scheduler.set_rate(GROUP, Rate::new(100_000, 60));
    desk.run(10.0);
    assert_eq!(
        desk.log.len(),
        100,
        "the overall budget is all that holds them"
    );
    desk.scheduler.set_rate(GROUP, Rate::new(0, 60));
    desk.put(head(101).at(10.0));
    desk.run(10.0);
    let waits = desk.scheduler.why_waits(&lane(101), desk.now);
    assert!(matches!(waits, Some(Wait::ChatBudget { .. })), "{waits:?}");
    desk.run(80.0);
    assert_eq!(desk.log.len(), 101, "zero is taken as one");
}

#[test]
fn no_more_are_under_way_than_the_gateway_takes() {
    let mut desk = Desk::with(Limits {
        max_outstanding: 3,
        ..Limits::default()
    });
    desk.answer_after = Duration::from_secs(2);
    for n in 1..=7 {
        desk.put(head(n).to(n));
    }
    desk.run(1.0);
    assert_eq!(desk.log.len(), 3);
    assert_eq!(desk.scheduler.wake_at(seconds(1.0)), None);
    desk.run(10.0);
    assert_eq!(desk.times(), [0.0, 0.0, 0.0, 2.0, 2.0, 2.0, 4.0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Never mute for a minute: whatever single messages came before, and however unevenly.
    #[test]
    fn who_comes_next_finds_a_unit_soon(
        pauses in prop::collection::vec(prop_oneof![
            Just(0_u32), 0..300_u32, 0..3_000_u32, 0..60_000_u32
        ], 1..100),
    ) {
        let mut desk = Desk::new();
        let mut n = 0;
        let mut at = 0.0;
        for pause in pauses {
            at += f64::from(pause) / 1000.0;
            desk.run(at);
            n += 1;
            if desk.log.len() + 1 >= n as usize {
                desk.put(head(n).at(at));
            } else {
                n -= 1;
            }
            desk.run(at);
            let mut probe = desk.scheduler.clone();
            probe.offer(head(9999).at(at).standing(Standing::AfterSilence));
            let mut now = desk.now;
            while let Some(wake) = probe.wake_at(now) {
                now = wake;
                let Some(head) = probe.next(now) else { continue };
                if number(&head.lane) == 9999 {
                    break;
                }
                probe.answered(&head.lane, now, Answer::Done).unwrap();
            }
            let wait = now.since(desk.now);
            prop_assert!(wait <= Duration::from_secs(20), "{wait:?}");
        }
    }
}
