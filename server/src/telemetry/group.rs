//! Numbers of deliveries by identity and backend group: what waits there, for how long, how
//! long it takes to be delivered, how often Telegram asks to wait, what was merged.

use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry,
};

use super::metrics::WAIT_SECONDS;

const LABELS: &[&str] = &["identity", "group"];

/// An identity in a backend group, as labels. The group is empty for what goes to
/// customers, and until it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Who delivers, "bot:ID"; of what waits, the frontend.
    pub identity: String,
    /// The backend group's id.
    pub group: String,
}

/// Numbers by identity and backend group.
#[derive(Debug, Clone)]
pub struct GroupMetrics {
    depth: IntGaugeVec,
    oldest: GaugeVec,
    delivered: HistogramVec,
    flood_waits: IntCounterVec,
    merged: IntCounterVec,
    files_moved: IntGaugeVec,
    files_total: IntGaugeVec,
    waits_for_plan: IntGaugeVec,
}

// === impl Labels ===

impl Labels {
    fn values(&self) -> [&str; 2] {
        [&self.identity, &self.group]
    }
}

// === impl GroupMetrics ===

impl GroupMetrics {
    /// Numbers in this registry.
    ///
    /// # Errors
    /// Never in practice, as of [`super::Metrics::new`].
    pub(super) fn new(registry: &Registry) -> prometheus::Result<Self> {
        let counter = |name: &str, help: &str| IntCounterVec::new(Opts::new(name, help), LABELS);
        let gauge = |name: &str, help: &str| IntGaugeVec::new(Opts::new(name, help), LABELS);
        let metrics = Self {
            depth: gauge(
                "backline_queue_depth",
                "Deliveries that wait or are under way",
            )?,
            oldest: GaugeVec::new(
                Opts::new(
                    "backline_queue_oldest_seconds",
                    "How long the oldest of them waits",
                ),
                LABELS,
            )?,
            delivered: HistogramVec::new(
                HistogramOpts::new(
                    "backline_delivery_seconds",
                    "Time from a delivery's decision to Telegram's confirmation",
                )
                .buckets(WAIT_SECONDS.to_vec()),
                LABELS,
            )?,
            flood_waits: counter(
                "backline_flood_waits_total",
                "Calls that Telegram answered with a time to wait (429, FLOOD_WAIT)",
            )?,
            merged: counter(
                "backline_merged_total",
                "Messages that were posted together with one before them",
            )?,
            waits_for_plan: IntGaugeVec::new(
                Opts::new(
                    "backline_plan_waiting_lanes",
                    "Lanes whose messages wait because the administrator's plan is used up",
                ),
                LABELS,
            )?,
            files_moved: gauge(
                "backline_files_moved_bytes",
                "Bytes that have come so far of files on their way through the server's store",
            )?,
            files_total: gauge(
                "backline_files_total_bytes",
                "Bytes of files on their way through the server's store",
            )?,
        };
        for collector in metrics.collectors() {
            registry.register(collector)?;
        }
        Ok(metrics)
    }

    fn collectors(&self) -> [Box<dyn Collector>; 8] {
        [
            Box::new(self.depth.clone()),
            Box::new(self.oldest.clone()),
            Box::new(self.delivered.clone()),
            Box::new(self.flood_waits.clone()),
            Box::new(self.merged.clone()),
            Box::new(self.files_moved.clone()),
            Box::new(self.files_total.clone()),
            Box::new(self.waits_for_plan.clone()),
        ]
    }

    /// So much waits, the oldest for so long.
    pub fn waits(&self, of: &Labels, waiting: usize, oldest: Duration) {
        let depth = i64::try_from(waiting).unwrap_or(i64::MAX);
        self.depth.with_label_values(&of.values()).set(depth);
        let seconds = oldest.as_secs_f64();
        self.oldest.with_label_values(&of.values()).set(seconds);
    }

    /// So many bytes of files that are on their way have come so far, of so many.
    pub fn files(&self, of: &Labels, moved: u64, total: u64) {
        for (gauge, bytes) in [(&self.files_moved, moved), (&self.files_total, total)] {
            let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
            gauge.with_label_values(&of.values()).set(bytes);
        }
    }

    /// Telegram confirmed a delivery so long after it was decided.
    pub fn delivered(&self, of: &Labels, took: Duration) {
        let times = self.delivered.with_label_values(&of.values());
        times.observe(took.as_secs_f64());
    }

    /// Telegram asked to wait.
    pub fn flood_wait(&self, of: &Labels) {
        self.flood_waits.with_label_values(&of.values()).inc();
    }

    /// So many messages go together with one before them.
    pub fn merged(&self, of: &Labels, joined: usize) {
        let merged = self.merged.with_label_values(&of.values());
        merged.inc_by(joined as u64);
    }

    /// So many lanes wait because the administrator's plan is used up.
    pub fn waits_for_plan(&self, of: &Labels, lanes: usize) {
        let waiting = self.waits_for_plan.with_label_values(&of.values());
        waiting.set(i64::try_from(lanes).unwrap_or(i64::MAX));
    }

    /// An identity is gone: nothing of it is shown any more, in its group and with
    /// customers.
    pub fn forget(&self, of: &Labels) {
        for group in [of.group.as_str(), ""] {
            let values = [of.identity.as_str(), group];
            // It may never have been shown.
            let _ = self.depth.remove_label_values(&values);
            let _ = self.oldest.remove_label_values(&values);
            let _ = self.delivered.remove_label_values(&values);
            let _ = self.flood_waits.remove_label_values(&values);
            let _ = self.merged.remove_label_values(&values);
            let _ = self.files_moved.remove_label_values(&values);
            let _ = self.files_total.remove_label_values(&values);
            let _ = self.waits_for_plan.remove_label_values(&values);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Metrics;
    use super::*;

    #[test]
    fn what_is_gone_is_not_shown() {
        let metrics = Metrics::new().unwrap();
        let of = |identity: &str, group: &str| Labels {
            identity: identity.to_owned(),
            group: group.to_owned(),
        };
        let group = metrics.group();
        group.waits(&of("bot:7", "-100"), 4, Duration::from_secs(90));
        group.delivered(&of("bot:7", ""), Duration::from_secs(2));
        group.merged(&of("bot:7", "-100"), 3);
        group.flood_wait(&of("bot:8", "-100"));
        let text = metrics.text().unwrap();
        for line in [
            "backline_queue_depth{group=\"-100\",identity=\"bot:7\"} 4",
            "backline_queue_oldest_seconds{group=\"-100\",identity=\"bot:7\"} 90",
            "backline_delivery_seconds_sum{group=\"\",identity=\"bot:7\"} 2",
            "backline_merged_total{group=\"-100\",identity=\"bot:7\"} 3",
            "backline_flood_waits_total{group=\"-100\",identity=\"bot:8\"} 1",
        ] {
            assert!(text.contains(line), "{text}");
        }
        group.forget(&of("bot:7", "-100"));
        let text = metrics.text().unwrap();
        assert!(!text.contains("bot:7"), "{text}");
        assert!(text.contains("bot:8"));
    }
}
