//! A small generator of numbers, so that a printed seed repeats a test.

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963);
        usize::try_from((self.0 >> 33) % u64::try_from(bound).unwrap()).unwrap()
    }

    /// One of them.
    pub(crate) fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// The seeds of a random test: that of `BACKLINE_SEED`, else one that stays and one that
/// is another every time. Each is printed.
pub(crate) fn seeds() -> impl Iterator<Item = u64> {
    let seeds = match std::env::var("BACKLINE_SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => vec![20_261_125, u64::from(std::process::id())],
    };
    seeds
        .into_iter()
        .inspect(|seed| println!("BACKLINE_SEED={seed}"))
}
