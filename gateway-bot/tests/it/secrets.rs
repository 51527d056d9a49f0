//! No token in any log, error or report.

use std::cell::RefCell;
use std::io;

use backline_proto::gateway::v1::IdentityState;

use crate::stage::{Stage, send, text};

thread_local! {
    /// What was logged on this thread since it began to listen.
    static HEARD: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Keeps what is logged on threads that listen.
///
/// The subscriber has to be the process's: one for a thread alone may never hear of
/// events that another thread was the first to come to.
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
async fn no_token_is_in_any_log_error_or_report() {
    tracing_subscriber::fmt()
        .with_env_filter("trace,telegram_sim=off,axum=off,tower_http=off")
        .with_writer(|| Log)
        .init();
    // This test's runtime has one thread, so that everything is heard.
    HEARD.set(Some(Vec::new()));
    let stage = Stage::started().await;
    let secret = stage.bot.token().split(':').nth(1).unwrap().to_owned();
    let mut said = String::new();
    let script = |method| stage.sim.script(&stage.bot, method);
    script("sendMessage").cut_before();
    said += &format!(
        "{:?}",
        stage.execute(send(stage.ann_chat(), 0, text("x"))).await
    );
    script("sendMessage").garble(&format!("<html>/bot{}</html>", stage.bot.token()));
    said += &format!(
        "{:?}",
        stage.execute(send(stage.ann_chat(), 0, text("x"))).await
    );
    script("getUpdates").times(3).cut_before();
    script("getUpdates").server_error_in_html(502);
    stage.ann.says(&stage.bot, "x");
    stage
        .server
        .until_report(IdentityState::TransientDisconnect)
        .await;
    stage
        .drive("taken", || stage.bot.waiting_updates() == 0)
        .await;
    let Stage {
        sim,
        server,
        bot,
        ann,
        ..
    } = stage;
    sim.stop().await;
    let chat = backline_proto::common::v1::ChatAddress {
        id: ann.id(),
        ..Default::default()
    };
    for _ in 0..2 {
        let command = send(chat.clone(), 0, text("x"));
        said += &format!("{:?}", server.execute(bot.token(), command).await);
    }
    said += &format!("{:?}", server.reports());
    assert!(!said.contains(&secret), "{said}");
    let log = HEARD.take().unwrap();
    let log = String::from_utf8_lossy(&log).into_owned();
    assert!(log.contains("session open"), "the log was heard");
    let line = log.lines().find(|line| line.contains(&secret));
    assert_eq!(line, None, "a log line shows the token");
}
