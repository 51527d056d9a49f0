use backline_proto::admin::v1::ListTokensRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::TokenView;
use crate::remote::Listing;

/// Lists tokens, without their secrets.
pub(crate) async fn list(limit: Option<usize>, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let listing = Listing::follow(limit, async |page_size, page_token| {
        let request = ListTokensRequest {
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async { remote.client().tokens().list_tokens(request.clone()).await })
            .await?;
        Ok((page.tokens, page.next_page_token))
    })
    .await?;
    context.print::<_, TokenView>(listing)
}
