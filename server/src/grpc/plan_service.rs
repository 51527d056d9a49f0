//! `PlanService`: plans are shown here and made in the configuration.

use backline_domain::plan::{Feature, Plan};
use backline_proto::admin::v1;
use backline_proto::admin::v1::plan_service_server::PlanService;
use backline_proto::admin::v1::{
    GetPlanRequest, GetPlanResponse, GetPlanUsageRequest, GetPlanUsageResponse, ListPlansRequest,
    ListPlansResponse,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Name, Page};
use super::{Caller, status};
use crate::convert::time;
use crate::plan::Standing;

/// Plans.
#[derive(Clone)]
pub struct PlanRows {
    admin: Admin,
}

// === impl PlanRows ===

impl PlanRows {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }

    fn show(&self, plan: &Plan) -> v1::Plan {
        let offer = self.admin.desks.plans.offer();
        let limits = &plan.limits;
        v1::Plan {
            name: format!("plans/{}", plan.name),
            messages_per_day: limits.messages.map(number),
            updates_per_day: limits.updates.map(number),
            broadcasts_per_month: limits.broadcasts.map(number),
            connections: limits.connections.map(number),
            longest_autoclose_hours: limits.longest_autoclose.map(number),
            allows_welcome_off: limits.has(Feature::WelcomeOff),
            signature: limits.signature.source().to_owned(),
            allows_hide_info: limits.has(Feature::HideInfo),
            allows_leave_closed: limits.has(Feature::LeaveClosed),
            allows_webhooks: limits.has(Feature::Webhooks),
            allows_api: limits.has(Feature::Api),
            is_default: plan.name == offer.default_name(),
        }
    }

    fn usage(&self, standing: &Standing) -> v1::PlanUsage {
        v1::PlanUsage {
            plan: Some(self.show(&standing.plan)),
            message_count: number(standing.totals.messages),
            update_count: number(standing.totals.updates),
            connection_count: number(standing.connections),
            day_end_time: Some(time::to_proto(standing.day_ends)),
            waiting_reason: standing
                .hold
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        }
    }
}

#[tonic::async_trait]
impl PlanService for PlanRows {
    async fn list_plans(
        &self,
        request: Request<ListPlansRequest>,
    ) -> Result<Response<ListPlansResponse>, Status> {
        let request = request.into_inner();
        let page = Page::new("ListPlans", request.page_size, &request.page_token)?;
        let mut plans: Vec<&Plan> = self.admin.desks.plans.offer().plans().collect();
        plans.sort_by(|one, other| one.name.cmp(&other.name));
        if let Some(after) = &page.after {
            plans.retain(|plan| plan.name > *after);
        }
        plans.truncate(page.size + 1);
        let (plans, next) = page.cut(plans, |plan| plan.name.clone());
        Ok(Response::new(ListPlansResponse {
            plans: plans.into_iter().map(|plan| self.show(plan)).collect(),
            next_page_token: next,
        }))
    }

    async fn get_plan(
        &self,
        request: Request<GetPlanRequest>,
    ) -> Result<Response<GetPlanResponse>, Status> {
        let name = request.into_inner().name;
        let Name::Plan(wanted) = Name::parse("name", &name)? else {
            return Err(Name::refuse("name", &name, "plans/{name}"));
        };
        let plan = self.admin.desks.plans.offer().plan(&wanted);
        let plan = plan.ok_or_else(|| status::not_found(&name))?;
        Ok(Response::new(GetPlanResponse {
            plan: Some(self.show(plan)),
        }))
    }

    async fn get_plan_usage(
        &self,
        request: Request<GetPlanUsageRequest>,
    ) -> Result<Response<GetPlanUsageResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let connection = self
            .admin
            .connection(&caller, "connection", &request.connection)
            .await?;
        let plans = &self.admin.desks.plans;
        let standing = plans.standing(&connection, self.admin.now());
        Ok(Response::new(GetPlanUsageResponse {
            usage: Some(self.usage(&standing)),
        }))
    }
}

/// Counts on the wire are signed.
fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
