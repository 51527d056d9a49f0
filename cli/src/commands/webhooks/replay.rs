use backline_proto::admin::v1::ReplayDeadPostsRequest;
use serde::Serialize;

use super::dead;
use crate::args::Replayed;
use crate::commands::Context;
use crate::failure::Failure;
use crate::remote::{connection_name, request_id};

/// Posts that one call takes.
const AT_ONCE: usize = 500;

/// What is posted once more, for programs.
#[derive(Serialize)]
struct Done {
    dead_posts: Vec<String>,
}

/// Posts what was given up once more.
pub(crate) async fn replay(chosen: &Replayed, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let connection = connection_name(&chosen.connection)?;
    let names: Vec<String> = if chosen.all {
        let listing = dead::all(&remote, &chosen.connection, None).await?;
        listing.items.into_iter().map(|post| post.name).collect()
    } else {
        let ids = chosen.ids.iter();
        let ids = ids.map(|id| id.rsplit('/').next().unwrap_or_default());
        ids.map(|id| format!("{connection}/deadPosts/{id}"))
            .collect()
    };
    for some in names.chunks(AT_ONCE) {
        let request = ReplayDeadPostsRequest {
            request_id: request_id(),
            connection: connection.clone(),
            names: some.to_vec(),
        };
        let result = remote
            .call(|| async {
                let mut webhooks = remote.client().webhooks();
                webhooks.replay_dead_posts(request.clone()).await
            })
            .await;
        remote.about(&chosen.connection, result).await?;
    }
    let sentence = match names.len() {
        0 => "nothing was given up: nothing is posted once more".to_owned(),
        1 => "1 post waits again".to_owned(),
        many => format!("{many} posts wait again"),
    };
    let done = Done { dead_posts: names };
    Ok(context.printer.changed(&sentence, &done)?)
}
