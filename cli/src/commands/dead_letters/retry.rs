use backline_proto::admin::v1::RetryDeadLetterRequest;

use super::{Decided, names};
use crate::args::Chosen;
use crate::commands::Context;
use crate::failure::Failure;
use crate::remote::request_id;

/// Puts dead letters at the end of their lanes.
pub(crate) async fn retry(chosen: &Chosen, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let names = names(&remote, chosen).await?;
    let mut decided = Decided::default();
    for name in names {
        let request = RetryDeadLetterRequest {
            request_id: request_id(),
            name: name.clone(),
        };
        let result = remote
            .call(|| async {
                remote
                    .client()
                    .deliveries()
                    .retry_dead_letter(request.clone())
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
    let sentence = decided.words("will be sent again");
    Ok(context.printer.changed(&sentence, &decided)?)
}
