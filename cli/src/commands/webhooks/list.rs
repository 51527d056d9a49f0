use backline_proto::admin::v1::ListWebhooksRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::WebhookView;
use crate::remote::connection_name;

/// Lists the URLs of a connection.
pub(crate) async fn list(connection: &str, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = ListWebhooksRequest {
        connection: connection_name(connection)?,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .webhooks()
                .list_webhooks(request.clone())
                .await
        })
        .await;
    let answer = remote.about(connection, result).await?;
    let rows: Vec<WebhookView> = answer.webhooks.into_iter().map(WebhookView::from).collect();
    context.printer.list(&rows)?;
    if answer.waiting_count > 0 {
        let waiting = answer.waiting_count;
        context.printer.note(&format!("waiting: {waiting}"))?;
    }
    Ok(())
}
