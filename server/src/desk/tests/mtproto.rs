//! A bot over MTProto: what it sends has keys from the moment on that it goes there.

use super::*;
use crate::desk::ConnectionChange;

async fn goes_over_mtproto(office: &Office) {
    let change = ConnectionChange::Via {
        bot: BOT,
        is_mtproto: true,
    };
    office.desk.change(change, asked()).await.unwrap();
}

#[tokio::test]
async fn an_answer_of_unknown_end_is_sent_again_under_its_key_and_nobody_is_asked() {
    let mut office = Office::with_ann(&[]).await;
    goes_over_mtproto(&office).await;
    office.pass(Duration::from_secs(1)).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let first = office.next().await;
    assert_eq!(first.random_ids.len(), 1);
    office.desk.start(first.lease_token.clone()).await.unwrap();
    office.ends(&first, lost()).await.unwrap();
    office.pass(Duration::from_secs(20)).await;
    let again = office.next().await;
    assert_eq!(again.random_ids, first.random_ids);
    office.ends(&again, posted(77)).await.unwrap();
    assert!(office.letters().await.is_empty());
}

#[tokio::test]
async fn what_was_begun_over_the_bot_api_is_asked_about() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let first = office.next().await;
    assert!(first.random_ids.is_empty(), "the Bot API knows no keys");
    office.desk.start(first.lease_token.clone()).await.unwrap();
    goes_over_mtproto(&office).await;
    office.ends(&first, lost()).await.unwrap();
    assert_eq!(office.letters().await.len(), 1);
}

#[tokio::test]
async fn its_own_messages_come_back_and_are_known() {
    let mut office = Office::with_ann(&[]).await;
    goes_over_mtproto(&office).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let answer = office.next().await;
    office.ends(&answer, posted(77)).await.unwrap();
    let own = |number: i64, text: &str| Message {
        is_outgoing: true,
        ..message(ANN, BOT.user.0, number, Content::Text(text.into()))
    };
    let echo = posted_event(own(77, "an answer"));
    office
        .takes(vec![echo, posted_event(own(78, "by a program"))])
        .await;
    let shown = all_about(&messages(office.does_all().await));
    let line = "👤 Written to the customer from another device:\nby a program";
    assert_eq!(shown, [line]);
}

/// What it was begun under counts no more over the Bot API, and nobody knows whether it arrived.
#[tokio::test]
async fn what_was_begun_over_mtproto_is_asked_about_once_it_goes_over_the_bot_api() {
    let mut office = Office::with_ann(&[]).await;
    goes_over_mtproto(&office).await;
    office.pass(Duration::from_secs(1)).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let first = office.next().await;
    office.desk.start(first.lease_token.clone()).await.unwrap();
    office.ends(&first, lost()).await.unwrap();
    let change = ConnectionChange::Via {
        bot: BOT,
        is_mtproto: false,
    };
    office.desk.change(change, asked()).await.unwrap();
    office.pass(Duration::from_secs(20)).await;
    let handed = office.does_all().await;
    let to_ann = handed.iter().any(|one| match &one.call {
        Call::Send { to, .. } | Call::Copy { to, .. } => to.chat.id == ChatId(ANN),
        _ => false,
    });
    assert!(!to_ann, "{handed:#?}");
    assert_eq!(office.letters().await.len(), 1);
}
