//! No lane starves while the identity is online, whatever the others do.

use proptest::prelude::*;

use super::super::Rate;
use super::*;

/// Lanes that always have something, of one class and cost each.
#[derive(Debug, Clone)]
struct Noise {
    class: Class,
    standing: Standing,
    parts: u32,
    /// Whether its messages are as old as the backlog, or new each time.
    is_old: bool,
}

fn noises() -> impl Strategy<Value = Vec<Noise>> {
    let class = prop_oneof![
        Just(Class::Operator),
        Just(Class::Customer),
        Just(Class::Upkeep)
    ];
    let standing = prop_oneof![Just(Standing::Known), Just(Standing::AfterSilence)];
    let noise =
        (class, standing, 1..=4_u32, any::<bool>()).prop_map(|(class, standing, parts, is_old)| {
            Noise {
                class,
                standing,
                parts,
                is_old,
            }
        });
    prop::collection::vec(noise, 1..12)
}

/// When the victim is handed out, among lanes that never end and newcomers.
fn victim_goes_at(noises: &[Noise], victim: Head, newcomers: bool, group: Rate) -> Option<f64> {
    let limits = Limits {
        max_outstanding: 2,
        group,
        ..Limits::default()
    };
    let mut scheduler = Scheduler::new(limits);
    scheduler.set_online(true);
    let mut now = Timestamp(0);
    let made = |n: i64, noise: &Noise, now: Timestamp| {
        let at = if noise.is_old { Timestamp(-1) } else { now };
        Head {
            created_at: at,
            due_at: at,
            ..head(n)
        }
        .class(noise.class)
        .standing(noise.standing)
        .parts(noise.parts)
    };
    for (n, noise) in (1_i64..).zip(noises) {
        scheduler.offer(made(n, noise, now));
    }
    let victim_lane = victim.lane.clone();
    let mut newcomer = 10_000;
    scheduler.offer(victim);
    while now < seconds(4.0 * 3600.0) {
        while let Some(given) = scheduler.next(now) {
            if given.lane == victim_lane {
                return Some(now.0 as f64 / 1000.0);
            }
            scheduler.answered(&given.lane, now, Answer::Done).unwrap();
            let n = number(&given.lane);
            if let Some(noise) = usize::try_from(n - 1).ok().and_then(|n| noises.get(n)) {
                scheduler.offer(made(n, noise, now.after(Duration::from_millis(1))));
            }
            if newcomers {
                newcomer += 1;
                let at = now.0 as f64 / 1000.0;
                scheduler.offer(head(newcomer).at(at).standing(Standing::AfterSilence));
            }
        }
        now = scheduler.wake_at(now)?;
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nobody_waits_for_ever(
        noises in noises(),
        class in prop_oneof![Just(Class::Operator), Just(Class::Customer), Just(Class::Upkeep)],
        first_contact in any::<bool>(),
        parts in 1..=10_u32,
        newcomers in any::<bool>(),
    ) {
        let standing =
            if first_contact { Standing::FirstContact } else { Standing::Known };
        let victim = head(99).class(class).standing(standing).parts(parts);
        let group = Rate::new(20, 60);
        let at = victim_goes_at(&noises, victim, newcomers, group);
        // One of eight units, each the dearest, for everybody before it: the noise,
        // and before a first contact the newcomers of half a minute.
        let before = noises.len() + 2 + if first_contact && newcomers { 20 } else { 0 };
        let bound = 3.0 * 8.0 * 4.0 * before as f64 + 120.0;
        prop_assert!(at.is_some_and(|at| at <= bound), "{at:?}, bound {bound}");
    }
}

#[test]
fn leftovers_wait_while_others_want_the_units() {
    let noise = Noise {
        class: Class::Customer,
        standing: Standing::Known,
        parts: 1,
        is_old: true,
    };
    let noises = vec![noise; 3];
    let bulk = head(99).class(Class::Bulk);
    assert_eq!(
        victim_goes_at(&noises, bulk, false, Rate::new(20, 60)),
        None
    );
}
