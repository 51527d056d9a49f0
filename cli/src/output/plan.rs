use backline_proto::admin::v1::{Plan, PlanUsage};
use serde::Serialize;

use super::{Card, Row, time};

/// A plan as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct PlanView {
    name: String,
    is_default: bool,
    messages_per_day: Option<i64>,
    updates_per_day: Option<i64>,
    broadcasts_per_month: Option<i64>,
    connections: Option<i64>,
    longest_autoclose_hours: Option<i64>,
    signature: String,
    /// What it leaves out.
    without: Vec<&'static str>,
}

/// What an administrator used of their plan, as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct PlanUsageView {
    plan: PlanView,
    message_count: i64,
    update_count: i64,
    connection_count: i64,
    day_end_time: Option<String>,
    waiting_reason: String,
}

// === impl PlanView ===

impl PlanView {
    fn id(&self) -> &str {
        self.name.trim_start_matches("plans/")
    }

    fn signature_in_words(&self) -> String {
        match self.signature.as_str() {
            "OFF" => "none".to_owned(),
            "DEFAULT" => "Backline's own".to_owned(),
            text => text.to_owned(),
        }
    }

    fn without_in_words(&self) -> String {
        if self.without.is_empty() {
            return "nothing".to_owned();
        }
        self.without.join(", ")
    }
}

/// A limit in words.
fn limit(limit: Option<i64>) -> String {
    limit.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string())
}

/// What was used of it.
fn of(used: i64, limit: Option<i64>) -> String {
    match limit {
        Some(limit) => format!("{used} of {limit}"),
        None => format!("{used}, unlimited"),
    }
}

impl From<Plan> for PlanView {
    fn from(plan: Plan) -> Self {
        let features = [
            ("WELCOME off", plan.allows_welcome_off),
            ("HIDE_INFO", plan.allows_hide_info),
            ("LEAVE_CLOSED", plan.allows_leave_closed),
            ("WEBHOOKS", plan.allows_webhooks),
            ("API", plan.allows_api),
        ];
        let without = features.into_iter().filter(|(_, is_in)| !is_in);
        Self {
            name: plan.name,
            is_default: plan.is_default,
            messages_per_day: plan.messages_per_day,
            updates_per_day: plan.updates_per_day,
            broadcasts_per_month: plan.broadcasts_per_month,
            connections: plan.connections,
            longest_autoclose_hours: plan.longest_autoclose_hours,
            signature: plan.signature,
            without: without.map(|(name, _)| name).collect(),
        }
    }
}

impl Row for PlanView {
    const HEADINGS: &'static [&'static str] = &[
        "plan",
        "default",
        "messages a day",
        "updates a day",
        "connections",
        "AUTOCLOSE up to",
        "line under WELCOME",
        "without",
    ];
    const NONE: &'static str = "no plans are offered: nobody is limited";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.id().to_owned(),
            if self.is_default { "yes" } else { "no" }.into(),
            limit(self.messages_per_day),
            limit(self.updates_per_day),
            limit(self.connections),
            match self.longest_autoclose_hours {
                Some(hours) => format!("{hours} h"),
                None => limit(None),
            },
            self.signature_in_words(),
            self.without_in_words(),
        ]]
    }
}

// === impl PlanUsageView ===

impl From<PlanUsage> for PlanUsageView {
    fn from(usage: PlanUsage) -> Self {
        Self {
            plan: usage.plan.unwrap_or_default().into(),
            message_count: usage.message_count,
            update_count: usage.update_count,
            connection_count: usage.connection_count,
            day_end_time: time::rfc3339(usage.day_end_time),
            waiting_reason: usage.waiting_reason,
        }
    }
}

impl Card for PlanUsageView {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let plan = &self.plan;
        let autoclose = plan.longest_autoclose_hours;
        vec![
            ("plan", plan.id().to_owned()),
            (
                "messages today",
                of(self.message_count, plan.messages_per_day),
            ),
            ("updates today", of(self.update_count, plan.updates_per_day)),
            ("connections", of(self.connection_count, plan.connections)),
            (
                "AUTOCLOSE up to",
                autoclose.map_or_else(String::new, |hours| format!("{hours} h")),
            ),
            ("line under WELCOME", plan.signature_in_words()),
            ("without", plan.without_in_words()),
            ("begins anew", time::words(self.day_end_time.as_deref())),
            ("waits because", self.waiting_reason.clone()),
        ]
    }
}
