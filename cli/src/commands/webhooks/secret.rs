use backline_proto::admin::v1::{GetWebhookSecretRequest, RotateWebhookSecretRequest};
use serde::Serialize;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{rfc3339, time_words};
use crate::remote::{connection_name, request_id};

/// The secret, for programs.
#[derive(Serialize)]
struct Shown {
    secret: String,
    change_over_end_time: Option<String>,
}

/// Shows the secret that posts are signed with, or makes another one.
pub(crate) async fn secret(
    connection: &str,
    is_new: bool,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(connection)?;
    let shown = if is_new {
        let request = RotateWebhookSecretRequest {
            request_id: request_id(),
            connection: name,
        };
        let result = remote
            .call(|| async {
                let mut webhooks = remote.client().webhooks();
                webhooks.rotate_webhook_secret(request.clone()).await
            })
            .await;
        let answer = remote.about(connection, result).await?;
        Shown {
            secret: answer.secret,
            change_over_end_time: rfc3339(answer.change_over_end_time),
        }
    } else {
        let request = GetWebhookSecretRequest { connection: name };
        let result = remote
            .call(|| async {
                let mut webhooks = remote.client().webhooks();
                webhooks.get_webhook_secret(request.clone()).await
            })
            .await;
        Shown {
            secret: remote.about(connection, result).await?.secret,
            change_over_end_time: None,
        }
    };
    let secret = shown.secret.clone();
    context.printer.changed(&secret, &shown)?;
    if let Some(end) = &shown.change_over_end_time {
        let until = time_words(Some(end));
        let note = format!("until {until} posts are signed with the secret of before too");
        context.printer.note(&note)?;
    }
    Ok(())
}
