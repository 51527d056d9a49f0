use backline_proto::admin::v1::ListParameterChangesRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ParameterChangeView;
use crate::remote::{Listing, connection_name};

/// Lists changes of parameters, newest first.
pub(crate) async fn history(
    connection: &str,
    limit: Option<usize>,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(connection)?;
    let result = Listing::follow(limit, async |page_size, page_token| {
        let request = ListParameterChangesRequest {
            connection: name.clone(),
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async {
                remote
                    .client()
                    .parameters()
                    .list_parameter_changes(request.clone())
                    .await
            })
            .await?;
        Ok((page.changes, page.next_page_token))
    })
    .await;
    let listing = remote.about(connection, result).await?;
    context.print::<_, ParameterChangeView>(listing)
}
