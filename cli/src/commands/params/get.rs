use backline_proto::admin::v1::GetParameterRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ParameterView;
use crate::remote::connection_name;

/// Shows a parameter.
pub(crate) async fn get(
    connection: &str,
    parameter: String,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = GetParameterRequest {
        connection: connection_name(connection)?,
        parameter,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .parameters()
                .get_parameter(request.clone())
                .await
        })
        .await;
    let response = remote.about(connection, result).await?;
    let parameter = ParameterView::from(response.parameter.unwrap_or_default());
    Ok(context.printer.card(&parameter)?)
}
