//! getUpdates: the long poll.

use serde_json::Value;

use super::{ask::Answer, params::Params, refusal::Refusal};
use crate::{shared::Shared, world::UserId};

/// The longest wait that Telegram grants, in seconds.
const LONGEST_POLL: i64 = 50;

/// Waits for updates until the call's own time is over, another call takes its place, or the simulator stops.
pub(crate) async fn poll(shared: &Shared, bot: UserId, params: &Params) -> Answer {
    let offset = params.int("offset")?.unwrap_or(0);
    let limit = params
        .int("limit")?
        .filter(|limit| (1..=100).contains(limit))
        .unwrap_or(100);
    let timeout = params.int("timeout")?.unwrap_or(0).clamp(0, LONGEST_POLL);
    let allowed: Option<Vec<String>> = params.json("allowed_updates")?;
    let limit = usize::try_from(limit).unwrap_or(100);

    let mut bell = shared.bell();
    let place = shared.change(|world| {
        let queue = world.queues.get_mut(&bot)?;
        if queue.webhook.is_some() {
            return None;
        }
        queue.allow(allowed);
        queue.poller += 1;
        Some(queue.poller)
    });
    let place = place.ok_or_else(|| {
        Refusal::conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
    })?;
    let deadline = shared.clock.now_ms() + timeout * 1000;
    let mut over = shared.clock.until_ms(deadline);
    // A negative offset is counted from the end as it is now, once.
    let mut first = true;
    loop {
        bell.mark_unchanged();
        let found = {
            let mut world = shared.lock();
            let now = world.now;
            let Some(queue) = world.queues.get_mut(&bot) else {
                return Err(Refusal::new(401, "Unauthorized"));
            };
            if queue.webhook.is_some() {
                return Err(Refusal::conflict("terminated by setWebhook request"));
            }
            if queue.poller != place {
                return Err(Refusal::conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            queue.fetch(if first { offset } else { offset.max(0) }, limit, now)
        };
        first = false;
        if !found.is_empty() || timeout == 0 {
            return Ok(Value::Array(found));
        }
        tokio::select! {
            biased;
            changed = bell.changed() => if changed.is_err() { return Ok(Value::Array(Vec::new())) },
            () = &mut over => return Ok(Value::Array(Vec::new())),
            () = shared.stop.cancelled() => return Ok(Value::Array(Vec::new())),
        }
    }
}
