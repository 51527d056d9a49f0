//! Added latency: from an update received to its command handed out, at fifty
//! messages a second: two bots with half of it each, since Telegram permits one
//! bot thirty a second and the server keeps to that.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use backline_proto::gateway::v1::action::Verb;

use crate::gateway::Gateway;
use crate::office::{self, CUSTOMERS};

const RATE: u32 = 50;
const MESSAGES: i64 = 1_500;
const BOTS: i64 = 2;

/// Measures both bots together.
pub(crate) async fn run() -> anyhow::Result<()> {
    let directory = tempfile::tempdir()?;
    let store = office::open_store(directory.path()).await?;
    office::furnish(store.as_ref(), BOTS, CUSTOMERS).await?;
    store.close().await;
    drop(store);
    let (running, client, stop) = office::open(directory.path()).await?;
    let mut gateway = Gateway::attach(client, usize::try_from(BOTS)?).await?;
    let mut sent: HashMap<i64, Instant> = HashMap::new();
    let mut waits: Vec<Duration> = Vec::new();
    let mut next = 1;
    let mut tick = tokio::time::interval(Duration::from_secs(1) / RATE);
    while waits.len() < usize::try_from(MESSAGES)? {
        tokio::select! {
            _ = tick.tick(), if next <= MESSAGES => {
                let identity = office::bot(next % BOTS).to_string();
                let request = gateway.batch(&identity, next, std::iter::once(next % CUSTOMERS + 1));
                sent.insert(next, Instant::now());
                let client = gateway.client.clone();
                tokio::spawn(async move { client.gateway().ingest_updates(request).await });
                next += 1;
            }
            Some(command) = gateway.commands.recv() => {
                let verb = command.action.as_ref().and_then(|action| action.verb.as_ref());
                if let Some(Verb::CopyMessages(copy)) = verb
                    && let Some(begun) = copy.message_ids.first().and_then(|id| sent.remove(id))
                {
                    waits.push(begun.elapsed());
                }
                gateway.complete(&command, 1_000_000 + i64::try_from(waits.len())?);
            }
        }
    }
    waits.sort_unstable();
    let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!(
        "added latency at {RATE} messages/s: p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms",
        at(50),
        at(99),
        at(100)
    );
    stop.cancel();
    running.wait().await?;
    Ok(())
}
