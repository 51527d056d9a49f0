use backline_proto::admin::v1::DeleteConnectionRequest;

use super::show::get;
use crate::args::Remove;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::request_id;

/// Deletes a connection, once that is confirmed.
pub(crate) async fn remove(arguments: &Remove, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let connection = get(&remote, &arguments.connection).await?;
    let name = connection.display_name.clone();
    context.confirm(
        &format!(
            "Delete {name} with its dialogs, everything that waits to be sent, and the bot's \
             token? What is in Telegram stays there."
        ),
        arguments.yes,
    )?;
    let request = DeleteConnectionRequest {
        request_id: request_id(),
        // By id: the name may be another's by the time that the question is answered.
        name: connection.name.clone(),
    };
    remote
        .call(|| async {
            remote
                .client()
                .connections()
                .delete_connection(request.clone())
                .await
        })
        .await?;
    let view = ConnectionView::from(connection);
    Ok(context
        .printer
        .changed(&format!("{name} was deleted"), &view)?)
}
