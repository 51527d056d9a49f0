use backline_proto::admin::v1::GetPlanUsageRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::PlanUsageView;
use crate::remote::connection_name;

/// Shows the plan of a connection's administrator, and what they used of it today.
pub(crate) async fn show(connection: &str, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = GetPlanUsageRequest {
        connection: connection_name(connection)?,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .plans()
                .get_plan_usage(request.clone())
                .await
        })
        .await;
    let response = remote.about(connection, result).await?;
    let usage = PlanUsageView::from(response.usage.unwrap_or_default());
    Ok(context.printer.card(&usage)?)
}
