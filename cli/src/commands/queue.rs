use backline_proto::admin::v1::GetQueueRequest;

use super::Context;
use crate::failure::Failure;
use crate::output::QueueView;
use crate::remote::connection_name;

/// Shows what waits, by identity.
pub(super) async fn show(connection: Option<&str>, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection
        .map(connection_name)
        .transpose()?
        .unwrap_or_default();
    let request = GetQueueRequest { connection: name };
    let result = remote
        .call(|| async {
            remote
                .client()
                .deliveries()
                .get_queue(request.clone())
                .await
        })
        .await;
    let response = remote.about(connection.unwrap_or_default(), result).await?;
    let queues: Vec<QueueView> = response.queues.into_iter().map(QueueView::from).collect();
    Ok(context.printer.list(&queues)?)
}
