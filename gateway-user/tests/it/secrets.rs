//! No key, code or password in any log, error or report.

use std::cell::RefCell;
use std::io;

use crate::stage::{Stage, send, text};

thread_local! {
    /// What was logged on this thread since it began to listen.
    static HEARD: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Keeps what is logged on threads that listen.
struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        HEARD.with_borrow_mut(|heard| {
            if let Some(heard) = heard {
                heard.extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_key_is_in_any_log_error_or_report() {
    tracing_subscriber::fmt()
        .with_env_filter("trace,telegram_sim=off,axum=off,tower_http=off")
        .with_writer(|| Log)
        .init();
    // This test's runtime has one thread, so that everything is heard.
    HEARD.set(Some(Vec::new()));
    let stage = Stage::started().await;
    let mut said = String::new();
    let script = || stage.sim.script(&stage.agent, "messages.sendMessage");
    let sending = || send(stage.ann_chat(), 0, text("x"));
    stage.does(sending(), &[1]).await;
    script().cut_before();
    said += &format!("{:?}", stage.execute(sending(), &[2]).await);
    script().refuse(400, "SOMETHING_ODD");
    said += &format!("{:?}", stage.execute(sending(), &[3]).await);
    stage.sim.logs_out(&stage.agent);
    said += &format!("{:?}", stage.execute(sending(), &[4]).await);
    said += &format!("{:?}", stage.server.reports());
    let log = HEARD.take().unwrap();
    said += &String::from_utf8_lossy(&log);
    assert!(said.contains("session open"), "the log was heard");
    // The key is the last thing of the home's entry in the session: any stretch of
    // it in the ways that bytes are written.
    let session = &stage.session;
    let middle = session.len() / 2;
    let stretches = (0..session.len() - 8).filter(|at| at.abs_diff(middle) < middle / 2);
    for at in stretches {
        let bytes = &session[at..at + 8];
        if bytes.iter().all(|byte| *byte == 0) {
            continue;
        }
        let list = format!("{bytes:?}");
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        for shown in [list.trim_matches(['[', ']']), &hex] {
            assert!(!said.contains(shown), "bytes {at} of the session are shown");
        }
    }
}
