//! Days of traffic in minutes: server and gateway as a process of their own on the embedded
//! store, on a driven clock, with faults. What that process takes is measured while time goes by.
//! Run by hand: `BACKLINE_SOAK=1800 cargo test -p backline-tests --test it soak -- --ignored --nocapture`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use telegram_sim::{Bot, Group, Person, Rights, Sim};

use crate::clock::Driven;
use crate::random::Random;

const CUSTOMERS: usize = 10_000;
/// Driven time of a step.
const STEP: Duration = Duration::from_secs(60);
/// Messages of customers in a step, on average less than Telegram permits into the group.
const MESSAGES: usize = 9;
/// Rows of the table.
const LOOKS: u32 = 12;

/// What the process takes.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    resident_kib: u64,
    files: u64,
    store_kib: u64,
}

/// The process with server and gateway.
struct Office {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

// === impl Office ===

impl Office {
    fn start(directory: &Path, sim: &Sim, bot: &Bot, team: &Group) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::installation", "--ignored", "--nocapture"])
            .env("CRASH_PART", "whole")
            .env("CRASH_LEASE", "60000")
            .env("CRASH_STORE", directory)
            .env("CRASH_LISTEN", "")
            .env("CRASH_DRIVEN", "1")
            .env("CRASH_API", sim.url())
            .env("CRASH_TOKEN", bot.token())
            .env("CRASH_GROUP", team.id().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Self {
            stdin: child.stdin.take().unwrap(),
            stdout: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    /// Lets time pass there; gives what it takes by then.
    fn pass(&mut self, time: Duration) -> Taken {
        writeln!(self.stdin, "{}", time.as_millis()).unwrap();
        loop {
            let mut line = String::new();
            assert_ne!(self.stdout.read_line(&mut line).unwrap(), 0, "it has died");
            let Some(numbers) = line.strip_prefix("taken ") else {
                continue;
            };
            let numbers: Vec<u64> = numbers
                .split_whitespace()
                .map(|number| number.parse().unwrap())
                .collect();
            return Taken {
                resident_kib: numbers[0],
                files: numbers[1],
                store_kib: numbers[2],
            };
        }
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// In the process: time passes as its input says, and what it takes is told.
pub(crate) fn obey(clock: &Driven, directory: &Path) {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        clock.advance(Duration::from_millis(line.parse().unwrap()));
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .unwrap_or("0");
        let files = std::fs::read_dir("/proc/self/fd").unwrap().count();
        println!("taken {resident} {files} {}", size_of(directory) / 1024);
    }
}

fn size_of(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else {
        return std::fs::metadata(path).map_or(0, |found| found.len());
    };
    let inside = entries.flatten().map(|entry| size_of(&entry.path()));
    inside.sum()
}

/// Everybody says something now and then; the team answers.
struct Traffic {
    random: Random,
    customers: Vec<Option<Person>>,
    /// So many have written.
    known: usize,
    written: usize,
}

impl Traffic {
    fn step(&mut self, sim: &Sim, bot: &Bot, team: &Group, olga: &Person) {
        for _ in 0..1 + self.random.below(2 * MESSAGES - 1) {
            // Half of them are new, as long as there are any.
            let number = match self.random.below(2) {
                0 if self.known < CUSTOMERS => self.known,
                _ => self.random.below(self.known.max(1)),
            };
            self.known = self.known.max(number + 1);
            let name = format!("Customer {number:05}");
            let customer = self.customers[number].get_or_insert_with(|| sim.person(&name));
            let said = customer.says(bot, &format!("question {}", self.written));
            self.written += 1;
            if self.random.below(20) == 0 {
                customer.edits(&said, &format!("question {}, better", self.written));
            }
        }
        let topics = team.own_topics();
        for _ in 0..self.random.below(6) {
            if !topics.is_empty() {
                let topic = &topics[self.random.below(topics.len())];
                olga.writes_in(team, topic.thread, &format!("answer {}", self.written));
                self.written += 1;
            }
        }
    }
}

/// Returns when nothing has moved for a moment, so that time does not run ahead of the work.
async fn quiet(sim: &Sim, bot: &Bot) {
    let mut still = 0;
    for _ in 0..400 {
        let calls = sim.calls_made();
        let moves = sim.until(|| sim.calls_made() > calls);
        let moved = tokio::time::timeout(Duration::from_millis(4), moves).await;
        let is_still = moved.is_err() && bot.waiting_updates() == 0;
        still = if is_still { still + 1 } else { 0 };
        if still == 2 {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it takes as long as BACKLINE_SOAK says, in seconds: half an hour by default"]
async fn days_of_traffic() {
    let length = std::env::var("BACKLINE_SOAK");
    let length = length.map_or(1800, |seconds| seconds.parse().unwrap());
    let length = Duration::from_secs(length);
    let directory = tempfile::tempdir().unwrap();
    let clock = Driven::new();
    let sim = Sim::start(telegram_sim::Config::default().clock(clock.telegram()))
        .await
        .unwrap();
    let bot = sim.bot("Support");
    bot.privacy_off();
    let olga = sim.person("Olga");
    let team = sim.forum("Team", &olga);
    olga.makes_admin(&team, &bot, Rights::all());
    let mut office = Office::start(directory.path(), &sim, &bot, &team);
    let mut traffic = Traffic {
        random: Random::new(20_261_128),
        customers: vec![None; CUSTOMERS],
        known: 0,
        written: 0,
    };
    // The set-up is not hurried.
    while team.general().written().is_empty() {
        let soon = sim.until(|| !team.general().written().is_empty());
        if tokio::time::timeout(Duration::from_millis(200), soon)
            .await
            .is_err()
        {
            clock.advance(Duration::from_millis(200));
            office.pass(Duration::from_millis(200));
        }
    }
    let begun = Instant::now();
    let mut driven = Duration::ZERO;
    let mut looks = 0;
    println!("| driven time | dialogs | messages | calls | resident | open files | store |");
    println!("|---|---|---|---|---|---|---|");
    while begun.elapsed() < length {
        traffic.step(&sim, &bot, &team, &olga);
        // Now and then a call fails, before or after its effect.
        match traffic.random.below(60) {
            0 => sim.script_all().server_error(502),
            1 => sim.script_all().cut_before(),
            2 => sim.script_all().cut_after(),
            3 => sim.script(&bot, "copyMessage").flood(20),
            _ => {}
        }
        let mut taken = Taken::default();
        for _ in 0..STEP.as_secs() / 5 {
            let now = Duration::from_secs(5);
            clock.advance(now);
            taken = office.pass(now);
            driven += now;
            quiet(&sim, &bot).await;
        }
        if begun.elapsed() >= length * looks / LOOKS {
            looks += 1;
            println!(
                "| {:.1} days | {} | {} | {} | {} MB | {} | {} MB |",
                driven.as_secs_f64() / 86_400.0,
                team.own_topics().len(),
                traffic.written,
                sim.calls_made(),
                taken.resident_kib / 1024,
                taken.files,
                taken.store_kib / 1024
            );
        }
    }
}
