use backline_proto::admin::v1::{ListDialogsRequest, dialog::State};

use crate::args::StateFilter;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::DialogView;
use crate::remote::{Listing, connection_name};

/// Lists the dialogs of a connection.
pub(crate) async fn list(
    connection: &str,
    state: Option<StateFilter>,
    limit: Option<usize>,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(connection)?;
    let state = match state {
        None => State::Unspecified,
        Some(StateFilter::UserAnswered) => State::UserAnswered,
        Some(StateFilter::SupportAnswered) => State::SupportAnswered,
        Some(StateFilter::Closed) => State::Closed,
    };
    let result = Listing::follow(limit, async |page_size, page_token| {
        let request = ListDialogsRequest {
            connection: name.clone(),
            state: state.into(),
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async {
                remote
                    .client()
                    .dialogs()
                    .list_dialogs(request.clone())
                    .await
            })
            .await?;
        Ok((page.dialogs, page.next_page_token))
    })
    .await;
    let listing = remote.about(connection, result).await?;
    context.print::<_, DialogView>(listing)
}
