//! Topics being made: one at a time under a name, one for a dialog.

use super::*;

#[tokio::test]
async fn two_dialogs_of_one_name_are_not_made_at_once() {
    let mut office = Office::with(&[("TOPIC_TITLE", "customer")]).await;
    office
        .takes(vec![says(ANN, 1, "from ann"), says(BOB, 1, "from bob")])
        .await;
    let first = office.next().await;
    assert_eq!(about(&first), "make customer");
    office.desk.start(first.lease_token.clone()).await.unwrap();
    // Its own word comes before its answer, and says only the name.
    office.takes(vec![topic_made(70, "customer")]).await;
    office.reports(&first, made(70)).await.unwrap();
    office.pass(Duration::from_secs(6)).await;
    let then = office.handed_out().await;
    let second = then
        .iter()
        .find(|command| about(command) == "make customer")
        .expect("the other dialog's");
    office.ends(second, made(71)).await.unwrap();
    let topics = [office.dialog(ANN).await, office.dialog(BOB).await]
        .map(|dialog| dialog.topic_id().unwrap().0);
    assert!(topics == [70, 71] || topics == [71, 70], "{topics:?}");
    // A late word about the first is not taken for the second's.
    office.takes(vec![topic_made(70, "customer")]).await;
    assert!(
        all_about(&office.handed_out().await)
            .iter()
            .all(|what| !what.starts_with("delete"))
    );
}

#[tokio::test]
async fn a_creation_that_was_given_up_frees_its_name() {
    let mut office = Office::with(&[("TOPIC_TITLE", "customer")]).await;
    office
        .takes(vec![says(ANN, 1, "from ann"), says(BOB, 1, "from bob")])
        .await;
    office.next().await;
    // Never begun: the gateway went away with it.
    office.give_up_gateway().await;
    office.attach(&[]).await;
    let again = office.next().await;
    assert_eq!(about(&again), "make customer");
}

#[tokio::test]
async fn a_topic_made_twice_leads_to_its_dialog_and_goes() {
    let mut office = Office::new().await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    let first = office.next().await;
    office.ends(&first, lost()).await.unwrap();
    office.pass(Duration::from_secs(31)).await;
    let second = office.next().await;
    office.ends(&second, made(71)).await.unwrap();
    office.does_all().await;
    // The first had been made after all; its word is late.
    office.takes(vec![topic_made(70, "🟪 Ann")]).await;
    let tidy = office.next().await;
    assert_eq!(about(&tidy), "delete topic 70");
    assert_eq!(office.dialog(ANN).await.topic_id(), Some(TopicId(71)));
    office
        .takes(vec![answers(70, 500, "written in the wrong one")])
        .await;
    let answer = Office::only(messages(office.handed_out().await));
    assert_eq!(about(&answer), "copy of 500");
    // It cannot be deleted: then it says where to go.
    office
        .ends(&tidy, rejected(Rejection::MissingRight))
        .await
        .unwrap();
    let told = Office::only(messages(office.handed_out().await));
    assert!(about(&told).contains("https://t.me/c/1000000001/71"));
    // Closing the dead one closes nothing.
    office
        .takes(vec![topic_event(70, OLGA, ServiceKind::TopicClosed, "")])
        .await;
    assert_ne!(office.dialog(ANN).await.state, dialog::State::Closed);
    // And the word about the present topic changes nothing.
    office.takes(vec![topic_made(71, "🟪 Ann")]).await;
    assert_eq!(office.dialog(ANN).await.topic_id(), Some(TopicId(71)));
}

#[tokio::test]
async fn a_late_double_is_known_after_a_restart() {
    let mut office = Office::new().await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    let first = office.next().await;
    office.ends(&first, lost()).await.unwrap();
    office.pass(Duration::from_secs(31)).await;
    let second = office.next().await;
    office.ends(&second, made(71)).await.unwrap();
    office.does_all().await;
    let mut office = office.restart().await;
    office.takes(vec![topic_made(70, "🟪 Ann")]).await;
    assert_eq!(about(&office.next().await), "delete topic 70");
}

#[tokio::test]
async fn the_second_of_two_that_both_succeed_is_the_double() {
    let mut office = Office::new().await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    let first = office.next().await;
    office.ends(&first, lost()).await.unwrap();
    office.pass(Duration::from_secs(31)).await;
    let second = office.next().await;
    office.desk.start(second.lease_token.clone()).await.unwrap();
    office.takes(vec![topic_made(70, "🟪 Ann")]).await;
    office.reports(&second, made(71)).await.unwrap();
    assert_eq!(office.dialog(ANN).await.topic_id(), Some(TopicId(70)));
    let all = all_about(&office.handed_out().await);
    assert!(all.contains(&"delete topic 71".to_owned()), "{all:?}");
}

#[tokio::test]
async fn the_time_for_the_bots_own_word_begins_when_it_can_come() {
    let mut office = Office::new().await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    let first = office.next().await;
    office.desk.start(first.lease_token.clone()).await.unwrap();
    office.give_up_gateway().await;
    office.pass(Duration::from_secs(300)).await;
    office.attach(&[]).await;
    let begun = office.handed_out().await;
    let makes = |command: &Command| matches!(command.call, Call::CreateTopic { .. });
    assert!(!begun.iter().any(makes), "{:?}", all_about(&begun));
    office.takes(vec![topic_made(70, "🟪 Ann")]).await;
    assert_eq!(all_about(&office.handed_out().await), ["copy of 1"]);
    assert_eq!(office.dialog(ANN).await.topic_id(), Some(TopicId(70)));
}
