//! The scheduler's tests: rules one by one, and a random driver beside an
//! independent count of what Telegram sees.

mod answers;
mod budgets;
mod choice;
mod driver;
mod starvation;
mod waits;

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Answer, Call, Cost, Head, Limits, Scheduler, Standing};
use crate::delivery::{Class, Lane, LaneKind};
use crate::id::{ChatAddress, ChatId, ConnectionId};
use crate::time::Timestamp;

/// The backend group of most tests.
const GROUP: ChatId = ChatId(-100);

fn seconds(seconds: f64) -> Timestamp {
    Timestamp((seconds * 1000.0).round() as i64)
}

/// The lane of the dialog with this number.
fn lane(dialog: i64) -> Lane {
    Lane {
        connection: ConnectionId::parse("c1").unwrap(),
        dialog: Some(ChatAddress::whole(ChatId(dialog))),
        kind: LaneKind::ToTopic,
    }
}

/// A customer's message to the group in the lane with this number, decided at 0.
fn head(dialog: i64) -> Head {
    Head {
        lane: lane(dialog),
        sequence: 0,
        class: Class::Customer,
        chat: GROUP,
        cost: Cost::of(Call::Send),
        created_at: Timestamp(0),
        due_at: Timestamp(0),
        standing: Standing::Known,
        awaits_topic: false,
        prefers_leftover: false,
        yields: false,
    }
}

fn number(lane: &Lane) -> i64 {
    lane.dialog.as_ref().unwrap().id.0
}

impl Head {
    fn at(self, at: f64) -> Self {
        Self {
            created_at: seconds(at),
            due_at: seconds(at),
            ..self
        }
    }

    fn to(self, chat: i64) -> Self {
        Self {
            chat: ChatId(chat),
            ..self
        }
    }

    fn class(self, class: Class) -> Self {
        Self { class, ..self }
    }

    fn standing(self, standing: Standing) -> Self {
        Self { standing, ..self }
    }

    fn parts(self, parts: u32) -> Self {
        Self {
            cost: Cost::of(Call::Album { parts }),
            ..self
        }
    }

    fn free(self) -> Self {
        Self {
            cost: Cost::FREE,
            ..self
        }
    }

    fn leftover(self) -> Self {
        Self {
            prefers_leftover: true,
            ..self
        }
    }
}

/// A task that does what the scheduler says, with answers after a fixed time.
struct Desk {
    scheduler: Scheduler,
    now: Timestamp,
    answer_after: Duration,
    /// Calls under way, by when they are answered.
    under_way: BTreeMap<(Timestamp, i64), Lane>,
    /// What lanes hold behind their heads.
    behind: BTreeMap<i64, Vec<Head>>,
    /// Hand-outs: when, and of which lane.
    log: Vec<(f64, i64)>,
    /// How often the task woke up.
    wakes: usize,
}

impl Desk {
    fn new() -> Self {
        Self::with(Limits::default())
    }

    fn with(limits: Limits) -> Self {
        let mut scheduler = Scheduler::new(limits);
        scheduler.set_online(true);
        Self {
            scheduler,
            now: Timestamp(0),
            answer_after: Duration::ZERO,
            under_way: BTreeMap::new(),
            behind: BTreeMap::new(),
            log: Vec::new(),
            wakes: 0,
        }
    }

    /// Puts a head at the end of its lane.
    fn put(&mut self, head: Head) {
        let queue = self.behind.entry(number(&head.lane)).or_default();
        queue.push(head.clone());
        let is_under_way = self.under_way.values().any(|lane| *lane == head.lane);
        if queue.len() == 1 && !is_under_way {
            self.scheduler.offer(head);
        }
    }

    /// Runs to this moment: answers, hand-outs, sleeping as told.
    fn run(&mut self, until: f64) {
        let until = seconds(until);
        loop {
            self.hand_out();
            let answer = self.under_way.keys().next().map(|(at, _)| *at);
            let wake = self.scheduler.wake_at(self.now);
            assert!(
                wake.is_none_or(|at| at > self.now),
                "wakes at {wake:?}, {:?}",
                self.now
            );
            let Some(at) = answer
                .into_iter()
                .chain(wake)
                .min()
                .filter(|at| *at <= until)
            else {
                break;
            };
            self.now = at;
            self.wakes += 1;
        }
        self.now = until;
    }

    /// Answers what is to be answered and hands out what may go, now.
    fn hand_out(&mut self) {
        loop {
            while let Some(entry) = self.under_way.first_entry()
                && entry.key().0 <= self.now
            {
                let lane = entry.remove();
                self.scheduler
                    .answered(&lane, self.now, Answer::Done)
                    .unwrap();
                if let Some(next) = self.behind.get(&number(&lane)).and_then(|q| q.first()) {
                    self.scheduler.offer(next.clone());
                }
            }
            let Some(head) = self.scheduler.next(self.now) else {
                break;
            };
            let n = number(&head.lane);
            let queue = self.behind.get_mut(&n).unwrap();
            assert_eq!(queue.remove(0), head, "heads go in order of their lane");
            self.log.push((self.now.0 as f64 / 1000.0, n));
            self.under_way
                .insert((self.now.after(self.answer_after), n), head.lane);
        }
    }

    /// Lanes in the order of their hand-outs.
    fn order(&self) -> Vec<i64> {
        self.log.iter().map(|(_, n)| *n).collect()
    }

    /// Moments of hand-outs, in seconds.
    fn times(&self) -> Vec<f64> {
        self.log.iter().map(|(at, _)| *at).collect()
    }
}
