//! ARCHIVE: what is kept of messages beyond their delivery.

use std::time::Duration;

use backline_domain::archive::{Archived, Author, Ending};
use backline_domain::parameter::Name;
use telegram_sim::Person;

use crate::house::House;

async fn kept(house: &House) -> Vec<Archived> {
    house.at_rest().await;
    let store = &house.running().desks().store;
    let connection = house.connection().await.id;
    store.archived(&connection, None, 100).await.unwrap()
}

/// A message each way.
async fn talked(house: &House) -> (Person, i64) {
    let ann = house.sim.person("Ann");
    ann.says(&house.front, "hello there");
    let topic = house.topic().await;
    house.until_in_topic(topic, "hello there").await;
    // Of one moment chats come in the order of their ids.
    house.pass(Duration::from_secs(1)).await;
    house.olga.writes_in(&house.team, topic, "good morning");
    house.until_told(&ann, "good morning").await;
    house.until_named(topic, "🟨 Ann").await;
    (ann, topic)
}

fn texts(kept: &[Archived]) -> Vec<Option<&str>> {
    let texts = kept.iter().map(|row| row.text.as_ref());
    texts.map(|text| Some(text?.text.as_str())).collect()
}

#[tokio::test]
async fn facts_are_kept_and_no_text() {
    let house = House::new().await;
    let (ann, _) = talked(&house).await;
    let kept = kept(&house).await;
    assert_eq!(texts(&kept), [None, None]);
    let [question, answer] = kept.as_slice() else {
        panic!("two messages: {kept:?}");
    };
    assert_eq!(question.author, Author::Customer);
    assert_eq!((question.kind.as_str(), question.length), ("text", 11));
    assert_eq!(question.key.chat.id.0, ann.id());
    assert_eq!(answer.author, Author::Team);
    assert_eq!(answer.operator.0, house.olga.id());
    assert_eq!(answer.dialog, question.dialog);
    assert_eq!(answer.key.chat.id.0, house.team.id());
    for row in &kept {
        let end = row.end.unwrap();
        assert_eq!(end.ending, Ending::Arrived);
        assert!(end.at >= row.key.at);
    }
    house.end().await;
}

#[tokio::test]
async fn a_changed_archive_holds_for_what_comes_next() {
    let house = House::with(&[("ARCHIVE", "OFF")]).await;
    let (ann, topic) = talked(&house).await;
    assert_eq!(kept(&house).await, [], "nothing but links");
    house.set(Name::Archive, "FULL").await;
    let asked = ann.says(&house.front, "where is it");
    house.until_in_topic(topic, "where is it").await;
    house.pass(Duration::from_secs(1)).await;
    house.olga.writes_in(&house.team, topic, "on its way");
    house.until_told(&ann, "on its way").await;
    assert_eq!(
        texts(&kept(&house).await),
        [Some("where is it"), Some("on its way")]
    );
    ann.edits(&asked, "where is my parcel");
    house.until_in_topic(topic, "where is my parcel").await;
    let edited = kept(&house).await;
    assert_eq!(
        texts(&edited),
        [Some("where is my parcel"), Some("on its way")]
    );
    assert!(edited[0].edited_at.is_some() && edited[1].edited_at.is_none());
    house.set(Name::Archive, "META").await;
    ann.says(&house.front, "thanks");
    house.until_in_topic(topic, "thanks").await;
    assert_eq!(
        texts(&kept(&house).await),
        [Some("where is my parcel"), Some("on its way"), None]
    );
    house.set(Name::Archive, "OFF").await;
    ann.says(&house.front, "bye");
    house.until_in_topic(topic, "bye").await;
    assert_eq!(kept(&house).await.len(), 3);
    house.end().await;
}

#[tokio::test]
async fn what_is_hidden_or_does_not_go_out_is_not_kept() {
    let house = House::with(&[
        ("ARCHIVE", "FULL"),
        ("HIDE_INFO", "contact"),
        ("RESTRICTED_KEYWORDS_BACKEND", "\"casino\""),
    ])
    .await;
    let (ann, topic) = talked(&house).await;
    ann.says(&house.front, "call me: +49 30 901820");
    house.until_in_topic(topic, "call me").await;
    house.olga.writes_in(&house.team, topic, "/ a comment");
    house.olga.writes_in(&house.team, topic, "to the casino");
    house.until_in_topic(topic, "Not sent").await;
    let kept = kept(&house).await;
    assert_eq!(
        texts(&kept),
        [
            Some("hello there"),
            Some("good morning"),
            Some("call me: [phone number]")
        ]
    );
    house.end().await;
}

#[tokio::test]
async fn what_was_refused_for_good_is_kept_as_that() {
    let house = House::new().await;
    let (ann, topic) = talked(&house).await;
    ann.blocks(&house.bot);
    house.olga.writes_in(&house.team, topic, "are you there");
    house.until_in_topic(topic, "Not delivered").await;
    let kept = kept(&house).await;
    let endings: Vec<Option<Ending>> = kept
        .iter()
        .map(|row| row.end.map(|end| end.ending))
        .collect();
    assert_eq!(
        endings,
        [
            Some(Ending::Arrived),
            Some(Ending::Arrived),
            Some(Ending::Failed)
        ]
    );
    house.end().await;
}

#[tokio::test]
async fn it_goes_with_the_connection() {
    let house = House::with(&[("ARCHIVE", "FULL")]).await;
    let _ = talked(&house).await;
    assert_eq!(kept(&house).await.len(), 2);
    let store = house.running().desks().store.clone();
    let connection = house.connection().await.id;
    house.remove_connection().await;
    assert_eq!(store.archived(&connection, None, 9).await.unwrap(), []);
    house.end().await;
}
