use backline_proto::admin::v1::{Connection, ListConnectionsRequest};

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::{Listing, Remote};

/// Lists connections.
pub(crate) async fn list(limit: Option<usize>, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let listing = all(&remote, limit).await?;
    context.print::<_, ConnectionView>(listing)
}

/// All connections within the token's reach, at most so many.
pub(crate) async fn all(
    remote: &Remote,
    limit: Option<usize>,
) -> Result<Listing<Connection>, Failure> {
    Listing::follow(limit, async |page_size, page_token| {
        let request = ListConnectionsRequest {
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async {
                remote
                    .client()
                    .connections()
                    .list_connections(request.clone())
                    .await
            })
            .await?;
        Ok((page.connections, page.next_page_token))
    })
    .await
}
