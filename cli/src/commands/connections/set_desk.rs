use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::{Connection, DeskBot, UpdateConnectionRequest};

use crate::args::SetDesk;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::{connection_name, request_id};
use crate::secret::{check_bot_token, desk_bot_token};

/// Lets a bot look after the group of an account, or gives that bot its new token.
pub(crate) async fn set_desk(arguments: &SetDesk, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let name = connection_name(&arguments.connection)?;
    let file = arguments.bot_token_file.as_deref();
    let wanted = desk_bot_token(file, "--bot-token-file");
    let token = wanted.obtain(&context.environment, &mut *context.terminal)?;
    check_bot_token(&token)?;
    let mut wanted = Connection {
        name,
        ..Connection::default()
    };
    let mut paths = vec!["desk_bot_token".to_owned()];
    if let Some(via) = arguments.via {
        wanted.desk_bot = Some(DeskBot {
            via: Via::from(via).into(),
            ..DeskBot::default()
        });
        paths.push("desk_bot.via".to_owned());
    }
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(wanted),
        update_mask: Some(prost_types::FieldMask { paths }),
        desk_bot_token: token.expose().to_owned(),
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
        "{name} has the desk bot's token. `backline connections show {name}` tells when the bot \
         looks after the group"
    );
    Ok(context
        .printer
        .changed(&sentence, &ConnectionView::from(connection))?)
}
