use backline_proto::admin::v1::{DeadPost, ListDeadPostsRequest};

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::DeadPostView;
use crate::remote::{Listing, Remote, connection_name};

/// Lists what was given up.
pub(crate) async fn dead(
    connection: &str,
    limit: Option<usize>,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let listing = all(&remote, connection, limit).await?;
    context.print::<_, DeadPostView>(listing)
}

/// What was given up of a connection, at most so much.
pub(super) async fn all(
    remote: &Remote,
    connection: &str,
    limit: Option<usize>,
) -> Result<Listing<DeadPost>, Failure> {
    let name = connection_name(connection)?;
    let result = Listing::follow(limit, async |page_size, page_token| {
        let request = ListDeadPostsRequest {
            connection: name.clone(),
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async {
                let mut webhooks = remote.client().webhooks();
                webhooks.list_dead_posts(request.clone()).await
            })
            .await?;
        Ok((page.dead_posts, page.next_page_token))
    })
    .await;
    remote.about(connection, result).await
}
