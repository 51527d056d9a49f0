use backline_proto::admin::v1::{Connection, UpdateConnectionRequest};

use crate::args::SetToken;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::{connection_name, request_id};
use crate::secret::{bot_token, check_bot_token};

/// Gives a connection the new token of its bot.
pub(crate) async fn set_token(arguments: &SetToken, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(&arguments.connection)?;
    let wanted = bot_token(arguments.bot_token_file.as_deref());
    let token = wanted.obtain(&context.environment, &mut *context.terminal)?;
    check_bot_token(&token)?;
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(Connection {
            name,
            ..Connection::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["bot_token".into()],
        }),
        bot_token: token.expose().to_owned(),
        ..UpdateConnectionRequest::default()
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .connections()
                .update_connection(request.clone())
                .await
        })
        .await;
    let response = remote.about(&arguments.connection, result).await?;
    let connection = response.connection.unwrap_or_default();
    let name = &connection.display_name;
    let sentence = format!(
        "{name} has its bot's new token. `backline connections show {name}` tells whether Telegram \
         takes it"
    );
    Ok(context
        .printer
        .changed(&sentence, &ConnectionView::from(connection))?)
}
