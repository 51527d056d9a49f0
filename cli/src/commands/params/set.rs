use backline_proto::admin::v1::SetParameterRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ParameterView;
use crate::remote::{connection_name, request_id};

/// Changes a parameter, or only checks the value.
pub(crate) async fn set(
    connection: &str,
    parameter: String,
    value: String,
    is_check_only: bool,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = SetParameterRequest {
        request_id: request_id(),
        connection: connection_name(connection)?,
        parameter,
        value,
        validate_only: is_check_only,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .parameters()
                .set_parameter(request.clone())
                .await
        })
        .await;
    let response = remote.about(connection, result).await?;
    let parameter = response.parameter.unwrap_or_default();
    let mut sentence = if is_check_only {
        format!(
            "{} may be set to that on {connection}; nothing was changed",
            parameter.name
        )
    } else {
        format!(
            "{} on {connection} is now: {}",
            parameter.name, parameter.value
        )
    };
    if parameter.name == "HIDE_INFO" && parameter.value != "OFF" && !is_check_only {
        sentence.push_str(
            "\nnote: open topics are renamed, and what comes from now on is masked; what was posted before stays as it is",
        );
    }
    if !parameter.is_effective {
        sentence.push_str(
            "\nnote: this version of the server keeps the value and does not act on it yet",
        );
    }
    Ok(context
        .printer
        .changed(&sentence, &ParameterView::from(parameter))?)
}
