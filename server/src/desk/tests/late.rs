//! Reports that come late, or twice, and people who decide at the same time.

use super::*;

/// An answer of Olga's that was lost, and the next one under way.
async fn lost_answer() -> (Office, Command) {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "first")]).await;
    let first = office.next().await;
    office.desk.start(first.lease_token.clone()).await.unwrap();
    office.give_up_gateway().await;
    office.attach(&[]).await;
    assert_eq!(office.letters().await.len(), 1, "it is asked about");
    office.does_all().await;
    (office, first)
}

#[tokio::test]
async fn a_late_success_leaves_the_next_ones_hand_out_alone() {
    let (mut office, first) = lost_answer().await;
    office.takes(vec![answers(50, 501, "second")]).await;
    let second = office.next().await;
    office.desk.start(second.lease_token.clone()).await.unwrap();
    let late = office.reports(&first, posted(2000)).await.unwrap();
    assert_eq!(late, Completion::RecordedLate);
    assert_eq!(office.letters().await.len(), 0, "nothing is left to ask");
    let since = messages(office.handed_out().await);
    assert_eq!(all_about(&since), [""; 0], "the second is not sent again");
    let done = office.reports(&second, posted(2001)).await.unwrap();
    assert_eq!(done, Completion::Recorded);
}

#[tokio::test]
async fn told_twice_to_send_again_it_is_sent_once() {
    let (mut office, _) = lost_answer().await;
    office
        .takes(vec![
            replies(50, 600, 500, "/again"),
            replies(50, 601, 500, "/again"),
            replies(50, 602, 500, "/arrived"),
        ])
        .await;
    let done = office.does_all().await;
    let copies = all_about(&done)
        .into_iter()
        .filter(|what| what == "copy of 500")
        .count();
    assert_eq!(copies, 1);
    assert_eq!(office.letters().await.len(), 0);
}

#[tokio::test]
async fn a_late_success_takes_back_what_was_told_to_be_sent_again() {
    let (mut office, first) = lost_answer().await;
    office.takes(vec![replies(50, 600, 500, "/again")]).await;
    let commands = office.handed_out().await;
    let again = commands
        .iter()
        .find(|command| about(command) == "copy of 500")
        .unwrap();
    office.ends(again, deferred(30)).await.unwrap();
    let late = office.reports(&first, posted(2000)).await.unwrap();
    assert_eq!(late, Completion::RecordedLate);
    office.pass(Duration::from_secs(31)).await;
    let done = office.does_all().await;
    assert!(!all_about(&done).contains(&"copy of 500".to_owned()));
    office.pass(Duration::from_secs(61)).await;
    office.does_all().await;
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn the_same_report_twice_at_once_counts_once() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![says(ANN, 2, "a text")]).await;
    let copy = office.next().await;
    let refused = || rejected(Rejection::NotCopyable);
    let (one, two) = tokio::join!(
        office.reports(&copy, refused()),
        office.reports(&copy, refused())
    );
    assert_eq!(one.unwrap(), Completion::Recorded);
    assert_eq!(two.unwrap(), Completion::Repeated);
    // Its content follows, and not a line that says that it was refused.
    assert_eq!(about(&office.next().await), "a text");
    assert_eq!(office.letters().await.len(), 0);
}

#[tokio::test]
async fn another_report_for_the_same_hand_out_is_refused() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![says(ANN, 2, "a text")]).await;
    let copy = office.next().await;
    let (one, two) = tokio::join!(
        office.reports(&copy, posted(3000)),
        office.reports(&copy, posted(3001))
    );
    assert_eq!(one.unwrap(), Completion::Recorded);
    assert!(matches!(two, Err(super::super::Error::OutcomeMismatch)));
    // Nothing begins after its own end.
    let start = office.desk.start(copy.lease_token.clone()).await;
    assert!(matches!(start, Err(super::super::Error::LeaseLost)));
}

#[tokio::test]
async fn a_stale_failure_is_refused() {
    let (mut office, first) = lost_answer().await;
    let stale = office.reports(&first, failed()).await;
    assert!(matches!(stale, Err(super::super::Error::LeaseLost)));
    assert_eq!(office.letters().await.len(), 1);
    assert_eq!(messages(office.handed_out().await).len(), 0);
}

#[tokio::test]
async fn dead_letters_are_counted_with_their_reason() {
    let (office, _) = lost_answer().await;
    let text = office.context.metrics.text().unwrap();
    let counted = "backline_dead_letters_total{reason=\"uncertain\"} 1\n";
    assert!(text.contains(counted), "{text}");
}
