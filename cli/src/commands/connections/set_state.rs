use backline_proto::admin::v1::{Connection, UpdateConnectionRequest, connection::State};

use crate::args::Named;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::{connection_name, request_id};

/// Stops a connection.
pub(crate) async fn stop(named: &Named, context: &mut Context) -> Result<(), Failure> {
    let sentence = "is stopped: updates stay with Telegram for at most 24 hours, deliveries wait";
    set(named, State::Stopped, sentence, context).await
}

/// Lets a stopped connection go on.
pub(crate) async fn start(named: &Named, context: &mut Context) -> Result<(), Failure> {
    set(named, State::Running, "goes on", context).await
}

async fn set(
    named: &Named,
    state: State,
    sentence: &str,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(Connection {
            name: connection_name(&named.connection)?,
            state: state.into(),
            ..Connection::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["state".into()],
        }),
        bot_token: String::new(),
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
    let response = remote.about(&named.connection, result).await?;
    let connection = response.connection.unwrap_or_default();
    let sentence = match connection.problem.as_str() {
        "" => format!("{} {sentence}", connection.display_name),
        problem => format!(
            "{} {sentence}; it has a problem: {problem}",
            connection.display_name
        ),
    };
    Ok(context
        .printer
        .changed(&sentence, &ConnectionView::from(connection))?)
}
