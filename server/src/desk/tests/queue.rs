//! What waits: how long, for what, and what becomes of it.

use super::*;

#[tokio::test]
async fn an_outage_of_minutes_makes_no_dead_letter() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "patient")]).await;
    let mut tries = 0;
    // Others went through since it was decided, but none since it first failed.
    office.takes(vec![says(BOB, 1, "hello")]).await;
    let commands = office.handed_out().await;
    for command in &commands {
        let outcome = match &command.call {
            Call::CreateTopic { .. } => made(60),
            Call::Copy { from, .. } if from.message == MessageId(500) => continue,
            _ => posted(3000),
        };
        office.ends(command, outcome).await.unwrap();
    }
    let mut pending = commands
        .into_iter()
        .find(|command| about(command) == "copy of 500");
    for _ in 0..40 {
        if let Some(answer) = pending.take() {
            office.ends(&answer, failed()).await.unwrap();
            tries += 1;
        }
        loop {
            let commands = office.handed_out().await;
            if commands.is_empty() {
                break;
            }
            for command in commands {
                tries += usize::from(about(&command) == "copy of 500");
                // Everything fails: it is the way, not the message.
                office.ends(&command, failed()).await.unwrap();
            }
        }
        office.pass(Duration::from_secs(60)).await;
    }
    assert!(tries > 5, "{tries}");
    assert_eq!(office.letters().await.len(), 0, "after {tries} tries");
}

#[tokio::test]
async fn a_message_that_fails_while_others_go_through_is_a_dead_letter() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "never")]).await;
    let mut number = 10;
    for _ in 0..60 {
        for command in office.handed_out().await {
            let outcome = if about(&command) == "copy of 500" {
                failed()
            } else {
                posted(4000 + number)
            };
            office.ends(&command, outcome).await.unwrap();
        }
        number += 1;
        office.takes(vec![says(ANN, number, "goes through")]).await;
        office.pass(Duration::from_secs(20)).await;
    }
    assert_eq!(office.letters().await.len(), 1);
}

#[tokio::test]
async fn a_missing_right_costs_no_attempts_and_is_told_once() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![says(BOB, 1, "hello")]).await;
    let mut told = 0;
    for round in 0..12 {
        loop {
            let commands = office.handed_out().await;
            if commands.is_empty() {
                break;
            }
            for command in commands {
                let outcome = match &command.call {
                    Call::CreateTopic { .. } => Outcome::Rejected {
                        reason: Rejection::MissingRight,
                        detail: format!("not enough rights, in words of round {round}"),
                    },
                    _ => {
                        told += usize::from(about(&command).contains("manage topics"));
                        posted(5000 + round)
                    }
                };
                office.ends(&command, outcome).await.unwrap();
            }
        }
        office.pass(Duration::from_secs(900)).await;
    }
    assert_eq!(told, 1, "to the administrator, once");
    assert!(office.desk.connection().await.unwrap().problem.is_some());
    // One passing failure after hours of that does not end it.
    let topic = office
        .handed_out()
        .await
        .into_iter()
        .find(|command| matches!(command.call, Call::CreateTopic { .. }));
    if let Some(topic) = topic {
        office.ends(&topic, failed()).await.unwrap();
    }
    assert_eq!(office.letters().await.len(), 0);
    office.pass(Duration::from_secs(900)).await;
    office.does_all().await;
    let connection = office.desk.connection().await.unwrap();
    assert_eq!(connection.problem, None, "it works again");
}

#[tokio::test]
async fn a_reopened_topic_does_not_wait_for_leftovers() {
    let mut office = Office::with_ann(&[("RATE_BACKEND", "20/60")]).await;
    office.takes(vec![answers(50, 500, "/close")]).await;
    // Closed, and the new name waits for units that nobody wants.
    let commands = office.handed_out().await;
    for command in commands {
        office.ends(&command, posted(0)).await.unwrap();
    }
    assert!(office.dialog(ANN).await.shown.is_closed);
    for number in 2..30 {
        office.takes(vec![says(BOB, number, "a noisy one")]).await;
    }
    office.takes(vec![says(ANN, 2, "I am back")]).await;
    let mut until = 0;
    while office.dialog(ANN).await.shown.is_closed {
        for command in office.handed_out().await {
            let outcome = match &command.call {
                Call::CreateTopic { .. } => made(60),
                _ => posted(6000 + until),
            };
            office.ends(&command, outcome).await.unwrap();
        }
        office.pass(Duration::from_secs(1)).await;
        until += 1;
        assert!(until < 60, "the topic stays closed under a backlog");
    }
}

#[tokio::test]
async fn a_long_caption_follows_when_its_message_cannot_be_copied() {
    let mut office = Office::with_ann(&[]).await;
    let caption = "word ".repeat(400);
    let media = backline_domain::message::Media {
        kind: backline_domain::message::MediaKind::Photo,
        file_id: "f".to_owned(),
        file_unique_id: "u".to_owned(),
        size: 1,
        mime_type: String::new(),
        file_name: String::new(),
        width: 1,
        height: 1,
        duration: 0,
        title: String::new(),
        performer: String::new(),
        emoji: String::new(),
        caption: plain(&caption),
        has_spoiler: false,
        caption_above: false,
        seen_in: None,
        is_renamed: false,
    };
    let photo = Content::Media(Box::new(media));
    office
        .takes(vec![
            posted_event(message(ANN, ANN, 2, photo)),
            says(ANN, 3, "behind it"),
        ])
        .await;
    let copy = office.next().await;
    office
        .ends(&copy, rejected(Rejection::MessageNotFound))
        .await
        .unwrap();
    let done = office.does_all().await;
    let texts = all_about(&done);
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(texts[0], "", "the photo alone");
    assert_eq!(texts[1].trim_end(), caption.trim_end());
    assert_eq!(texts[2], "copy of 3", "order is kept");
}

#[tokio::test]
async fn after_a_sleep_of_the_machine_commands_are_not_out_of_date() {
    let mut office = Office::with_ann(&[]).await;
    // The monotonic clock stands still meanwhile.
    office.clock.1.fetch_add(3600, Ordering::Relaxed);
    office.takes(vec![says(ANN, 2, "good morning")]).await;
    let copy = office.next().await;
    assert!(copy.deadline > office.clock.now(), "{copy:?}");
    office.ends(&copy, posted(2000)).await.unwrap();
    assert_eq!(
        office.dialog(ANN).await.last_message_at,
        office.clock.now(),
        "and what is written down is of today"
    );
}

#[tokio::test]
async fn a_backlog_stays_in_the_store() {
    const WAITING: i64 = 2000;
    let mut office = Office::with_ann(&[("MERGE", "FALSE")]).await;
    office.give_up_gateway().await;
    for batch in 0..WAITING / 100 {
        let numbers = (2 + batch * 100)..(102 + batch * 100);
        let events = numbers.map(|number| says(ANN, number, "more"));
        office.takes(events.collect()).await;
    }
    let mut office = office.restart_without_gateway().await;
    let read = office.store.deliveries_read();
    assert!(read <= 2, "a start reads the heads of lanes: {read}");
    office.attach(&[]).await;
    for _ in 0..20 {
        let post = office.next().await;
        office.ends(&post, posted(9000)).await.unwrap();
    }
    let read = office.store.deliveries_read();
    assert!(read <= 60, "and goes on window by window: {read}");
    let queue = office.desk.queue().await.unwrap();
    assert_eq!(queue.waiting, usize::try_from(WAITING).unwrap() - 20);
}
