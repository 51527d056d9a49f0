use backline_proto::admin::v1::ListMessagesRequest;
use jiff::SignedDuration;

use crate::args::{DialogAddress, Lifetime};
use crate::commands::Context;
use crate::commands::dialogs::dialog_name;
use crate::failure::Failure;
use crate::output::MessageView;
use crate::remote::{Listing, connection_name};

/// Which messages.
pub(crate) struct Wanted {
    /// Only this dialog's.
    pub(crate) dialog: Option<DialogAddress>,
    /// Only those of this last while.
    pub(crate) since: Option<Lifetime>,
    /// At most this many.
    pub(crate) limit: Option<usize>,
}

/// Lists what is kept of a connection's messages, oldest first.
pub(crate) async fn list(
    connection: &str,
    wanted: Wanted,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(connection)?;
    let dialog = wanted.dialog.as_ref().map(dialog_name).transpose()?;
    let dialog = dialog.unwrap_or_default();
    let start = wanted.since.and_then(|Lifetime(span)| {
        let span = SignedDuration::try_from(span).ok()?;
        let moment = (context.now)().checked_sub(span).ok()?;
        Some(prost_types::Timestamp {
            seconds: moment.as_second(),
            nanos: moment.subsec_nanosecond(),
        })
    });
    let result = Listing::follow(wanted.limit, async |page_size, page_token| {
        let request = ListMessagesRequest {
            connection: name.clone(),
            dialog: dialog.clone(),
            start_time: start,
            page_size,
            page_token,
        };
        let page = remote
            .call(|| async {
                remote
                    .client()
                    .messages()
                    .list_messages(request.clone())
                    .await
            })
            .await?;
        Ok((page.messages, page.next_page_token))
    })
    .await;
    let listing = remote.about(connection, result).await?;
    context.print::<_, MessageView>(listing)
}
