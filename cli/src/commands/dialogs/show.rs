use backline_proto::admin::v1::GetDialogRequest;

use super::dialog_name;
use crate::args::DialogAddress;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::DialogView;

/// Shows a dialog.
pub(crate) async fn show(address: &DialogAddress, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = GetDialogRequest {
        name: dialog_name(address)?,
    };
    let result = remote
        .call(|| async { remote.client().dialogs().get_dialog(request.clone()).await })
        .await;
    let response = remote.about(&address.connection, result).await?;
    Ok(context
        .printer
        .card(&DialogView::from(response.dialog.unwrap_or_default()))?)
}
