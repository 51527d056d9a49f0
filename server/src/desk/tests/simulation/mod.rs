//! Thousands of runs in which everything breaks that can break: servers and gateways die,
//! streams are cut, calls come twice or late, Telegram asks to wait, fails, or answers
//! nobody, topics go, bots are removed, clocks jump. After every step and at the end the
//! [`invariants`] hold.
//!
//! A run is what its seed makes of it. `BACKLINE_SEED` runs one seed, `BACKLINE_RUNS` so many
//! from a new one on. Seeds that failed once are in `seeds.txt` and run every time.

mod breaks;
mod gateway;
mod invariants;
mod people;
mod random;
mod telegram;
mod works;
mod world;

use self::world::{Tally, World};

/// Runs of every test run.
const RUNS: u64 = 60;

/// Seeds that failed once.
const FAILED_ONCE: &str = include_str!("seeds.txt");

fn seeds() -> Vec<u64> {
    if let Ok(seed) = std::env::var("BACKLINE_SEED") {
        return vec![seed.parse().unwrap()];
    }
    let kept = FAILED_ONCE.lines().filter(|line| !line.starts_with('#'));
    let kept = kept.filter_map(|line| line.split_whitespace().next()?.parse().ok());
    let (first, runs) = match std::env::var("BACKLINE_RUNS") {
        Ok(runs) => (u64::from(std::process::id()) << 20, runs.parse().unwrap()),
        Err(_) => (1, RUNS),
    };
    kept.chain(first..first + runs).collect()
}

/// Keeps a seed that failed, so that it runs from now on.
fn keep(seed: u64) {
    use std::io::Write as _;
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/desk/tests/simulation/seeds.txt"
    );
    let file = std::fs::OpenOptions::new().append(true).open(path);
    if let Ok(mut file) = file
        && !FAILED_ONCE.lines().any(|line| line == seed.to_string())
    {
        writeln!(file, "{seed}").unwrap();
    }
}

#[tokio::test]
async fn whatever_breaks_nothing_is_lost_doubled_or_out_of_order() {
    let mut all = Tally::default();
    let seeds = seeds();
    for seed in &seeds {
        match World::new(*seed).await.run().await {
            Ok(run) => {
                all.messages += run.messages;
                all.edits += run.edits;
                all.handed_on += run.handed_on;
            }
            Err(report) => {
                keep(*seed);
                panic!("{report}\n\nBACKLINE_SEED={seed}");
            }
        }
    }
    println!("{} runs, {all:?}", seeds.len());
}
