//! What people see: why, how long, how much; and that nothing is kept.

use super::super::{Depth, Rate, Wait};
use super::*;

#[test]
fn every_wait_has_its_reason() {
    let now = seconds(1.0);
    let later = seconds(30.0);
    let mut s = Desk::with(Limits {
        max_outstanding: 2,
        ..Limits::default()
    })
    .scheduler;
    s.set_rate(GROUP, Rate::new(1, 60));
    s.offer(head(1));
    s.next(seconds(0.0)).unwrap();
    s.offer(head(1));
    s.offer(head(2));
    s.offer(Head {
        awaits_topic: true,
        ..head(3)
    });
    s.offer(Head {
        due_at: later,
        ..head(4)
    });
    s.offer(head(5).to(-200));
    s.freeze(ChatId(-200), later);
    s.offer(head(6).to(6));
    assert_eq!(s.why_waits(&lane(6), now), None, "nothing holds it");
    s.offer(head(7).to(7));
    s.offer(head(8).to(7).at(0.5));
    assert_eq!(s.next(now).map(|head| number(&head.lane)), Some(6));
    assert_eq!(s.next(now), None);

    let reasons = |n| s.why_waits(&lane(n), now);
    assert_eq!(reasons(1), Some(Wait::LaneBusy));
    assert_eq!(reasons(2), Some(Wait::ChatBudget { until: None }));
    assert_eq!(reasons(3), Some(Wait::TopicMissing));
    assert_eq!(reasons(4), Some(Wait::NotDue { until: later }));
    assert_eq!(reasons(5), Some(Wait::ChatFrozen { until: later }));
    assert_eq!(reasons(6), None, "it is under way");
    assert_eq!(reasons(7), Some(Wait::Outstanding));
    assert_eq!(reasons(8), Some(Wait::Turn));
    assert_eq!(reasons(99), None);
    s.answered(&lane(1), now, Answer::Done).unwrap();
    assert_eq!(
        s.why_waits(&lane(2), now),
        Some(Wait::ChatBudget {
            until: Some(seconds(61.0))
        })
    );
    s.freeze_identity(later);
    assert_eq!(
        s.why_waits(&lane(7), now),
        Some(Wait::IdentityFrozen { until: later })
    );
    s.set_online(false);
    assert_eq!(s.why_waits(&lane(7), now), Some(Wait::Offline));
    assert_eq!(s.wake_at(now), None);
}

#[test]
fn the_overall_budget_is_a_reason() {
    let mut desk = Desk::with(Limits {
        overall: Rate::new(1, 1),
        ..Limits::default()
    });
    desk.put(head(1).to(1));
    desk.put(head(2).to(2));
    desk.run(0.0);
    let until = Some(seconds(1.0));
    assert_eq!(
        desk.scheduler.why_waits(&lane(2), desk.now),
        Some(Wait::OverallBudget { until })
    );
}

#[test]
fn depth_and_age_are_known() {
    let mut s = Scheduler::new(Limits::default());
    assert_eq!(
        (s.depth(), s.oldest_wait(seconds(9.0))),
        (Depth::default(), None)
    );
    s.offer(head(1).class(Class::Bulk));
    s.offer(head(2).class(Class::Upkeep));
    assert_eq!(s.oldest_wait(seconds(9.0)), None, "these may wait");
    s.offer(head(3).at(4.0));
    s.offer(head(3).at(5.0));
    s.offer(head(4).at(6.0).class(Class::Operator));
    s.offer(Head {
        awaits_topic: true,
        ..head(5).at(8.0)
    });
    assert_eq!(s.oldest_wait(seconds(9.0)), Some(Duration::from_secs(4)));
    s.set_online(true);
    while s.next(seconds(9.0)).is_some() {}
    assert_eq!(s.oldest_wait(seconds(9.0)), Some(Duration::from_secs(1)));
    let depth = Depth {
        customer: 1,
        under_way: 3,
        bulk: 1,
        ..Depth::default()
    };
    assert_eq!(s.depth(), depth);
    s.withdraw(&lane(5));
    s.withdraw(&lane(1));
    assert_eq!(
        s.depth(),
        Depth {
            under_way: 3,
            ..Depth::default()
        }
    );
}

#[test]
fn what_is_withdrawn_or_awaits_its_topic_is_not_handed_out() {
    let mut s = Desk::new().scheduler;
    s.offer(head(1));
    s.withdraw(&lane(1));
    s.offer(Head {
        awaits_topic: true,
        ..head(2)
    });
    assert_eq!(
        (s.next(seconds(1.0)), s.wake_at(seconds(1.0))),
        (None, None)
    );
    s.offer(head(2));
    assert_eq!(s.next(seconds(1.0)), Some(head(2)));
}

#[test]
fn a_due_time_is_kept_to_the_millisecond() {
    let mut s = Desk::new().scheduler;
    s.offer(Head {
        due_at: seconds(5.0),
        ..head(1)
    });
    assert_eq!(s.wake_at(seconds(0.0)), Some(seconds(5.0)));
    assert_eq!(s.next(seconds(4.999)), None);
    assert_eq!(s.next(seconds(5.0)).map(|head| number(&head.lane)), Some(1));
}

#[test]
fn nothing_is_kept_of_what_is_over() {
    let mut desk = Desk::new();
    for n in 1..=200 {
        desk.put(head(n).to(if n % 2 == 0 { n } else { -n }));
        desk.put(head(n).free().to(n).class(Class::Upkeep));
    }
    desk.run(600.0);
    assert_eq!(desk.log.len(), 400);
    desk.scheduler.freeze(ChatId(5), seconds(700.0));
    assert_eq!(desk.scheduler.next(seconds(800.0)), None);
    let s = &desk.scheduler;
    assert!(s.lanes.is_empty() && s.places.is_empty() && s.forgetting.is_empty());
    assert_eq!(s.freezes.chat(ChatId(5)), super::super::BEGINNING);
}
