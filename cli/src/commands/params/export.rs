use backline_proto::admin::v1::ExportParametersRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::remote::connection_name;

/// Prints the parameters as a file.
pub(crate) async fn export(
    connection: &str,
    with_defaults: bool,
    with_secrets: bool,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = ExportParametersRequest {
        connection: connection_name(connection)?,
        with_defaults,
        with_secrets,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .parameters()
                .export_parameters(request.clone())
                .await
        })
        .await;
    let response = remote.about(connection, result).await?;
    Ok(context.printer.file(&response.file)?)
}
