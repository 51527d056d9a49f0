//! The plan at the desk: what is counted, what waits, what is said of it.

use backline_domain::catalogue::Notice;
use backline_domain::change::{Change, Timer, TimerKind};
use backline_domain::connection::Connection;
use backline_domain::delivery::{Delivery, Lane, LaneKind, Outcome, Purpose};
use backline_domain::id::ChatAddress;
use backline_domain::parameter::{InvalidValue, Name, Parameters, check};
use backline_domain::plan::{self, Barrier, Day, Due, Refused, Usage};
use backline_domain::relay::{Decision, claim_refused, plan_told};
use backline_domain::time::Timestamp;

use super::handle::Result;
use super::task::Desk;
use super::used::PlanUse;
use super::work::Work;

/// Days of which is read what was used: what waited over a shutdown of a week is still said to
/// go on.
const DAYS: i64 = 7;

/// How long AUTOCLOSE is put off while something that waited for the plan has not gone yet.
const PUT_OFF: std::time::Duration = std::time::Duration::from_secs(600);

// === impl Desk ===

impl Desk {
    /// The parameters as they act: what is set, within the plan.
    pub(super) fn parameters_of(
        &self,
        connection: &Connection,
    ) -> std::result::Result<Parameters, InvalidValue> {
        self.context
            .plans
            .of(connection)
            .read(&connection.parameters)
    }

    /// Whether a parameter may be set to this value, by its grammar and by the plan.
    pub(super) fn admitted(&self, connection: &Connection, name: Name, value: &str) -> Result<()> {
        if value.trim().eq_ignore_ascii_case("DEFAULT") {
            return Ok(());
        }
        let value = check(name, value)?;
        let set = Parameters::from_set(&connection.parameters)?;
        let plan = self.context.plans.of(connection);
        Ok(plan.admits(name, &value, &set)?)
    }

    /// Reads what was used. After a commit of unknown end too.
    pub(super) async fn load_usage(&mut self) -> backline_store::Result<()> {
        if !self.context.plans.are_offered() {
            return Ok(());
        }
        let today = Day::of(self.now());
        let id = &self.connection.id;
        let rows = self.context.store.usage(id, today.before(DAYS)).await?;
        self.plan = PlanUse::new(&self.connection, self.now());
        for row in rows {
            if row.day == today {
                self.plan.today = row;
            } else if row.day < today {
                self.plan.before = Some(row);
            }
        }
        let usage = self.plan.today.clone();
        self.context.plans.enter(&self.connection, usage);
        Ok(())
    }

    /// The row to write with this unit of work, if it counts or tells anything.
    pub(super) fn usage_after(&self, work: &Work) -> Option<Usage> {
        if work.tally.is_empty() || !self.context.plans.are_offered() {
            return None;
        }
        let mut usage = self.plan.of(Day::of(work.now));
        usage.messages += work.tally.messages;
        usage.updates += work.tally.updates;
        Some(usage.with_told(&work.tally.told))
    }

    /// The row is in the store.
    pub(super) fn used(&mut self, usage: Usage) {
        self.plan.turn(usage.day.begins());
        self.plan.today = usage.clone();
        self.context.plans.record(usage);
    }

    /// The connection's administrator, or its group, is another.
    pub(super) fn owner_known(&mut self) {
        self.context.plans.belongs_to(&self.connection);
        match self.parameters_of(&self.connection) {
            Ok(parameters) => {
                self.parameters = parameters;
                self.webhooks_known();
            }
            Err(error) => {
                tracing::error!(connection.id = %self.connection.id, %error, "the parameters cannot be read by the plan");
            }
        }
    }

    /// Counts what arrived, and lets AUTOCLOSE begin anew for what was seen only now.
    pub(super) fn count(
        &self,
        work: &mut Work,
        delivery: &Delivery,
        after: Option<&Delivery>,
        outcome: &Outcome,
    ) {
        let arrived = plan::arrived(delivery, after, outcome);
        work.tally.messages += arrived;
        let waited = Day::of(delivery.created_at) < Day::of(work.now);
        if arrived == 0 || !waited || !self.context.plans.are_offered() {
            return;
        }
        let chat = delivery.key.lane.dialog.as_ref();
        let dialog = chat.and_then(|chat| work.dialog(chat));
        let is_customers = matches!(delivery.purpose, Purpose::ToTopic { .. });
        let late = dialog.filter(|_| is_customers);
        if let Some(dialog) = late.and_then(|dialog| plan::seen_late(dialog, work.now)) {
            work.put_dialog(dialog);
        }
    }

    /// Whether messages wait may be otherwise now: a day began, something arrived, or failed.
    pub(super) fn look_at_plan(&mut self) {
        if !self.context.plans.are_offered() {
            return;
        }
        let now = self.now();
        self.plan.turn(now);
        let id = &self.connection.id;
        self.context
            .plans
            .set_in_hand(id, self.leases.messages(), now);
        let hold = self.context.plans.hold(id, now);
        let is_over = hold.is_none() && self.plan.hold.is_some();
        if hold != self.plan.hold {
            self.plan.hold = hold;
            self.offer_all();
        }
        if self.plan.hold.is_none() && !is_over {
            return;
        }
        let labels = self.labels(self.connection.desk_identity(), true);
        let held = self.windows.lanes().filter(|lane| self.is_lane_held(lane));
        self.context
            .metrics
            .group()
            .waits_for_plan(&labels, held.count());
    }

    /// Whether it waits for the plan.
    pub(super) fn is_held(&self, delivery: &Delivery) -> bool {
        self.plan.hold.is_some() && plan::is_counted(delivery)
    }

    /// Whether a lane does.
    pub(super) fn is_lane_held(&self, lane: &Lane) -> bool {
        let head = self.windows.head(lane);
        head.is_some_and(|head| self.is_held(head)) && self.leases.of_lane(lane).is_none()
    }

    /// Whether a gateway may get it. When there is no room, what waits is taken back.
    pub(super) fn has_room(&self, delivery: &Delivery, now: Timestamp) -> bool {
        if !self.context.plans.are_offered() || !plan::is_counted(delivery) {
            return true;
        }
        let pieces = plan::pieces(delivery);
        self.context.plans.take(&self.connection.id, pieces, now)
    }

    /// Says what is near and over, and that what waited goes on: each once a day.
    pub(super) async fn watch_plan(&mut self) {
        if !self.context.plans.are_offered() || self.is_doubtful {
            return;
        }
        let now = self.now();
        self.plan.turn(now);
        let mut dues = self.context.plans.due(&self.connection, now);
        dues.extend(self.goes_on(now));
        if dues.is_empty() {
            return;
        }
        let mut work = self.work();
        let decision = plan_told(&work.scene(), &dues);
        work.take(decision);
        work.tally.told = dues;
        if let Err(error) = self.commit(work).await {
            self.context.plans.not_told(&self.connection.id);
            tracing::warn!(connection.id = %self.connection.id, %error, "what the plan says cannot be told");
        }
    }

    fn goes_on(&self, now: Timestamp) -> Option<Due> {
        let plans = &self.context.plans;
        let is_told = self.connection.group_id().is_some();
        if !is_told || self.plan.before.is_none() || plans.hold(&self.connection.id, now).is_some()
        {
            return None;
        }
        let begin = Day::of(now).begins();
        let mut heads = self
            .windows
            .lanes()
            .filter_map(|lane| self.windows.head(lane));
        let waits = heads.any(|head| plan::is_counted(head) && head.created_at < begin);
        let plan = plans.of(&self.connection);
        plan::goes_on(plan, self.plan.before.as_ref(), &self.plan.today, waits)
    }

    /// When AUTOCLOSE looks at a dialog again of which a message waits for the plan, or waited
    /// and has not gone yet: nobody has seen it, so nothing is over.
    pub(super) fn put_off(&self, chat: &ChatAddress, now: Timestamp) -> Option<Change> {
        let begin = Day::of(now).begins();
        let waits = [LaneKind::ToTopic, LaneKind::ToCustomer].into_iter();
        let waits = waits.filter_map(|kind| {
            self.windows.head(&Lane {
                connection: self.connection.id.clone(),
                dialog: Some(chat.clone()),
                kind,
            })
        });
        let is_offered = self.context.plans.are_offered();
        let is_late = |head: &&Delivery| {
            plan::pieces(head) > 0 && (self.is_held(head) || head.created_at < begin)
        };
        waits.filter(|_| is_offered).find(is_late)?;
        let hold = self.plan.hold.as_ref();
        Some(Change::PutTimer(Timer {
            connection: self.connection.id.clone(),
            due_at: hold.map_or(now.after(PUT_OFF), |hold| hold.until),
            about: TimerKind::Autoclose(chat.clone()),
        }))
    }

    /// Whoever opens the start link becomes the administrator, unless they have as many
    /// connections as their plan allows.
    pub(super) fn claimed(&self, work: &Work, decision: Decision) -> Decision {
        let after = decision.connection.as_deref();
        let Some(user) = after.and_then(|after| after.administrator) else {
            return decision;
        };
        let Err(refused) = self.context.plans.admit_connection(user) else {
            return decision;
        };
        let notice = connections_notice(&refused);
        claim_refused(&work.scene(), &decision, &notice).unwrap_or(decision)
    }
}

/// The words for whoever opens a start link without room for one connection more.
fn connections_notice(refused: &Refused) -> Notice {
    let limit = match refused.barrier {
        Barrier::Connections(most) => most,
        Barrier::Autoclose(_)
        | Barrier::WelcomeOff
        | Barrier::HideInfo
        | Barrier::LeaveClosed
        | Barrier::Webhooks
        | Barrier::Api => 0,
    };
    Notice::PlanConnections {
        plan: refused.plan.clone(),
        limit,
    }
}
