use backline_proto::admin::v1::ListParametersRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ParameterView;
use crate::remote::connection_name;

/// Lists all parameters, or only those that somebody set.
pub(crate) async fn list(
    connection: &str,
    is_changed_only: bool,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = ListParametersRequest {
        connection: connection_name(connection)?,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .parameters()
                .list_parameters(request.clone())
                .await
        })
        .await;
    let response = remote.about(connection, result).await?;
    let parameters: Vec<ParameterView> = response
        .parameters
        .into_iter()
        .filter(|parameter| parameter.is_set || !is_changed_only)
        .map(ParameterView::from)
        .collect();
    Ok(context.printer.list(&parameters)?)
}
