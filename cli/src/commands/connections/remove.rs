use backline_proto::admin::v1::{DeleteConnectionRequest, DeleteConnectionResponse};

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
    let view = ConnectionView::from(connection.clone());
    let secret = if view.is_account() {
        "the account's session? The account is logged out of Telegram; what was written there stays."
    } else {
        "the bot's token? What is in Telegram stays there."
    };
    context.confirm(
        &format!("Delete {name} with its dialogs, everything that waits to be sent, and {secret}"),
        arguments.yes,
    )?;
    let request = DeleteConnectionRequest {
        request_id: request_id(),
        // By id: the name may be another's by the time that the question is answered.
        name: connection.name,
    };
    let response = remote
        .call(|| async {
            remote
                .client()
                .connections()
                .delete_connection(request.clone())
                .await
        })
        .await?;
    let sentence = format!("{name} was deleted{}", logged_out(&response));
    Ok(context.printer.changed(&sentence, &view)?)
}

/// What becomes of its account's session in Telegram.
fn logged_out(response: &DeleteConnectionResponse) -> String {
    let account = &response.logged_out_identity;
    match (account.is_empty(), response.awaits_gateway) {
        (true, _) => String::new(),
        (false, false) => format!(". Its account {account} is being logged out of Telegram"),
        (false, true) => format!(
            ". Its account {account} will be logged out of Telegram as soon as a gateway for \
             accounts is attached: start backline-gateway-user. Until then the server keeps its \
             session, sealed, for 30 days at most; the account's owner can end it before in the \
             app, under Settings, Devices"
        ),
    }
}
