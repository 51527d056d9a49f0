//! The server's numbers, by name. Labels have few values: no chat, no customer
//! and no text ever becomes one; backend groups do, which are as few as the teams.

use std::time::Duration;

use backline_domain::delivery::{DeadReason, Outcome};
use prometheus::{
    Encoder as _, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge,
    Opts, Registry, TextEncoder,
};

use super::GroupMetrics;
use crate::webhook::Answer;

/// Buckets of call latencies in seconds: a local commit takes milliseconds, the
/// cap is half a minute.
const RPC_SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0,
];
/// Buckets of waits in seconds, from "at once" to "an hour of flood wait".
pub(super) const WAIT_SECONDS: &[f64] =
    &[0.01, 0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0];

/// The server's metrics. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Registry,
    updates: IntCounterVec,
    deliveries: IntCounterVec,
    dead_letters: IntCounterVec,
    commit_seconds: Histogram,
    wait_seconds: Histogram,
    group: GroupMetrics,
    gateways: IntGauge,
    logouts_waiting: IntGauge,
    logouts: IntCounterVec,
    rpc_seconds: HistogramVec,
    panics: IntCounter,
    webhooks: IntCounterVec,
    webhooks_given_up: IntCounter,
}

// === impl Metrics ===

impl Metrics {
    /// Metrics that begin at zero, in a registry of their own.
    ///
    /// # Errors
    /// Never in practice: only a name that is no metric name, or one used
    /// twice, is refused.
    pub fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let metrics = Self {
            updates: IntCounterVec::new(
                Opts::new(
                    "backline_updates_total",
                    "Updates of Telegram, by whether they were new",
                ),
                &["known"],
            )?,
            deliveries: IntCounterVec::new(
                Opts::new(
                    "backline_delivery_outcomes_total",
                    "Reported outcomes of commands",
                ),
                &["outcome"],
            )?,
            dead_letters: IntCounterVec::new(
                Opts::new(
                    "backline_dead_letters_total",
                    "Deliveries handed to people, by reason",
                ),
                &["reason"],
            )?,
            commit_seconds: Histogram::with_opts(
                HistogramOpts::new("backline_commit_seconds", "Time that commits take")
                    .buckets(RPC_SECONDS.to_vec()),
            )?,
            wait_seconds: Histogram::with_opts(
                HistogramOpts::new(
                    "backline_delivery_wait_seconds",
                    "Time from a delivery's decision to its hand-out",
                )
                .buckets(WAIT_SECONDS.to_vec()),
            )?,
            group: GroupMetrics::new(&registry)?,
            gateways: IntGauge::new("backline_gateways", "Attached gateway processes")?,
            logouts_waiting: IntGauge::new(
                "backline_logouts_waiting",
                "Accounts of removed connections that are to be logged out of Telegram",
            )?,
            logouts: IntCounterVec::new(
                Opts::new(
                    "backline_logouts_total",
                    "Accounts logged out of Telegram, and those given up",
                ),
                &["result"],
            )?,
            rpc_seconds: HistogramVec::new(
                HistogramOpts::new("backline_rpc_seconds", "gRPC calls by method and code")
                    .buckets(RPC_SECONDS.to_vec()),
                &["method", "code"],
            )?,
            panics: IntCounter::new("backline_panics_total", "Calls that ended in a panic")?,
            webhooks: IntCounterVec::new(
                Opts::new(
                    "backline_webhook_posts_total",
                    "Attempts to post to webhooks, by what came of them",
                ),
                &["answer"],
            )?,
            webhooks_given_up: IntCounter::new(
                "backline_webhook_posts_given_up_total",
                "Posts to webhooks that nobody took for a day",
            )?,
            registry,
        };
        metrics.register()?;
        Ok(metrics)
    }

    /// An attempt to post to a webhook.
    pub(crate) fn webhook_posted(&self, answer: &Answer) {
        let answer = match answer {
            Answer::Taken { .. } => "taken",
            Answer::Gone | Answer::Refused { .. } => "refused",
            Answer::Unreachable { .. } => "unreachable",
        };
        self.webhooks.with_label_values(&[answer]).inc();
    }

    /// A post was given up.
    pub(crate) fn webhook_given_up(&self) {
        self.webhooks_given_up.inc();
    }

    fn register(&self) -> prometheus::Result<()> {
        self.registry.register(Box::new(self.webhooks.clone()))?;
        self.registry
            .register(Box::new(self.webhooks_given_up.clone()))?;
        self.registry.register(Box::new(self.updates.clone()))?;
        self.registry.register(Box::new(self.deliveries.clone()))?;
        self.registry
            .register(Box::new(self.dead_letters.clone()))?;
        self.registry
            .register(Box::new(self.commit_seconds.clone()))?;
        self.registry
            .register(Box::new(self.wait_seconds.clone()))?;
        self.registry.register(Box::new(self.gateways.clone()))?;
        self.registry
            .register(Box::new(self.logouts_waiting.clone()))?;
        self.registry.register(Box::new(self.logouts.clone()))?;
        self.registry.register(Box::new(self.rpc_seconds.clone()))?;
        self.registry.register(Box::new(self.panics.clone()))
    }

    /// Updates were taken in: so many new ones, so many known already.
    pub fn updates_taken_in(&self, new: usize, known: usize) {
        self.updates.with_label_values(&["no"]).inc_by(new as u64);
        self.updates
            .with_label_values(&["yes"])
            .inc_by(known as u64);
    }

    /// A gateway reported how a command ended.
    pub fn delivery_ended(&self, outcome: &Outcome) {
        let label = match outcome {
            Outcome::Succeeded { .. } => "succeeded",
            Outcome::Deferred { .. } => "deferred",
            Outcome::Failed { .. } => "failed",
            Outcome::Rejected { .. } => "rejected",
            Outcome::Moved { .. } => "moved",
            Outcome::Uncertain { .. } => "uncertain",
        };
        self.deliveries.with_label_values(&[label]).inc();
    }

    /// A delivery became a dead letter.
    pub fn dead_letter(&self, reason: &DeadReason) {
        let label = match reason {
            DeadReason::Uncertain { .. } => "uncertain",
            DeadReason::Rejected { .. } => "rejected",
            DeadReason::GaveUp { .. } => "gave_up",
        };
        self.dead_letters.with_label_values(&[label]).inc();
    }

    /// A commit took so long.
    pub fn committed(&self, took: Duration) {
        self.commit_seconds.observe(took.as_secs_f64());
    }

    /// A delivery was handed out so long after it was decided.
    pub fn handed_out(&self, waited: Duration) {
        self.wait_seconds.observe(waited.as_secs_f64());
    }

    /// What is counted by identity and backend group.
    #[must_use]
    pub const fn group(&self) -> &GroupMetrics {
        &self.group
    }

    /// So many gateways are attached.
    pub fn gateways(&self, attached: usize) {
        self.gateways
            .set(i64::try_from(attached).unwrap_or(i64::MAX));
    }

    /// So many sessions of accounts should be over by now and are not.
    pub fn logouts_waiting(&self, waiting: usize) {
        self.logouts_waiting
            .set(i64::try_from(waiting).unwrap_or(i64::MAX));
    }

    /// Ending a session of an account came to this result: `done` or `given_up`.
    pub fn logged_out(&self, result: &str) {
        self.logouts.with_label_values(&[result]).inc();
    }

    /// A call ended. `method` is one of the contract's, never a caller's text.
    pub fn rpc(&self, method: &str, code: &str, took: Duration) {
        self.rpc_seconds
            .with_label_values(&[method, code])
            .observe(took.as_secs_f64());
    }

    /// A call ended in a panic.
    pub fn panicked(&self) {
        self.panics.inc();
    }

    /// All metrics in Prometheus' text format.
    ///
    /// # Errors
    /// When a metric cannot be written as text.
    pub fn text(&self) -> prometheus::Result<String> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_count_together() {
        let metrics = Metrics::new().unwrap();
        metrics.clone().updates_taken_in(3, 1);
        metrics.updates_taken_in(2, 0);
        let text = metrics.text().unwrap();
        assert!(
            text.contains("backline_updates_total{known=\"no\"} 5"),
            "{text}"
        );
    }
}
