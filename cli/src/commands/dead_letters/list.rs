use backline_proto::admin::v1::{DeadLetter, ListDeadLettersRequest};

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::DeadLetterView;
use crate::remote::{Listing, Remote, connection_name};

/// Lists the dead letters of a connection.
pub(crate) async fn list(
    connection: &str,
    limit: Option<usize>,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let listing = all(&remote, connection, limit).await?;
    context.print::<_, DeadLetterView>(listing)
}

/// The dead letters of a connection, at most so many.
pub(super) async fn all(
    remote: &Remote,
    connection: &str,
    limit: Option<usize>,
) -> Result<Listing<DeadLetter>, Failure> {
    let name = connection_name(connection)?;
    let result = Listing::follow(limit, async |page_size, page_token| {
        let request = ListDeadLettersRequest {
            connection: name.clone(),
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async {
                remote
                    .client()
                    .deliveries()
                    .list_dead_letters(request.clone())
                    .await
            })
            .await?;
        Ok((page.dead_letters, page.next_page_token))
    })
    .await;
    remote.about(connection, result).await
}
