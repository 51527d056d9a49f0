mod parameters;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::id::{ConnectionId, UserId};
use crate::time::Timestamp;

const NOON: Timestamp = Timestamp(1_700_049_600_000);

fn plan(messages: u64, updates: u64) -> Plan {
    Plan {
        name: "small".to_owned(),
        limits: Limits {
            messages: Some(messages),
            updates: Some(updates),
            ..Limits::default()
        },
    }
}

fn used(messages: u64, in_hand: u64, updates: u64) -> Totals {
    Totals {
        messages,
        in_hand,
        updates,
    }
}

#[test]
fn the_built_in_example_is_as_documented() {
    let free = Plan::free();
    assert_eq!(free.name, "free");
    let limits = free.limits;
    assert_eq!(limits.messages, Some(500));
    assert_eq!(limits.updates, Some(2500));
    assert_eq!(limits.broadcasts, Some(500));
    assert_eq!(limits.connections, Some(10));
    assert_eq!(limits.longest_autoclose, Some(48));
    assert_eq!(limits.without, BTreeSet::from([Feature::WelcomeOff]));
    assert_eq!(limits.signature, Signature::Default);
}

#[test]
fn messages_wait_when_there_is_no_room_for_one_more() {
    let table = [
        (used(9, 0, 0), None),
        (used(8, 1, 0), None),
        (used(9, 1, 0), Some(Kind::Messages)),
        (used(10, 0, 0), Some(Kind::Messages)),
        (used(19, 0, 0), Some(Kind::Messages)),
        // The last update of the day is served as well.
        (used(0, 0, 20), None),
        (used(0, 0, 21), Some(Kind::Updates)),
    ];
    for (totals, kind) in table {
        let hold = totals.hold(&plan(10, 20), NOON);
        assert_eq!(hold.as_ref().map(|hold| hold.kind), kind, "{totals:?}");
        if let Some(hold) = hold {
            assert_eq!(hold.until.to_string(), "2023-11-16T00:00:00Z");
        }
    }
    let much = used(u64::MAX, u64::MAX, u64::MAX);
    assert_eq!(much.hold(&Plan::unlimited(), NOON), None);
}

#[test]
fn four_fifths_are_near_and_what_is_used_up_is_not_near_any_more() {
    let none = BTreeSet::new();
    let told = |totals: &Totals, group: &BTreeSet<Told>| -> Vec<Told> {
        let dues = due(&plan(10, 20), totals, NOON, group, group);
        dues.into_iter().map(|due| due.told).collect()
    };
    let table: [(Totals, &[Told]); 7] = [
        (used(7, 0, 15), &[]),
        (used(8, 0, 0), &[Told::Near(Kind::Messages)]),
        (used(9, 5, 0), &[Told::Near(Kind::Messages)]),
        (used(10, 0, 0), &[Told::UsedUp(Kind::Messages)]),
        (used(0, 0, 16), &[Told::Near(Kind::Updates)]),
        (used(0, 0, 20), &[Told::Near(Kind::Updates)]),
        (
            used(12, 0, 21),
            &[Told::UsedUp(Kind::Messages), Told::UsedUp(Kind::Updates)],
        ),
    ];
    for (totals, wanted) in table {
        assert_eq!(told(&totals, &none), wanted, "{totals:?}");
    }
    let over = BTreeSet::from([Told::UsedUp(Kind::Messages)]);
    assert_eq!(
        told(&used(9, 0, 0), &over),
        [],
        "not near after it was over"
    );
    let near = BTreeSet::from([Told::Near(Kind::Messages)]);
    let over = [Told::UsedUp(Kind::Messages)];
    assert_eq!(
        told(&used(10, 0, 0), &near),
        over,
        "near was not the last word"
    );
}

#[test]
fn who_was_told_is_not_told_again_and_the_other_is() {
    let near = BTreeSet::from([Told::Near(Kind::Messages)]);
    let none = BTreeSet::new();
    let dues = due(&plan(10, 20), &used(8, 0, 0), NOON, &near, &none);
    assert_eq!(dues.len(), 1);
    assert!(!dues[0].to_group && dues[0].to_administrator);
    let dues = due(&plan(10, 20), &used(8, 0, 0), NOON, &none, &near);
    assert!(dues[0].to_group && !dues[0].to_administrator);
    assert!(due(&plan(10, 20), &used(8, 0, 0), NOON, &near, &near).is_empty());
}

#[test]
fn what_goes_on_is_said_where_something_waited() {
    let id = ConnectionId::parse("c1").unwrap();
    let day = Day::of(NOON);
    let mut before = Usage::none(id.clone(), day.before(1));
    before.told.insert(Told::UsedUp(Kind::Messages));
    let mut today = Usage::none(id.clone(), day);
    let plan = plan(10, 20);
    assert!(goes_on(&plan, Some(&before), &today, true).is_some());
    assert!(goes_on(&plan, Some(&before), &today, false).is_none());
    assert!(goes_on(&plan, None, &today, true).is_none());
    let near = Usage {
        told: BTreeSet::from([Told::Near(Kind::Messages)]),
        ..before.clone()
    };
    assert!(goes_on(&plan, Some(&near), &today, true).is_none());
    today.told.insert(Told::GoesOn);
    assert!(goes_on(&plan, Some(&before), &today, true).is_none());
    let same_day = Usage { day, ..before };
    assert!(goes_on(&plan, Some(&same_day), &Usage::none(id, day), true).is_none());
}

#[test]
fn who_is_not_named_has_the_default_plan() {
    let named = BTreeMap::from([(UserId(7), "large".to_owned())]);
    let plans = vec![
        Plan::free(),
        Plan {
            name: "large".to_owned(),
            limits: Limits::default(),
        },
    ];
    let offer = Offer::new(plans.clone(), "free", named.clone());
    let administrator = |id| Owner::Administrator(UserId(id));
    let connection = Owner::Connection(ConnectionId::parse("c1").unwrap());
    assert_eq!(offer.of(&administrator(7)).name, "large");
    assert_eq!(offer.of(&administrator(8)).name, "free");
    assert_eq!(offer.of(&connection).name, "free");
    let names =
        |offer: &Offer| -> Vec<String> { offer.plans().map(|plan| plan.name.clone()).collect() };
    assert_eq!(names(&offer), ["free", "large"]);
    let open = Offer::new(plans, Plan::UNLIMITED, named);
    assert_eq!(open.of(&administrator(8)), &Plan::unlimited());
    assert_eq!(names(&open), ["free", "large", "unlimited"]);
    let none = Offer::default();
    assert!(none.is_empty() && none.of(&connection) == &Plan::unlimited());
}

proptest! {
    #[test]
    fn a_moment_lies_in_its_day(millis in -10_000_000_000_000_i64..10_000_000_000_000) {
        let at = Timestamp(millis);
        let day = Day::of(at);
        prop_assert!(day.begins() <= at && at < day.ends());
        prop_assert_eq!(Day::of(day.ends()), Day(day.0 + 1));
        prop_assert_eq!(Day::of(day.begins()), day);
    }

    /// However the counters rise, each word is said at most once a day, to the group and to the
    /// administrator, and at the end what is used up was said.
    #[test]
    fn each_word_is_said_once_a_day(
        steps in proptest::collection::vec((0_u64..7, 0_u64..9, any::<bool>()), 1..60),
        messages in 1_u64..30,
        updates in 1_u64..40,
    ) {
        let plan = plan(messages, updates);
        let (mut group, mut administrator) = (BTreeSet::new(), BTreeSet::new());
        let mut totals = Totals::default();
        let mut said = Vec::new();
        for (more_messages, more_updates, is_reached) in steps {
            totals.messages += more_messages;
            totals.updates += more_updates;
            let known = administrator.clone();
            for due in due(&plan, &totals, NOON, &group, &known) {
                if due.to_group {
                    prop_assert!(group.insert(due.told));
                    said.push(due.told);
                }
                if due.to_administrator && is_reached {
                    prop_assert!(administrator.insert(due.told));
                }
            }
        }
        for kind in Kind::ALL {
            let is_over = match kind {
                Kind::Messages => totals.messages >= messages,
                Kind::Updates => totals.updates > updates,
            };
            prop_assert_eq!(said.contains(&Told::UsedUp(kind)), is_over);
        }
        let hold = totals.hold(&plan, NOON);
        let is_said = said.iter().any(|told| matches!(told, Told::UsedUp(_)));
        prop_assert_eq!(hold.is_some(), is_said);
    }
}
