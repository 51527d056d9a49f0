use backline_proto::admin::v1::ListUnknownUpdatesRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::UpdateView;
use crate::remote::{Listing, connection_name};

/// Lists the updates of a connection that were not understood, newest first.
pub(crate) async fn list(
    connection: &str,
    limit: Option<usize>,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(connection)?;
    let result = Listing::follow(limit, async |page_size, page_token| {
        let request = ListUnknownUpdatesRequest {
            connection: name.clone(),
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async {
                remote
                    .client()
                    .updates()
                    .list_unknown_updates(request.clone())
                    .await
            })
            .await?;
        Ok((page.updates, page.next_page_token))
    })
    .await;
    let listing = remote.about(connection, result).await?;
    context.print::<_, UpdateView>(listing)
}
