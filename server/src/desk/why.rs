//! Why something waits, in words.

use backline_domain::delivery::Lane;
use backline_domain::delivery::schedule::Wait;
use backline_domain::plan::Hold;
use backline_domain::time::Timestamp;

use super::task::Desk;

// === impl Desk ===

impl Desk {
    /// Why a lane waits, whoever may take it. `None`: nothing holds it.
    pub(super) fn why_lane_waits(&self, lane: &Lane, now: Timestamp) -> Option<Wait> {
        let relays = self.relays.values().map(|poster| &poster.scheduler);
        let mut all = std::iter::once(&self.scheduler).chain(relays);
        all.find_map(|scheduler| scheduler.why_waits(lane, now))
    }

    /// Why the first lane that waits does, in words.
    pub(super) fn why_waits(&self) -> String {
        let now = self.now();
        if self.connection.is_stopped {
            return "the connection is stopped; `backline connections start` lets it go on"
                .to_owned();
        }
        if self.connection.group_id().is_none() {
            return "the connection has no backend group yet".to_owned();
        }
        let held = |_: &&Hold| self.windows.lanes().any(|lane| self.is_lane_held(lane));
        if let Some(hold) = self.plan.hold.as_ref().filter(held) {
            return hold.to_string();
        }
        let reason = self
            .windows
            .lanes()
            .filter(|lane| self.leases.of_lane(lane).is_none())
            .find_map(|lane| self.why_lane_waits(lane, now));
        match reason {
            None => String::new(),
            Some(Wait::Offline) => "no gateway holds the identity".to_owned(),
            Some(Wait::LaneBusy | Wait::Turn) => "others are before it".to_owned(),
            Some(Wait::TopicMissing) => "its topic is not made yet".to_owned(),
            Some(Wait::NotDue { until }) => format!("the next attempt is at {until}"),
            Some(Wait::IdentityFrozen { until } | Wait::ChatFrozen { until }) => {
                format!("Telegram asked to wait until {until}")
            }
            Some(Wait::ChatBudget { .. }) => "the group's or chat's budget is used up".to_owned(),
            Some(Wait::OverallBudget { .. }) => "the bot's overall budget is used up".to_owned(),
            Some(Wait::Outstanding) => "the gateway has enough in hand".to_owned(),
        }
    }
}
