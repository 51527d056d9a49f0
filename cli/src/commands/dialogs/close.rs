use backline_proto::admin::v1::CloseDialogRequest;

use super::dialog_name;
use crate::args::DialogAddress;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::DialogView;
use crate::remote::request_id;

/// Closes a dialog.
pub(crate) async fn close(address: &DialogAddress, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let request = CloseDialogRequest {
        request_id: request_id(),
        name: dialog_name(address)?,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .dialogs()
                .close_dialog(request.clone())
                .await
        })
        .await;
    let response = remote.about(&address.connection, result).await?;
    let dialog = response.dialog.unwrap_or_default();
    let sentence = format!("the dialog with {} is closed", dialog.title);
    Ok(context
        .printer
        .changed(&sentence, &DialogView::from(dialog))?)
}
