//! What takes several calls: each report is about its own step, whatever is repeated, lost
//! or refused in between.

use super::*;
use crate::desk::Error;

/// Forwarded from elsewhere: a line above, and the message.
fn forwards(topic: i64, number: i64) -> Event {
    let mut content = photo(number, "");
    if let Content::Media(media) = &mut content {
        media.kind = MediaKind::Sticker;
    }
    posted_event(Message {
        topic: Some(TopicId(topic)),
        forward: Some(ForwardOrigin {
            kind: "channel".to_owned(),
            user: None,
            chat: Some(chat(-1_001_000_000_777)),
            sender_name: String::new(),
            message: Some(MessageId(3)),
        }),
        ..message(TEAM.0, OLGA, number, content)
    })
}

/// What customers were sent, in order.
fn to_customer(commands: &[Command]) -> Vec<String> {
    let sent = commands.iter().filter(|command| command.needs_start);
    sent.map(about).collect()
}

/// A chat's budget has room again by then.
const A_WHILE: Duration = Duration::from_secs(4);

/// Does all that is handed out in a while.
async fn all_done(office: &mut Office) -> Vec<Command> {
    let mut done = office.does_all().await;
    for _ in 0..3 {
        office.pass(A_WHILE).await;
        done.extend(office.does_all().await);
    }
    done
}

/// What is handed out to the customer next.
async fn soon(office: &mut Office) -> Command {
    office.pass(A_WHILE).await;
    let mut commands = office.handed_out().await;
    commands.retain(|command| command.needs_start);
    Office::only(commands)
}

/// An album of Olga's that goes one by one, its first piece handed out.
async fn one_by_one(office: &mut Office, pieces: i64) -> Command {
    let album = (0..pieces).map(|piece| shows(50, 500 + piece, Some("a"), "piece"));
    office.takes(album.collect()).await;
    office.pass(Duration::from_secs(1)).await;
    let whole = office.next().await;
    let refused = rejected(Rejection::Other);
    office.ends(&whole, refused).await.unwrap();
    let first = soon(office).await;
    assert_eq!(about(&first), "copy of 500");
    first
}

#[tokio::test]
async fn a_report_repeated_after_a_restart_is_not_taken_for_the_next_step() {
    for holds in [false, true] {
        let mut office = Office::with_ann(&[]).await;
        office.takes(vec![forwards(50, 500)]).await;
        let line = office.next().await;
        assert!(about(&line).contains("Forwarded"), "{line:?}");
        office.ends(&line, posted(2000)).await.unwrap();
        // The answer to it was lost, and the server with it.
        let mut office = office.restart_without_gateway().await;
        if holds {
            office.attach(&[&line]).await;
        }
        let again = office.reports(&line, posted(2000)).await.unwrap();
        assert_eq!(again, Completion::AlreadyFinal);
        office.attach(&[]).await;
        let done = all_done(&mut office).await;
        assert_eq!(to_customer(&done), ["copy of 500"], "holds: {holds}");
        assert_eq!(office.waiting().await, 0);
    }
}

#[tokio::test]
async fn a_report_whose_commit_seemed_to_fail_is_not_taken_for_the_next_step() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![forwards(50, 500)]).await;
    let line = office.next().await;
    office.desk.start(line.lease_token.clone()).await.unwrap();
    office.store.fail_next(super::store::Fails::After);
    let lost = office.reports(&line, posted(2000)).await;
    assert!(matches!(lost, Err(Error::Store(_))));
    for _ in 0..3 {
        let _ = office.desk.quiet().await;
    }
    office.pass(Duration::from_secs(2)).await;
    let again = office.reports(&line, posted(2000)).await.unwrap();
    assert_eq!(again, Completion::AlreadyFinal);
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done), ["copy of 500"]);
}

#[tokio::test]
async fn what_stands_behind_a_piece_that_did_arrive_goes_on() {
    let mut office = Office::with_ann(&[]).await;
    let first = one_by_one(&mut office, 4).await;
    office.ends(&first, posted(2000)).await.unwrap();
    let second = soon(&mut office).await;
    office.ends(&second, lost()).await.unwrap();
    office.does_all().await;
    assert_eq!(office.letters().await.len(), 1);
    office.takes(vec![replies(50, 600, 501, "/arrived")]).await;
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done), ["copy of 502", "copy of 503"]);
    // Each of them is known by what was sent for it.
    office
        .takes(vec![edited(shows(50, 503, Some("a"), ""), "edited")])
        .await;
    let done = all_done(&mut office).await;
    assert!(format!("{done:?}").contains("edited"), "{done:?}");
    assert_eq!(office.letters().await.len(), 0);
}

#[tokio::test]
async fn a_piece_that_is_refused_is_told_and_the_others_go() {
    let mut office = Office::with_ann(&[]).await;
    let first = one_by_one(&mut office, 3).await;
    office.ends(&first, posted(2000)).await.unwrap();
    let second = soon(&mut office).await;
    let refused = || rejected(Rejection::FileNotFound);
    office.ends(&second, refused()).await.unwrap();
    // The copy, and then the same from what is stored.
    let anew = soon(&mut office).await;
    office.ends(&anew, refused()).await.unwrap();
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done), ["copy of 502"]);
    let told = all_about(&done);
    assert!(
        told.iter().any(|text| text.contains("Not delivered")),
        "{told:?}"
    );
    assert_eq!(office.letters().await.len(), 0);
}

#[tokio::test]
async fn a_read_that_fails_in_a_batch_doubles_nothing() {
    let mut office = Office::with_ann(&[]).await;
    let held = answers(50, 500, "held up");
    office.takes(vec![held]).await;
    let first = office.next().await;
    let waits = answers(50, 501, "waits");
    office.takes(vec![waits.clone()]).await;
    // An answer, and an edit for which what waits has to be read.
    let events = [answers(50, 502, "once"), edited(waits, "waits, edited")];
    let updates: Vec<Update> = events.map(|event| office.update(event)).into();
    let cursor = || Cursor::UpdateId {
        source: "api".to_owned(),
        update_id: 4,
    };
    office.store.cannot_read_deliveries(true);
    let failed = office.desk.ingest(BOT, updates.clone(), cursor()).await;
    assert!(matches!(failed, Err(Error::Store(_))));
    office.store.cannot_read_deliveries(false);
    office.pass(Duration::from_secs(2)).await;
    office.desk.ingest(BOT, updates, cursor()).await.unwrap();
    office.ends(&first, posted(2000)).await.unwrap();
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done), ["copy of 501", "copy of 502"]);
}

#[tokio::test]
async fn what_became_a_comment_in_hand_or_in_doubt_does_not_go_again() {
    let mut office = Office::with_ann(&[]).await;
    let answer = answers(50, 500, "for her");
    office.takes(vec![answer.clone()]).await;
    let copy = office.next().await;
    office.takes(vec![edited(answer, "/ for us alone")]).await;
    office.ends(&copy, deferred(5)).await.unwrap();
    office.takes(vec![answers(50, 501, "next")]).await;
    office.pass(Duration::from_secs(6)).await;
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done), ["copy of 501"]);
    // A dead letter is looked at when it is sent again.
    let answer = answers(50, 502, "for her too");
    office.takes(vec![answer.clone()]).await;
    let copy = office.next().await;
    office.ends(&copy, lost()).await.unwrap();
    office.does_all().await;
    office.takes(vec![edited(answer, "/ not for her")]).await;
    let letter = office.letters().await[0];
    office
        .desk
        .retry_dead_letter(letter, asked())
        .await
        .unwrap();
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done), [""; 0]);
    assert_eq!(office.letters().await.len(), 0);
}

#[tokio::test]
async fn what_is_taken_back_in_doubt_is_not_said_to_be_gone() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let answer = office.next().await;
    office.ends(&answer, lost()).await.unwrap();
    office.does_all().await;
    office.takes(vec![replies(50, 600, 500, "/del")]).await;
    let done = all_about(&all_done(&mut office).await);
    assert!(
        done.iter()
            .any(|text| text.contains("cannot be taken back")),
        "{done:?}"
    );
    assert!(!format!("{done:?}").contains("Delete"), "{done:?}");
    assert_eq!(office.letters().await.len(), 0, "it does not go again");
}

#[tokio::test]
async fn what_arrived_by_a_persons_word_counts_as_an_answer() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![answers(50, 500, "an answer")]).await;
    let answer = office.next().await;
    office.ends(&answer, lost()).await.unwrap();
    office.does_all().await;
    office.takes(vec![replies(50, 600, 500, "/arrived")]).await;
    let done = all_done(&mut office).await;
    assert_eq!(
        office.dialog(ANN).await.state,
        dialog::State::SupportAnswered
    );
    let receipt = |command: &&Command| matches!(&command.call, Call::React { message, .. } if message.message.0 == 500);
    assert_eq!(done.iter().filter(receipt).count(), 1);
}

#[tokio::test]
async fn another_file_and_then_another_caption_are_both_shown() {
    let mut office = Office::with_ann(&[]).await;
    let first = shows(50, 500, None, "old");
    office.takes(vec![first.clone()]).await;
    office.does_all().await;
    let Event::Posted(mut message) = first else {
        unreachable!()
    };
    message.content = photo(7, "new file");
    let held = office.takes(vec![answers(50, 501, "held up")]).await;
    let () = held;
    let copy = office.next().await;
    office.takes(vec![Event::Edited(message.clone())]).await;
    office
        .takes(vec![edited(Event::Posted(message), "new caption")])
        .await;
    office.ends(&copy, posted(3000)).await.unwrap();
    let done = all_done(&mut office).await;
    let edits: Vec<&Call> = done
        .iter()
        .map(|command| &command.call)
        .filter(|call| matches!(call, Call::Edit { .. }))
        .collect();
    let [
        Call::Edit {
            content,
            caption_only,
            ..
        },
    ] = edits.as_slice()
    else {
        panic!("{edits:?}");
    };
    assert!(!caption_only);
    assert_eq!(*content, photo(7, "new caption"));
}

#[tokio::test]
async fn an_edited_piece_of_an_album_that_is_begun_is_not_sent_twice() {
    let words = [("RESTRICTED_KEYWORDS_BACKEND", "\"casino\"")];
    let mut office = Office::with_ann(&words).await;
    let long = "long ".repeat(220);
    let piece = shows(50, 500, Some("a"), &long);
    office.takes(vec![piece.clone()]).await;
    office.pass(Duration::from_secs(1)).await;
    let picture = office.next().await;
    office.ends(&picture, posted(2000)).await.unwrap();
    // Its caption is more than a bot may write, and follows as a text.
    let text = soon(&mut office).await;
    assert!(about(&text).starts_with("long"), "{text:?}");
    office.ends(&text, deferred(5)).await.unwrap();
    office.takes(vec![edited(piece, "short")]).await;
    office.pass(Duration::from_secs(6)).await;
    let done = all_done(&mut office).await;
    let pictures = |command: &&Command| {
        matches!(
            &command.call,
            Call::Send {
                content: Content::Media(_),
                ..
            }
        )
    };
    assert_eq!(done.iter().filter(pictures).count(), 0, "{done:#?}");
}

#[tokio::test]
async fn an_album_in_doubt_that_did_arrive_is_not_sent_again() {
    let mut office = Office::with_ann(&[]).await;
    let album = (0..3).map(|piece| shows(50, 500 + piece, Some("a"), "piece"));
    office.takes(album.collect()).await;
    office.pass(Duration::from_secs(1)).await;
    let whole = office.next().await;
    office.ends(&whole, lost()).await.unwrap();
    all_done(&mut office).await;
    office.takes(vec![replies(50, 600, 500, "/arrived")]).await;
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done), [""; 0]);
    assert_eq!(
        office.dialog(ANN).await.state,
        dialog::State::SupportAnswered
    );
}

#[tokio::test]
async fn what_became_a_comment_and_an_answer_again_goes() {
    for edits in ["TRUE", "FALSE"] {
        let mut office = Office::with_ann(&[("EDITS", edits)]).await;
        let answer = answers(50, 500, "for her");
        office.takes(vec![answer.clone()]).await;
        let copy = office.next().await;
        let comment = edited(answer.clone(), "/ for us");
        let back = edited(answer, "for her");
        office.takes(vec![comment, back]).await;
        office.ends(&copy, deferred(5)).await.unwrap();
        office.pass(Duration::from_secs(6)).await;
        let done = all_done(&mut office).await;
        assert_eq!(to_customer(&done), ["copy of 500"], "EDITS {edits}");
    }
}

#[tokio::test]
async fn what_arrived_by_a_persons_word_is_not_mistaken_for_the_next_part() {
    let words = [("RESTRICTED_KEYWORDS_BACKEND", "\"casino\"")];
    let mut office = Office::with_ann(&words).await;
    let long = "long ".repeat(220);
    let shown = shows(50, 500, None, &long);
    office.takes(vec![shown.clone()]).await;
    let picture = office.next().await;
    office.ends(&picture, lost()).await.unwrap();
    all_done(&mut office).await;
    office.takes(vec![replies(50, 600, 500, "/arrived")]).await;
    let done = all_done(&mut office).await;
    assert_eq!(to_customer(&done).len(), 1, "the caption follows as a text");
    // An edit cannot name the picture: it is said once, and nothing else is touched.
    office.takes(vec![edited(shown, "short")]).await;
    let done = all_done(&mut office).await;
    let is_edit = |command: &&Command| matches!(command.call, Call::Edit { .. });
    assert_eq!(done.iter().filter(is_edit).count(), 0, "{done:#?}");
    assert_eq!(to_customer(&done).len(), 2, "a line and the message anew");
    // Nor does /del claim that all of it is gone.
    office.takes(vec![replies(50, 601, 500, "/del")]).await;
    let told = all_about(&all_done(&mut office).await);
    let is_told = |text: &String| text.contains("cannot be taken back");
    assert!(told.iter().any(is_told), "{told:?}");
}

#[tokio::test]
async fn what_of_a_refused_message_is_there_is_taken_back() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![forwards(50, 500)]).await;
    let line = office.next().await;
    office.ends(&line, posted(2000)).await.unwrap();
    for _ in 0..2 {
        let sticker = soon(&mut office).await;
        let refused = rejected(Rejection::FileNotFound);
        office.ends(&sticker, refused).await.unwrap();
    }
    all_done(&mut office).await;
    assert_eq!(office.letters().await.len(), 1);
    office.takes(vec![replies(50, 600, 500, "/del")]).await;
    let done = format!("{:?}", all_done(&mut office).await);
    assert!(done.contains("messages: [MessageId(2000)]"), "{done}");
    assert_eq!(office.letters().await.len(), 0);
}

#[tokio::test]
async fn an_album_whose_last_piece_is_refused_is_an_answer_all_the_same() {
    let mut office = Office::with_ann(&[]).await;
    let first = one_by_one(&mut office, 2).await;
    office.ends(&first, posted(2000)).await.unwrap();
    for _ in 0..2 {
        let second = soon(&mut office).await;
        let refused = rejected(Rejection::FileNotFound);
        office.ends(&second, refused).await.unwrap();
    }
    all_done(&mut office).await;
    assert_eq!(office.letters().await.len(), 0);
    assert_eq!(
        office.dialog(ANN).await.state,
        dialog::State::SupportAnswered
    );
}

#[tokio::test]
async fn a_late_success_is_not_about_a_piece_that_joined_since() {
    let mut office = Office::with_ann(&[]).await;
    let piece = |number: i64| {
        posted_event(Message {
            album: Some("a".to_owned()),
            ..message(ANN, ANN, number, photo(number, "piece"))
        })
    };
    office.takes(vec![piece(2), piece(3)]).await;
    office.pass(Duration::from_secs(1)).await;
    let whole = office.next().await;
    // The gateway is given up, and a third piece joins before it goes again.
    office.give_up_gateway().await;
    office.takes(vec![piece(4)]).await;
    let late = Outcome::Succeeded {
        messages: vec![MessageId(3000), MessageId(3001)],
        topic: None,
        description: None,
        reached: None,
    };
    let told = office.reports(&whole, late).await.unwrap();
    assert_eq!(told, Completion::AlreadyFinal);
    office.attach(&[]).await;
    let done = format!("{:?}", all_done(&mut office).await);
    assert!(done.contains("MessageId(4)"), "{done}");
}
