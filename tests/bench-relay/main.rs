//! What the relay costs:
//! `cargo run --release -p backline-tests --bin bench-relay`.
//!
//! Prints its figures; with `latency` or `waiting` behind it, that part alone. Everything runs on one machine, over loopback, on the
//! embedded store with its default: durable on every commit.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock, prints, and ends with its tasks"
)]

mod gateway;
mod ingest;
mod latency;
mod memory;
mod office;

fn main() -> anyhow::Result<()> {
    if let Some(role) = std::env::args().skip_while(|arg| arg != "--role").nth(1) {
        return memory::serve(&role);
    }
    if std::env::args().any(|arg| arg == "waiting") {
        return memory::waiting();
    }
    let only_latency = std::env::args().any(|arg| arg == "latency");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        for connections in if only_latency { &[][..] } else { &[1, 8] } {
            ingest::run(*connections).await?;
        }
        latency::run().await
    })?;
    drop(runtime);
    if only_latency { Ok(()) } else { memory::run() }
}
