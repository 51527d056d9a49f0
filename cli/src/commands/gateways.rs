use backline_proto::admin::v1::ListGatewaysRequest;

use super::Context;
use crate::failure::Failure;
use crate::output::GatewayView;

/// Lists attached gateways with what they hold.
pub(super) async fn list(context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let response = remote
        .call(|| async {
            remote
                .client()
                .gateway_admin()
                .list_gateways(ListGatewaysRequest {})
                .await
        })
        .await?;
    let gateways: Vec<GatewayView> = response
        .gateways
        .into_iter()
        .map(GatewayView::from)
        .collect();
    Ok(context.printer.list(&gateways)?)
}
