//! Who is next, rule by rule.

use super::super::Rate;
use super::*;

/// A desk whose group gives exactly one unit each minute.
fn one_a_minute() -> Desk {
    let mut desk = Desk::new();
    desk.scheduler.set_rate(GROUP, Rate::new(1, 60));
    desk
}

#[test]
fn the_class_decides_first() {
    let mut desk = one_a_minute();
    desk.put(head(4).class(Class::Bulk));
    desk.put(head(3).class(Class::Upkeep));
    desk.put(head(2).class(Class::Customer));
    desk.put(head(1).class(Class::Operator).at(0.0));
    desk.run(300.0);
    assert_eq!(desk.order(), [1, 2, 3, 4]);
}

#[test]
fn the_lane_that_waited_longest_goes_first() {
    let mut desk = one_a_minute();
    desk.put(head(1));
    desk.run(10.0);
    for (n, at) in [(2, 9.0), (3, 7.0), (4, 8.0)] {
        desk.put(head(n).at(at));
    }
    desk.run(400.0);
    assert_eq!(desk.order(), [1, 3, 4, 2]);
}

#[test]
fn a_noisy_lane_takes_turns_with_the_rest() {
    let mut desk = one_a_minute();
    for _ in 0..5 {
        desk.put(head(1));
    }
    for n in [2, 3] {
        for _ in 0..2 {
            desk.put(head(n));
        }
    }
    desk.now = seconds(1.0);
    desk.run(1000.0);
    assert_eq!(desk.order(), [1, 2, 3, 1, 2, 3, 1, 1, 1]);
}

#[test]
fn an_album_uses_up_several_turns() {
    let mut desk = Desk::new();
    desk.scheduler.set_rate(GROUP, Rate::new(4, 4));
    for _ in 0..2 {
        desk.put(head(1).parts(4));
    }
    for n in [2, 3] {
        for _ in 0..6 {
            desk.put(head(n));
        }
    }
    desk.now = seconds(1.0);
    desk.run(100.0);
    let order = desk.order();
    let second = order.iter().rposition(|n| *n == 1).unwrap();
    let between = &order[1..second];
    for n in [2, 3] {
        let turns = between.iter().filter(|m| **m == n).count();
        assert!(
            (3..=5).contains(&turns),
            "about as many units each: {order:?}"
        );
    }
}

#[test]
fn after_a_silence_first_but_at_most_every_second_unit() {
    let mut desk = one_a_minute();
    for n in 1..=4 {
        desk.put(head(n));
    }
    desk.run(1.0);
    for n in 11..=13 {
        desk.put(head(n).at(1.0).standing(Standing::AfterSilence));
    }
    desk.run(1000.0);
    assert_eq!(desk.order(), [1, 11, 2, 12, 3, 13, 4]);
}

#[test]
fn a_dialog_is_new_until_the_team_has_answered_and_for_five_minutes() {
    use crate::delivery::{Action, Delivery, Key, Progress, Purpose};
    use crate::dialog::{Customer, Dialog, Kind, Topic};
    use crate::id::{IdentityId, TopicId};

    let stands = |has_topic, team_wrote, created_at, after_silence| {
        let lane = head(1).lane;
        let key = lane.dialog_key().unwrap();
        let mut dialog = Dialog::new(key, Kind::Private, Customer::default(), seconds(100.0));
        if has_topic {
            dialog.topic = Topic::Known(TopicId(7));
        }
        dialog.team_wrote_at = team_wrote;
        let delivery = Delivery {
            key: Key { lane, sequence: 1 },
            identity: IdentityId::bot(1),
            via: None,
            action: Action::SyncTopic,
            purpose: Purpose::Topic,
            class: Class::Customer,
            created_at: seconds(created_at),
            due_at: seconds(created_at),
            attempts: 0,
            first_failed_at: None,
            is_begun: false,
            after_silence,
            started_at: None,
            started_by: None,
            last_error: None,
            held_back: 0,
            progress: Progress::default(),
            retry_of: None,
        };
        Standing::of(&dialog, &delivery)
    };
    let answered = Some(seconds(110.0));
    let table = [
        (false, None, 100.0, false, Standing::FirstContact),
        (true, None, 399.9, false, Standing::FirstContact),
        (true, None, 400.0, false, Standing::Known),
        (true, None, 400.0, true, Standing::AfterSilence),
        (true, answered, 120.0, false, Standing::Known),
        (true, answered, 500.0, true, Standing::AfterSilence),
    ];
    for (has_topic, team_wrote, at, silence, standing) in table {
        assert_eq!(stands(has_topic, team_wrote, at, silence), standing, "{at}");
    }
}

#[test]
fn first_contacts_stand_behind_known_dialogs_but_not_for_ever() {
    let mut desk = one_a_minute();
    desk.put(head(1));
    desk.run(1.0);
    desk.put(head(2).at(1.0).standing(Standing::FirstContact));
    desk.put(head(3).at(20.0));
    desk.put(head(4).at(40.0));
    desk.run(400.0);
    assert_eq!(desk.order(), [1, 3, 2, 4]);
}

#[test]
fn of_eight_units_one_goes_to_a_class_behind() {
    let mut desk = one_a_minute();
    for _ in 0..30 {
        desk.put(head(1).class(Class::Operator));
    }
    for (n, class) in [(2, Class::Customer), (3, Class::Upkeep)] {
        for _ in 0..2 {
            desk.put(head(n).class(class));
        }
    }
    desk.put(head(4).class(Class::Bulk));
    desk.run(3000.0);
    let order = desk.order();
    let places: Vec<usize> = order
        .iter()
        .enumerate()
        .filter(|(_, n)| **n != 1)
        .map(|(place, _)| place)
        .collect();
    assert_eq!(places, [7, 15, 23, 31, 34], "bulk is last: {order:?}");
    assert_eq!(places.map_to(&order), [2, 3, 2, 3, 4]);
}

#[test]
fn across_chats_one_of_eight_goes_to_a_class_behind_too() {
    let mut desk = Desk::with(Limits {
        max_outstanding: 1,
        ..Limits::default()
    });
    desk.answer_after = Duration::from_millis(500);
    for n in 1..=4 {
        for _ in 0..10 {
            desk.put(head(n).to(n).class(Class::Operator));
        }
    }
    desk.put(head(9).to(9));
    desk.run(8.0);
    let place = desk.order().iter().position(|n| *n == 9);
    assert!(place.is_some_and(|place| place <= 8), "{:?}", desk.order());
}

#[test]
fn renames_take_what_nothing_else_wants_one_a_minute_and_dialog() {
    let mut desk = Desk::new();
    for n in 1..=3 {
        desk.put(head(n).class(Class::Upkeep).leftover());
        desk.put(head(n).class(Class::Upkeep).leftover());
    }
    for n in 11..=16 {
        desk.put(head(n));
    }
    desk.run(300.0);
    assert_eq!(&desk.order()[..6], [11, 12, 13, 14, 15, 16]);
    let of = |n: i64| -> Vec<f64> {
        desk.log
            .iter()
            .filter(|(_, m)| *m == n)
            .map(|(at, _)| *at)
            .collect()
    };
    for n in 1..=3 {
        assert_eq!(of(n).len(), 2);
        assert!(of(n)[1] - of(n)[0] >= 60.0, "{:?}", of(n));
    }
    let renames: Vec<f64> = desk.times()[6..].to_vec();
    assert!(
        renames.windows(2).all(|w| w[1] - w[0] >= 3.0),
        "never in a burst: {renames:?}"
    );
}

#[test]
fn leftovers_leave_a_quarter_of_everything_to_the_rest() {
    let mut desk = Desk::with(Limits {
        max_outstanding: 8,
        ..Limits::default()
    });
    desk.answer_after = Duration::from_secs(5);
    for n in 1..=20 {
        desk.put(head(n).to(n).class(Class::Bulk));
    }
    desk.run(1.0);
    assert_eq!(desk.log.len(), 6, "two slots are left");
    desk.put(head(50).at(1.0));
    desk.run(1.0);
    assert_eq!(desk.order().last(), Some(&50));

    let mut desk = Desk::with(Limits {
        max_outstanding: 1000,
        ..Limits::default()
    });
    for n in 1..=60 {
        desk.put(head(n).to(n).class(Class::Bulk));
    }
    desk.run(0.5);
    assert_eq!(desk.log.len(), 23, "seven units of thirty are left");

    let mut desk = Desk::new();
    for n in 1..=40 {
        desk.put(head(n).class(Class::Bulk));
    }
    desk.run(59.0);
    assert_eq!(
        desk.log.len(),
        15,
        "five units of twenty are left in a group"
    );
}

/// Looks up places in an order.
trait MapTo {
    fn map_to(&self, order: &[i64]) -> Vec<i64>;
}

impl MapTo for Vec<usize> {
    fn map_to(&self, order: &[i64]) -> Vec<i64> {
        self.iter().map(|place| order[*place]).collect()
    }
}
