//! What a restart must not lose, and what it must not invent.

use super::*;

#[tokio::test]
async fn a_certain_failure_reported_after_a_restart_is_believed() {
    for (outcome, letters) in [
        (deferred(30), 0),
        (failed(), 0),
        (rejected(Rejection::Blocked), 1),
    ] {
        let mut office = Office::with_ann(&[]).await;
        office.takes(vec![answers(50, 500, "not sent")]).await;
        let answer = office.next().await;
        office.desk.start(answer.lease_token.clone()).await.unwrap();
        let mut office = office.restart_without_gateway().await;
        // The report comes before the session has named what it holds.
        let told = office.reports(&answer, outcome.clone()).await.unwrap();
        assert_eq!(told, Completion::Recorded, "{outcome:?}");
        office.attach(&[]).await;
        assert_eq!(office.letters().await.len(), letters, "{outcome:?}");
        office.pass(Duration::from_secs(31)).await;
        let all = all_about(&messages(office.handed_out().await));
        let is_sent = all.contains(&"copy of 500".to_owned());
        assert_eq!(is_sent, letters == 0, "{outcome:?}: {all:?}");
    }
}

#[tokio::test]
async fn a_hand_out_before_the_started_one_is_not_believed_about_it() {
    let mut office = Office::with_ann(&[]).await;
    office
        .takes(vec![answers(50, 500, "twice handed out")])
        .await;
    let first = office.next().await;
    // Never begun, and handed out anew.
    office.give_up_gateway().await;
    office.attach(&[]).await;
    let second = office.next().await;
    office.desk.start(second.lease_token.clone()).await.unwrap();
    let office = office.restart_without_gateway().await;
    let stale = office.reports(&first, failed()).await;
    assert!(matches!(stale, Err(crate::desk::Error::LeaseLost)));
}

#[tokio::test]
async fn a_dead_letter_retried_after_a_restart_goes_and_holds_nothing_up() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![says(ANN, 2, "/x")]).await;
    // Refused as it is, and the line in its place as well.
    for _ in 0..3 {
        let post = office.next().await;
        let why = rejected(Rejection::TooLong);
        office.ends(&post, why).await.unwrap();
        if !office.letters().await.is_empty() {
            break;
        }
    }
    office.does_all().await;
    let letter = office.letters().await[0];
    let mut office = office.restart().await;
    office
        .desk
        .retry_dead_letter(letter, asked())
        .await
        .unwrap();
    office.takes(vec![says(ANN, 3, "and now")]).await;
    let done = all_about(&messages(office.does_all().await));
    assert_eq!(done.len(), 2, "{done:?}");
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn the_budget_that_was_used_up_stays_used_up() {
    let mut office = Office::with_ann(&[("RATE_BACKEND", "DEFAULT"), ("MERGE", "FALSE")]).await;
    let burst = (2..40).map(|number| says(ANN, number, "more")).collect();
    office.takes(burst).await;
    let before = office.does_all().await.len();
    assert!(before < 20, "{before}");
    let mut office = office.restart().await;
    let mut after = office.does_all().await.len();
    for _ in 0..5 {
        office.pass(Duration::from_secs(9)).await;
        after += office.does_all().await.len();
    }
    // The topic, the first message and the burst: twenty in a minute at most.
    assert!(2 + before + after <= 20, "{before} before, {after} after");
    office.pass(Duration::from_secs(300)).await;
    assert!(!office.does_all().await.is_empty());
}

#[tokio::test]
async fn a_hand_out_from_before_a_restart_says_what_it_was_about() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "/close")]).await;
    let commands = office.handed_out().await;
    let close = commands
        .iter()
        .find(|command| about(command) == "close")
        .unwrap()
        .clone();
    let mut office = office.restart_without_gateway().await;
    office.attach(&[&close]).await;
    // Meanwhile the customer writes, so that it has to be open again.
    office.takes(vec![says(ANN, 2, "wait")]).await;
    office.reports(&close, posted(0)).await.unwrap();
    let all = all_about(&office.does_all().await);
    assert!(all.contains(&"reopen".to_owned()), "{all:?}");
    assert!(!office.dialog(ANN).await.shown.is_closed);
}

#[tokio::test]
async fn what_a_changed_parameter_asks_of_every_dialog_survives_a_restart() {
    let mut office = Office::with(&[("AUTOCLOSE", "OFF")]).await;
    let customers: Vec<i64> = (1001..=1450).collect();
    for customer in &customers {
        office.takes(vec![says(*customer, 1, "hello")]).await;
        office.does_all().await;
        let topic = office.dialog(*customer).await.topic_id().unwrap().0;
        office
            .takes(vec![answers(topic, 10_000 + customer, "/wait")])
            .await;
        office.does_all().await;
    }
    office.set(Name::Autoclose, "1").await;
    // Before it came to the end of them.
    let mut office = office.restart().await;
    for _ in 0..8 {
        office.pass(Duration::from_secs(1)).await;
    }
    office.pass(Duration::from_secs(3700)).await;
    for _ in 0..60 {
        office.pass(Duration::from_millis(10)).await;
    }
    office.does_all().await;
    for customer in customers {
        let state = office.dialog(customer).await.state;
        assert_eq!(state, dialog::State::Closed, "{customer}");
    }
}

#[tokio::test]
async fn of_two_hand_outs_in_one_gateways_hand_the_later_counts_after_a_restart() {
    for is_later_first in [false, true] {
        let mut office = Office::with_ann(&[]).await;
        office.takes(vec![says(ANN, 2, "once")]).await;
        let first = office.next().await;
        // Its lease is over, and it is handed out anew; the gateway still has both.
        office.pass(Duration::from_secs(61)).await;
        let again = office.handed_out().await;
        let again = again.into_iter().find(|command| command.id == first.id);
        let second = again.unwrap();
        let mut office = office.restart_without_gateway().await;
        let mut held = [&first, &second];
        if is_later_first {
            held.reverse();
        }
        office.attach(&held).await;
        let stale = office.reports(&first, lost()).await;
        assert!(
            matches!(stale, Err(crate::desk::Error::LeaseLost)),
            "{stale:?}"
        );
        let told = office.reports(&second, posted(900)).await.unwrap();
        assert_eq!(told, Completion::Recorded);
        let all = all_about(&messages(office.does_all().await));
        assert!(!all.contains(&"copy of 2".to_owned()), "{all:?}");
    }
}
