//! Commands: each verb once, against the simulated Telegram.

use crate::stage::{Stage, send, text};

#[tokio::test]
async fn a_text_is_sent_once_however_often_it_is_sent() {
    let stage = Stage::started().await;
    let sending = || send(stage.ann_chat(), 0, text("hello Ann"));
    let first = stage.does(sending(), &[77]).await;
    let again = stage.does(sending(), &[77]).await;
    assert_eq!(first.message_ids, again.message_ids);
    let written = stage.ann.chat_with(&stage.agent).texts();
    let count = written.iter().filter(|text| *text == "hello Ann").count();
    assert_eq!(count, 1);
}
