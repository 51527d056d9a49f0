//! What the connection used of its administrator's plan, and what a unit of work adds to it.

use backline_domain::connection::Connection;
use backline_domain::plan::{Day, Due, Hold, Usage};
use backline_domain::time::Timestamp;

/// What the connection used, as its row of today has it.
#[derive(Debug)]
pub(super) struct PlanUse {
    pub(super) today: Usage,
    /// The last day before of which there is a row.
    pub(super) before: Option<Usage>,
    /// Why messages wait.
    pub(super) hold: Option<Hold>,
}

/// What a unit of work adds to it.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) messages: u64,
    pub(super) updates: u64,
    pub(super) told: Vec<Due>,
}

// === impl Tally ===

impl Tally {
    pub(super) const fn is_empty(&self) -> bool {
        self.messages == 0 && self.updates == 0 && self.told.is_empty()
    }
}

// === impl PlanUse ===

impl PlanUse {
    pub(super) fn new(connection: &Connection, now: Timestamp) -> Self {
        Self {
            today: Usage::none(connection.id.clone(), Day::of(now)),
            before: None,
            hold: None,
        }
    }

    /// The row of this day, with nothing in it when it is a new one.
    pub(super) fn of(&self, day: Day) -> Usage {
        if self.today.day == day {
            self.today.clone()
        } else {
            Usage::none(self.today.connection.clone(), day)
        }
    }

    /// A new day may have begun.
    pub(super) fn turn(&mut self, now: Timestamp) {
        let today = self.of(Day::of(now));
        if today.day != self.today.day {
            self.before = Some(std::mem::replace(&mut self.today, today));
        }
    }
}
