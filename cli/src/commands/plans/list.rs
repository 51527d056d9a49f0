use backline_proto::admin::v1::ListPlansRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::PlanView;
use crate::remote::Listing;

/// Lists the plans that the installation offers.
pub(crate) async fn list(limit: Option<usize>, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let listing = Listing::follow(limit, async |page_size, page_token| {
        let request = ListPlansRequest {
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async { remote.client().plans().list_plans(request.clone()).await })
            .await?;
        Ok((page.plans, page.next_page_token))
    })
    .await?;
    context.print::<_, PlanView>(listing)
}
