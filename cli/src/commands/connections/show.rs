use backline_proto::admin::v1::{Connection, GetConnectionRequest};

use crate::args::Named;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ConnectionView;
use crate::remote::{Remote, connection_name};

/// Shows a connection.
pub(crate) async fn show(named: &Named, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let connection = get(&remote, &named.connection).await?;
    Ok(context.printer.card(&ConnectionView::from(connection))?)
}

/// The connection that people name so.
pub(crate) async fn get(remote: &Remote, named: &str) -> Result<Connection, Failure> {
    let request = GetConnectionRequest {
        name: connection_name(named)?,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .connections()
                .get_connection(request.clone())
                .await
        })
        .await;
    Ok(remote
        .about(named, result)
        .await?
        .connection
        .unwrap_or_default())
}
