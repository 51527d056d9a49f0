//! Gates that are set while something waits.

use super::*;

#[tokio::test]
async fn a_word_forbidden_later_stops_what_waits() {
    let mut office = Office::with_ann(&[]).await;
    office
        .takes(vec![
            answers(50, 500, "first"),
            answers(50, 501, "come to the casino"),
            answers(50, 502, "harmless"),
        ])
        .await;
    let first = office.next().await;
    office
        .set(Name::RestrictedKeywordsBackend, "\"casino\"")
        .await;
    office.ends(&first, posted(2000)).await.unwrap();
    let done = office.does_all().await;
    let to_customer: Vec<String> = messages(done.clone())
        .iter()
        .filter(|command| command.needs_start)
        .map(about)
        .collect();
    // What is sent is what was checked: a copy would copy what it is by then.
    assert_eq!(to_customer, ["harmless"]);
    let told = all_about(&done);
    assert!(
        told.iter()
            .any(|text| text.contains("Not sent") && text.contains("casino")),
        "{told:?}"
    );
    office.pass(Duration::from_secs(61)).await;
    office.does_all().await;
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn what_a_gate_stops_later_is_posted_as_what_did_not_go_out() {
    let hooks = r#"{"https://example.org": ["message_failed"]}"#;
    let mut office = Office::with_ann(&[("WEBHOOKS", hooks)]).await;
    office
        .takes(vec![
            answers(50, 500, "first"),
            answers(50, 501, "come to the casino"),
        ])
        .await;
    let first = office.next().await;
    office
        .set(Name::RestrictedKeywordsBackend, "\"casino\"")
        .await;
    office.ends(&first, posted(2000)).await.unwrap();
    office.does_all().await;
    let posts = office.store.post_heads(&id(), None, 10).await.unwrap();
    let hidden = Default::default();
    let told: Vec<String> = posts.iter().map(|post| post.body.json(&hidden)).collect();
    let [told] = told.as_slice() else {
        panic!("{told:?}")
    };
    for part in ["message_failed", "restricted_word", "come to the casino"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[tokio::test]
async fn a_dead_letter_passes_the_gate_of_the_day_it_is_retried() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "our casino")]).await;
    let answer = office.next().await;
    office.ends(&answer, lost()).await.unwrap();
    office.does_all().await;
    office
        .set(Name::RestrictedKeywordsBackend, "\"casino\"")
        .await;
    office.takes(vec![replies(50, 600, 500, "/again")]).await;
    let done = office.does_all().await;
    assert!(done.iter().all(|command| !command.needs_start), "{done:#?}");
}
