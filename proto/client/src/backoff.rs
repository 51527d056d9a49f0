//! Growing, jittered gaps between attempts.

use std::time::Duration;

/// Gaps that double from a shortest to a longest, each drawn from the upper half
/// of its range, so that many clients do not come back in step.
#[derive(Debug, Clone)]
pub struct Backoff {
    shortest: Duration,
    longest: Duration,
    attempt: u32,
}

// === impl Backoff ===

impl Backoff {
    /// Gaps between `shortest` and `longest`, both inclusive.
    #[must_use]
    pub const fn new(shortest: Duration, longest: Duration) -> Self {
        Self {
            shortest,
            longest,
            attempt: 0,
        }
    }

    /// The next gap. Never shorter than the shortest nor longer than the longest.
    pub fn next_gap(&mut self) -> Duration {
        let gap = self.gap(random());
        self.attempt = self.attempt.saturating_add(1);
        gap
    }

    /// How many gaps were taken since the last reset.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempt
    }

    /// Begins anew after a success.
    pub fn reset(&mut self) {
        self.attempt = 0;
    }

    /// `random` is anywhere in `0..=u32::MAX`.
    fn gap(&self, random: u32) -> Duration {
        let doubled = self.shortest.saturating_mul(1_u32 << self.attempt.min(20));
        let full = doubled.min(self.longest);
        let half = full / 2;
        let jittered = half + half.mul_f64(f64::from(random) / f64::from(u32::MAX));
        jittered.clamp(self.shortest.min(self.longest), self.longest)
    }
}

/// Without randomness (an entropy source that fails) the gaps are the longest of
/// their range: still right, only less spread.
fn random() -> u32 {
    getrandom::u32().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_stays_within_its_bounds() {
        let mut backoff = Backoff::new(Duration::from_millis(200), Duration::from_secs(30));
        for attempt in 0..40_u32 {
            let lowest = backoff.gap(0);
            let highest = backoff.gap(u32::MAX);
            let drawn = backoff.next_gap();
            assert!(lowest <= drawn && drawn <= highest, "{attempt}: {drawn:?}");
            assert!(drawn >= Duration::from_millis(200) && drawn <= Duration::from_secs(30));
        }
        assert_eq!(backoff.gap(u32::MAX), Duration::from_secs(30));
        backoff.reset();
        assert_eq!(backoff.gap(u32::MAX), Duration::from_millis(200));
    }
}
