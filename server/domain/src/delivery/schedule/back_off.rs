//! How long a failed delivery waits, and when it has failed for good.

use std::time::Duration;

use crate::time::Timestamp;

/// The first gap.
const FIRST: Duration = Duration::from_secs(2);
/// Each gap is so many times the one before.
const GROWTH: u32 = 3;
/// No gap is longer.
const LONGEST: Duration = Duration::from_mins(15);
/// Failures that end a delivery while its identity delivers elsewhere.
const FAILURES: u32 = 5;
/// An outage that ends a delivery.
pub const OUTAGE: Duration = Duration::from_hours(24);

/// The gap after the `attempts`th failure in a row.
///
/// `jitter`, 0 to 1, takes up to half of it away, so that what failed together is not tried together; what is
/// outside is taken as the nearest allowed value, and no number as 0.
#[must_use]
pub fn delay(attempts: u32, jitter: f64) -> Duration {
    let growth = GROWTH.saturating_pow(attempts.saturating_sub(1));
    let longest = FIRST.saturating_mul(growth).min(LONGEST);
    let jitter = if jitter.is_nan() {
        0.0
    } else {
        jitter.clamp(0.0, 1.0)
    };
    longest.mul_f64(1.0 - jitter / 2.0)
}

/// Whether a delivery is to be given up.
///
/// After five failures while its identity delivers elsewhere, since then it is the delivery that is bad; or 24 hours
/// after its first failure, since then nobody wants it any more.
#[must_use]
pub fn is_dead(
    attempts: u32,
    others_deliver: bool,
    first_failed_at: Timestamp,
    now: Timestamp,
) -> bool {
    (others_deliver && attempts >= FAILURES)
        || (attempts > 0 && now.since(first_failed_at) >= OUTAGE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn gaps_grow_to_a_quarter_of_an_hour() {
        let gaps: Vec<u64> = (1..=9).map(|n| delay(n, 0.0).as_secs()).collect();
        assert_eq!(gaps, [2, 6, 18, 54, 162, 486, 900, 900, 900]);
        assert_eq!(delay(0, 0.0), FIRST);
        assert_eq!(delay(u32::MAX, 0.0), LONGEST);
    }

    #[test]
    fn five_failures_count_only_while_others_deliver() {
        let start = Timestamp(0);
        let soon = Timestamp(60_000);
        let day = start.after(OUTAGE);
        let table = [
            (4, true, soon, false),
            (5, true, soon, true),
            (5, false, soon, false),
            (500, false, day.before(Duration::from_millis(1)), false),
            (2, false, day, true),
            (0, true, day, false),
        ];
        for (attempts, others, now, dead) in table {
            assert_eq!(
                is_dead(attempts, others, start, now),
                dead,
                "{attempts} {others} {now}"
            );
        }
    }

    proptest! {
        #[test]
        fn jitter_takes_at_most_half(attempts in any::<u32>(), jitter in any::<f64>()) {
            let full = delay(attempts, 0.0);
            let gap = delay(attempts, jitter);
            prop_assert!(gap <= full && gap >= full / 2, "{gap:?} of {full:?}");
        }
    }
}
