use backline_proto::admin::v1::connection::Via;
use backline_proto::admin::v1::{Connection, DeskBot, UpdateConnectionRequest};

use crate::args::SetVia;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::{connection_name, request_id};

/// Has the bot of a connection, or its account's desk bot, served by another of Telegram's
/// interfaces.
pub(crate) async fn set_via(arguments: &SetVia, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let via = Via::from(arguments.via);
    let mut wanted = Connection {
        name: connection_name(&arguments.connection)?,
        ..Connection::default()
    };
    let path = if arguments.desk {
        wanted.desk_bot = Some(DeskBot {
            via: via.into(),
            ..DeskBot::default()
        });
        "desk_bot.via"
    } else {
        wanted.via = via.into();
        "via"
    };
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(wanted),
        update_mask: Some(prost_types::FieldMask {
            paths: vec![path.into()],
        }),
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
    let way = match via {
        Via::Mtproto => "MTProto, by a gateway of kind user (backline-gateway-user)",
        Via::BotApi | Via::Unspecified => {
            "the Bot API, by a gateway of kind bot (backline-gateway-bot)"
        }
    };
    let who = if arguments.desk {
        "The desk bot of "
    } else {
        ""
    };
    let sentence = format!(
        "{who}{name} goes over {way}. `backline connections show {name}` tells whether it works"
    );
    Ok(context
        .printer
        .changed(&sentence, &ConnectionView::from(connection))?)
}
