use backline_proto::admin::v1::DropDeadLetterRequest;

use super::{Decided, count, names};
use crate::args::Chosen;
use crate::commands::Context;
use crate::failure::Failure;
use crate::remote::request_id;

/// Ends dead letters for good; all of them only once that is confirmed.
pub(crate) async fn drop(
    chosen: &Chosen,
    is_confirmed: bool,
    context: &mut Context,
) -> Result<(), Failure> {
    let remote = context.remote()?;
    let names = names(&remote, chosen).await?;
    if chosen.all && !names.is_empty() {
        let question = format!("Drop {} of {} for good?", count(&names), chosen.connection);
        context.confirm(&question, is_confirmed)?;
    }
    let mut decided = Decided::default();
    for name in names {
        let request = DropDeadLetterRequest {
            request_id: request_id(),
            name: name.clone(),
        };
        let result = remote
            .call(|| async {
                remote
                    .client()
                    .deliveries()
                    .drop_dead_letter(request.clone())
                    .await
            })
            .await;
        match result {
            // Somebody else decided about it in the meantime.
            Err(failure) if chosen.all && failure.is_not_found() => decided.gone.push(name),
            other => {
                remote.about(&chosen.connection, other).await?;
                decided.dead_letters.push(name);
            }
        }
    }
    let sentence = decided.words("dropped for good");
    Ok(context.printer.changed(&sentence, &decided)?)
}
